"""What a program that sent an ask may hear of it: no more than the person allows, and never who or where they are."""

from __future__ import annotations

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
