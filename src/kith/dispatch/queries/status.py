"""One ask as its own page shows it: the four answers, their words, what has happened, what can be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kith.asks import codes, four_answers, lifecycle
from kith.asks.four_answers import FourAnswers
from kith.asks.hearing import DID_NOT_COME_FOR
from kith.asks.models import Ask, AskerMay, Event, Knows
from kith.asks.said_again import again
from kith.dispatch.lifecycle import ACCEPTED, ASK_BEFORE
from kith.dispatch.queries.looked import must_be_careful
from kith.dispatch.queries.said import SaidAndDone, said_and_done
from kith.kit import said
from kith.kit.actor import Actor
from kith.people.queries import says_nothing
from kith.promises.models import Telling

MOST_LINES = 4


@dataclass(frozen=True)
class Line:
    """One dated line of what has happened so far."""

    at: str
    text: str


@dataclass(frozen=True)
class Status:
    """What the page shows, and which of its buttons are there."""

    ask: Ask
    four: FourAnswers
    is_person: bool
    lines: tuple[Line, ...] = ()
    to_see: bool = False
    open: bool = False
    may_say_did_not_come: bool = False
    # The partner that has it, while the person has not said that it was in touch; and whether to ask if it was not.
    partner: str = ""
    may_say_not: bool = False
    said: tuple[SaidAndDone, ...] = ()
    looker: str = ""
    looker_code: str = ""

    @property
    def shows_words(self) -> bool:
        """Their own words are for them, and for whoever said them; somebody let in later reads them with a full yes."""
        return self.is_person or self.ask.knows != Knows.SELF or self.ask.asker_may == AskerMay.EVERYTHING


def mine(actor: Actor, ask_id: UUID | None) -> Ask | None:
    """The ask this link or code is for, if its reader may see it."""
    rows = Ask.objects.visible_to(actor).select_related(
        "promise__holder__user", "promise__holder__team", "promise__team", "person", "asker", "place",
        "taken_by__person", "taken_by_team",
    )  # fmt: skip
    return rows.annotate(to_see=Exists(_news(actor))).filter(pk=ask_id).first() if ask_id is not None else None


def may_keep_when(ask: Ask) -> bool:
    """Whether the person may have it in a calendar: it is known when somebody comes, and nobody has to be careful."""
    known = ask.coming_from is not None and ask.state == lifecycle.TAKEN
    return known and not says_nothing(ask.person) and not must_be_careful(ask.person)


def status_of(ask: Ask, actor: Actor, now: datetime) -> Status:
    """The page of this ask, as ``mine`` found it, for the person or for whoever asked for them."""
    is_person = actor.kind == "person"
    four = four_answers.for_person(ask, now) if is_person else four_answers.for_asker(ask, now)
    is_open = ask.state not in lifecycle.ENDED
    if not is_person:
        came = may_say_did_not_come(ask, now) and not four.nothing_more
        return Status(ask, four, is_person, open=is_open and not four.nothing_more, may_say_did_not_come=came)
    card = None if ask.taken_by_team_id is None else ask.partner_cards.filter(state=ACCEPTED).first()
    return Status(
        ask,
        four,
        is_person,
        partner=ask.taker if card is not None else "",
        may_say_not=card is not None and card.check_by is not None and card.check_by - ASK_BEFORE <= now,
        lines=_lines(ask, actor, now),
        said=said_and_done(ask, now),
        to_see=vars(ask)["to_see"],
        open=is_open,
        may_say_did_not_come=may_say_did_not_come(ask, now),
        looker=ask.asker.name or "" if ask.asker is not None else "",
        looker_code=codes.said(codes.asker_code_of(ask)) if ask.asker is not None else "",
    )


def _news(actor: Actor) -> QuerySet[Telling]:
    """News they have not said to have seen. Who promised to tell them is not asked here."""
    about = Telling.objects.visible_to(actor).filter(of=OuterRef("promise"))
    return about.filter(told_at__isnull=True, replaced_at__isnull=True)


def may_say_did_not_come(ask: Ask, now: datetime) -> bool:
    """For seven days after it was said to be done."""
    done = ask.state in (lifecycle.DONE, lifecycle.NOT_DONE) and ask.ended_at is not None
    return done and ask.ended_at is not None and now - ask.ended_at <= DID_NOT_COME_FOR


def _lines(ask: Ask, actor: Actor, now: datetime) -> tuple[Line, ...]:
    told = Event.objects.visible_to(actor).filter(ask=ask).exclude(person_words="").order_by("-at", "-id")
    kept: list[Line] = []
    for event in told[: MOST_LINES * 3]:
        text = again(event.person_words)
        if not kept or kept[-1].text != text:
            kept.append(Line(four_answers.capital(said.point(event.at, now)), text))
    return tuple(reversed(kept[:MOST_LINES]))
