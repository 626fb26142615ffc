"""List pages ask the database a fixed number of questions, however long the list is.

A page is listed here with the function that makes ``count`` rows for it and answers the address to open, and how
many questions it may ask. Twice as many rows must not mean one question more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BUDGET = 15


@dataclass(frozen=True)
class ListPage:
    """One page: its name, who makes its rows, and its budget."""

    name: str
    furnish: Callable[[Client, int], str]
    budget: int = BUDGET


PAGES: list[ListPage] = []


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_longer_list_asks_no_more_questions(page, client):
    few = questions(client, page.furnish(client, 3))
    many = questions(client, page.furnish(client, 12))
    assert many <= few, (
        f"{page.name} asks {few} questions for a short list and {many} for a long one."
        " How to mend it: select_related or prefetch_related in the package's queries."
    )
    assert many <= page.budget, (
        f"{page.name} asks {many} questions, {page.budget} at most."
        " How to mend it: fetch what the page shows in one query of its package."
    )


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))])
