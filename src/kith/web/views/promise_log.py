"""What we said and what we did, for a place as a whole; and a second line under how a promise ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access import policy
from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks.said_again import again
from kith.dispatch.queries.beside import answers_for, place_for
from kith.kit.pages import page
from kith.places.models import Place
from kith.promises import actions as promises
from kith.promises import lifecycle
from kith.promises.models import Kind
from kith.trail.verbs import Verb
from kith.web.forms import PutRight
from kith.web.queries import promise_log

WORDS = {
    lifecycle.OPEN: gettext_lazy("open"),
    lifecycle.KEPT: gettext_lazy("kept"),
    lifecycle.LATE: gettext_lazy("kept, late"),
    lifecycle.BROKEN: gettext_lazy("not kept"),
    lifecycle.LET_GO: gettext_lazy("no longer wanted"),
}
DAYS = {
    1: gettext_lazy("since yesterday"),
    7: gettext_lazy("this week"),
    28: gettext_lazy("four weeks"),
    120: gettext_lazy("a season"),
}


def log(request: GatedRequest, slug: str) -> HttpResponse:
    """The log of a place: numbers for the team as a whole, and each promise in the order in which it was made."""
    place = _place(request, slug)
    asked = promise_log.asked_for(request.GET.dict())
    _looked(request, place)
    rows = promise_log.of_place(place, request.actor, asked, request.now)
    lines, more = promise_log.lines(rows, asked, request.actor)
    context = {
        "place": place,
        "asked": asked,
        "lines": lines,
        "more": more,
        "by_kind": promise_log.by_kind(rows, place),
        "may_be_counted": promise_log.may_be_counted(place),
        "by_place": promise_log.by_place(rows, place),
        "words": WORDS,
        "days": DAYS,
        "kinds": Kind.choices,
        "may_put_right": policy.may_at(request.actor, Permission.MOVE_DATES, place),
    }
    return page(request, "web/promise_log.html", context)


def _looked(request: GatedRequest, place: Place) -> None:
    whose = answers_for(request.actor, place)
    saw(Verb.PROMISES_SEEN, ("place", place.id, place.name), place=(place.id, place.name), controller=whose)


def put_right(request: GatedRequest, slug: str, promise_id: UUID) -> HttpResponse:
    """Add a second line. The first stays."""
    place = _place(request, slug)
    promise = promise_log.ended_one(promise_id, place, request.actor)
    if promise is None:
        raise Http404
    form = PutRight(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            promises.correct(promise=promise, **form.cleaned_data, by=request.actor, now=request.now)
        except (promises.NothingToCorrect, promises.NeedsReason) as why:
            form.add_error("says", again(str(why)))
        else:
            messages.success(request, _("The second line stands under the first."))
            return redirect("promise_log", slug)
    context = {"place": place, "promise": promise, "form": form, "words": WORDS}
    return page(request, "web/put_right.html", context)


def _place(request: GatedRequest, slug: str) -> Place:
    place = place_for(slug, request.actor)
    if place is None:
        raise Http404
    return place
