"""One page of a list, or the whole of it, made of what may leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.directory.models import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from kith.directory.queries.shown import Shown, shown_many, shown_organizations
from kith.interop import nested
from kith.interop.asked import Asked
from kith.interop.queries import lists

Object = dict[str, Any]
BATCH = 500


@dataclass(frozen=True)
class Page:
    """One page: how many there are in all, and these."""

    total: int
    asked: Asked
    contents: list[Object]
    changed_at: datetime | None = None

    def envelope(self) -> Object:
        """The page as the standard has it."""
        pages = -(-self.total // self.asked.per_page)
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.asked.page,
            "size": len(self.contents),
            "first_page": self.asked.page == 1,
            "last_page": self.asked.page >= pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


def page(name: str, asked: Asked) -> Page:
    """One page of a list."""
    rows = _ROWS[name](asked)
    start = (asked.page - 1) * asked.per_page
    here = list(rows[start : start + asked.per_page])
    return Page(rows.count(), asked, _MADE[name](here, asked), _latest(here))


def everything(name: str, asked: Asked) -> Iterator[Object]:
    """Everything that was asked for, some hundreds at a time; what is new meanwhile has a place of its own."""
    rows, after = _ROWS[name](asked), None
    while True:
        here = list((rows.filter(id__gt=after) if after else rows)[:BATCH])
        yield from _MADE[name](here, asked)
        if len(here) < BATCH:
            return
        after = here[-1].id


def one(name: str, row_id: UUID, asked: Asked) -> tuple[Object, datetime] | None:
    """One object with all that is nested in it, and when it last changed; None where there is none that may leave."""
    wanted = lists.staying(row_id) if name == "organizations" else row_id
    row = _ROWS[name](Asked()).filter(id=wanted).first()
    if row is None:
        return None
    found = _ONE[name](row, asked)
    return (found, row.modified_at) if found else None


def _latest(rows: Iterable[Any]) -> datetime | None:
    return max((row.modified_at for row in rows), default=None)


def _services(rows: list[Service], asked: Asked) -> list[Object]:
    if asked.minimal:
        return [nested.least(shown) for shown in shown_many(rows)]
    return [nested.service(shown, full=asked.full) for shown in shown_many(rows)]


def _ats(rows: list[ServiceAtLocation], asked: Asked) -> list[Object]:
    wanted = {row.service_id for row in rows}
    shown = {one.id: one for one in shown_many(Service.objects.filter(id__in=wanted).select_related("organization"))}
    return [made for row in rows for made in _at(shown.get(row.service_id), row, asked.full)]


def _at(shown: Shown | None, row: ServiceAtLocation, full: bool) -> list[Object]:
    here = [] if shown is None else [at for at in shown.at if at.id == row.id]
    return [nested.service_at_location(shown, at, full=full) for at in here if shown is not None]


def _organizations(rows: list[Organization], asked: Asked) -> list[Object]:
    found = []
    for row, shown in zip(rows, shown_organizations(rows), strict=True):
        services = _run_by(row, asked) if asked.full else []
        found.append(nested.organization(shown, full=asked.full, services=services))
    return found


def _run_by(row: Organization, asked: Asked) -> list[Object]:
    services = [one for one in shown_many(lists.services_of(row)) if not one.confidential]
    return [nested.service(one, full=asked.full_service, organization=False) for one in services]


def _one_organization(row: Organization, asked: Asked) -> Object:
    return nested.organization(shown_organizations([row])[0], services=_run_by(row, asked))


def _one_service(row: Service, asked: Asked) -> Object | None:
    return next((nested.service(shown) for shown in shown_many([row])), None)


def _one_at(row: ServiceAtLocation, asked: Asked) -> Object | None:
    return next(iter(_ats([row], Asked(full=True))), None)


def _taxonomies(rows: list[Taxonomy], asked: Asked) -> list[Object]:
    return [nested.taxonomy(row) for row in rows]


def _one_taxonomy(row: Taxonomy, asked: Asked) -> Object:
    return nested.taxonomy(row, lists.terms_of(row))


def _terms(rows: list[TaxonomyTerm], asked: Asked) -> list[Object]:
    return [nested.taxonomy_term(row) for row in rows]


def _one_term(row: TaxonomyTerm, asked: Asked) -> Object:
    return nested.taxonomy_term(row)


_ROWS: Mapping[str, Callable[[Asked], Any]] = {
    "services": lists.services,
    "service_at_locations": lists.service_at_locations,
    "organizations": lists.organizations,
    "taxonomies": lists.taxonomies,
    "taxonomy_terms": lists.taxonomy_terms,
}
_MADE: Mapping[str, Callable[[Any, Asked], list[Object]]] = {
    "services": _services,
    "service_at_locations": _ats,
    "organizations": _organizations,
    "taxonomies": _taxonomies,
    "taxonomy_terms": _terms,
}
_ONE: Mapping[str, Callable[[Any, Asked], Object | None]] = {
    "services": _one_service,
    "service_at_locations": _one_at,
    "organizations": _one_organization,
    "taxonomies": _one_taxonomy,
    "taxonomy_terms": _one_term,
}
