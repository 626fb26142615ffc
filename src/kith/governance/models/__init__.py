"""What a person permitted, and on what terms organisations share. Split by what it is about."""

from __future__ import annotations

from kith.governance.models.agreements import LONGEST, Agreement, AgreementEvent, Party
from kith.governance.models.controllers import Basis, Retention, Stewardship
from kith.governance.models.emergency import FEWEST_WORDS, EmergencyUse, Reason
from kith.governance.models.incidents import Complaint, Decider, Incident, IncidentPerson, Ringer, Which
from kith.governance.models.permissions import THREE, Permission, Purpose, ToWhom, Way
from kith.governance.models.speaking import AgeSaid, MayBeTold, SpeaksBy, SpeaksFor

__all__ = [
    "FEWEST_WORDS",
    "LONGEST",
    "THREE",
    "AgeSaid",
    "Agreement",
    "AgreementEvent",
    "Basis",
    "Complaint",
    "Decider",
    "EmergencyUse",
    "Incident",
    "IncidentPerson",
    "MayBeTold",
    "Party",
    "Permission",
    "Purpose",
    "Reason",
    "Retention",
    "Ringer",
    "SpeaksBy",
    "SpeaksFor",
    "Stewardship",
    "ToWhom",
    "Way",
    "Which",
]
