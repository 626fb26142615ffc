"""What every page leads to: the dull page behind "Leave this page", and the form of "I'm worried about somebody"."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import sessions, tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.accounts.models import User
from kith.asks import drafts, queries
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.languages import current
from kith.kit.pages import page
from kith.safeguarding.actions import NobodyToRead
from kith.safeguarding.carried import opened
from kith.safeguarding.forms.keyed import Keyed
from kith.safeguarding.forms.worried import Worried
from kith.safeguarding.models import Lane
from kith.safeguarding.said import Said
from kith.web.actions import keep_worry

# Every concern is taken in; after so many from one connection in an hour a person answers, and not a machine.
ANSWERED_BY_ITSELF, WITHIN = 5, timedelta(hours=1)


def leave(request: HttpRequest) -> HttpResponse:
    """A page that says nothing of where its reader came from. Words not yet sent and opened asks are forgotten here."""
    drafts.forget(request)
    sessions.forget(request.session)
    return page(request, "kit/leave.html")


def worried(request: GatedRequest) -> HttpResponse:
    """The form: danger first, then the words, then send; everything else may be left. For colleagues also as keyed."""
    sort = Keyed if request.user.is_authenticated else Worried
    begins = {"key": secrets.token_urlsafe(12), "of": request.GET.get("of", "")[:300]}
    form = sort(request.POST or None, initial=begins)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form)
            return redirect("worried_sent")
        except NobodyToRead:
            problem = _("There is nobody here yet who could read it, so it was not sent. Please ring.")
    context = {"form": form, "problem": problem, "keyed": sort is Keyed, **_whose()}
    return page(request, "web/worried.html", context)


def thank_you(request: GatedRequest) -> HttpResponse:
    """The same words for everybody, so that nothing of what was said stays in the browser."""
    return page(request, "web/worried_sent.html", {"staff": request.user.is_authenticated, **_whose()})


def _whose() -> dict[str, Any]:
    front = queries.front("", clock.now())
    return {"place_name": front.place.name, "place_phone": front.phone} if front else {}


def _keep(request: GatedRequest, form: Worried) -> None:
    """Keep it once, however often the button is pressed."""
    said, by = _said(request, form)
    carried = opened(form.cleaned_data["of"])
    address = tries.fingerprint("worried", tries.address_of(request))
    if tries.lately(address, WITHIN, request.now) >= ANSWERED_BY_ITSELF:
        said = replace(said, by_a_person_only=True)
    try:
        with transaction.atomic():
            keep_worry(said=said, carried=carried, by=by, now=request.now)
    except IntegrityError:
        # The other press of the same button was quicker: it is kept now.
        keep_worry(said=said, carried=carried, by=by, now=request.now)
    note_try(keys=[address], what="a worry from a public page", by=request.actor, now=request.now)


def _said(request: GatedRequest, form: Worried) -> tuple[Said, Actor]:
    """What was said, and by whom: a colleague's own worry, one they wrote down for somebody, or the public's."""
    language = current()
    if not isinstance(form, Keyed) or not isinstance(request.user, User):
        lane = Lane.LINK if form.cleaned_data["of"] else Lane.WEB
        return form.said(lane, language), request.actor
    colleague = Actor.user(request.user)
    if form.is_mine:
        return form.said(Lane.COLLEAGUE, language), colleague
    said = form.said(form.cleaned_data["who"], language)
    name = form.cleaned_data["name"] or _("somebody who did not say")
    by = Actor("public", None, name).keyed_through(colleague.label)
    return replace(said, said_at=form.said_at(request.now)), by
