"""Sending an ask from the public form: once, however often the button is pressed, and with its page opened after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import sessions, tries
from kith.access.acting import serving
from kith.access.actions import note_try, open_for
from kith.access.requests import GatedRequest
from kith.accounts.queries import NobodyAnswers
from kith.asks import actions as asks
from kith.asks import codes, drafts, forms, kinds, queries
from kith.asks.drafts import Draft
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.kit.languages import current, for_our_records
from kith.places.queries import NoPlacesYet

OPEN_FOR = timedelta(hours=1)
# A library or a hostel asks from one address; a machine asks far more often.
MOST_FROM_ONE_ADDRESS = 30
WITHIN = timedelta(hours=1)


class NotNow(Exception):
    """It was not sent. Its text may be shown, and nothing of what was written is lost."""

    def __init__(self, why: str, *, too_many: bool = False) -> None:
        super().__init__(why)
        self.too_many = too_many


def likely(step: str, answers: forms.Answers) -> dict[str, Any]:
    """What a page may begin with, before it was answered: only what they said themselves, or their page's language."""
    if step == "more":
        return dict(kinds.details_from(forms.kind_of(answers), forms.words_of(answers)))
    for_self = answers.get("who", {}).get("knows", "self") == "self"
    return {"language": current().split("-")[0]} if step == "language" and for_self else {}


def send(request: GatedRequest, draft: Draft) -> HttpResponse:
    """Take in the ask, open its page in this browser for a while, and go there. Raises NotNow."""
    ask = _opened_once(request, draft)
    actor = _who_sent(ask)
    grant = open_for(
        purpose="status",
        address=codes.slug_of(ask.reference),
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=actor,
        classes="ABC" if ask.asker is None else "A",
        expires_at=request.now + OPEN_FOR,
        by=request.actor,
        now=request.now,
        place_id=ask.place_id,
        person_id=ask.person_id,
    )
    sessions.remember(request.session, grant)
    drafts.forget(request)
    return redirect("ask_sent", reference=codes.slug_of(ask.reference))


def _who_sent(ask: Ask) -> Actor:
    """Nobody is known here yet; whoever has just sent it may open its page for an hour."""
    with serving("opening the page of what was sent"):
        return Actor.person(ask.person) if ask.asker is None else Actor.asker(ask.asker)


def _opened_once(request: GatedRequest, draft: Draft) -> Ask:
    front = queries.front(draft.place, request.now)
    near = front.place if front is not None and draft.place else None
    address = tries.fingerprint("ask", tries.address_of(request))
    again = queries.already_sent(f"web:{draft.key}")
    if not again and tries.lately(address, WITHIN, request.now) >= MOST_FROM_ONE_ADDRESS:
        raise NotNow(_("Many asks came from this connection in the last hour, so this one waits."), too_many=True)
    language = current().split("-")[0]
    with for_our_records():
        wanted = forms.wanted_of(draft.answers, near=near, key=draft.key, asker_language=language, now=request.now)
        try:
            with transaction.atomic():
                ask = asks.open_ask(wanted=wanted, by=request.actor, now=request.now)
        except IntegrityError:
            # The other press of the same button was quicker: its ask is there now.
            ask = asks.open_ask(wanted=wanted, by=request.actor, now=request.now)
        except (NobodyAnswers, NoPlacesYet) as nobody:
            raise NotNow(_("There is nobody here yet who could take your ask.")) from nobody
        if not again:
            note_try(keys=[address], what="an ask from a public page", by=request.actor, now=request.now)
    return ask
