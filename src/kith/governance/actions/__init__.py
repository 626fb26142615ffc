"""Every change this package makes, split by what it is about: permissions, organisations, agreements."""

from __future__ import annotations

from kith.governance.actions.agreements import (
    Draft,
    Terms,
    begin,
    change_draft,
    close,
    draft,
    drop,
    expire,
    look_again,
    sign,
    withdraw,
)
from kith.governance.actions.controllers import NotPossible, Who, choose_basis, keep_for, name_stewards
from kith.governance.actions.permissions import ANYBODY, CannotSay, Said, To, permit, take_back
from kith.governance.actions.speaking import Speaker, may_speak_for, say_age, speaks_no_more

__all__ = [
    "ANYBODY",
    "CannotSay",
    "Draft",
    "NotPossible",
    "Said",
    "Speaker",
    "Terms",
    "To",
    "Who",
    "begin",
    "change_draft",
    "choose_basis",
    "close",
    "draft",
    "drop",
    "expire",
    "keep_for",
    "look_again",
    "may_speak_for",
    "name_stewards",
    "permit",
    "say_age",
    "sign",
    "speaks_no_more",
    "take_back",
    "withdraw",
]
