"""What a person permitted, and on what terms organisations share. Split by what it is about."""

from __future__ import annotations

from kith.governance.models.agreements import LONGEST, Agreement, AgreementEvent, Party
from kith.governance.models.controllers import Basis, Retention, Stewardship
from kith.governance.models.permissions import Permission, Purpose

__all__ = [
    "LONGEST",
    "Agreement",
    "AgreementEvent",
    "Basis",
    "Party",
    "Permission",
    "Purpose",
    "Retention",
    "Stewardship",
]
