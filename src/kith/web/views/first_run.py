"""The first page of an empty instance, in three short steps. Once anything is there, the page is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth import login
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.access.requests import GatedRequest
from kith.accounts import actions as accounts
from kith.accounts import queries
from kith.accounts.actions import NotPossible
from kith.kit.actor import Actor
from kith.kit.pages import page
from kith.places.actions import CannotPlace
from kith.web.actions import Beginning, begin_instance
from kith.web.forms import FirstPlace, FirstStreets, FirstTeam

STEPS: dict[str, type[Form]] = {"place": FirstPlace, "team": FirstTeam, "streets": FirstStreets}
ORDER = list(STEPS)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_KEPT = "first_run"


def first_run(request: GatedRequest, step: str = "place") -> HttpResponse:
    """One step: what was typed is kept in the session until the last one makes it true."""
    if step not in STEPS or not queries.is_empty():
        raise Http404
    kept = request.session.get(_KEPT, {})
    if any(before not in kept for before in ORDER[: ORDER.index(step)]):
        return redirect("first_run")
    form = STEPS[step](request.POST or None, initial=kept.get(step))
    if request.method == "POST" and form.is_valid():
        kept = {**kept, step: form.cleaned_data}
        request.session[_KEPT] = kept
        if step != ORDER[-1]:
            return redirect("first_run_step", step=ORDER[ORDER.index(step) + 1])
        return _begin(request, form, kept)
    return _page(request, step, form)


def _begin(request: GatedRequest, form: Form, kept: dict[str, dict[str, Any]]) -> HttpResponse:
    """Make it all in one go, and sign in whoever did it; what cannot be is said beside the last step."""
    given = {**kept["place"], **kept["team"]}
    given.pop("word")
    streets = tuple(dict.fromkeys(line.strip() for line in kept["streets"]["streets"].splitlines() if line.strip()))
    try:
        user = begin_instance(
            beginning=replace(Beginning(**given), streets=streets), by=Actor.system("first page"), now=request.now
        )
    except (NotPossible, CannotPlace) as why:
        form.add_error(None, str(why))
        return _page(request, ORDER[-1], form)
    login(request, user, backend=BACKEND)
    request.session.pop(_KEPT, None)
    accounts.note_sign_in(user=user, how="first page", by=Actor.user(user), now=request.now)
    return redirect("/")


def _page(request: GatedRequest, step: str, form: Form) -> HttpResponse:
    number = ORDER.index(step) + 1
    context = {"form": form, "step": step, "number": number, "last": step == ORDER[-1]}
    return page(request, f"web/first_{step}.html", context)
