"""The register of sharing agreements, one of them, and signing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access import sessions
from kith.access.requests import GatedRequest
from kith.governance import actions, lifecycle
from kith.governance.actions import NotPossible
from kith.governance.forms.agreements import SignForm
from kith.governance.models import Party
from kith.governance.permissions import kept_by, may_sign
from kith.governance.queries import missing_to_sign
from kith.governance.queries.agreements import Shown, one_of
from kith.governance.queries.agreements import register as found
from kith.governance.queries.controllers import own_organisations
from kith.kit.pages import page


def register(request: GatedRequest) -> HttpResponse:
    """Who shares what with whom, for what, where and until when."""
    return page(request, "governance/register.html", _register(request))


def register_print(request: GatedRequest) -> HttpResponse:
    """The same on paper."""
    return page(request, "governance/register_print.html", {**_register(request), "back_url": reverse("agreements")})


def _register(request: GatedRequest) -> dict[str, object]:
    rows = found(request.actor, request.now)
    organisations = {party.controller for one in rows for party in one.parties}
    signs = {one.id for one in organisations if may_sign(request.actor, one)}
    to_sign = [one for one in rows if one.agreement.state == lifecycle.DRAFT and _unsigned(one, signs)]
    return {
        "in_force": [one for one in rows if one.agreement.state in (*lifecycle.CROSSES, lifecycle.SIGNED)],
        "drafts": [one for one in rows if one.agreement.state == lifecycle.DRAFT],
        "over": [one for one in rows if one.is_over],
        "to_sign": to_sign,
        "may_write": bool(kept_by(request.actor, own_organisations())),
    }


def _unsigned(one: Shown, organisations: set[UUID]) -> bool:
    return any(party.signed_at is None and party.controller_id in organisations for party in one.parties)


def the_one(request: GatedRequest, agreement_id: UUID) -> Shown:
    """The agreement of this page, or nothing there."""
    shown = one_of(agreement_id, request.actor, request.now)
    if shown is None:
        raise Http404
    return shown


def one(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: what it says, who signed, what happened, and what one may do about it."""
    shown = the_one(request, agreement_id)
    unsigned = [party for party in shown.parties if party.signed_at is None]
    mine = {party.controller_id for party in unsigned if may_sign(request.actor, party.controller)}
    missing = {
        party.controller.name: missing_to_sign(party.controller, shown.agreement)
        for party in unsigned
        if shown.agreement.state == lifecycle.DRAFT
    }
    context = {
        "shown": shown,
        "one": shown.agreement,
        "may_sign": mine,
        "may_keep": bool(kept_by(request.actor, [party.controller for party in shown.parties])),
        "missing": {name: said for name, said in missing.items() if said},
        "states": lifecycle,
    }
    return page(request, "governance/agreement.html", context)


def one_print(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement on paper, with its signatures."""
    shown = the_one(request, agreement_id)
    context = {"shown": shown, "one": shown.agreement, "back_url": reverse("agreement", args=[agreement_id])}
    return page(request, "governance/agreement_print.html", context)


def sign(request: GatedRequest, agreement_id: UUID, organisation_id: UUID) -> HttpResponse:
    """Sign for one organisation, having signed in just before."""
    shown = the_one(request, agreement_id)
    party = next((party for party in shown.parties if party.controller_id == organisation_id), None)
    if party is None or not may_sign(request.actor, party.controller):
        raise Http404
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _signed(request, form, shown, party):
        return redirect("agreement", agreement_id)
    is_fresh = request.now - sessions.signed_in_at(request.session) <= actions.SIGNED_IN_WITHIN
    context = {"shown": shown, "one": shown.agreement, "party": party, "form": form, "is_fresh": is_fresh}
    return page(request, "governance/agreement_sign.html", context)


def _signed(request: GatedRequest, form: SignForm, shown: Shown, party: Party) -> bool:
    """Whether it is signed now; why not stands on the form."""
    try:
        everybody = actions.sign(
            agreement=shown.agreement,
            organisation=party.controller,
            signed_in_at=sessions.signed_in_at(request.session),
            by=request.actor,
            now=request.now,
        )
    except NotPossible as why:
        form.add_error(None, str(why))
        return False
    done = _("Everybody has signed. It holds from its first day.") if everybody else _("Signed. Thank you.")
    messages.success(request, done)
    return True
