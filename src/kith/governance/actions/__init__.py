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
from kith.governance.actions.permissions import permit, take_back

__all__ = [
    "Draft",
    "NotPossible",
    "Terms",
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
    "name_stewards",
    "permit",
    "sign",
    "take_back",
    "withdraw",
]
