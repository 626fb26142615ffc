"""Every byte that is sent or shown before somebody said yes: does one say who it is for, or where they live?

Each ask has a mark of its own in every field that would, and all that leaves is looked through for any of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.test import Client

from kith.access.actions import issue_link
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, PartnerCard
from kith.kit.actor import Actor
from kith.kit.progress import Advance
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.channels import everything_to
from kith.outbox.models import Audience, Message
from kith.people.actions import About, Reach
from kith.places.models import Place, Postcode
from kith.proof.drill import land
from kith.proof.drill.flagged import letters

BY = Actor.system("the drill of disclosure")
TOGETHER = 25
NEIGHBOURS = 60
# To these nothing of the person may be said before a yes.
_NOT_YET = (Audience.VOLUNTEER, Audience.PARTNER, Audience.PROGRAM)
_SAYS = ("shopping", "call", "dog_walk", "parcel")


@dataclass
class Shown:
    """What was looked through, and each mark that was found."""

    asks: int = 0
    messages: int = 0
    pages: int = 0
    lines: int = 0
    bytes: int = 0
    canaries: list[str] = field(default_factory=list)


class Eyes(logging.Handler):
    """Looks through whatever it is given for every mark."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Shown()
        self._marks: dict[str, str] = {}
        self.postcodes: set[str] = set()

    def know(self, marks: dict[str, str]) -> None:
        """The marks of one ask, by the field they stand in."""
        self._marks |= {mark: name for name, mark in marks.items()}
        self.postcodes.add(marks.get("their postcode", "canary").lower())

    def look(self, where: str, words: str) -> None:
        """Every mark begins alike, so that most bytes are looked at once."""
        self.found.bytes += len(words.encode())
        # A number may stand there with spaces between.
        low = "\n".join((words, words.replace(" ", "").replace("\u00a0", ""))).lower()
        if not any(sign in low for sign in ("canary", "7700900", *self.postcodes)):
            return
        for mark, name in self._marks.items():
            if mark.lower().removeprefix("+44") in low:
                self.found.canaries.append(f"{where} says {name}: {mark}")

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a log."""
        self.found.lines += 1
        self.look("the log", record.getMessage())

    def left(self, message: Message) -> None:
        """A message that left."""
        self.found.messages += 1
        if message.audience in _NOT_YET:
            self.look(f"{message.kind} to {message.audience}", f"{message.subject} {message.body}")


def run(*, count: int, now: datetime, tick: Advance) -> Shown:
    """So many asks, in the database we are on. Nobody says yes."""
    land.settle_in(now, NEIGHBOURS)
    street = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")[0]
    about = Partner(name="Lanyon Stores", partner_kind="business", phone="01632 960888", email="stores@example.org")
    dispatch.add_partner(place=street.ancestor("community") or street, partner=about, by=BY, now=now)
    eyes = Eyes()
    with everything_to(eyes.left), _watching_the_log(eyes):
        for start in range(0, count, TOGETHER):
            at = now + timedelta(hours=start // TOGETHER)
            some = range(start, min(start + TOGETHER, count))
            made = _asked(some, street, eyes, at)
            for moment in (at, at + timedelta(minutes=20), at + timedelta(minutes=40)):
                sweep(moment)
                outbox.send_due(now=moment, by=BY)
            _open_all(made, eyes, at + timedelta(minutes=41))
            eyes.found.asks += len(made)
            tick(len(made))
    return eyes.found


@contextmanager
def _watching_the_log(eyes: Eyes) -> Iterator[None]:
    logger = logging.getLogger("kith")
    logger.addHandler(eyes)
    try:
        yield
    finally:
        logger.removeHandler(eyes)


def _asked(numbers: range, street: Place, eyes: Eyes, now: datetime) -> list[Ask]:
    community = street.parent.name if street.parent is not None else ""
    with whole(many=True):
        return [asks.open_ask(wanted=_wanted(one, street, community, eyes, now), by=BY, now=now) for one in numbers]


def _wanted(number: int, street: Place, community: str, eyes: Eyes, now: datetime) -> Wanted:
    word = letters(number)
    marks = {
        "their name": f"Canaryname{word}",
        "their address": f"Canaryhouse{word}",
        # It has to be one we know, or somebody would look at it before anybody is asked.
        "their postcode": _postcode_of(street),
        "their phone": f"+44770090000{number:04}",
        "their e-mail": f"canarymail{word}@example.org",
        "their words": f"canarywords{word}",
        "the door": f"canarydoor{word}",
        "how they hear": f"canaryhear{word}",
        "how to talk": f"canarytalk{word}",
        "who must not know": f"Canaryapart{word}",
    }
    eyes.know(marks)
    return Wanted(
        words=f"help, please, I am {marks['their words']} of the old forge",
        kind=_SAYS[number % len(_SAYS)],
        details={"paid": "receipt"},
        where=Where(
            street=street.name, community=community, address=marks["their address"], postcode=marks["their postcode"]
        ),
        about=About(
            name=marks["their name"],
            reaches=(Reach(marks["their phone"], safe="yes"), Reach(marks["their e-mail"], safe="yes")),
            hear_at_door=marks["how they hear"],
            talk_with_me=marks["how to talk"],
            must_not_know=(marks["who must not know"],),
        ),
        help_at_door=marks["the door"],
        partners_may="yes",
        need_by=now + timedelta(hours=6),
    )


@cache
def _postcode_of(street: Place) -> str:
    found = Postcode.objects.filter(place=street).values_list("postcode", flat=True).order_by("postcode").first()
    return found or ""


def _open_all(made: list[Ask], eyes: Eyes, now: datetime) -> None:
    """The pages of every offer and card: as its reader opens them, and as somebody it was passed on to."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    offers = Offer.objects.filter(ask__in=made, state__in=("offered", "silent")).select_related("volunteer__person")
    for offer in offers[:TOGETHER]:
        token = _link("offer", "dispatch.Offer", offer, Actor.volunteer(offer.volunteer), now)
        for address in (f"/o/{token}", f"/o/{token}/mine/"):
            _look(client, address, eyes)
        _press(client, f"/o/{token}", {"do": "not-me", "name": "Passed On", "phone": "07700 900111"}, eyes)
    for card in PartnerCard.objects.filter(ask__in=made, state="offered").select_related("team")[:TOGETHER]:
        _look(client, f"/p/{_link('partner', 'dispatch.PartnerCard', card, Actor.partner(card.team), now)}", eyes)
    for one in made[:1]:
        _look(client, f"/ask/{one.reference.lower().replace(' ', '-')}/", eyes)


def _look(client: Client, address: str, eyes: Eyes) -> None:
    eyes.found.pages += 1
    answer = client.get(address, secure=settings.HTTPS)
    eyes.look(f"the page {address[:3]}", f"{answer.headers} {answer.content.decode()}")


def _press(client: Client, address: str, said: dict[str, str], eyes: Eyes) -> None:
    eyes.found.pages += 1
    answer = client.post(address, said, secure=settings.HTTPS, follow=True)
    eyes.look(f"the page {address[:3]}", answer.content.decode())


def _link(purpose: str, label: str, row: Offer | PartnerCard, actor: Actor, now: datetime) -> str:
    return issue_link(
        purpose=purpose,
        subject_label=label,
        subject_id=row.id,
        actor=actor,
        expires_at=now + timedelta(days=30),
        by=BY,
        now=now,
    )
