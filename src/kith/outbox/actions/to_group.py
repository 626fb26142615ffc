"""Writing to whoever runs a group: to the number or address they gave for it, on a day they are in."""

from __future__ import annotations

from datetime import datetime

from kith.directory.models import Leader
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole
from kith.outbox.actions.writing import Letter, _judge, _noted, _row, _there_already
from kith.outbox.models import Channel, Message
from kith.trail.verbs import Verb


def write_to_group(*, letter: Letter, leader: Leader, by: Actor, now: datetime, to: str = "") -> Message | None:
    """Put a message to whoever runs a group into the outbox: ``to`` an address of theirs, else to their mobile, else
    to their e-mail. Records it.

    None where there is neither: then a colleague rings them. The gate is asked at once, as for anybody else.
    """
    address = to or address_of(leader)
    if not address:
        return None
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        channel = Channel.EMAIL if "@" in address else Channel.TEXT
        message = _row(letter, leader.controller_id, leader.place, "group", channel, address, now)
        message.leader = leader
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def address_of(leader: Leader) -> str:
    """Where whoever runs a group may be written to; empty where they can only be rung."""
    return leader.phone if leader.phone and phones.can_text(leader.phone) else leader.email
