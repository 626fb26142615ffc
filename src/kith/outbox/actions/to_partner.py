"""Writing to a partner: by e-mail or text, and never with a word of who the person is."""

from __future__ import annotations

from datetime import datetime

from kith.accounts.models import Team
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole
from kith.outbox.actions.writing import Letter, _judge, _noted, _row, _there_already
from kith.outbox.models import Audience, Channel, Message
from kith.places.models import Place
from kith.trail.verbs import Verb


def write_to_partner(*, letter: Letter, team: Team, place: Place, by: Actor, now: datetime) -> Message | None:
    """Put a message to a partner into the outbox, to its e-mail, else to its mobile. Records it.

    None where there is neither: then a colleague rings them. The gate is asked at once, as for anybody else: what
    would say whom it is about is kept as refused.
    """
    address, channel = _address(team)
    if not address:
        return None
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        message = _row(letter, team.organisation_id, place, Audience.PARTNER, channel, address, now)
        message.team = team
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def _address(team: Team) -> tuple[str, str]:
    if team.email:
        return team.email, Channel.EMAIL
    return (team.phone, Channel.TEXT) if team.phone and phones.can_text(team.phone) else ("", "")
