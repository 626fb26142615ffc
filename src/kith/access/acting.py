"""Who is acting, from the first query of a request to its last. The only way into a request's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from kith.access import wall
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
    # From the top of the tree down to the place.
    path: tuple[UUID, ...] = ()
    from_others: tuple[FromOthers, ...] = ()
    # People whose record is open in an emergency, each with its classes of field.
    opened: tuple[tuple[UUID, str], ...] = ()
    # People they must not know of.
    kept_from: tuple[UUID, ...] = ()


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
    # What the database was told of it; it keeps beside these very words what it worked out for whoever acts.
    said: str = ""


_CURRENT: ContextVar[Acting | None] = ContextVar("kith_acting", default=None)
# The part of Kith this thread works as outside of any acting block; empty where people's requests are answered.
_WORKS_AS: ContextVar[str] = ContextVar("kith_works_as", default="")
# Whether the database was told just now that it may trust what it is asked.
_TRUSTED: ContextVar[bool] = ContextVar("kith_trusted", default=False)


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
    within, trusted = connection.in_atomic_block, _TRUSTED.get()
    with transaction.atomic():
        wall.tell(_words_of(state), read_only=read_only)
        token, mark = _CURRENT.set(state), _TRUSTED.set(actor.kind in wall.TRUSTED)
        try:
            yield state
        finally:
            _CURRENT.reset(token)
            _TRUSTED.reset(mark)
        # The end of a transaction puts the settings back, and so does the roll-back after an error.
        if within:
            _tell_again(trusted)


@contextmanager
def serving(purpose: str) -> Iterator[None]:
    """Look past the second wall for a stated reason, such as checking a code. Only reading; a guard lists each use."""
    if _is_trusted():
        yield
        return
    mark = _TRUSTED.set(True)
    wall.tell(wall.of_kith(purpose))
    try:
        yield
    finally:
        _TRUSTED.reset(mark)
        _tell_again(False, anew=False)


@contextmanager
def an_act() -> Iterator[None]:
    """Let one act reach what it has to: whether it may be done at all was asked before it, and its trail says who."""
    if _is_trusted():
        yield
        return
    state = _CURRENT.get()
    mark = _TRUSTED.set(True)
    wall.tell(wall.words("act", state.actor.id if state else None, None))
    try:
        yield
    finally:
        _TRUSTED.reset(mark)
        if state is not None:
            # The act may have changed what they may see.
            state.parts = None
    _tell_again(False)


@contextmanager
def works_as(part: str) -> Iterator[None]:
    """Let this thread work as a named part of Kith, such as the worker: outside of people's requests only.

    With an empty name it works as nobody, as it does where people's requests are answered.
    """
    token, mark = _WORKS_AS.set(part), _TRUSTED.set(False)
    _greet_again()
    try:
        yield
    finally:
        _WORKS_AS.reset(token)
        _TRUSTED.reset(mark)
        _greet_again()


def _greet_again() -> None:
    """Tell a connection that is open already. One nobody can speak on says nothing to anybody either."""
    own = connection.connection
    if own is not None and not own.closed and not wall.is_broken():
        with suppress(OperationalError, InterfaceError):
            wall.tell(wall.of_kith(_WORKS_AS.get()), lasting=True)


def greet(**_more: object) -> None:
    """A new connection is told at once for which part of Kith it works."""
    if _WORKS_AS.get():
        wall.tell(wall.of_kith(_WORKS_AS.get()), lasting=True)


def _is_trusted() -> bool:
    return _TRUSTED.get() or (_CURRENT.get() is None and bool(_WORKS_AS.get()))


def _words_of(state: Acting | None) -> str:
    if state is None:
        return wall.of_kith(_WORKS_AS.get())
    state.said = wall.of(state.actor, state.now, state.through, state.own_street_only)
    return state.said


def _tell_again(trusted: bool, *, anew: bool = True) -> None:
    """Say again what held before. Where a transaction is over, or broken, its end puts that back by itself.

    Said anew after anything that may have changed, so that nothing the database kept beside the old words is used;
    after a mere look the same words do.
    """
    if connection.in_atomic_block and not connection.needs_rollback and not wall.is_broken():
        state = _CURRENT.get()
        if trusted:
            wall.tell(wall.words("act", None, None))
        else:
            wall.tell(state.said if state is not None and state.said and not anew else _words_of(state))


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
