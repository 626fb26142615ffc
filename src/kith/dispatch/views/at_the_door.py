"""Somebody is at the door, or on the phone, and says a word: is it the right one? It says yes or no, and no more."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.access import tries
from kith.access.actions import TRIES_KEPT, note_try
from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.asks import visit_words
from kith.dispatch.forms.status import AtTheDoor
from kith.kit.pages import page
from kith.kit.refs import parse

# A word is one of sixteen million: with five guesses for each, none is worth making.
MOST_FOR_A_WORD, MOST_FROM_AN_ADDRESS, WITHIN = 5, 30, timedelta(hours=1)


def right_word(request: GatedRequest) -> HttpResponse:
    """The word on the card and the word that was said. Wrong, over, unknown and too often are answered alike."""
    form = AtTheDoor(request.POST or None)
    front = fronts.front("", request.now)
    answer = ""
    if request.method == "POST" and form.is_valid():
        right = _is_right(request, form.cleaned_data["reference"], form.cleaned_data["word"])
        answer = "right" if right else "wrong"
    context = {"form": form, "answer": answer, "phone": front.phone if front is not None else ""}
    if front is not None:
        context |= {"place_name": front.place.name, "place_phone": front.phone}
    return page(request, "dispatch/status_at_the_door.html", context)


def _is_right(request: GatedRequest, written: str, word: str) -> bool:
    reference = parse(written) or written.strip().upper()[:80]
    ask = fronts.by_reference(reference)
    version = ask.word_version if ask is not None else 0
    keys = [
        tries.fingerprint("visit word", f"{reference} {version}"),
        tries.fingerprint("visit word from", tries.address_of(request)),
    ]
    spent = tries.lately(keys[0], TRIES_KEPT, request.now) >= MOST_FOR_A_WORD
    spent = spent or tries.lately(keys[1], WITHIN, request.now) >= MOST_FROM_AN_ADDRESS
    right = ask is not None and visit_words.same(word, visit_words.word_of(ask))
    if right and not spent:
        return True
    note_try(keys=keys, what=_("a word said at a door"), by=request.actor, now=request.now)
    return False
