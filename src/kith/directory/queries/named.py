"""By what name an entry may be spoken of in a message: somebody else may read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.directory.models import Service
from kith.directory.queries.shown import NotShown, must_not_be_found, secret_locations, shown


def may_be_named(service: Service) -> bool:
    """Whether a message may say its name to somebody from outside: never that of what must not be found.

    Also not where it was at such a house before: an entry that is gone was no less a refuge.
    """
    was_there = secret_locations().filter(service_at_locations__service=service)
    return not must_not_be_found(service) and not was_there.exists()


def shown_name(service: Service) -> str:
    """Its name as it is shown, for a message to whoever runs it."""
    try:
        return shown(service).name
    except NotShown:
        return service.name if may_be_named(service) else str(_("A safe place to stay"))
