"""What somebody permits, as it stands now and as it was said, for their own page and for a colleague's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.governance import wording
from kith.governance.models import THREE, Permission, SpeaksFor, ToWhom
from kith.governance.queries import speakers_of, whose_say_counts
from kith.governance.whose_say import OWN, WhoseSay
from kith.governance.wording import Taking
from kith.kit.actor import Actor
from kith.people.models import Person
from kith.promises.models import Kind, Promise

MOST_LINES = 30


@dataclass(frozen=True)
class Stands:
    """One of the three: whether it is taken back, by which say, and the words that go with it."""

    purpose: str
    taken_back: bool
    say: Permission | None
    taking: Taking
    yes: tuple[wording.Text, ...]

    @property
    def ran_out(self) -> bool:
        """A yes whose time has passed, which is nobody's no."""
        return self.taken_back and self.say is not None and self.say.given


@dataclass(frozen=True)
class Permits:
    """How it stands with all three, everything that was said, and what waits for a decision."""

    stands: tuple[Stands, ...]
    lines: list[Permission]
    named: list[Permission]
    promise: Promise | None
    waiting: list[Ask]
    speakers: list[SpeaksFor]
    # Whether a guardian is asked as well: for colleagues, and nowhere on the person's own page.
    whose: WhoseSay


def permits_of(person: Person, actor: Actor, now: datetime) -> Permits:
    """What they permit, each part as far as the reader may see it."""
    lines = list(Permission.objects.visible_to(actor).filter(person=person, at__lte=now)[:MOST_LINES])
    rows = Promise.objects.visible_to(actor).filter(kind=Kind.PERMISSION, about_id=person.id, state="open")
    waiting = Ask.objects.visible_to(actor).filter(person=person).exclude(paused_for="")
    waiting = waiting.exclude(state__in=ask_states.ENDED).select_related("promise__holder__user", "taken_by__person")
    return Permits(
        stands=tuple(_stands(purpose, lines, now) for purpose in THREE),
        lines=lines,
        named=[one for one in lines if one.to_kind != ToWhom.ANYBODY and _holds(one, now)],
        promise=rows.select_related("holder__user", "team").first(),
        waiting=list(waiting.select_related("taken_by_team").order_by("created_at")),
        speakers=speakers_of(person.id, actor, now),
        whose=OWN if actor.kind == "person" else whose_say_counts(person.id, now),
    )


def stands_with(person: Person, actor: Actor, purpose: str, now: datetime) -> Stands:
    """How it stands with one of the three."""
    rows = Permission.objects.visible_to(actor).filter(person=person, purpose=purpose, at__lte=now)
    return _stands(purpose, list(rows[:MOST_LINES]), now)


def _stands(purpose: str, lines: list[Permission], now: datetime) -> Stands:
    about = (one for one in lines if one.purpose == purpose and one.to_kind == ToWhom.ANYBODY)
    say = next(about, None)
    words = wording.of_version(say.wording if say is not None else "")
    back = say is not None and not _holds(say, now)
    return Stands(purpose, back, say, words.taking_back[purpose], words.yes[purpose])


def _holds(say: Permission, now: datetime) -> bool:
    return say.given and (say.until is None or say.until > now)
