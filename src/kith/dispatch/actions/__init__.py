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
from kith.dispatch.actions.coming import not_safe, say_when
from kith.dispatch.actions.receiving import receive
from kith.dispatch.actions.searching import begin, close_after_ending, look, look_at_many, not_heard, put_off
from kith.dispatch.actions.sorting import (
    ask_further_away,
    decide,
    have_this,
    hold_for_me,
    let_go_of_hold,
    said_yes,
)

__all__ = [
    "NotYours",
    "SomebodyHasIt",
    "accept",
    "also_asked",
    "ask_further_away",
    "ask_me_less",
    "begin",
    "call_off",
    "close_after_ending",
    "decide",
    "finish",
    "hand_back",
    "have_this",
    "hold_for_me",
    "let_go_of_hold",
    "look",
    "look_at_many",
    "nobody_answered",
    "not_done",
    "not_heard",
    "not_safe",
    "not_this_time",
    "not_this_week",
    "put_off",
    "receive",
    "said_yes",
    "say_when",
    "stop_asking",
]
