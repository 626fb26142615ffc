"""Who must not meet somebody or know of them, colleagues among them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.kit.whole import fact, forget, insert, put, remember, whole
from kith.people.actions.noting import _noted
from kith.people.models import Block, KeptFrom, Person
from kith.people.queries import colleagues_apart, same_human
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def must_not_meet(
    *,
    person: Person,
    by: Actor,
    now: datetime,
    other: Person | None = None,
    other_name: str = "",
    other_phone: str = "",
    colleague: User | None = None,
    household: bool = False,
    said_by: str = "",
) -> Block:
    """Note somebody who must not meet this person or know of them. Records that it was noted, never who.

    A colleague among them, chosen or of that name or number, sees nothing of this person from now on.
    """
    with whole():
        block = Block(
            controller=person.controller,
            person=person,
            other=other,
            other_name=other_name[:200],
            other_phone=other_phone[:20],
            colleague=colleague,
            household=household,
            said_by=said_by.strip()[:200],
            created_at=now,
        )
        insert(block)
        _noted(person, Verb.BLOCK_MADE, by, now, {})
        _keep_from_colleagues([person, *same_human(person)], now)
    return block


def need_not_be_apart(*, block: Block, said_by: str, by: Actor, now: datetime) -> None:
    """Note that the two may know of each other after all, as the person themselves said. Records it, never who."""
    with whole():
        if block.over_at is None:
            block.over_at, block.over_said_by = now, said_by.strip()[:200]
            put(block, "over_at", "over_said_by")
        person = block.person
        _noted(person, Verb.BLOCK_ENDED, by, now, {})
        _keep_from_colleagues([person, *same_human(person)], now)


def is_somebody_else(*, block: Block, user: User, by: Actor, now: datetime) -> None:
    """This colleague only has the same name or number: they may see this person as others do. Records it."""
    with whole():
        if user.id not in block.somebody_else:
            block.somebody_else = [*block.somebody_else, user.id]
            put(block, "somebody_else")
        _noted(block.person, Verb.BLOCK_ENDED, by, now, {"colleague": True})
        _keep_from_colleagues([block.person, *same_human(block.person)], now)


def keep_apart_anew(*, by: Actor, now: datetime) -> int:
    """Work out anew which colleagues must not know of whom: somebody may be new, or have another name or number.

    Records it where anything changed; answers for how many people it did.
    """
    with whole():
        people = Person.objects.filter(blocks__isnull=False) | Person.objects.filter(kept_from__isnull=False)
        changed = _keep_from_colleagues(list(people.distinct()), now)
        if changed:
            trail.record(verb=Verb.BLOCK_MADE, by=by, now=now, subject=("person", None, f"{changed} people"))
    return changed


def _keep_from_colleagues(people: Collection[Person], now: datetime) -> int:
    """Have the rows say who must not know, and nobody else. Answers for how many people that was not so."""
    forget("blocks", "kept from")
    changed = 0
    for person in people:
        wanted, there = colleagues_apart(person), KeptFrom.objects.filter(person=person)
        known: set[UUID] = set(there.values_list("user_id", flat=True))
        if known != wanted.keys():
            changed += 1
            there.exclude(user_id__in=wanted).delete()
            _add(person, {user: why for user, why in wanted.items() if user not in known}, now)
    forget("kept from")
    return changed


def _add(person: Person, users: dict[UUID, str], now: datetime) -> None:
    for user_id, why in users.items():
        insert(KeptFrom(controller_id=person.controller_id, person=person, user_id=user_id, why=why, at=now))
    kept = frozenset(users)
    remember(("kept from", person.id), kept)
    fact(("kept from", person.id), lambda: kept)
