"""The paper lane of Today: the ticked sheet is keyed in, one line at a time, by the same rules as everything else."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.asks.said_again import again
from kith.dispatch import actions
from kith.dispatch.forms import sheet as forms
from kith.dispatch.queries import asks as queries
from kith.dispatch.queries import beside, picking
from kith.dispatch.queries import today as found
from kith.dispatch.views.about_ask import REFUSED
from kith.kit.actor import Actor
from kith.kit.pages import page
from kith.promises.queries import open_telling


def sheet(request: GatedRequest, slug: str) -> HttpResponse:
    """Lines that could not be done stay with what was typed; the others are done and gone."""
    place = beside.place_for(slug, request.actor)
    if place is None:
        raise Http404
    rows = forms.sheet_rows(request.POST, [] if request.POST else _references(place, request))
    if request.method == "POST":
        done = [row for row in rows if row.is_valid() and _did(request, row)]
        left = [row for row in rows if row.errors]
        if done:
            words = ngettext("%(n)s line is keyed in.", "%(n)s lines are keyed in.", len(done))
            messages.success(request, words % {"n": len(done)})
        if not left:
            return redirect("today", slug)
        rows = left
    return page(request, "dispatch/sheet.html", {"place": place, "rows": rows})


def _references(place: object, request: GatedRequest) -> list[str]:
    """In the order of the printed sheet."""
    shown = found.today(place, request.actor, request.now, shown=forms.ROWS)  # type: ignore[arg-type]
    return [row.ask.reference for group in shown.groups if group.key != "done" for row in group.rows]


def _did(request: GatedRequest, row: forms.SheetRow) -> bool:
    """Do one line. What is refused is said beside it."""
    given = row.cleaned_data
    if not given["what"]:
        return False
    ask = queries.by_slug(slug_of(given["reference"]), request.actor, Permission.KEY_ANSWERS)
    if ask is None:
        row.add_error("reference", _("There is no open ask with this word and number here"))
        return False
    try:
        return _done(request, row, ask)
    except REFUSED as why:
        row.add_error("what", again(str(why)))
        return False


def _done(request: GatedRequest, row: forms.SheetRow, ask: Ask) -> bool:
    what, words, by, now = row.cleaned_data["what"], row.cleaned_data["words"], request.actor, request.now
    if what == forms.YES:
        return _yes(request, row, ask)
    if what in forms.TOLD:
        return _told(request, row, ask, what)
    if what == forms.HOLD:
        actions.hold_for_me(ask=ask, by=by, now=now)
    elif what == forms.FURTHER:
        actions.ask_further_away(ask=ask, by=by, now=now)
    elif what == forms.NOBODY:
        asks.nobody_answered(ask=ask, by=by, now=now, words=words)
    else:
        return _ended(row, ask, what, request)
    return True


def _yes(request: GatedRequest, row: forms.SheetRow, ask: Ask) -> bool:
    found_ = picking.called(row.cleaned_data["who"], request.actor)
    if len(found_) != 1:
        some = _("More than one volunteer has this name: write it whole")
        row.add_error("who", some if found_ else _("We know no volunteer of this name here"))
        return False
    actions.said_yes(ask=ask, volunteer=found_[0], by=request.actor, now=request.now)
    return True


def _told(request: GatedRequest, row: forms.SheetRow, ask: Ask, how: str) -> bool:
    telling = open_telling(ask.promise)
    if telling is None:
        row.add_error("what", _("There is no news they have not heard"))
        return False
    words = row.cleaned_data["words"]
    asks.told_by_us(telling=telling, ask=ask, how=how, note=words, by=request.actor, now=request.now)
    return True


def _ended(row: forms.SheetRow, ask: Ask, what: str, request: GatedRequest) -> bool:
    offer, words, now = queries.taking(ask), row.cleaned_data["words"], request.now
    if offer is None:
        row.add_error("what", _("Nobody has this ask, so there is nothing to end or hand back. Open it to end it."))
        return False
    by = Actor.volunteer(offer.volunteer).keyed_through(request.actor.label)
    if what == forms.DONE:
        actions.finish(offer=offer, by=by, now=now, how=words)
    elif what == forms.NOT_DONE:
        actions.not_done(offer=offer, why=words, by=by, now=now)
    else:
        actions.hand_back(offer=offer, by=by, now=now, why=words)
    return True
