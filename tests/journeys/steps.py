"""What several stories have in common: an ask that is already there, who has it, and what has left to whom."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.demo.build import BY
from kith.dispatch.models import Offer
from kith.kit import clock, phones
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.places.models import Place, Postcode
from kith.volunteers.models import Volunteer
from tests.journeys.conftest import Day, sweep
from tests.journeys.walker import Walker, link_in

QUAY_STREET = "combe-martin/quay-street"
WHOSE_PHONE = "The last three digits of your phone number"
NO_NUMBER = ""


def note(figure: str) -> None:
    """Say a figure that depends on the machine; it is read in the output and not held against anybody."""
    sys.stdout.write(f"{figure}\n")


def number(words: str) -> str:
    """A phone number as a person says it, in the form we keep."""
    kept = phones.normalise(words)
    assert kept is not None
    return kept


def postcode_of(place: Place) -> str:
    """One postcode of a street."""
    return Postcode.objects.filter(place=place).values_list("postcode", flat=True).order_by("postcode")[0]


def wrote_down(
    words: str,
    kind: str,
    street: Place,
    who: str = "",
    phone: str = NO_NUMBER,
    hours: float = 8,
    **more: object,
) -> Ask:
    """Somebody asked a moment ago, and it is written down as from any lane."""
    about = About(name=who, reaches=(Reach(number(phone), safe="yes"),) if phone else ())
    now = clock.now()
    facts: dict[str, object] = {
        "details": {"paid": "receipt"} if kind == "shopping" else {},
        "need_by": now + timedelta(hours=hours),
        "where": Where(street=street.name, community=street.parent.name, address=f"4 {street.name}"),
        "about": about,
        **more,
    }
    return asks.open_ask(wanted=Wanted(words=words, kind=kind, **facts), by=BY, now=now)  # type: ignore[arg-type]


def newest_ask() -> Ask:
    return Ask.objects.order_by("-created_at", "-id").select_related("promise__holder__user", "person", "place")[0]


def again(ask: Ask) -> Ask:
    """The ask as it is now."""
    return Ask.objects.select_related("promise__holder__user", "person", "place", "taken_by__person").get(pk=ask.pk)


def page_of(ask: Ask) -> str:
    """Where colleagues find it."""
    return f"/ask/{slug_of(ask.reference)}/"


def volunteer(name: str) -> Volunteer:
    return Volunteer.objects.select_related("person", "home").get(person__name=name)


def offered_to(ask: Ask) -> list[str]:
    """Who was asked, by name."""
    return list(Offer.objects.filter(ask=ask).values_list("volunteer__person__name", flat=True))


def asked_before_long(name: str, ask: Ask, day: Day) -> Offer:
    """Time passes, and wave after wave is asked, until this neighbour is among them."""
    for _wave in range(20):
        sweep()
        offer = Offer.objects.filter(ask=ask, volunteer__person__name=name).first()
        if offer is not None:
            return offer
        day.passes(minutes=15)
    raise AssertionError(f"{name} was never asked; asked were {offered_to(ask)}")


def offer_link(name: str, ask: Ask, base: str) -> str:
    """The link in the text that asks this neighbour."""
    offer = Offer.objects.get(ask=ask, volunteer__person__name=name)
    written = Message.objects.filter(person=offer.volunteer.person, kind="offer").order_by("-created_at")
    return link_in(written[0], base)


def texts_to(phone: str) -> list[Message]:
    """Everything written to this number, the newest first."""
    return list(Message.objects.filter(address=number(phone)))


def to_person(ask: Ask) -> list[Message]:
    """Everything written to whoever it is for, whether it left or not."""
    return list(Message.objects.filter(person=ask.person))


@contextmanager
def timed(walker: Walker, what: str, most: float) -> Iterator[None]:
    """Prints how long it took and how many taps; fails only when it takes three times as long as it should."""
    began, taps = time.monotonic(), walker.taps
    yield
    took = time.monotonic() - began
    note(f"{what}: {took:.1f} s by machine, {walker.taps - taps} taps (at most {most:.0f} s)")
    assert took <= 3 * most, f"{what} took {took:.1f} s"


def words_of(walker: Walker) -> str:
    """What can be read on the page, from its top to its end."""
    return walker.page.inner_text("main")


def fits(walker: Walker, most: int) -> bool:
    """Whether what the page says is at most so many words."""
    words = [word for word in words_of(walker).split() if any(letter.isalnum() for letter in word)]
    note(f"{walker.address}: {len(words)} words (at most {most})")
    return len(words) <= most
