"""May partners be asked? The person's own answer, from every lane; without one they are asked first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.asks import actions as asks
from kith.asks.csv_columns import role_of
from kith.asks.forms.meaning import wanted_of
from kith.kit.actor import Actor
from tests.asks.test_open_ask import shopping
from tests.asks.test_read_rows import one
from tests.thread import NOW, build_town


@pytest.mark.parametrize(
    ("answer", "kept"), [("yes", "yes"), ("no", "no"), ("ask-first", "ask-first"), ("", "ask-first")]
)
def test_the_public_form_keeps_what_they_said(answer: str, kept: str) -> None:
    answers = {"need": {"words": "milk"}, "neighbour": {"partners": answer}}
    wanted = wanted_of(answers, near=None, key="k", asker_language="en", now=NOW)
    assert wanted.partners_may == kept


@pytest.mark.parametrize(
    ("cell", "kept"), [("Yes", "yes"), ("no", "no"), ("", "ask-first"), ("ask me first", "ask-first")]
)
def test_a_sheet_may_have_a_column_for_it(tmp_path: Path, cell: str, kept: str) -> None:
    row = one(tmp_path, Name="Edith", Need="shopping", Village="Saltcombe", Partners_ok=cell)
    assert row.partners_may == kept
    assert role_of("May we also ask a local business, group or service?") == "partners"


@pytest.mark.django_db
def test_nobody_allows_it_for_somebody_who_does_not_know_of_the_ask() -> None:
    build_town()
    ask = asks.open_ask(wanted=shopping(partners_may="yes", knows="not-yet"), by=Actor.public(), now=NOW)
    assert ask.partners_may == "ask-first"
    ask = asks.open_ask(wanted=shopping(partners_may="yes", client_key="2"), by=Actor.public(), now=NOW)
    assert ask.partners_may == "yes"
