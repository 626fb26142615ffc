"""Whether words that somebody changes speak of what must not be found: then nobody sees where it is, from there on."""

from __future__ import annotations

from datetime import datetime

from kith.directory.models import Location, Service, ServiceTerm
from kith.directory.reading import secret
from kith.directory.reading.secret import Secret

# The fields by which it is judged.
SAYS = frozenset({"name", "alternate_name", "description", "for_whom", "alert"})


def judged(service: Service) -> Secret:
    """What its words say of it now, as they are judged where another directory sends them."""
    terms = ServiceTerm.objects.filter(service=service).values_list("term__name", flat=True)
    halls = Location.objects.filter(service_at_locations__service=service, service_at_locations__gone_at=None)
    where = " . ".join(f"{name} {words}" for name, words in halls.values_list("name", "description"))
    says = " . ".join((service.description, service.alternate_name, service.for_whom, service.alert))
    return secret.judge(service.name, says, list(terms), where, flagged=False)


def hidden_by(service: Service, before: Secret, now: datetime) -> list[str]:
    """Hide an entry whose words speak of it since this change; on doubt hold it back. Answers which columns changed.

    Where they spoke of it before, somebody has decided, or it waits already.
    """
    found = judged(service)
    if not found.confidential or before.confidential or service.confidential:
        return []
    service.confidential = True
    if not found.held_why:
        return ["confidential"]
    service.held, service.held_why = True, found.held_why[:300]
    return ["confidential", "held", "held_why"]
