"""The sent box: messages as they arrived, and the texts that came back, newest first.

In a demo everybody in it is invented, so every colleague may read it; even there somebody who asked for help from
further away is shown only to those who may see her.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.access.policy import standing
from kith.access.rules import FOR_NOBODY_ELSE
from kith.kit import phones
from kith.kit.actor import Actor
from kith.outbox import lifecycle
from kith.outbox.deliveries import furthest
from kith.outbox.models import Message, Reply

A_PAGE = 40
_DEMO = Actor.system("the demo's sent box")


@dataclass(frozen=True)
class Bubble:
    """One message, out or in."""

    way: str
    channel: str
    who: str
    address: str
    subject: str
    body: str
    state: str
    why: str
    about: str
    at: datetime
    may_reply: bool


def bubbles(actor: Actor, wanted: str, page: int, demo: bool) -> tuple[list[Bubble], bool]:
    """One page of them, and whether there are more. ``wanted`` is a reference, a number or an e-mail address."""
    # In a demo every message is invented, so every colleague may read them; that is past what the wall lets by.
    with serving("the sent box of a demo") if demo else nullcontext():
        return _bubbles(actor, wanted, page, demo)


def _bubbles(actor: Actor, wanted: str, page: int, demo: bool) -> tuple[list[Bubble], bool]:
    messages, replies = _messages(actor, demo), _replies(actor, demo)
    if wanted.strip():
        number = phones.normalise(wanted)
        address = Q(address=number) if number else Q(address__iexact=wanted.strip())
        messages = messages.filter(address | Q(about_label__iexact=wanted.strip()))
        replies = replies.filter(address)
    start = (page - 1) * A_PAGE
    named = (
        messages.select_related("person", "user", "team", "leader")
        .prefetch_related("deliveries")
        .order_by("-created_at", "-id")
    )
    out = list(named[start : start + A_PAGE + 1])
    more, out = len(out) > A_PAGE, out[:A_PAGE]
    newest = None if page == 1 or not out else out[0].created_at
    oldest = out[-1].created_at if more else None
    back = replies.filter(**({"at__gte": oldest} if oldest else {}), **({"at__lt": newest} if newest else {}))
    found = [*map(_out, out), *map(_in, back.select_related("person").order_by("-at")[:A_PAGE])]
    return sorted(found, key=lambda one: one.at, reverse=True), more


def _messages(actor: Actor, demo: bool) -> QuerySet[Message]:
    if not demo:
        return Message.objects.visible_to(actor)
    found = Message.objects.visible_to(_DEMO).exclude(Q(kind__in=FOR_NOBODY_ELSE) & ~Q(user=actor.id))
    return (
        found
        if _wide(actor)
        else found.exclude(
            Q(person__further_away=True)
            | Q(about_person__further_away=True)
            | Q(place__kind="district", audience="staff")
        )
    )


def _replies(actor: Actor, demo: bool) -> QuerySet[Reply]:
    if not demo:
        return Reply.objects.visible_to(actor)
    found = Reply.objects.visible_to(_DEMO)
    return found if _wide(actor) else found.exclude(person__further_away=True)


def _wide(actor: Actor) -> bool:
    return any(part.place_kind in ("district", "system") for part in standing(actor))


def _out(message: Message) -> Bubble:
    name = message.person or message.user or message.team or message.leader
    return Bubble(
        way="out",
        channel=message.channel,
        who=str(name) if name else message.get_audience_display(),
        address=message.address,
        subject=message.subject if message.channel == "email" else "",
        body=message.body,
        state=_(lifecycle.MESSAGE.said(message.state)),
        why=message.why or _became(message),
        about=message.about_label,
        at=message.sent_at or message.created_at,
        may_reply=message.channel == "text" and message.sent_at is not None,
    )


def _became(message: Message) -> str:
    """The provider's furthest word, where there is one, and what it is worth."""
    word = furthest(one.state for one in message.deliveries.all())
    if not word:
        return ""
    return _("the provider says “%(word)s”. Nobody is told by that.") % {"word": word}


def _in(reply: Reply) -> Bubble:
    name = str(reply.person) if reply.person else ""
    return Bubble("in", reply.channel, name, reply.address, "", reply.body, reply.understood, "", "", reply.at, False)
