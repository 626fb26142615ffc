"""A volunteer's own pages, opened by a link: one offer, and all they have taken. Opening changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access import tries
from kith.access.acting import saw, serving
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.asks import kinds
from kith.asks.said_again import again
from kith.dispatch import actions, lifecycle, windows
from kith.dispatch.actions import NotYours, SomebodyHasIt
from kith.dispatch.forms.volunteer import NOTHING_WRONG, Also, Buddy, NotDone, OwnPhone, SomebodyElse, Wrong
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.dispatch.queries import visits
from kith.dispatch.queries import volunteer as own
from kith.dispatch.views import own_phone, volunteer_visits
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer


def offer(request: GatedRequest, token: str) -> HttpResponse:
    """One offer: the card before a yes, the door after it. Every button of both pages sends to here."""
    mine = own.offer_of(request.link.subject_id, request.actor)
    if mine is None:
        raise Http404
    if request.method != "POST":
        return _offer_page(request, token, mine)
    return _pressed(request, token, mine)


def _pressed(request: GatedRequest, token: str, mine: Offer) -> HttpResponse:
    """A button of either page, for the offer it says, else the one of the link."""
    meant = own.offer_of(request.POST.get("offer") or mine.pk, request.actor)
    if meant is None:
        raise Http404
    do = request.POST.get("do", "")
    asked_whose = do in _THEIR_OWN and not own_phone.is_own(request, mine.volunteer)
    wrong = _whose(request, mine, do) if asked_whose else None
    if wrong is None:
        wrong = _answered(request, meant)
    if wrong is not None and (wrong.form or wrong.words):
        return _offer_page(request, token, meant, wrong)
    back = reverse("my_asks" if request.POST.get("from") == "mine" else "offer", args=[token])
    response = redirect(f"{back}?told={do}" if wrong is None and do in _TOLD else back)
    if asked_whose:
        own_phone.keep(response, request, mine.volunteer)
    return response


def _whose(request: GatedRequest, mine: Offer, do: str) -> Wrong | None:
    """In a browser we do not know, the volunteer's own digits or code are asked; None when they are right."""
    asked = own_phone.form_of(mine.volunteer)
    form = asked(request.POST, auto_id=_QUIET_ID if do in _QUIETER else "id_%s")
    if form.is_valid() and own_phone.proves(request, mine, form.cleaned_data["ends"]):
        return None
    if form.is_valid():
        ring = own.whom_to_ring(mine.volunteer, request.now)
        whom = {"name": ring.name, "phone": phones.said(ring.phone) if ring.phone else ring.place}
        said = _("That was often enough for this one. Please ring %(name)s: %(phone)s.") % whom
        usual = _("These are not the last digits of your number as we know it. Look again, or ring us.")
        usual = (
            _("This is not the code, or it is too old. Press “Send me a code”, or ring us.")
            if (own_phone.by_code(mine.volunteer))
            else usual
        )
        form.add_error("ends", said if own_phone.spent(request, mine) else usual)
    return Wrong(form)


def mine(request: GatedRequest, token: str) -> HttpResponse:
    """Everything this volunteer has: the next door large, the others folded."""
    first = own.offer_of(request.link.subject_id, request.actor)
    if first is None:
        raise Http404
    if not own_phone.is_own(request, first.volunteer):
        return redirect("offer", token)
    doors = _read(own.taken(request.actor, request.now))
    ring = own.whom_to_ring_about(doors[0].ask) if doors else own.whom_to_ring(first.volunteer, request.now)
    context = {
        **_frame(request, ring, token),
        **_visit(first.volunteer, request, True),
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
    with serving("whom to ring about a link that is over"):
        once = own.offer_of(request.link.subject_id, request.link.actor)
    ring = own.whom_to_ring(once.volunteer, request.now) if once is not None else own.Ring("", "", "")
    return page(request, "dispatch/volunteer_over.html", _frame(request, ring, token))


# What is said once after these, because the page looks the same before and after.
_TOLD = ("send-code", "nobody-answered", "not-safe", "also", "coming", "still", "not-me", "out", "buddy")
# How they are asked from now on, for all their offers.
_QUIETER, _QUIET_ID = ("less", "not-this-week", "stop"), "quiet_%s"
# Whoever a link was passed on to can say none of these. A no and "I don't feel safe" are as easy as ever.
_THEIR_OWN = frozenset(
    ["yes", "its-me", "done", "nobody-answered", "hand-back", "not-done", "also", "coming", "still", "already-done"]
).union(_QUIETER, volunteer_visits.ANSWERS)
_PASSED_ON_WITHIN, _MOST_PASSED_ON = timedelta(hours=1), 5


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


def _offer_page(request: GatedRequest, token: str, mine: Offer, wrong: Wrong = NOTHING_WRONG) -> HttpResponse:
    stage, known = own.stage(mine), own_phone.is_own(request, mine.volunteer)
    held = own.taken(request.actor, request.now, mine.pk, ended=True) if known and stage in _HAD else []
    for one in held:
        _looked(one)
    ring = own.whom_to_ring_about(held[0].ask) if held else own.whom_to_ring(mine.volunteer, request.now)
    context = {
        **_frame(request, ring, token),
        **_visit(mine.volunteer, request, known, wrong),
        "stage": stage,
        "first": mine.volunteer.first_name,
        "volunteer": mine.volunteer,
        "card": own.card_of(mine, request.now),
        "one": _with_forms(held[0], request, wrong) if held else None,
        "also": wrong.form if isinstance(wrong.form, Also) else Also(auto_id="also_%s"),
        "others": own.others_taken(request.actor, mine) if known else 0,
        "problem": wrong.words,
        "known": known,
        **_asked_whose(request, mine, wrong, known),
        "somebody": wrong.form if isinstance(wrong.form, SomebodyElse) else SomebodyElse(auto_id="somebody_%s"),
        "still_asked": mine.state == lifecycle.ACCEPTED and mine.asked_still_at is not None and mine.still_at is None,
        "had_it": mine.state in (lifecycle.CAME_BACK, lifecycle.HANDED_BACK) and stage != lifecycle.NOT_NEEDED,
    }
    return page(request, "dispatch/volunteer_offer.html", context)


def _visit(volunteer: Volunteer, request: GatedRequest, known: bool, wrong: Wrong = NOTHING_WRONG) -> dict[str, Any]:
    """The visit that is going on, whichever ask it is for, and whom they chose to be rung by."""
    buddy = {"name": volunteer.buddy_name, "phone": phones.said(volunteer.buddy_phone) if volunteer.buddy_phone else ""}
    again = wrong.form if isinstance(wrong.form, Buddy) else None
    return {
        "inside": visits.mine(volunteer, request.actor) if known else None,
        "buddy": buddy,
        "buddy_form": again or Buddy(initial=buddy, auto_id="buddy_%s"),
    }


def _asked_whose(request: GatedRequest, mine: Offer, wrong: Wrong, known: bool) -> dict[str, Any]:
    """What the page asks in a browser we do not know: beside the answer, and beside "ask me less"."""
    asked = own_phone.form_of(mine.volunteer)
    again = wrong.form if isinstance(wrong.form, OwnPhone) else None
    quiet = again is not None and again.auto_id == _QUIET_ID
    return {
        "whose": again if again is not None and not quiet else asked(),
        "quiet_whose": again if again is not None and quiet else asked(auto_id=_QUIET_ID),
        "by_code": not known and own_phone.by_code(mine.volunteer),
        "digits": "" if known else own_phone.in_the_demo(mine, request.now),
    }


_HAD = (lifecycle.ACCEPTED, lifecycle.FINISHED)


def _with_forms(one: own.Taken, request: GatedRequest, wrong: Wrong = NOTHING_WRONG) -> dict[str, Any]:
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
        "indoors": kinds.KINDS[ask.kind].indoors,
        "goes_there": not kinds.KINDS[ask.kind].by_phone,
        "minutes": visits.lengths(one.offer),
        "regular": visits.regular_of(ask, request.actor),
        "windows": windows.later(coming, request.now) if coming else windows.ahead(request.now, ask.need_by),
    }


def _read(taken: list[own.Taken]) -> list[own.Taken]:
    for one in taken:
        _looked(one)
    return taken


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
        return Wrong(words=again(str(why)))
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


def _already_done(request: GatedRequest, meant: Offer) -> Wrong | None:
    with for_our_records():
        actions.already_done(ask=meant.ask, offer=meant, by=request.actor, now=request.now)
    return None


def _its_me(request: GatedRequest, meant: Offer) -> Wrong | None:
    return None


def _send_code(request: GatedRequest, meant: Offer) -> Wrong | None:
    """The code is of the offer of the link, whichever offer was meant: that is where it is typed."""
    offer = own.offer_of(request.link.subject_id, request.actor) or meant
    if own_phone.by_code(offer.volunteer):
        with for_our_records():
            actions.send_own_code(offer=offer, by=request.actor, now=request.now)
    return None


def _not_me(request: GatedRequest, meant: Offer) -> Wrong | None:
    """Somebody the link was passed on to. They hear that they are rung; more than a few an hour change nothing."""
    form = SomebodyElse(request.POST, auto_id="somebody_%s")
    if not form.is_valid():
        return Wrong(form)
    by, keys = Actor.public(), [tries.fingerprint("passed on", str(meant.pk))]
    keys.append(tries.fingerprint("passed on from", tries.address_of(request)))
    if any(tries.lately(key, _PASSED_ON_WITHIN, request.now) >= _MOST_PASSED_ON for key in keys):
        return Wrong(words=_("That was often enough for now. Please ring us instead."))
    with for_our_records():
        note_try(keys=keys, what="a link that was passed on", by=by, now=request.now)
        name, phone = form.cleaned_data["name"], form.cleaned_data["phone"]
        actions.would_help_too(offer=meant, name=name, phone=phone, by=by, now=request.now)
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
    "still": _press(actions.still_right),
    "already-done": _already_done,
    "its-me": _its_me,
    "send-code": _send_code,
    "not-me": _not_me,
    "not-done": _not_done,
    "also": _also,
    "coming": _coming,
    **volunteer_visits.ANSWERS,
}
