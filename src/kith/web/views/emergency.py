"""Emergency use: finding the one person it is about, opening their record for four hours, and all that follows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.asks import actions as asks
from kith.asks.forms.emergency import AskSecond, FindSomebody, NotYet, Review, TheyKnow, WhyOpen
from kith.asks.said_again import again
from kith.governance.actions import NeedsSecond, SayWhy
from kith.governance.models import EmergencyUse, Reason
from kith.governance.permissions import named_as, part_in_emergency
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page
from kith.promises.models import Promise
from kith.trail.verbs import Verb
from kith.web.queries import emergency as queries

Forms = dict[str, object]


def emergency(request: GatedRequest) -> HttpResponse:
    """Who it is about and why, on one page; the reason is the button that opens the record."""
    if part_in_emergency(request.actor, request.now) is None:
        raise Http404
    opening = "reason" in request.POST
    look = FindSomebody(request.POST or None, initial={"who": request.GET.get("for", "")[:120].replace("-", " ")})
    why = WhyOpen(request.POST if opening else None)
    found = None
    if request.method == "POST" and look.is_valid():
        if opening and (answer := _opened(request, why)) is not None:
            return answer
        found = _found(request, look, counted=not opening)
    context = {
        "look": look,
        "why": why,
        "found": found,
        "chosen": request.POST.get("person", ""),
        "named": named_as(request.actor) is not None,
        "mine": queries.mine_lately(request.actor, request.now),
    }
    return page(request, "web/emergency.html", {**context, "reasons": Reason.choices})


def _found(request: GatedRequest, look: FindSomebody, counted: bool) -> list[queries.Found] | None:
    part = part_in_emergency(request.actor, request.now)
    if part is None or (counted and not queries.may_search(request.actor, request.now)):
        look.add_error(
            "who", _("You have looked for many people within the hour. Ring a colleague and ask them to look.")
        )
        return None
    found = queries.find(look.cleaned_data["who"], part.user, request.actor)
    if counted:
        asks.searched(
            key=queries.key_of(request.actor),
            how_many=len(found),
            controller=part.team.organisation_id,
            by=request.actor,
            now=request.now,
        )
    return found


def _opened(request: GatedRequest, why: WhyOpen) -> HttpResponse | None:
    """The record, once it is open; None where the page has to be mended first."""
    person = queries.person_to_open(request.POST.get("person", ""))
    if person is None:
        why.add_error(None, _("Choose the person first."))
    if not why.is_valid() or person is None:
        return None
    words, reason = why.cleaned_data["words"], request.POST["reason"]
    try:
        asks.use_in_emergency(person=person, reason=reason, words=words, by=request.actor, now=request.now)
    except SayWhy as problem:
        why.add_error("words", again(str(problem)))
        return None
    except NeedsSecond as problem:
        messages.info(request, again(str(problem)))
        return redirect("emergency_use", problem.use.id)
    return redirect("person", person.id)


def emergency_use(request: GatedRequest, use_id: UUID) -> HttpResponse:
    """One use: what it was, and what the reader has to do about it."""
    found = queries.use_for(use_id, request.actor, request.now)
    if found is None:
        raise Http404
    about = ("person", found.use.person_id, found.use.person_label)
    saw(Verb.EMERGENCY_SEEN, about, place=(found.use.place_id, ""), controller=found.use.controller_id)
    do = request.POST.get("do", "")
    forms = _forms(request, found, do)
    if request.method == "POST" and do in _DOES:
        try:
            answer = _DOES[do](request, found.use, forms)
        except (SayWhy, WrongMove) as problem:
            messages.info(request, again(str(problem)))
            answer = redirect("emergency_use", use_id)
        if answer is not None:
            return answer
    return page(request, "web/emergency_use.html", {"found": found, "use": found.use, **forms})


def _forms(request: GatedRequest, found: queries.Use, do: str) -> Forms:
    def given(name: str) -> object:
        return request.POST if do == name else None

    colleagues = queries.may_be_second(found.use, request.now) if found.may_ask_again else []
    return {
        "they_know": TheyKnow(given("told")),
        "not_yet": NotYet(given("not-yet"), now=request.now, prefix=None),
        "review": Review(given("review")),
        "ask_second": AskSecond(given("second"), colleagues=colleagues),
    }


def _told(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    form = forms["they_know"]
    assert isinstance(form, TheyKnow)
    if not form.is_valid():
        return None
    asks.told_of_use(use=use, how=form.cleaned_data["how"], by=request.actor, now=request.now)
    messages.success(request, _("Thank you. They know."))
    return redirect("emergency_use", use.id)


def _not_yet(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    form = forms["not_yet"]
    assert isinstance(form, NotYet)
    if not form.is_valid():
        return None
    because, day = form.cleaned_data["because"], form.cleaned_data["look_again"]
    asks.not_told_yet(use=use, because=because, look_again_at=day, by=request.actor, now=request.now)
    messages.success(request, _("Written down. It comes back to you on that day."))
    return redirect("emergency_use", use.id)


def _review(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    form = forms["review"]
    assert isinstance(form, Review)
    if not form.is_valid():
        return None
    given = form.cleaned_data
    asks.review_use(use=use, outcome=given["outcome"], words=given["why"], by=request.actor, now=request.now)
    messages.success(request, _("Thank you. Your word stands beside it."))
    return redirect("emergency_uses")


def _second(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    form = forms["ask_second"]
    assert isinstance(form, AskSecond)
    if not form.is_valid():
        return None
    asks.ask_for_second(use=use, colleague=form.chosen, by=request.actor, now=request.now)
    messages.success(request, _("%(name)s is asked now. Ring them as well.") % {"name": form.chosen.name})
    return redirect("emergency_use", use.id)


def _yes(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    more = asks.renew(use=use, by=request.actor, now=request.now)
    messages.success(request, _("%(name)s has four more hours.") % {"name": more.user.name})
    return redirect("emergency_use", use.id)


def _no(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    asks.do_not_renew(use=use, by=request.actor, now=request.now)
    messages.success(request, _("It stays over. Ring them and tell them why."))
    return redirect("home")


def _end(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    asks.end_emergency_use(use=use, by=request.actor, now=request.now)
    messages.success(request, _("Put away. Nobody reads it by this any more."))
    return redirect("emergency_use", use.id)


def _read(request: GatedRequest, use: EmergencyUse, forms: Forms) -> HttpResponse | None:
    asks.have_read_of_use(use=use, by=request.actor, now=request.now)
    messages.success(request, _("Thank you for reading it."))
    return redirect("home")


_DOES: dict[str, Callable[[GatedRequest, EmergencyUse, Forms], HttpResponse | None]] = {
    "told": _told,
    "not-yet": _not_yet,
    "review": _review,
    "second": _second,
    "yes": _yes,
    "no": _no,
    "end": _end,
    "read": _read,
}


def emergency_uses(request: GatedRequest) -> HttpResponse:
    """What a guardian reads of all of them: those waiting for a review first."""
    uses = queries.uses_of(request.actor, request.now)
    context: dict[str, object] = {"uses": uses, "figures": queries.figures_of(uses, request.actor, request.now)}
    context["too_few"] = queries.too_few_of(request.actor, request.now)
    return page(request, "web/emergency_uses.html", context)


def what_follows(request: GatedRequest, promise_id: UUID) -> HttpResponse:
    """From a promise that follows from an emergency to the page on which it is kept."""
    promise = Promise.objects.visible_to(request.actor).filter(pk=promise_id).first()
    if promise is None or promise.about_id is None:
        raise Http404
    return redirect(*queries.page_about(promise.about_id))
