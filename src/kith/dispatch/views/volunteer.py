"""A volunteer's own pages, opened by a link: one offer, and all they have taken. Opening changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.asks import kinds
from kith.dispatch import actions, lifecycle, windows
from kith.dispatch.actions import NotYours, SomebodyHasIt
from kith.dispatch.forms.volunteer import Also, NotDone
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.dispatch.queries import volunteer as own
from kith.kit.languages import for_our_records
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.trail.verbs import Verb


@dataclass(frozen=True)
class Wrong:
    """An answer that changed nothing: the form to show again, or a sentence, or neither where the page says it all."""

    form: Form | None = None
    words: str = ""


def offer(request: GatedRequest, token: str) -> HttpResponse:
    """One offer: the card before a yes, the door after it. Every button of both pages sends to here."""
    mine = own.offer_of(request.link.subject_id, request.actor)
    if mine is None:
        raise Http404
    if request.method != "POST":
        return _offer_page(request, token, mine)
    meant = own.offer_of(request.POST.get("offer") or mine.pk, request.actor)
    if meant is None:
        raise Http404
    wrong = _answered(request, meant)
    if wrong is not None and (wrong.form or wrong.words):
        return _offer_page(request, token, meant, wrong)
    back = reverse("my_asks" if request.POST.get("from") == "mine" else "offer", args=[token])
    told = f"?told={request.POST['do']}" if wrong is None and request.POST["do"] in _TOLD else ""
    return redirect(f"{back}{told}")


def mine(request: GatedRequest, token: str) -> HttpResponse:
    """Everything this volunteer has: the next door large, the others folded."""
    first = own.offer_of(request.link.subject_id, request.actor)
    if first is None:
        raise Http404
    doors = own.taken(request.actor, request.now)
    for one in doors:
        _looked(one)
    ring = own.whom_to_ring_about(doors[0].ask) if doors else own.whom_to_ring(first.volunteer, request.now)
    context = {
        **_frame(request, ring, token),
        "first": first.volunteer.first_name,
        "next": _with_forms(doors[0], request) if doors else None,
        "others": [_with_forms(one, request) for one in doors[1:]],
        "count": len(doors),
        "minutes": own.minutes_of(doors),
        "back_to": "mine",
    }
    return page(request, "dispatch/volunteer_mine.html", context)


def over(request: GatedRequest, token: str) -> HttpResponse:
    """A link that was real once. It says nothing of the ask, and whom to ring at a door."""
    once = own.offer_of(request.link.subject_id, request.link.actor)
    ring = own.whom_to_ring(once.volunteer, request.now) if once is not None else own.Ring("", "", "")
    return page(request, "dispatch/volunteer_over.html", _frame(request, ring, token))


# What is said once after these, because the page looks the same before and after.
_TOLD = ("nobody-answered", "not-safe", "also", "coming")


def _frame(request: GatedRequest, ring: own.Ring, token: str) -> dict[str, Any]:
    return {
        "told": request.GET.get("told", ""),
        "now": request.now,
        "ring": ring,
        "place_name": ring.place,
        "place_phone": ring.phone,
        "no_money": kinds.NO_MONEY_UP_FRONT,
        "send_to": reverse("offer", args=[token]),
        "mine_url": reverse("my_asks", args=[token]),
    }


def _offer_page(request: GatedRequest, token: str, mine: Offer, wrong: Wrong = Wrong()) -> HttpResponse:
    stage = own.stage(mine)
    held = own.taken(request.actor, request.now, mine.pk, ended=True) if stage in _HAD else []
    for one in held:
        _looked(one)
    ring = own.whom_to_ring_about(held[0].ask) if held else own.whom_to_ring(mine.volunteer, request.now)
    context = {
        **_frame(request, ring, token),
        "stage": stage,
        "first": mine.volunteer.first_name,
        "volunteer": mine.volunteer,
        "card": own.card_of(mine, request.now),
        "one": _with_forms(held[0], request, wrong) if held else None,
        "also": wrong.form if isinstance(wrong.form, Also) else Also(auto_id="also_%s"),
        "others": own.others_taken(request.actor, mine),
        "problem": wrong.words,
    }
    return page(request, "dispatch/volunteer_offer.html", context)


_HAD = (lifecycle.ACCEPTED, lifecycle.FINISHED)


def _with_forms(one: own.Taken, request: GatedRequest, wrong: Wrong = Wrong()) -> dict[str, Any]:
    """A door with what may be written about it."""
    ask, key = one.ask, one.offer.pk.hex[-6:]
    coming = (ask.coming_from, ask.coming_to) if ask.coming_from and ask.coming_to else None
    return {
        "taken": one,
        "id": str(one.offer.pk),
        "key": key,
        "why": wrong.form if isinstance(wrong.form, NotDone) else NotDone(auto_id=f"why_{key}_%s"),
        "also": wrong.form if isinstance(wrong.form, Also) else Also(auto_id=f"also_{key}_%s"),
        "open": type(wrong.form).__name__,
        "coming": coming,
        "windows": windows.later(coming, request.now) if coming else windows.ahead(request.now, ask.need_by),
    }


def _looked(one: own.Taken) -> None:
    """Reading where somebody lives is written on the trail."""
    ask = one.ask
    saw(Verb.ASK_SEEN, ("asks.Ask", ask.id, ask.reference), place=(ask.place_id, ""), controller=ask.controller_id)


def _answered(request: GatedRequest, meant: Offer) -> Wrong | None:
    """Do what was pressed. What was said already, or comes too late, changes nothing: the page says how it stands."""
    answer = _ANSWERS.get(request.POST.get("do", ""))
    if answer is None:
        raise Http404
    try:
        return answer(request, meant)
    except CannotTake as why:
        return Wrong(words=str(why))
    except (SomebodyHasIt, NotYours, WrongMove):
        return Wrong()


def _press(action: Callable[..., object]) -> Callable[[GatedRequest, Offer], Wrong | None]:
    """A button that says all by itself."""

    def pressed(request: GatedRequest, meant: Offer) -> Wrong | None:
        with for_our_records():
            action(offer=meant, by=request.actor, now=request.now)
        return None

    return pressed


def _not_done(request: GatedRequest, meant: Offer) -> Wrong | None:
    form = NotDone(request.POST, auto_id="why_%s")
    if not form.is_valid():
        return Wrong(form)
    with for_our_records():
        actions.not_done(offer=meant, why=form.cleaned_data["why"], by=request.actor, now=request.now)
    return None


def _also(request: GatedRequest, meant: Offer) -> Wrong | None:
    form = Also(request.POST, auto_id="also_%s")
    if not form.is_valid():
        return Wrong(form)
    with for_our_records():
        for kind, words in kinds.guess(form.cleaned_data["words"]):
            actions.also_asked(offer=meant, words=words, kind=kind, by=request.actor, now=request.now)
    return None


def _coming(request: GatedRequest, meant: Offer) -> Wrong | None:
    span = windows.read(request.POST.get("window", ""), request.now)
    if span is None:
        return Wrong(words=_("Please choose one of the times: that one has gone by."))
    with for_our_records():
        actions.say_when(offer=meant, coming=span, by=request.actor, now=request.now)
    return None


_ANSWERS: dict[str, Callable[[GatedRequest, Offer], Wrong | None]] = {
    "yes": _press(actions.accept),
    "not-this-time": _press(actions.not_this_time),
    "less": _press(actions.ask_me_less),
    "not-this-week": _press(actions.not_this_week),
    "stop": _press(actions.stop_asking),
    "done": _press(actions.finish),
    "nobody-answered": _press(actions.nobody_answered),
    "hand-back": _press(actions.hand_back),
    "not-safe": _press(actions.not_safe),
    "not-done": _not_done,
    "also": _also,
    "coming": _coming,
}
