"""What a colleague should see before everything stops for somebody, and what was said of them since."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kith.access.acting import serving
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.outbox.permissions import queued_about
from kith.people.models import Absence, ContactRoute, Person
from kith.people.queries import away_now, maybe_same
from kith.promises.models import Kind, Promise


@dataclass(frozen=True)
class Stops:
    """What would stop: the asks the reader may see, how many messages, who hears thank you, what they had taken."""

    asks: list[Ask]
    waiting: int
    thanked: list[str]
    taken: int


@dataclass(frozen=True)
class Told:
    """What we were told of somebody: the line that holds, all the lines, and the promise that remains."""

    now: Absence | None
    lines: list[Absence]
    promise: Promise | None


def person_for(person_id: UUID, actor: Actor, action: str) -> Person | None:
    """The person, if the actor may do this to them."""
    return Person.objects.visible_to(actor, action).select_related("place").filter(pk=person_id).first()


def what_stops(person: Person, actor: Actor) -> Stops:
    """What is open for them now."""
    open_asks = Ask.objects.visible_to(actor).filter(person=person).exclude(state__in=ask_states.ENDED)
    asks = list(open_asks.select_related("promise__holder__user").order_by("created_at"))
    # How many messages wait may be known without reading one; and what a volunteer has, wherever that is.
    with serving("what stops when somebody is left in peace"):
        waiting = queued_about([person.id], [ask.id for ask in asks]).count()
        has = Offer.objects.filter(volunteer__person=person, state=lifecycle.ACCEPTED).count()
    asked = Offer.objects.filter(ask__in=asks, state__in=(lifecycle.OFFERED, lifecycle.ACCEPTED))
    names = [offer.volunteer.first_name for offer in asked.select_related("volunteer__person")]
    return Stops(asks, waiting, list(dict.fromkeys(names)), has)


def look_alike(person: Person, actor: Actor, action: str) -> list[tuple[Person, bool]]:
    """Records that may be of the same human being; True where name and number are the same."""
    found = list(maybe_same(person, actor).select_related("place")[:10])
    allowed = Person.objects.visible_to(actor, action).filter(id__in=[one.id for one in found])
    may = set(allowed.values_list("id", flat=True))
    values = ContactRoute.objects.filter(person=person).values("value")
    shared = ContactRoute.objects.filter(value__in=values, person__in=found)
    near, name = set(shared.values_list("person_id", flat=True)), person.name.casefold()
    return [(one, one.id in near and one.name.casefold() == name) for one in found if one.id in may]


def told_of(person: Person, actor: Actor) -> Told:
    """What we were told of them, as far as the actor may read it."""
    lines = list(Absence.objects.visible_to(actor).filter(person=person))
    holds = away_now(person) if lines else None
    about = Promise.objects.visible_to(actor).filter(kind=Kind.CLOSE, about_id=person.id, state="open")
    return Told(holds, lines, about.select_related("holder__user", "team").first())
