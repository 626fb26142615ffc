"""Taking in an ask for somebody who rang, wrote or stood at the door, and what to read out to them at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import actions as asks
from kith.asks import codes, in_time
from kith.asks.models import Ask, Lane
from kith.asks.said_again import again
from kith.dispatch.forms.take_in import TakeIn
from kith.dispatch.queries import again as again_for
from kith.dispatch.queries.asks import by_slug
from kith.dispatch.queries.beside import own_place
from kith.dispatch.views.about_ask import asks_whether, the_ask
from kith.kit.ids import uuid7
from kith.kit.languages import for_our_records
from kith.kit.pages import page
from kith.people.models import Person
from kith.trail.verbs import Verb

_KEPT = "taken_in"


def take_in(request: GatedRequest) -> HttpResponse:
    """The form. The same key twice is the same ask, so a second press changes nothing."""
    lane = request.GET.get("lane", "")
    begin = {"client_key": f"staff:{uuid7()}", "lane": lane if lane in Lane.values else Lane.PHONE.value}
    whom = again_for.whom_for(request.GET.get("for", ""), request.actor)
    if whom is not None:
        begin |= again_for.begins_with(whom, request.actor, request.now)
        subject = ("person", whom.id, str(whom))
        saw(Verb.PERSON_SEEN, subject, place=(whom.place_id, ""), controller=whom.controller_id)
    form = TakeIn(request.POST or None, initial=begin, now=request.now)
    if request.method == "POST" and form.is_valid():
        with for_our_records():
            wanted = form.wanted(own_place(request.actor))
            ask = asks.open_ask(wanted=wanted, by=request.actor, now=request.now)
        asked_not_to = again_for.asked_not_to(ask, request.actor, request.now)
        request.session[_KEPT] = {**_to_read_out(ask), "asked_not_to": asked_not_to}
        return redirect("taken_in", codes.slug_of(ask.reference))
    return page(request, "dispatch/take_in.html", {"form": form, **_beside(request, form, whom)})


def _beside(request: GatedRequest, form: TakeIn, whom: Person | None) -> dict[str, Any]:
    """What the page says beside its questions: of the person, and of how this place asks."""
    mine = own_place(request.actor)
    return {
        "lane": form["lane"].value(),
        "whom": whom,
        "no_contact": whom is not None and again_for.no_contact(whom, request.now),
        "keep_from": again_for.must_not_know(whom, request.actor) if whom is not None else 0,
        "help_first": mine is not None and mine.typed_settings.help_first,
    }


def taken_in(request: GatedRequest, slug: str) -> HttpResponse:
    """The four answers to read out, the reference and the code.

    Kept with the browser that took it in, because whoever wants somebody from further away is not there for a
    colleague nearer by, and is still on the line. The code is the key to the person's own page: any other browser
    shows it to whoever presses for it, and that they did is on the trail.
    """
    kept = request.session.get(_KEPT, {})
    if kept.get("slug") != slug:
        kept = _again(request, the_ask(request, slug, Permission.TAKE_IN_ASKS))
    may_open = by_slug(slug, request.actor) is not None
    hear_by = datetime.fromisoformat(kept["hear_by"])
    words = {"what": again(kept["what"]), "meanwhile": again(kept["meanwhile"])}
    return page(request, "dispatch/taken_in.html", {**kept, **words, "hear_by": hear_by, "may_open": may_open})


def _again(request: GatedRequest, ask: Ask) -> dict[str, Any]:
    """What was read out before; the code only for whoever says that they are asked for it."""
    if request.method != "POST":
        return {**_to_read_out(ask), "code": ""}
    with for_our_records():
        asks.say_code_again(ask=ask, by=request.actor, now=request.now)
    return _to_read_out(ask)


def _to_read_out(ask: Ask) -> dict[str, Any]:
    holder, hear_by = ask.promise.holder, ask.promise.next_contact_by
    return {
        "slug": codes.slug_of(ask.reference),
        "reference": ask.reference,
        "code": codes.asker_code_of(ask) or codes.code_of(ask),
        "what": ask.promise.explanation,
        "who": holder.user.name.split()[0] if holder is not None else "",
        "hear_by": (hear_by or ask.created_at).isoformat(),
        "meanwhile": ask.promise.meanwhile,
        "phone": ask.promise.team.phone or ask.place.phone,
        "to_check": ask.to_check,
        "too_late": in_time.is_too_late(ask.kind, ask.need_by, ask.created_at, ask.place.typed_settings),
        "instead": in_time.instead(ask.kind),
        **asks_whether(ask, None, ask.words, ask.help_at_door),
    }
