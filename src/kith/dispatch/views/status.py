"""What is happening with one ask, for the person and for whoever asked. Opening it changes nothing; buttons do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import sessions, tries
from kith.access.acting import saw
from kith.access.actions import note_try, open_for
from kith.access.requests import GatedRequest
from kith.asks import actions as asks
from kith.asks import codes
from kith.asks import queries as fronts
from kith.asks.models import Ask
from kith.asks.visit_words import word_of
from kith.dispatch import actions as dispatch
from kith.dispatch.forms.safe import MoreCare
from kith.dispatch.forms.status import Changed, MayLook, WayIn
from kith.dispatch.forms.visits import OwnWord
from kith.dispatch.queries.permitting import permits_of, who_has
from kith.dispatch.queries.status import may_keep_when, may_say_did_not_come, mine, status_of
from kith.dispatch.queries.visits import regular_of
from kith.dispatch.views import status_permits, status_words
from kith.governance.wording import LATEST
from kith.kit.languages import for_our_records
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.kit.refs import parse
from kith.outbox.paper import Paper, may_be_printed
from kith.trail.verbs import Verb

OPEN_FOR = timedelta(hours=1)
# A code is one of 262,144: at these rates a guess is worth nothing, and a shaky hand still has room.
WITHIN, MOST_FOR_A_REFERENCE, MOST_FROM_AN_ADDRESS = timedelta(hours=1), 10, 40


def status_enter(request: GatedRequest) -> HttpResponse:
    """Give the word and the code. Wrong, old and unknown are answered alike, and tries are counted."""
    form = WayIn(request.POST or None)
    front = fronts.front("", request.now)
    context: dict[str, Any] = {"form": form, "front": front, "wrong": False}
    if front is not None:
        context |= {"place_name": front.place.name, "place_phone": front.phone}
    if request.method == "POST" and form.is_valid():
        ask = _opened(request, form.cleaned_data["reference"], form.cleaned_data["code"])
        if ask is not None:
            return redirect("status", reference=codes.slug_of(ask.reference))
        context["wrong"] = True
    return page(request, "dispatch/status_enter.html", context)


def _opened(request: GatedRequest, written: str, code: str) -> Ask | None:
    """The ask, now open in this browser for a while; None for a wrong code, an unknown word and too many tries."""
    reference = parse(written) or written.strip().upper()[:80]
    keys = [
        tries.fingerprint("reference", reference),
        tries.fingerprint("code", tries.address_of(request)),
    ]
    most = (MOST_FOR_A_REFERENCE, MOST_FROM_AN_ADDRESS)
    too_many = any(tries.lately(key, WITHIN, request.now) >= limit for key, limit in zip(keys, most, strict=True))
    ask = fronts.by_reference(reference)
    actor = codes.whose(ask, code)
    if ask is None or actor is None or too_many:
        note_try(keys=keys, what="a word and a code", by=request.actor, now=request.now)
        return None
    grant = open_for(
        purpose="status",
        address=codes.slug_of(ask.reference),
        subject_label="asks.Ask",
        subject_id=ask.id,
        actor=actor,
        classes="ABC" if actor.kind == "person" else "A",
        expires_at=request.now + OPEN_FOR,
        by=request.actor,
        now=request.now,
        place_id=ask.place_id,
        person_id=ask.person_id,
    )
    sessions.remember(request.session, grant)
    return ask


def status(request: GatedRequest, **where: str) -> HttpResponse:
    """The four answers and what has happened; a button pressed is done, and the page is shown again."""
    given = getattr(request, "link", None) or request.grant
    ask = mine(request.actor, given.subject_id)
    if ask is None:
        raise Http404
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        shown = act(request, ask) if act is not None and _may(request, request.POST["do"], ask) else None
        return shown or redirect(request.path)
    if "permit" in request.GET and request.actor.kind == "person":
        return status_permits.confirm(request, ask, request.GET["permit"])
    return _show(request, ask, large="large" in request.GET and _may_print(request, ask))


def _may_print(request: GatedRequest, ask: Ask) -> bool:
    """What is safe on paper is the person's to say. Whoever asked prints what they told us, and sees no difference."""
    return request.actor.kind != "person" or may_be_printed(ask.person, Paper.OWN).may


def _may(request: GatedRequest, do: str, ask: Ask) -> bool:
    """Whoever asked for somebody else may add words and say that it did not come; the rest is the person's own."""
    if request.actor.kind == "person":
        return True
    shown = status_of(ask, request.actor, request.now)
    return (do == "changed" and shown.open) or (do == "did-not-come" and shown.may_say_did_not_come)


def _show(request: GatedRequest, ask: Ask, *, large: bool = False, **forms: Any) -> HttpResponse:
    saw(Verb.STATUS_SEEN, ("ask", ask.id, ask.reference), place=(ask.place_id, ""), controller=ask.controller_id)
    front = fronts.front_of(ask.place, request.now)
    shown = status_of(ask, request.actor, request.now)
    context = {
        "shown": shown,
        "here": request.path,
        "place_name": front.place.name,
        "place_phone": shown.four.phone or front.phone,
        "hours": front.hours,
        "changed": Changed(),
        "word": word_of(ask) if shown.is_person else "",
        "own_word": OwnWord(),
        "regular": regular_of(ask, request.actor) if shown.is_person else None,
        "large": large,
        "may_print": _may_print(request, ask),
        "may_keep_when": shown.is_person and may_keep_when(ask),
        "more_care": MoreCare(),
        "may_look": MayLook(known=shown.looker or ("asker" if ask.asker_id else ""), initial={"may": ask.asker_may}),
        "permits": permits_of(ask.person, request.actor, request.now) if shown.is_person else None,
        "has_it": who_has(ask) if shown.is_person else None,
        "wording": LATEST,
        **forms,
    }
    if large:
        return page(request, "dispatch/status_large.html", {**context, "paper": "large", "back_url": request.path})
    return page(request, "dispatch/status.html", context)


def _seen(request: GatedRequest, ask: Ask) -> None:
    with for_our_records():
        asks.seen(ask=ask, by=request.actor, now=request.now, how="text")
    messages.success(request, _("Thank you. We know now that you know."))


def _changed(request: GatedRequest, ask: Ask) -> HttpResponse | None:
    form = Changed(request.POST)
    if not form.is_valid():
        return _show(request, ask, changed=form)
    with for_our_records():
        when, words = form.cleaned_data["when"], form.cleaned_data["words"]
        asks.wish(ask=ask, words=when, another_time=True, by=request.actor, now=request.now)
        asks.wish(ask=ask, words=words, by=request.actor, now=request.now)
    messages.success(request, _("We have written it down, and whoever has this is told now."))
    return None


def _no_longer(request: GatedRequest, ask: Ask) -> None:
    try:
        with for_our_records():
            dispatch.call_off(ask=ask, by=request.actor, now=request.now)
    except WrongMove:
        messages.info(request, _("It had ended already."))
        return
    messages.success(request, _("We have stopped. Ask again whenever you like."))


def _already_done(request: GatedRequest, ask: Ask) -> None:
    try:
        with for_our_records():
            dispatch.already_done(ask=ask, by=request.actor, now=request.now)
    except WrongMove:
        messages.info(request, _("It had ended already."))
        return
    messages.success(request, _("Good. Whoever was coming is thanked and told."))


def _did_not_come(request: GatedRequest, ask: Ask) -> None:
    if not may_say_did_not_come(ask, request.now):
        messages.info(request, _("That was more than a week ago. Please ask again, and we will look for somebody now."))
        return
    with for_our_records():
        opened = asks.did_not_come(
            ask=ask, by=request.actor, now=request.now, words=request.POST.get("words", "")[:300]
        )
        dispatch.begin(ask=opened, by=request.actor, now=request.now)
    messages.success(request, _("Sorry that it did not come. Somebody is being rung about it now."))


def _reached(request: GatedRequest, ask: Ask) -> None:
    with for_our_records():
        dispatch.person_was_reached(ask=ask, by=request.actor, now=request.now, how="their page")
    messages.success(request, _("Thank you. We know now that they have been in touch."))


def _not_reached(request: GatedRequest, ask: Ask) -> None:
    if status_of(ask, request.actor, request.now).may_say_not:
        with for_our_records():
            dispatch.person_was_not_reached(ask=ask, by=request.actor, now=request.now, how="their page")
        messages.success(request, _("Sorry that they were not. We are asking somebody else now."))


def _look(request: GatedRequest, ask: Ask) -> HttpResponse | None:
    form = MayLook(request.POST, known="asker" if ask.asker_id else "")
    if not form.is_valid():
        return _show(request, ask, may_look=form)
    with for_our_records():
        may, name = form.cleaned_data["may"], form.cleaned_data.get("name", "")
        asks.let_look(ask=ask, may=may, name=name, by=request.actor, now=request.now)
    messages.success(request, _("It is as you wish from this moment."))
    return None


def _word(request: GatedRequest, ask: Ask) -> HttpResponse | None:
    form = status_words.change_word(request, ask)
    return _show(request, ask, own_word=form) if form is not None else None


def _more_care(request: GatedRequest, ask: Ask) -> HttpResponse | None:
    form = MoreCare(request.POST)
    if not form.is_valid():
        return _show(request, ask, more_care=form)
    with for_our_records():
        dispatch.be_more_careful(ask=ask, stricter=form.stricter(), by=request.actor, now=request.now)
    messages.success(request, _("It is as you wish from this moment."))
    return None


_ACTS: dict[str, Callable[[GatedRequest, Ask], HttpResponse | None]] = {
    "seen": _seen,
    "changed": _changed,
    "no-longer": _no_longer,
    "already-done": _already_done,
    "did-not-come": _did_not_come,
    "look": _look,
    "more-care": _more_care,
    "in-touch": _reached,
    "not-in-touch": _not_reached,
    "word": _word,
    "no-more": status_words.end_regular,
    "take-back": status_permits.taken_back,
    "yes-again": status_permits.yes_again,
    "not-this-one": status_permits.not_this_one,
    "yes-to-one": status_permits.yes_to_one,
}
