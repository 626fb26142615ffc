"""What was permitted and what was agreed. Read only; split by what it is about."""

from __future__ import annotations

from kith.governance.queries.controllers import (
    bases_of,
    basis_of,
    kept_days,
    missing_of,
    missing_to_sign,
    stewardship_of,
    too_few_to_look,
)
from kith.governance.queries.crossing import TO_DO, TO_HEAR, Passing, passing
from kith.governance.queries.permissions import (
    has_taken_back,
    have_said_anything_about_sharing,
    have_taken_back,
    look_up_named_no,
    may_be_told,
    named_no,
    newest_say,
    sharing_ends_at,
    to_carry_out,
    took_back,
    wants_no_contact,
)
from kith.governance.queries.speaking import age_of, is_grown, may_decide, speakers_of, speaks_now, whose_say_counts

__all__ = [
    "TO_DO",
    "TO_HEAR",
    "Passing",
    "age_of",
    "bases_of",
    "basis_of",
    "has_taken_back",
    "have_said_anything_about_sharing",
    "have_taken_back",
    "is_grown",
    "kept_days",
    "look_up_named_no",
    "may_be_told",
    "may_decide",
    "missing_of",
    "missing_to_sign",
    "named_no",
    "newest_say",
    "passing",
    "sharing_ends_at",
    "speakers_of",
    "speaks_now",
    "stewardship_of",
    "to_carry_out",
    "too_few_to_look",
    "took_back",
    "wants_no_contact",
    "whose_say_counts",
]
