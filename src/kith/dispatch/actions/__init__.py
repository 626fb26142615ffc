"""Every change to a search and its offers: ``searching`` asks, ``answering`` hears, ``sorting`` is for colleagues."""

from __future__ import annotations

from kith.dispatch.actions.answering import (
    NotYours,
    SomebodyHasIt,
    accept,
    also_asked,
    ask_me_less,
    call_off,
    finish,
    hand_back,
    nobody_answered,
    not_done,
    not_this_time,
    not_this_week,
    stop_asking,
)
from kith.dispatch.actions.claims import already_done, ask_or_expire, expire_claim, still_right
from kith.dispatch.actions.coming import not_safe, say_when
from kith.dispatch.actions.deciding import ENDS, FINISH, GOES_ON, OURS, decide_with_them, yes_again
from kith.dispatch.actions.keeping_ladders import CannotKeep, ask_nearer, inherit_ladder, keep_ladder
from kith.dispatch.actions.offering import offer_to
from kith.dispatch.actions.own_code import send_own_code
from kith.dispatch.actions.partner_book import Partner, add_partner, change_partner, end_partner
from kith.dispatch.actions.partner_cards import card_to
from kith.dispatch.actions.partners import (
    ask_about_partners,
    partner_answers,
    partner_finishes,
    partner_found_nobody,
    partner_hands_back,
    partner_was_in_touch,
    person_says_partners_may,
    person_was_not_reached,
    person_was_reached,
    rang,
)
from kith.dispatch.actions.passed_on import would_help_too
from kith.dispatch.actions.peace import can_be_reached_again, leave_in_peace, spoke_with_those_close
from kith.dispatch.actions.provider import hear_of_delivery
from kith.dispatch.actions.receiving import ALSO_HEARD, receive
from kith.dispatch.actions.regular import Agreed, begin_regular, carry_on, end_regular
from kith.dispatch.actions.safe import Apart, Stricter, be_more_careful, keep_safe
from kith.dispatch.actions.searching import begin, close_after_ending, look, look_at_many, not_heard, put_off
from kith.dispatch.actions.sorting import (
    ask_further_away,
    decide,
    have_this,
    hold_for_me,
    let_go_of_hold,
    said_yes,
)
from kith.dispatch.actions.unsent import not_reached
from kith.dispatch.actions.visits import come_out, decide_about_police, go_in, look_after, need_longer
from kith.dispatch.actions.volunteer_book import AboveEligibility, record_check
from kith.dispatch.actions.waiting import wait_for_the_person
from kith.dispatch.actions.withdrawing import carry_out, withdraw

__all__ = [
    "ALSO_HEARD",
    "ENDS",
    "FINISH",
    "GOES_ON",
    "OURS",
    "AboveEligibility",
    "Agreed",
    "Apart",
    "CannotKeep",
    "NotYours",
    "Partner",
    "SomebodyHasIt",
    "Stricter",
    "accept",
    "add_partner",
    "already_done",
    "also_asked",
    "ask_about_partners",
    "ask_further_away",
    "ask_me_less",
    "ask_nearer",
    "ask_or_expire",
    "be_more_careful",
    "begin",
    "begin_regular",
    "call_off",
    "can_be_reached_again",
    "card_to",
    "carry_on",
    "carry_out",
    "change_partner",
    "close_after_ending",
    "come_out",
    "decide",
    "decide_about_police",
    "decide_with_them",
    "end_partner",
    "end_regular",
    "expire_claim",
    "finish",
    "go_in",
    "hand_back",
    "have_this",
    "hear_of_delivery",
    "hold_for_me",
    "inherit_ladder",
    "keep_ladder",
    "keep_safe",
    "leave_in_peace",
    "let_go_of_hold",
    "look",
    "look_after",
    "look_at_many",
    "need_longer",
    "nobody_answered",
    "not_done",
    "not_heard",
    "not_reached",
    "not_safe",
    "not_this_time",
    "not_this_week",
    "offer_to",
    "partner_answers",
    "partner_finishes",
    "partner_found_nobody",
    "partner_hands_back",
    "partner_was_in_touch",
    "person_says_partners_may",
    "person_was_not_reached",
    "person_was_reached",
    "put_off",
    "rang",
    "receive",
    "record_check",
    "said_yes",
    "say_when",
    "send_own_code",
    "spoke_with_those_close",
    "still_right",
    "stop_asking",
    "wait_for_the_person",
    "withdraw",
    "would_help_too",
    "yes_again",
]
