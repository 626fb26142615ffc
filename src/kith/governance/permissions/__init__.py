"""Who may, split by what it is about: keeping an organisation's page, and what an emergency needs."""

from __future__ import annotations

from kith.governance.permissions.agreements import kept_by, may_change, may_keep, may_sign
from kith.governance.permissions.emergency import (
    MayNot,
    check_may_decide,
    check_may_name,
    check_may_open,
    check_may_review,
    classes_for,
    is_guardian,
    may_review,
    may_use_in_emergency,
    must_not_know,
    named_as,
    part_in_emergency,
    wants_others,
)

__all__ = [
    "MayNot",
    "check_may_decide",
    "check_may_name",
    "check_may_open",
    "check_may_review",
    "classes_for",
    "is_guardian",
    "kept_by",
    "may_change",
    "may_keep",
    "may_review",
    "may_sign",
    "may_use_in_emergency",
    "must_not_know",
    "named_as",
    "part_in_emergency",
    "wants_others",
]
