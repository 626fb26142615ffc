"""A letter that is printed and posted for us. It tells nobody until somebody knows that they have read it."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kith.asks import saying
from kith.asks.actions.history import happened
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox import lifecycle as messages
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises.models import Telling
from kith.trail.verbs import Verb


class CannotBePosted(ValueError):
    """A letter cannot go there. Its text may be shown."""


def post_letter(*, telling: Telling, ask: Ask, by: Actor, now: datetime) -> Message:
    """Have the news of a telling printed and posted. Records it. The telling stays open, with its holder and its time.

    Pressed twice it is one letter. Refuses (``CannotBePosted``) where we have no whole address, or where the send gate
    lets nothing leave to them.
    """
    with whole():
        postal = saying.envelope(ask)
        if not postal:
            raise CannotBePosted(_("We need their address and postcode first. Add them, or tell them another way."))
        with translation.override(ask.person.language):
            letter = Letter(
                kind=telling.news,
                body=saying.by_post(ask, telling.words, now),
                subject=saying.letter_heading(ask),
                key=f"letter:{telling.id}",
                about_id=ask.id,
                about_label=ask.reference,
            )
        message = outbox.write_letter(letter=letter, person=ask.person, postal=postal, place=ask.place, by=by, now=now)
        if message.state == messages.REFUSED:
            raise CannotBePosted(message.why)
        promises.goes_by(telling=telling, how=Telling.How.LETTER, message=message, by=by, now=now)
        words = str(_("A letter is being posted. They are not told by it until we know that they read it."))
        happened(ask=ask, verb=Verb.TELLING_PROMISED, staff=words, by=by, now=now, detail={"how": "letter"})
    return message
