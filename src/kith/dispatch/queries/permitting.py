"""What somebody permits, as it stands now and as it was said, for their own page and for a colleague's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch.models import Offer, PartnerCard
from kith.governance import wording
from kith.governance.actions import To
from kith.governance.models import THREE, Permission, Purpose, SpeaksFor, ToWhom
from kith.governance.queries import age_of, speakers_of, whose_say_counts
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
    # What holds of one of them by name: who may be told, and who is told nothing more.
    named: list[Permission]
    not_told: list[Permission]
    promise: Promise | None
    waiting: list[Ask]
    speakers: list[SpeaksFor]
    # Whether a guardian is asked as well: for colleagues, and nowhere on the person's own page.
    whose: WhoseSay
    # Whether anybody told us how old they are; where nobody did, nobody needs to know.
    age_told: bool


def to_decide(person_id: UUID, actor: Actor) -> QuerySet[Promise]:
    """The promise to decide with them how it goes on, while it is open."""
    return Promise.objects.visible_to(actor).filter(kind=Kind.PERMISSION, about_id=person_id, state="open")


def permits_of(person: Person, actor: Actor, now: datetime) -> Permits:
    """What they permit, each part as far as the reader may see it."""
    lines = list(Permission.objects.visible_to(actor).filter(person=person, at__lte=now)[:MOST_LINES])
    rows = to_decide(person.id, actor)
    waiting = Ask.objects.visible_to(actor).filter(person=person).exclude(paused_for="")
    waiting = waiting.exclude(state__in=ask_states.ENDED).select_related("promise__holder__user", "taken_by__person")
    named = _of_one(lines)
    return Permits(
        stands=tuple(_stands(purpose, lines, now) for purpose in THREE),
        lines=lines,
        named=[one for one in named if _holds(one, now)],
        not_told=[one for one in named if not one.given],
        promise=rows.select_related("holder__user", "team").first(),
        waiting=list(waiting.select_related("taken_by_team").order_by("created_at")),
        speakers=speakers_of(person.id, actor, now),
        whose=OWN if actor.kind == "person" else whose_say_counts(person.id, now),
        age_told=actor.kind != "person" and age_of(person.id) is not None,
    )


def _of_one(lines: list[Permission]) -> list[Permission]:
    """What was said last of each by name; what was said since of everybody overtakes it."""
    found: dict[object, Permission] = {}
    for one in lines:
        if one.purpose == Purpose.SHARING and one.to_kind == ToWhom.ANYBODY:
            break
        if one.purpose == Purpose.SHARING:
            found.setdefault(one.to_id or one.to_label, one)
    return list(found.values())


def could_be_told(person: Person, actor: Actor) -> list[tuple[To, str]]:
    """Those whom this person may name, each as we call them: who was asked to help them, and who had an ask of theirs.

    What is kept is a first name, because the person reads it.
    """
    offers = Offer.objects.visible_to(actor).filter(ask__person=person).select_related("volunteer__person")
    cards = PartnerCard.objects.visible_to(actor).filter(ask__person=person).select_related("team")
    helpers = {one.volunteer for one in offers}
    found = [(To(ToWhom.HELPER, one.person_id, one.first_name), one.name) for one in helpers]
    found += [(To(ToWhom.TEAM, one.id, one.name), one.name) for one in {card.team for card in cards}]
    return sorted(found, key=lambda row: row[1])


def who_has(ask: Ask) -> To | None:
    """Whoever has this ask now, as somebody who may be named."""
    if ask.taken_by is not None:
        return To(ToWhom.HELPER, ask.taken_by.person_id, ask.taken_by.first_name)
    return To(ToWhom.TEAM, ask.taken_by_team_id, ask.taker) if ask.taken_by_team_id is not None else None


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
