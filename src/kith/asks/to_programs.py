"""What a program that sent an ask may hear of it: no more than the person allows, and never who or where they are."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from kith.asks import lifecycle
from kith.asks.models import Ask, AskerMay
from kith.outbox.models import HookEvent

SPEAKING_FIRST, WITH_US, LOOKING, TAKEN, DONE, OVER = (
    "speaking-first",
    "with-us",
    "looking",
    "taken",
    "done",
    "over",
)
STATES = {
    SPEAKING_FIRST: "We speak with the person first.",
    WITH_US: "We have it. The person has not said that you may hear more.",
    LOOKING: "We are finding somebody.",
    TAKEN: "Somebody said yes.",
    DONE: "It is done.",
    OVER: "It ended and was not done, or is no longer wanted.",
}
_ENDINGS = (HookEvent.DONE, HookEvent.ENDED)


def key_of_team(team_id: UUID, key: str) -> str:
    """The one name of an ask a team's program sent: the team's, so that a new token makes no second ask of it."""
    return f"program:{team_id}:{sha256(key.encode()).hexdigest()}"


def state_of(ask: Ask) -> str:
    """How it stands with an ask, as far as the person allows."""
    if ask.state == lifecycle.SPEAK_FIRST:
        return SPEAKING_FIRST
    ended = ask.state in lifecycle.ENDED
    if ask.asker_may == AskerMay.NOTHING or (ask.asker_may == AskerMay.WHEN_DONE and not ended):
        return WITH_US
    if ended:
        return DONE if ask.state == lifecycle.DONE else OVER
    return TAKEN if ask.state == lifecycle.TAKEN else LOOKING


def may_hear(ask: Ask, event: str) -> bool:
    """Whether this may be told. That we have it always may; what comes of it is for the person to say."""
    if event == HookEvent.RECEIVED:
        return True
    if ask.asker_may == AskerMay.WHEN_DONE:
        return event in _ENDINGS
    return ask.asker_may == AskerMay.EVERYTHING
