"""What we know already of somebody for whom one more ask is taken in, so that nobody has to be asked it twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.access import policy
from kith.accounts.roles import Permission
from kith.asks.models import Ask
from kith.asks.spoken import SPOKEN
from kith.dispatch.queries.same import surely_the_same
from kith.governance.queries import wants_no_contact
from kith.kit.actor import Actor
from kith.people.models import Block, ContactRoute, Person, RouteKind
from kith.people.queries import away_now


def whom_for(written: str, actor: Actor) -> Person | None:
    """The person another ask is for, if this colleague may take it in and reach them, and nothing has been stopped."""
    try:
        found = Person.objects.visible_to(actor, Permission.TAKE_IN_ASKS).filter(pk=UUID(written)).first()
    except ValueError:
        return None
    if found is None or "B" not in policy.fields(actor, found) or away_now(found) is not None:
        return None
    return found


def begins_with(person: Person, actor: Actor, now: datetime) -> dict[str, str]:
    """What the form begins with: where they live now, how to reach them and how to be with them.

    Whoever asked us not to write or ring is not reached by what they once gave us for it.
    """
    reach = {} if wants_no_contact(person.id, now) else _reach(person, actor)
    known = {
        "name": person.name,
        "hear_at_door": person.hear_at_door,
        "talk_with_me": person.talk_with_me,
        "language": person.language if person.language in dict(SPOKEN) else "",
        "interpreter": person.interpreter,
        "neighbour": "further" if person.further_away else "",
    }
    return {name: value for name, value in {**known, **_where(person, actor), **reach}.items() if value}


def no_contact(person: Person, now: datetime) -> bool:
    """Whether they asked us not to write or ring: then no number stands on the page."""
    return wants_no_contact(person.id, now)


def asked_not_to(ask: Ask, actor: Actor, now: datetime) -> bool:
    """Whether somebody of the same name and number asked us not to write or ring, as far as the actor may know it."""
    same = [one.pk for one in surely_the_same(ask.person)]
    known = [one for one in Person.objects.visible_to(actor).filter(pk__in=same) if "B" in policy.fields(actor, one)]
    return any(wants_no_contact(one.pk, now) for one in known)


def must_not_know(person: Person, actor: Actor) -> int:
    """How many people must not know. Who they are is asked again, and stands on no other page."""
    return Block.objects.visible_to(actor).filter(person=person, over_at=None).count()


def _where(person: Person, actor: Actor) -> dict[str, str]:
    if person.new_address:
        return {
            "address": person.moved_to,
            "community": person.moved_to_town,
            "postcode": person.moved_to_postcode,
        }
    newest = Ask.objects.visible_to(actor).filter(person=person).order_by("-created_at").first()
    if newest is None or "B" not in policy.fields(actor, newest):
        return {}
    return {"address": newest.address, "postcode": newest.postcode}


def _reach(person: Person, actor: Actor) -> dict[str, str]:
    rows = ContactRoute.objects.visible_to(actor).filter(person=person, stopped_at=None)
    route = rows.exclude(kind=RouteKind.EMAIL).first()
    if route is None:
        return {}
    # Whether it is safe is asked each time.
    return {"phone": route.value}
