"""Asking for help: one thing per page, nothing lost, and sent once however often the button is pressed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks import drafts, forms, queries, redflags
from kith.asks.drafts import Draft
from kith.asks.views import sending
from kith.kit.pages import page
from kith.places.queries import NoPlacesYet, locate


def ask_for_help(request: GatedRequest, place: str = "") -> HttpResponse:
    """The first page: what do you need? Whoever finds somebody else's words there can begin with an empty one."""
    if request.method == "POST" and "fresh" in request.POST:
        drafts.forget(request)
        return redirect("ask_for_help")
    return step(request, "need", place or request.GET.get("place", ""))


def step(request: GatedRequest, step: str, place: str = "") -> HttpResponse:
    """One page of the form: keep what was said, and go on; or send, when it is enough."""
    if step not in forms.STEPS:
        raise Http404
    draft = drafts.draft_of(request, request.now)
    draft.place = place or request.POST.get("place", "") or draft.place
    if request.method != "POST":
        if step != "need" and "need" not in draft.answers:
            return redirect("ask_for_help")
        return _show(request, step, _form(step, draft), draft)
    form = forms.STEPS[step](request.POST, answers=draft.answers)
    if not form.is_valid():
        return _show(request, step, form, draft)
    draft.answers[step] = form.cleaned_data
    drafts.keep(request, draft, request.now)
    if "enough" in request.POST:
        return _send(request, draft, step)
    return _onward(request, draft, step)


def check(request: GatedRequest) -> HttpResponse:
    """Read it through, change what you like, and send."""
    draft = drafts.draft_of(request, request.now)
    if "need" not in draft.answers:
        return redirect("ask_for_help")
    if "where" not in draft.answers:
        return redirect("ask_step", step="where")
    if request.method == "POST":
        return _send(request, draft, "")
    return _show_check(request, draft)


def _send(request: GatedRequest, draft: Draft, step: str) -> HttpResponse:
    """Send; where that cannot be, say so above the answers, which are all still there."""
    if "need" not in draft.answers or "where" not in draft.answers:
        return redirect("ask_step", step="need" if "need" not in draft.answers else "where")
    try:
        return sending.send(request, draft)
    except sending.NotNow as why:
        return _show_check(request, draft, str(why), status=429 if why.too_many else 503)


def _onward(request: GatedRequest, draft: Draft, step: str) -> HttpResponse:
    following = forms.after(step, draft.answers)
    if step == "where" and queries.helps_first(draft.place, draft.answers["where"], request.now):
        # Two things are enough here; the rest can still be added where the answers are read through.
        return redirect("ask_check")
    if not following or (request.POST.get("change") and following in draft.answers):
        return redirect("ask_check")
    return redirect("ask_step", step=following)


def _form(step: str, draft: Draft) -> forms.Step:
    initial: dict[str, Any] = dict(draft.answers.get(step, {}))
    return forms.STEPS[step](initial=initial or sending.likely(step, draft.answers), answers=draft.answers)


def _show(request: GatedRequest, step: str, form: forms.Step, draft: Draft) -> HttpResponse:
    pages = forms.order(draft.answers)
    context = _common(request, draft) | {
        "form": form,
        "step": step,
        "before": pages[pages.index(step) - 1] if step in pages[1:] else "",
        "enough": step in forms.ENOUGH,
        "change": request.GET.get("change") or request.POST.get("change") or "",
        "about_where": _about_where(request, step, draft),
    }
    return page(request, f"asks/{'need' if step == 'need' else 'step'}.html", context)


def _show_check(request: GatedRequest, draft: Draft, problem: str = "", status: int = 200) -> HttpResponse:
    lines = forms.read_through(draft.answers)
    front = queries.front(draft.place, request.now)
    instead = forms.too_late(draft.answers, front.place if front else None, request.now)
    context = _common(request, draft) | {"lines": lines, "problem": problem, "step": None, "instead": instead}
    return page(request, "asks/check.html", context, status)


def _common(request: GatedRequest, draft: Draft) -> dict[str, Any]:
    front = queries.front(draft.place, request.now)
    words = " ".join(str(value) for given in draft.answers.values() for value in given.values())
    return {
        "front": front,
        "place_name": front.place.name if front else "",
        "place_phone": front.phone if front else "",
        "place_slug": draft.place,
        "kept": draft.kept() if draft.answers else "",
        "flags": redflags.find(words)[:3],
    }


def _about_where(request: GatedRequest, step: str, draft: Draft) -> list[str]:
    """On the page after *where*: what did not fit, and who has it where nobody has signed up yet."""
    where = draft.answers.get("where")
    if step != "who" or not where:
        return []
    front = queries.front(draft.place, request.now)
    try:
        near = front.place if draft.place and front else None
        found = locate(where["postcode"], where["line"], where["village"], near)
    except NoPlacesYet:
        return []
    said = [found.problem] if found.problem else []
    if found.problem:
        said.append(_("You can go on all the same: we still take your ask."))
    empty = queries.empty_place_sentence(found.place, request.now)
    return [*said, empty] if empty else said
