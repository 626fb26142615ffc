"""One invented worry of the demo, raised on the public page, read and decided, so that its pages are not empty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.safeguarding import actions as safeguarding
from kith.safeguarding.models import Answer, Concern, Danger
from kith.safeguarding.said import Said
from kith.web.actions import keep_worry

if TYPE_CHECKING:
    from kith.demo.tell import Story

LEAD = "Gwen"
BEFORE_THE_END, READ_AFTER, DECIDED_AFTER = timedelta(minutes=70), timedelta(minutes=6), timedelta(minutes=24)
WORDS = (
    "The lady at the end of the terrace used to be out in the garden every day. For two weeks her grandson opens the "
    "door a crack and says she is asleep. I heard him shouting about her card. She looked thin when I last saw her."
)


def tell_of_a_worry(story: Story, end: datetime) -> None:
    """A neighbour writes it; the safeguarding lead reads it, decides, and rings the council."""
    if User.objects.filter(name=LEAD).exists():
        story.at(end - BEFORE_THE_END, _raised)
        story.at(end - BEFORE_THE_END + READ_AFTER, _read)
        story.at(end - BEFORE_THE_END + DECIDED_AFTER, _decided)


def _raised(now: datetime) -> None:
    said = Said(
        words=WORDS,
        about_words="Mrs Tamsin, the last house of the terrace behind the chapel",
        danger=Danger.NO,
        answer=Answer.TEXT,
        answer_to="+447700900983",
        answer_note="Mornings. My neighbour must not see it.",
        language="en-gb",
        client_key="the demo's worry",
    )
    keep_worry(said=said, carried=None, by=Actor.public(), now=now)


def _read(now: datetime) -> None:
    concern, by = _it(), _lead()
    safeguarding.have_read(concern=concern, look_by=now + timedelta(hours=20), by=by, now=now)


def _decided(now: datetime) -> None:
    concern, by = _it(), _lead()
    safeguarding.told_outside(
        concern=concern,
        whom="The council's safeguarding team: Mr Quick",
        words="All of it. They visit today with the district nurse, and ring back by six.",
        by=by,
        now=now,
    )
    safeguarding.decide(
        concern=concern,
        words="Nobody of ours knocks there until the council has been. Shopping goes on as it is.",
        reason="A knock from us could make it worse for her today.",
        look_by=now + timedelta(hours=7),
        by=by,
        now=now,
    )


def _it() -> Concern:
    return Concern.objects.get(client_key="the demo's worry")


def _lead() -> Actor:
    return Actor.user(User.objects.get(name=LEAD))
