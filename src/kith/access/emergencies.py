"""Who may see what was opened in an emergency, and whom a major incident is to reach: rows for ``rules``."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kith.access.said import When

_RINGS = "ringers__user"
_OF_INCIDENT = {"holder": f"incident__{_RINGS}", "many": True}
# What each is called, and the ways in which it is tied to somebody. All belong to an organisation.
TIED: dict[str, tuple[LazyText, dict[str, Any]]] = {
    "governance.EmergencyUse": (_("emergency uses"), {"holder": "user", "offered": "reviewer"}),
    "governance.Decider": (_("who may decide on a major incident"), {"holder": "user"}),
    "governance.Incident": (_("major incidents"), {"holder": _RINGS, "many": True}),
    "governance.Ringer": (_("who rings in a major incident"), _OF_INCIDENT),
    # The list itself is there while it runs; how it went stays, in numbers.
    "governance.IncidentPerson": (
        _("whom a major incident is to reach"),
        {**_OF_INCIDENT, "until": "incident__until", "put_away": "incident__ended_at"},
    ),
    "governance.Complaint": (_("who minded being rung"), _OF_INCIDENT),
}

_USE, _DECIDER = ("governance.EmergencyUse",), ("governance.Decider",)
_INCIDENT, _LIST = ("governance.Incident", "governance.Ringer", "governance.Complaint"), "governance.IncidentPerson"
_SORTERS = ("street_coordinator", "community_builder", "link_worker", "district_lead")
_LOOK = ("guardian", "safeguarding_lead")

# As in a rule: who, what, when tied to it, which classes of field, and what for.
MAY: tuple[tuple[tuple[str, ...], tuple[str, ...], When, str, str], ...] = (
    ((*_SORTERS, "safeguarding_lead"), _USE, When.HOLDS, "A", "emergency"),
    (_LOOK, _USE, When.OWN_CONTROLLER, "A", "audit"),
    (_LOOK, _USE, When.OFFERED, "A", "audit"),
    (("guardian",), (*_DECIDER, *_INCIDENT), When.OWN_CONTROLLER, "A", "audit"),
    ((*_SORTERS, *_LOOK), _DECIDER, When.HOLDS, "A", "emergency"),
    ((*_SORTERS, *_LOOK), (*_INCIDENT, _LIST), When.HOLDS, "AB", "emergency"),
)
