"""List pages ask the database a fixed number of questions, however long the list is.

A page is listed here with the function that makes ``count`` rows for it and answers the address to open, and how
many questions it may ask. Twice as many rows must not mean one question more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.asks import actions as asks
from kith.asks.wanted import Wanted, Where
from kith.dispatch.jobs import sweep
from kith.kit import clock
from kith.people.actions import About, Reach
from tests.thread import BUILDER, Town, build_town, neighbour

BUDGET = 15
# What every transaction needs besides its questions.
HOUSEKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "SELECT set_config")


@dataclass
class Filled:
    """The small town, and how many asks it has by now."""

    town: Town
    asks: int = 0
    volunteers: list[object] = field(default_factory=list)

    def up_to(self, count: int) -> None:
        """Open asks, each with somebody who was asked for it, until there are ``count``."""
        for number in range(self.asks, count):
            self.volunteers.append(neighbour(self.town, name=f"Neighbour {number}", number=number))
            now = clock.now()
            asks.open_ask(wanted=wanted(number), by=BUILDER, now=now)
        sweep(now=clock.now())
        self.asks = count


def wanted(number: int) -> Wanted:
    return Wanted(
        words=f"milk and bread, please, number {number}",
        kind="shopping",
        details={"paid": "receipt"},
        where=Where(street="Quay Street", community="Saltcombe", address=f"{number} Quay Street"),
        about=About(name=f"Person {number}", reaches=(Reach(f"+4477009005{number:02}", safe="yes"),)),
        need_by=clock.now() + timedelta(hours=6),
    )


@dataclass(frozen=True)
class ListPage:
    """One page: who opens it, its address, and how many questions it may ask."""

    name: str
    address: Callable[[Town], str]
    who: Callable[[Town], object]
    budget: int = BUDGET


PAGES = [
    ListPage("today of a community", lambda town: f"/today/{town.community.slug}/", lambda town: town.bo.user),
    ListPage("today of a street", lambda town: f"/today/{town.street.slug}/", lambda town: town.jan.user),
    ListPage("today on paper", lambda town: f"/today/{town.community.slug}/print/", lambda town: town.bo.user),
    ListPage("nobody missed", lambda town: "/nobody-missed/", lambda town: town.gareth.user),
    ListPage("what was said", lambda town: f"/promises/{town.community.slug}/", lambda town: town.bo.user),
    # Who has it instead is looked for team by team, up to the district.
    ListPage("a day to hand over", lambda town: "/my-day/hand-over/", lambda town: town.jan.user, budget=20),
    ListPage("the sent box", lambda town: "/sent-box/", lambda town: town.gareth.user),
    ListPage("who helps", lambda town: f"/volunteers/{town.community.slug}/", lambda town: town.bo.user),
]


@pytest.mark.django_db
@pytest.mark.parametrize("listed", PAGES, ids=lambda listed: listed.name)
def test_a_longer_list_asks_no_more_questions(listed: ListPage, client: Client) -> None:
    filled = Filled(build_town())
    client.force_login(listed.who(filled.town))
    address = listed.address(filled.town)
    filled.up_to(3)
    questions(client, address)
    few = questions(client, address)
    filled.up_to(9)
    many = questions(client, address)
    assert len(many) <= len(few), more(listed, few, many)
    assert len(many) <= listed.budget, (
        f"{listed.name} asks {len(many)} questions, {listed.budget} at most."
        " How to mend it: fetch what the page shows in one query of its package.\n" + "\n".join(many)
    )


def questions(client: Client, address: str) -> list[str]:
    """What opening a page asks the database, without what every transaction needs."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return [one["sql"][:160] for one in asked if not one["sql"].startswith(HOUSEKEEPING)]


def more(page: ListPage, few: list[str], many: list[str]) -> str:
    """What a failure prints: the questions that came with the rows."""
    again = sorted({one for one in many if many.count(one) > few.count(one)})
    return (
        f"{page.name} asks {len(few)} questions for a short list and {len(many)} for a long one."
        " How to mend it: select_related or prefetch_related in the package's queries.\n" + "\n".join(again)
    )
