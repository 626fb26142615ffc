"""A partner's own page, opened by a link: the card before a yes, the person after it. Opening changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.asks import kinds
from kith.asks.said_again import again
from kith.dispatch import actions, lifecycle
from kith.dispatch.actions import NotYours, SomebodyHasIt
from kith.dispatch.models import PartnerCard
from kith.dispatch.permissions import CannotTake
from kith.dispatch.queries import partner as own
from kith.dispatch.queries.volunteer import card_of, whom_to_ring_about
from kith.kit.languages import for_our_records
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.trail.verbs import Verb


def partner(request: GatedRequest, token: str) -> HttpResponse:
    """One card. Every button of the page sends to here; what was said already changes nothing."""
    card = own.card_for(request.link.subject_id, request.actor)
    if card is None:
        raise Http404
    if request.method != "POST":
        return _show(request, card)
    answer = _ANSWERS.get(request.POST.get("do", ""))
    if answer is None:
        raise Http404
    try:
        with for_our_records():
            answer(request, card)
    except CannotTake as why:
        return _show(request, card, again(str(why)))
    except (SomebodyHasIt, NotYours, WrongMove):
        return redirect(request.path)
    told = "?told=nobody-answered" if request.POST["do"] == "nobody-answered" else ""
    return redirect(f"{request.path}{told}")


def over(request: GatedRequest, token: str) -> HttpResponse:
    """A link that was real once. It says nothing of the ask, and whom to ring."""
    once = own.card_for(request.link.subject_id, request.link.actor)
    ring = own.whom_to_ring(once.team, request.now) if once is not None else None
    return page(request, "dispatch/partner_over.html", _frame(request, ring))


def _frame(request: GatedRequest, ring: Any) -> dict[str, Any]:
    return {
        "ring": ring,
        "place_name": ring.place if ring is not None else "",
        "place_phone": ring.phone if ring is not None else "",
        "no_money": kinds.NO_MONEY_UP_FRONT,
        "send_to": request.path,
        "told": request.GET.get("told", ""),
    }


def _show(request: GatedRequest, card: PartnerCard, problem: str = "") -> HttpResponse:
    has = own.theirs(card, request.actor, request.now)
    if has is not None:
        ask = has[0]
        saw(Verb.ASK_SEEN, ("asks.Ask", ask.id, ask.reference), place=(ask.place_id, ""), controller=ask.controller_id)
    ring = whom_to_ring_about(has[0]) if has is not None else own.whom_to_ring(card.team, request.now)
    context = {
        **_frame(request, ring),
        "stage": own.stage(card),
        "again": own.AGAIN,
        "team": card.team,
        "card": card_of(card, request.now),
        "check_by": card.check_by,
        "says_so": card.reached_how == lifecycle.PARTNER_SAYS_SO,
        "not_known": card.reached_how == lifecycle.NOBODY_SAID,
        "one": {"taken": {"door": has[1]}} if has is not None else None,
        "problem": problem,
    }
    return page(request, "dispatch/partner_card.html", context)


def _says(answer: str) -> Callable[[GatedRequest, PartnerCard], object]:
    def said(request: GatedRequest, card: PartnerCard) -> object:
        return actions.partner_answers(card=card, answer=answer, by=request.actor, now=request.now)

    return said


def _press(action: Callable[..., object]) -> Callable[[GatedRequest, PartnerCard], object]:
    def pressed(request: GatedRequest, card: PartnerCard) -> object:
        return action(card=card, by=request.actor, now=request.now)

    return pressed


_ANSWERS: dict[str, Callable[[GatedRequest, PartnerCard], object]] = {
    "yes": _says("yes"),
    "not-this-time": _says("no"),
    "done": _press(actions.partner_finishes),
    "in-touch": _press(actions.partner_was_in_touch),
    "nobody-answered": _press(actions.partner_found_nobody),
    "hand-back": _press(actions.partner_hands_back),
}
