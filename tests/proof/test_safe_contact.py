"""Nothing leaves as somebody said it must not; and a gate that forgets something is caught at it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.dispatch.views import looked, permitting
from kith.outbox import permissions
from kith.proof.drill import safe_contact, safe_prints
from kith.proof.drill.flagged import Verdicts, everybody
from kith.proof.drill.safe_case import BEGINS, Ground, settle
from kith.proof.drill.safe_emergency import emergencies
from kith.proof.drill.stopped import the_clock
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
    found = safe_contact.run(count=A_FEW, seed=3, tick=quietly, printed=A_FEW)
    assert found.unsafe == []
    assert found.sends > 5 * A_FEW
    assert found.refused > 10 * A_FEW


FORGOTTEN = {
    "hours": ("_leaves_at", lambda *_given: safe_contact.BEGINS),
    "what they said of it all": ("_not_as_they_said", lambda *_given: ""),
    "who must not know": ("_who_must_not_know", lambda *_given: ""),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_a_gate_that_forgets_is_caught(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, forgets = FORGOTTEN[what]
    monkeypatch.setattr(permissions, name, forgets)
    found = safe_contact.run(count=8, seed=3, tick=quietly, printed=0)
    assert found.unsafe, f"the drill did not see that {what} was forgotten"


def test_no_print_and_no_emergency_shows_what_is_not_safe_and_the_gate_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, ground = Verdicts(), Ground.lay_out(BEGINS - timedelta(days=1))
    crowd = everybody(A_FEW, 3)
    some = {next(one for one in crowd if one.paper == paper).number for paper in ("any", "hand", "never")}
    some |= {one.number for one in crowd if one.apart == "colleague"}
    cases = [settle(crowd[number], ground, BEGINS) for number in sorted(some)[:5]]
    with the_clock(BEGINS) as clock:
        safe_prints.print_all(cases, ground, found)
        safe_prints.look_at_lists(cases, ground, found)
        emergencies(cases, ground, found, BEGINS + timedelta(days=5), clock)
        assert found.unsafe == []
        assert found.prints >= len(cases) * len(safe_prints.PRINTS) and found.printed > 5
        assert found.emergency_pages > 2 * len(cases)
        for view in (looked, permitting):
            with monkeypatch.context() as forgets:
                forgets.setattr(view, "may_be_printed", lambda *_given: permissions.GO)
                again = Verdicts()
                never = [case for case in cases if case.said.paper == "never"]
                safe_prints.print_all(never[:1], ground, again)
            assert again.unsafe, f"{view.__name__} was not seen to forget that paper is not safe"
