"""What was permitted and what was agreed. Read only; split by what it is about."""

from __future__ import annotations

from kith.governance.queries.controllers import (
    bases_of,
    basis_of,
    kept_days,
    missing_of,
    missing_to_sign,
    stewardship_of,
)
from kith.governance.queries.permissions import has_taken_back, have_taken_back

__all__ = [
    "bases_of",
    "basis_of",
    "has_taken_back",
    "have_taken_back",
    "kept_days",
    "missing_of",
    "missing_to_sign",
    "stewardship_of",
]
