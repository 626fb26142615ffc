"""What stands in an entry now, field by field, as a change of it is written."""

from __future__ import annotations

from typing import Any

from kith.directory import keeping_words
from kith.directory.models import Organization, Service, Size
from kith.directory.queries.hours import hours_of
from kith.directory.queries.published import kept_back
from kith.directory.queries.wheres import where_of

_CHAIN = 5


def value_of(service: Service, name: str) -> Any:
    """The value of one field, without the numbers that stand there by somebody's own yes."""
    if name == keeping_words.HOURS:
        return hours_of(service)
    if name == keeping_words.FOUND_AT:
        return where_of(service)
    if name == keeping_words.SIZE:
        whose = runs_it(service)
        return whose.size if whose else Size.UNKNOWN.value
    return kept_back(service, name, getattr(service, name))


def runs_it(service: Service) -> Organization | None:
    """Whoever runs it; where somebody decided that two are one, the one that stays."""
    whose = service.organization
    for _step in range(_CHAIN):
        if whose is None or whose.same_as is None:
            break
        whose = whose.same_as
    return whose
