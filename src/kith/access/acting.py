"""Who is acting, from the first query of a request to its last. The only way into a request's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kith.kit import clock
from kith.kit.actor import Actor
from kith.trail.verbs import Verb


@dataclass(frozen=True)
class FromOthers:
    """What may cross to a part's organisation from another one, in one place. ``live``: not only running off."""

    giver: UUID
    place: UUID
    purpose: str
    classes: str
    live: bool


@dataclass(frozen=True)
class Part:
    """One live membership, as far as the table of who may needs it."""

    membership: UUID
    role: str
    place: UUID
    place_kind: str
    organisation: UUID
    from_others: tuple[FromOthers, ...] = ()
    # People whose record is open in an emergency, each with its classes of field.
    opened: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """Something that was looked at and must be written on the trail once the page is made."""

    verb: Verb
    subject: tuple[str, UUID | None, str]
    place: tuple[UUID, str] | None = None
    controller: UUID | None = None


@dataclass
class Acting:
    """What is known about whoever is acting, for as long as they do."""

    actor: Actor
    now: datetime
    # Signed in long ago on their own phone: only their own street is open to them.
    own_street_only: bool = False
    # The one row a link or a code was given for, as (model label, id).
    through: tuple[str, UUID] | None = None
    parts: tuple[Part, ...] | None = None
    readings: list[Reading] = field(default_factory=list)


_CURRENT: ContextVar[Acting | None] = ContextVar("kith_acting", default=None)


@contextmanager
def acting(
    actor: Actor,
    *,
    now: datetime | None = None,
    read_only: bool = False,
    own_street_only: bool = False,
    through: tuple[str, UUID] | None = None,
) -> Iterator[Acting]:
    """Open one transaction in which ``actor`` acts. ``read_only`` lets the database refuse every change in it."""
    state = Acting(actor, now or clock.now(), own_street_only, through)
    before = _CURRENT.get()
    within = connection.in_atomic_block
    with transaction.atomic():
        _tell_database(actor, read_only)
        token = _CURRENT.set(state)
        try:
            yield state
        finally:
            _CURRENT.reset(token)
        # The end of a transaction puts the settings back, and so does the roll-back after an error.
        if within:
            _tell_database(before.actor if before else None)


def current() -> Actor | None:
    """Whoever is acting now, if anybody."""
    state = _CURRENT.get()
    return state.actor if state else None


def state_of(actor: Actor) -> Acting | None:
    """The open block of this very actor, if there is one."""
    state = _CURRENT.get()
    return state if state is not None and state.actor == actor else None


def moment() -> datetime:
    """The moment the open block is about; the clock's, where nobody is acting."""
    state = _CURRENT.get()
    return state.now if state else clock.now()


def saw(
    verb: Verb,
    subject: tuple[str, UUID | None, str],
    *,
    place: tuple[UUID, str] | None = None,
    controller: UUID | None = None,
) -> None:
    """Remember that something was looked at. The gate writes it down before the page is sent."""
    state = _CURRENT.get()
    if state is None:
        raise RuntimeError("Nobody is acting, so nobody can have looked. Open access.acting first.")
    state.readings.append(Reading(verb, subject, place, controller))


@contextmanager
def serving(purpose: str) -> Iterator[None]:
    """Look past the second wall for a stated reason, such as checking a code. Only reading; a guard lists each use."""
    yield


def _tell_database(actor: Actor | None, read_only: bool = False) -> None:
    """Say in the transaction who acts, an empty word meaning nobody, and whether anything may change."""
    said = {"kith.actor_kind": actor.kind if actor else "", "kith.actor_id": str(actor.id or "") if actor else ""}
    if read_only:
        said["transaction_read_only"] = "on"
    calls = ", ".join("set_config(%s, %s, true)" for _name in said)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [word for pair in said.items() for word in pair])
