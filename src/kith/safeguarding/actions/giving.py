"""What the acts on a concern share: giving it to a reader, ringing, a line, a word on the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.accounts.models import Membership, Team
from kith.accounts.queries import team_above
from kith.kit.actor import Actor
from kith.kit.whole import insert
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.promises import actions as promises
from kith.promises import saying
from kith.safeguarding import queries
from kith.safeguarding.models import Concern, Line, Reader
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# What only the colleague it goes to finds in the sent box.
YOURS = "yours"


def _wrote(
    concern: Concern, what: str, words: str, by: Actor, now: datetime, *, reason: str = "", to_label: str = ""
) -> Line:
    """Add one line to its line through time."""
    label = f"{by.label}, keyed by {by.keyed_by}" if by.keyed_by else by.label
    line = Line(
        controller_id=concern.controller_id,
        concern=concern,
        what=Line.What(what).value,
        words=words.strip(),
        reason=reason.strip()[:600],
        to_label=to_label.strip()[:200],
        by_label=label[:200],
        at=now,
    )
    insert(line)
    return line


def _noted(concern: Concern, verb: Verb, by: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """Write a line of the trail: of the concern, and never of whom it is about."""
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("safeguarding.Concern", concern.id, "a concern"),
        controller=concern.controller_id,
        detail=detail,
    )


def _give(concern: Concern, to: Membership, why: str, by: Actor, now: datetime, reason: str = "") -> Reader:
    """Let a colleague read it and write to them that there is something, and nothing of what it is. Records it."""
    reader = Reader(
        controller_id=concern.controller_id,
        concern=concern,
        user=to.user,
        name=to.user.name,
        why=Reader.Why(why).value,
        reason=reason.strip()[:300],
        by_label=by.label[:200],
        since=now,
    )
    insert(reader)
    verb = Verb.CONCERN_SHOWN if why == Reader.Why.SHARED else Verb.CONCERN_GIVEN
    _noted(concern, verb, by, now, {"to": to.user.name, "why": str(why)})
    _write_to(concern, to, by, now)
    return reader


def _write_to(concern: Concern, to: Membership, by: Actor, now: datetime) -> None:
    body = saying.for_you_to_read(due=concern.look_by or now, now=now, path=f"/yours/{concern.id}/")
    letter = Letter(
        kind=YOURS,
        subject=str(_("For you to read or to ring")),
        body=body,
        key=f"yours:{concern.id}:{to.user_id}:{int(now.timestamp())}",
        urgent=True,
        about_id=concern.promise_id,
    )
    team = to.team
    outbox.write_to_staff(letter=letter, user=to.user, place=team.place, controller=team.organisation, by=by, now=now)


def _ring(concern: Concern, holder: Membership, by: Actor, now: datetime) -> None:
    """Have the duty phone of whoever has it ring at once. It says for whom there is something, and nothing else.

    A phone that may be answered by somebody it is about does not ring; the one above does.
    """
    kept = queries.kept_from_ids(concern)
    team: Team | None = holder.team
    while team is not None and not queries.phones_without(team, kept):
        team = team_above(team)
    if team is None:
        return
    why = str(_("for %(name)s to open now")) % {"name": holder.user.name}
    about = promises.About(why=why, red=True)
    promises.call_duty(promise=concern.promise, team=team, place=team.place, about=about, by=by, now=now)
