"""Nothing leaves as somebody said it must not; and a gate that forgets something is caught at it."""

from __future__ import annotations

import pytest

from kith.outbox import permissions
from kith.proof.drill import safe_contact
from kith.proof.drill.templates import every_template

pytestmark = pytest.mark.django_db
# The command does a thousand; each question comes up in every answer among these.
A_FEW = 24


def quietly(*_count: int) -> None:
    """No bar is drawn in a test."""


def test_every_template_is_in_the_drill() -> None:
    names = {one.name for one in every_template()}
    assert {"we_have_it", "asker_news", "offer", "partner_card", "tell_them", "safe_wording"} <= names
    assert len(names) > 50


def test_nothing_leaves_as_somebody_said_it_must_not() -> None:
    found = safe_contact.run(count=A_FEW, seed=3, tick=quietly)
    assert found.unsafe == []
    assert found.sends > 5 * A_FEW
    assert found.refused > 10 * A_FEW
    assert found.prints > 15


FORGOTTEN = {
    "hours": ("_leaves_at", lambda *_given: safe_contact.BEGINS),
    "what they said of it all": ("_not_as_they_said", lambda *_given: ""),
    "who must not know": ("_who_must_not_know", lambda *_given: ""),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_a_gate_that_forgets_is_caught(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, forgets = FORGOTTEN[what]
    monkeypatch.setattr(permissions, name, forgets)
    found = safe_contact.run(count=8, seed=3, tick=quietly, prints=False)
    assert found.unsafe, f"the drill did not see that {what} was forgotten"
