"""The concerns of one reader, and one of them: what was said, its line through time, and what is done next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.models import Membership
from kith.kit.forms import KithForm
from kith.kit.pages import page
from kith.safeguarding import actions, queries
from kith.safeguarding.forms import reader as forms
from kith.safeguarding.models import Concern
from kith.trail.verbs import Verb

A_PAGE = 50
Made = Callable[[GatedRequest, Concern], dict[str, KithForm]]


def concerns(request: GatedRequest) -> HttpResponse:
    """Those I was given or shown: what, when, and by when they are looked at next."""
    rows = list(queries.for_reader(request.actor)[:A_PAGE])
    for one in rows:
        _seen(one)
    context = {"open": [one for one in rows if not one.ended_at], "ended": [one for one in rows if one.ended_at]}
    return page(request, "safeguarding/concerns.html", context)


def yours(request: GatedRequest, concern_id: UUID) -> HttpResponse:
    """From a message that says nothing, to the page."""
    return redirect("concern", concern_id=_mine(request, concern_id).id)


def concern(request: GatedRequest, concern_id: UUID) -> HttpResponse:
    """One concern."""
    found = _mine(request, concern_id)
    _seen(found)
    drawn = _forms(request, found)
    if request.method == "POST" and _done(request, found, drawn):
        # Whoever said that it may be about themselves reads it no more.
        return redirect("concern", found.id) if queries.mine(found.id, request.actor) else redirect("concerns")
    context: dict[str, Any] = {
        "concern": found,
        "lines": queries.lines_of(found, request.actor),
        "readers": queries.readers_of(found, request.actor),
        "kept_from": queries.kept_from_of(found, request.actor),
        "may_reach": queries.may_be_let_reach(found, request.actor),
        "forms": drawn,
        "doing": request.POST.get("do", ""),
        "to_answer": found.answer != "not" and found.answered_at is None,
    }
    return page(request, "safeguarding/concern.html", context)


def _forms(request: GatedRequest, concern: Concern) -> dict[str, KithForm]:
    """Every form of the page; the one that was sent carries what was written."""
    doing = request.POST.get("do", "")

    def given(name: str) -> Any:
        return request.POST if doing == name else None

    could = _named(queries.could_be_shown(concern, request.now))
    others = _named(queries.could_be_kept_from(concern, request.now))
    tomorrow = {"look_by": _("tomorrow")}
    return {
        "read": forms.HaveRead(given("read"), now=request.now, initial=tomorrow, prefix="read"),
        "decide": forms.Decide(given("decide"), now=request.now, initial=tomorrow, prefix="decide"),
        "outside": forms.Outside(given("outside"), prefix="outside"),
        "add": forms.Add(given("add"), prefix="add"),
        "show": forms.Show(given("show"), could=could, prefix="show"),
        "keep": forms.Keep(given("keep"), could=others, prefix="keep"),
        "reach": forms.MayReach(given("reach"), could=_kept_named(request, concern), prefix="reach"),
        "answered": forms.Answered(given("answered"), prefix="answered"),
        "end": forms.End(given("end"), prefix="end"),
    }


def _named(parts: list[Membership]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.user.name}, {one.team.name}") for one in parts]


def _kept_named(request: GatedRequest, concern: Concern) -> list[tuple[str, str]]:
    return [(str(one.user_id), one.user.name) for one in queries.may_be_let_reach(concern, request.actor)]


def _done(request: GatedRequest, concern: Concern, drawn: dict[str, KithForm]) -> bool:
    """Do what was sent; False where something has to be mended first."""
    doing = request.POST.get("do", "")
    if doing == "take-away":
        return _taken_away(request, concern)
    form = drawn.get(doing)
    if form is None or not form.is_valid():
        return False
    given: dict[str, Any] = form.cleaned_data
    said = {"concern": concern, "by": request.actor, "now": request.now}
    if doing == "show":
        return _shown(request, concern, form)
    if doing == "keep":
        return _kept(request, concern, form)
    if doing == "reach":
        return _may_reach(request, concern, form)
    _ACTS[doing](**said, **given)
    messages.success(request, _("Written down."))
    return True


_ACTS: dict[str, Callable[..., Any]] = {
    "read": actions.have_read,
    "decide": actions.decide,
    "outside": actions.told_outside,
    "add": actions.add,
    "answered": actions.answered,
    "end": actions.end,
}


def _shown(request: GatedRequest, concern: Concern, form: KithForm) -> bool:
    chosen, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    to = next(one for one in queries.could_be_shown(concern, request.now) if str(one.id) == chosen)
    actions.show(concern=concern, to=to, reason=reason, by=request.actor, now=request.now)
    messages.success(request, _("%(name)s can read it now, and has been written to.") % {"name": to.user.name})
    return True


def _kept(request: GatedRequest, concern: Concern, form: KithForm) -> bool:
    given, rows = form.cleaned_data, queries.could_be_kept_from(concern, request.now)
    part = next(one for one in rows if str(one.id) == given["who"])
    actions.keep_from(concern=concern, user=part.user, why=given["why"], by=request.actor, now=request.now)
    messages.success(request, _("It does not reach %(name)s, from now on.") % {"name": part.user.name})
    return True


def _may_reach(request: GatedRequest, concern: Concern, form: KithForm) -> bool:
    given = form.cleaned_data
    kept = next(one for one in queries.may_be_let_reach(concern, request.actor) if str(one.user_id) == given["who"])
    actions.may_reach(concern=concern, user=kept.user, why=given["why"], by=request.actor, now=request.now)
    said = _("It may reach %(name)s again. Nothing is shown to them yet.")
    messages.success(request, said % {"name": kept.user.name})
    return True


def _taken_away(request: GatedRequest, concern: Concern) -> bool:
    """Take it from a colleague it was shown to; never from whoever has it."""
    rows = queries.readers_of(concern, request.actor)
    reader = next((one for one in rows if str(one.id) == request.POST.get("which") and one.why == "shared"), None)
    if reader is not None and reader.name != concern.holder_label:
        actions.take_away(reader=reader, why=_("no longer needed"), by=request.actor, now=request.now)
        messages.success(request, _("%(name)s can read it no more.") % {"name": reader.name})
    return True


def _mine(request: GatedRequest, concern_id: UUID) -> Concern:
    found = queries.mine(concern_id, request.actor)
    if found is None:
        raise Http404
    return found


def _seen(concern: Concern) -> None:
    saw(Verb.CONCERN_SEEN, ("safeguarding.Concern", concern.id, "a concern"), controller=concern.controller_id)
