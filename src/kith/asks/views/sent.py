"""After an ask was sent: the four answers, the word and the code, to write down or to have texted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks import actions as asks
from kith.asks import codes, four_answers, in_time, queries
from kith.asks.models import Ask
from kith.kit.languages import for_our_records
from kith.kit.pages import page
from kith.people.models import Person
from kith.people.queries import safe_number


def sent(request: GatedRequest, reference: str) -> HttpResponse:
    """The page after Send; its one button texts the word and the code, where that is safe."""
    ask = _mine(request)
    reader = ask.person if request.actor.kind == "person" else ask.asker
    if request.method == "POST" and reader is not None:
        with for_our_records():
            texted = asks.text_my_word(ask=ask, to=reader, by=request.actor, now=request.now)
        messages.info(request, _("It is on its way to your phone.") if texted else _("Please write it down instead."))
        return redirect("ask_sent", reference=reference)
    return page(request, "asks/sent.html", _context(request, ask, reader))


def _mine(request: GatedRequest) -> Ask:
    """The ask this browser has just sent, and no other."""
    rows = Ask.objects.visible_to(request.actor).select_related(
        "promise__holder__user",
        "promise__team",
        "person",
        "asker",
        "place",
        "home",
        "taken_by__person",
        "taken_by_team",
    )
    ask = rows.filter(pk=str(request.grant.subject_id)).first()
    if ask is None:
        raise Http404
    return ask


def _context(request: GatedRequest, ask: Ask, reader: Person | None) -> dict[str, Any]:
    front = queries.front_of(ask.place, request.now)
    is_person = request.actor.kind == "person"
    say = four_answers.for_person if is_person else four_answers.for_asker
    return {
        "ask": ask,
        "too_late": in_time.is_too_late(ask.kind, ask.need_by, ask.created_at, ask.place.typed_settings)
        and not ask.urgency,
        "instead": in_time.instead(ask.kind),
        "four": say(ask, request.now),
        "code": codes.said(codes.code_of(ask) if is_person else codes.asker_code_of(ask)),
        "may_text": reader is not None and safe_number(reader) is not None,
        "place_name": front.place.name,
        "place_phone": front.phone,
        "hours": front.hours,
        "empty_place": "" if ask.further_away else queries.empty_place_sentence(ask.home, request.now),
    }
