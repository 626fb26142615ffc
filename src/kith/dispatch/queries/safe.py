"""How it is safe to reach one person, as a colleague reads it before ringing and when keying it anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.access import policy
from kith.accounts.models import Membership, User
from kith.accounts.roles import Permission, roles_with
from kith.governance.queries import wants_no_contact
from kith.kit.actor import Actor
from kith.people import saying
from kith.people.models import Block, ContactRoute, KeptFrom, Person, SafeContact
from kith.people.queries import may_ring, safe_contact_of, usable_routes
from kith.places.models import Place


@dataclass(frozen=True)
class Apart:
    """One note of who must not know, and the colleagues it keeps away."""

    block: Block
    words: str
    colleagues: tuple[User, ...]


@dataclass(frozen=True)
class HowSafe:
    """What is read before a number is shown. ``line`` is what was said last; None where nobody was asked."""

    person: Person
    line: SafeContact | None
    facts: list[tuple[str, str]]
    good_time: str
    numbers: list[ContactRoute]
    # Why the other numbers are not for this moment, and from when on they are.
    not_now: list[str]
    no_contact: bool
    apart: list[Apart]
    earlier: list[SafeContact]


def how_safe(person: Person, actor: Actor, now: datetime) -> HowSafe:
    """All of it, each part through what the reader may see; the numbers are those that may be rung."""
    lines = list(SafeContact.objects.visible_to(actor).filter(person=person)[:6])
    line = safe_contact_of(person) if lines else None
    no_contact = wants_no_contact(person.id, now) and "B" not in policy.fields(actor, person, "emergency")
    rings = _reaches(person, actor) and not no_contact
    numbers = [one for one in usable_routes(person) if may_ring(one)] if rings else []
    later = {one.id: saying.not_now(one, safe_contact_of(person), now) for one in numbers}
    return HowSafe(
        person=person,
        line=line,
        facts=saying.in_full(line) if line is not None else [],
        good_time=saying.good_time(line, now) if line is not None else "",
        numbers=[one for one in numbers if not later[one.id]],
        not_now=list(dict.fromkeys(words for words in later.values() if words)),
        no_contact=no_contact,
        apart=_apart(person, actor),
        earlier=[one for one in lines if line is None or one.pk != line.pk],
    )


def _reaches(person: Person, actor: Actor) -> bool:
    return "B" in policy.fields(actor, person)


def has_line(person: Person, actor: Actor) -> bool:
    """Whether there is something to read before a number is shown."""
    return SafeContact.objects.visible_to(actor).filter(person=person).exists()


def _apart(person: Person, actor: Actor) -> list[Apart]:
    blocks = Block.objects.visible_to(actor).filter(person=person, over_at__isnull=True)
    kept = KeptFrom.objects.visible_to(actor).filter(person=person).select_related("user")
    users = {row.user_id: row.user for row in kept}
    found = []
    for block in blocks.select_related("other", "colleague").order_by("created_at"):
        who = block.colleague or block.other
        words = block.other_name or block.other_phone or (str(who) if who is not None else "")
        theirs = tuple(user for key, user in users.items() if _may_be(block, user) and key not in block.somebody_else)
        found.append(Apart(block, words, theirs))
    return found


def _may_be(block: Block, user: User) -> bool:
    from_here = block.colleague_id == user.id
    return from_here or bool(saying.is_one_of(block, user))


def block_of(block_id: UUID, person: Person, actor: Actor) -> Block | None:
    """One note of who must not know, of this person."""
    return Block.objects.visible_to(actor).filter(person=person, pk=block_id).first()


def colleagues(place: Place, actor: Actor) -> QuerySet[User]:
    """Colleagues who could be the one: those of the place's teams and of those above and beneath it."""
    here = Membership.objects.live().filter(role__in=roles_with(Permission.TELL))
    near = here.filter(team__place__path__overlap=list(place.path)) | here.filter(team__place_id__in=place.path)
    return User.objects.filter(id__in=near.values("user")).exclude(id__in=[actor.id]).order_by("name", "id")
