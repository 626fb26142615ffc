"""A canary address in an entry that must not be found is sent through every public page."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from kith.directory.actions import NewEntry, On, Where, enter
from kith.directory.models import Service
from tests.directory.entries import bo
from tests.thread import NOW, Town

pytestmark = pytest.mark.django_db
CANARY = "Kestrelmouse Villa"


@pytest.fixture(params=["by us", "by its place", "by its kind"])
def refuge(request: pytest.FixtureRequest, town: Town) -> Service:
    """A refuge that is confidential in one of three ways, with its address in every field of it."""
    said = "A women's refuge" if request.param == "by its kind" else "A quiet house"
    entry = NewEntry(
        name="Larkspur",
        who="Larkspur",
        place=town.community,
        phone="01632 960101",
        description=f"{said} at {CANARY}",
        url=f"https://example.org/{CANARY.replace(' ', '-')}",
        where=Where(
            CANARY, f"12 {CANARY}", "Saltcombe", "ZZ31 4AB", 51.21, -4.02, confidential=request.param == "by its place"
        ),
        for_whom=f"near {CANARY}",
        on=(On((1,), time(10), time(12), f"at {CANARY}"),),
        facts={"confidential": request.param == "by us", "alert": f"Come to {CANARY}"},
    )
    return enter(entry=entry, by=bo(town), now=NOW)


def test_a_canary_in_a_confidential_entry_is_in_no_output_for_anybody(
    client: Client, town: Town, refuge: Service
) -> None:
    names = {"slug": town.community.slug, "service_id": refuge.pk, "id": refuge.pk, "place_id": town.community.pk}
    opened = 0
    for pattern in _public():
        wanted = {name: names.get(name) for name in pattern.pattern.converters}
        if None in wanted.values():
            continue
        address = reverse(pattern.name, kwargs=wanted)
        for query in ("", "?q=Larkspur", "?q=Kestrelmouse"):
            shown = client.get(f"{address}{query}", follow=True)
            opened += shown.status_code == 200
            body = (
                shown.content.decode(errors="replace").replace("q=Kestrelmouse", "").replace('value="Kestrelmouse"', "")
            )
            assert CANARY not in body and "Kestrelmouse-Villa" not in body and "ZZ31 4AB" not in body, address
    assert opened >= 10


def _public():
    """Every page that anybody may open and that speaks of the directory."""
    starts = ("find", "embed", "oruk", "found", "calendar", "ical", "place", "in/")
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", [pattern]):
            gate = getattr(getattr(one, "callback", None), "kith_gate", None)
            if gate is not None and gate.kind == "public" and one.name and str(one.pattern).startswith(starts):
                yield one
