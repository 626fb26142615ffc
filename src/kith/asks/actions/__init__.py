"""Every change to an ask, split by what happens: taken in, somebody says something, a yes, a telling, an ending."""

from __future__ import annotations

from kith.asks.actions.answers import came_back, give_up, mark, say_when, take
from kith.asks.actions.endings import (
    TooLate,
    already_done,
    also_asked,
    did_not_come,
    finish,
    no_longer_wanted,
    nobody_answered,
    not_done,
)
from kith.asks.actions.history import happened
from kith.asks.actions.intake import open_ask
from kith.asks.actions.letters import CannotBePosted, post_letter
from kith.asks.actions.partners import (
    ask_them_about_partners,
    ask_whether_reached,
    not_known_whether_in_touch,
    partner_has_been_in_touch,
    partner_not_wished,
    partner_says_in_touch,
    partner_takes,
    partner_was_not_in_touch,
    ring_the_partner,
    say_partners_may,
)
from kith.asks.actions.peace import look_first, open_again, speak_with_those_close, stop_for
from kith.asks.actions.permitting import (
    decide_with,
    go_on,
    let_finish,
    no_more_writing,
    ours_to_do,
    share_until,
    wait_for_a_look,
    withhold,
)
from kith.asks.actions.programs import OutOfTheirWay, take_in_sent
from kith.asks.actions.says import (
    add_words,
    learnt,
    move_date,
    settle_checks,
    they_said_no,
    they_said_yes,
    we_are_late,
)
from kith.asks.actions.sheets import note_sheet, take_in_row, take_in_rows
from kith.asks.actions.tell_programs import tell_program
from kith.asks.actions.tellings import ring_duty, seen, tell_asker, tell_person, told_by_us, write_to_person
from kith.asks.actions.to_holder import write_to_holder
from kith.asks.actions.wishes import let_look, text_my_word, wish
from kith.asks.actions.words import bind_word, choose_word

__all__ = [
    "CannotBePosted",
    "OutOfTheirWay",
    "TooLate",
    "add_words",
    "already_done",
    "also_asked",
    "ask_them_about_partners",
    "ask_whether_reached",
    "bind_word",
    "came_back",
    "choose_word",
    "decide_with",
    "did_not_come",
    "finish",
    "give_up",
    "go_on",
    "happened",
    "learnt",
    "let_finish",
    "let_look",
    "look_first",
    "mark",
    "move_date",
    "no_longer_wanted",
    "no_more_writing",
    "nobody_answered",
    "not_done",
    "not_known_whether_in_touch",
    "note_sheet",
    "open_again",
    "open_ask",
    "ours_to_do",
    "partner_has_been_in_touch",
    "partner_not_wished",
    "partner_says_in_touch",
    "partner_takes",
    "partner_was_not_in_touch",
    "post_letter",
    "ring_duty",
    "ring_the_partner",
    "say_partners_may",
    "say_when",
    "seen",
    "settle_checks",
    "share_until",
    "speak_with_those_close",
    "stop_for",
    "take",
    "take_in_row",
    "take_in_rows",
    "take_in_sent",
    "tell_asker",
    "tell_person",
    "tell_program",
    "text_my_word",
    "they_said_no",
    "they_said_yes",
    "told_by_us",
    "wait_for_a_look",
    "we_are_late",
    "wish",
    "withhold",
    "write_to_holder",
    "write_to_person",
]
