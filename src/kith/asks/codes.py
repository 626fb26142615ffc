"""The six figures that go with a reference: one code for the person, another for somebody who asked for them."""

from __future__ import annotations

from django.conf import settings

from kith.asks.models import Ask, Knows
from kith.kit import refs
from kith.kit.actor import Actor
from kith.kit.ids import uuid7


def code_of(ask: Ask) -> str:
    """The person's own code."""
    return refs.code(settings.SECRET_KEY, ask.id, ask.code_version)


def asker_code_of(ask: Ask) -> str:
    """The code of whoever asked for them, or may look at this; empty where there is nobody."""
    return refs.code(settings.SECRET_KEY, ask.asker_id, ask.code_version) if ask.asker_id else ""


def first_code_of(ask: Ask) -> str:
    """The code as it was when the ask was taken in: the person's own, or that of whoever asked for them.

    Whoever sent it hears this one again and again, and never one that was made since.
    """
    whose_code = ask.id if ask.knows == Knows.SELF else ask.asker_id
    return refs.code(settings.SECRET_KEY, whose_code, 1) if whose_code else ""


def said(code: str) -> str:
    """A code as it is read out: two groups of three."""
    return f"{code[:3]} {code[3:]}"


def whose(ask: Ask | None, typed: str) -> Actor | None:
    """Who gave this code for this ask: the person, the asker, or nobody. An ask that is not there takes as long."""
    right = code_of(ask) if ask is not None else refs.code(settings.SECRET_KEY, uuid7(), 0)
    for_asker = asker_code_of(ask) if ask is not None and ask.asker_id else refs.code(settings.SECRET_KEY, uuid7(), 0)
    is_person, is_asker = refs.same_code(typed, right), refs.same_code(typed, for_asker)
    if ask is None:
        return None
    if is_person:
        return Actor.person(ask.person)
    return Actor.asker(ask.asker) if is_asker and ask.asker is not None else None


def slug_of(reference: str) -> str:
    """The reference as an address calls it: kestrel-42."""
    return reference.lower().replace(" ", "-")
