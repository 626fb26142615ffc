"""Writing an agreement, changing its draft, looking at it again, ending it, and writing the one that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.access.requests import GatedRequest
from kith.accounts.models import Organisation
from kith.governance import actions, lifecycle
from kith.governance.actions import NotPossible
from kith.governance.forms import agreements as forms
from kith.governance.models import Agreement
from kith.governance.permissions import kept_by
from kith.governance.queries.agreements import Shown, places_to_choose
from kith.governance.queries.controllers import own_organisations
from kith.governance.views.agreements import the_one
from kith.kit.forms import KithForm
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page


def new(request: GatedRequest) -> HttpResponse:
    """Begin a draft."""
    form = _draft_form(request)

    def act() -> str:
        mine = kept_by(request.actor, form.cleaned_data["organisations"])
        first = next((one for one in form.cleaned_data["organisations"] if one.id in mine), None)
        if first is None:
            raise NotPossible(_("Choose at least one organisation whose data you look after."))
        made = actions.draft(by_organisation=first, written=form.draft(), by=request.actor, now=request.now)
        return _go_on(request, made, _("The draft is there. Now say what each of them gives and gets."))

    words = {"title": _("A new agreement"), "button": _("Write the draft")}
    return _form(request, form, act, words, reverse("agreements"))


def change(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """Change a draft."""
    shown = _kept(request, agreement_id)
    form = _draft_form(request, initial=forms.begin(shown.agreement, shown.parties))

    def act() -> str:
        written = form.draft(shown.parties)
        actions.change_draft(agreement=shown.agreement, written=written, by=request.actor, now=request.now)
        return _go_on(request, shown.agreement, _("Changed. Whoever had signed signs again."))

    words = {"title": _("Change the draft"), "button": _("Keep it")}
    return _form(request, form, act, words, _address(shown.agreement))


def party(request: GatedRequest, agreement_id: UUID, party_id: UUID) -> HttpResponse:
    """What one organisation gives and gets in a draft."""
    shown = _kept(request, agreement_id)
    mine = next((one for one in shown.parties if one.id == party_id), None)
    if mine is None:
        raise Http404
    form = forms.PartyForm(request.POST or None, initial=forms.begin_party(mine))

    def act() -> str:
        same = forms.as_draft(shown)
        terms = [form.terms(one.organisation) if one.organisation == mine.controller else one for one in same.terms]
        written = forms.with_terms(same, terms)
        actions.change_draft(agreement=shown.agreement, written=written, by=request.actor, now=request.now)
        return _go_on(request, shown.agreement, _("Kept. Whoever had signed signs again."))

    title = _("What %(name)s gives and gets") % {"name": mine.controller.name}
    return _form(request, form, act, {"title": title, "button": _("Keep it")}, _address(shown.agreement))


def end(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement for one organisation, or let go of a draft."""
    shown = _kept(request, agreement_id)
    organisations = _mine(request, shown)
    in_force = shown.agreement.state == lifecycle.LIVE
    form = forms.EndForm(request.POST or None, organisations=organisations)

    def act() -> str:
        why, one = form.cleaned_data["why"], shown.agreement
        if not in_force:
            actions.drop(agreement=one, why=why, by=request.actor, now=request.now)
            return _go_on(request, one, _("Dropped. Nothing crosses by it."))
        actions.withdraw(agreement=one, organisation=form.chosen, why=why, by=request.actor, now=request.now)
        return _go_on(request, one, _("Nothing new crosses from now on. What is open runs off for 14 days."))

    return _form(request, form, act, _END if in_force else _DROP, _address(shown.agreement))


_END = {
    "title": gettext_lazy("End this agreement"),
    "button": gettext_lazy("End it now"),
    "before": gettext_lazy(
        "At once, nothing new crosses. Whoever has something open of the other side goes on with it for up to 14 days "
        "and is told each day; then it goes home. Nobody's help is cut."
    ),
}
_DROP = {"title": gettext_lazy("Drop this agreement"), "button": gettext_lazy("Drop it")}


def look_again(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """Write down what looking again found."""
    shown = _kept(request, agreement_id)
    form = forms.LookAgainForm(request.POST or None, now=request.now)

    def act() -> str:
        given = form.cleaned_data
        values = {"agreement": shown.agreement, "found": given["found"], "next_by": given["next_by"]}
        actions.look_again(**values, by=request.actor, now=request.now)
        return _go_on(request, shown.agreement, _("Written down."))

    words = {"title": _("Look again"), "button": _("Write it down")}
    return _form(request, form, act, words, _address(shown.agreement))


def follow(request: GatedRequest, agreement_id: UUID) -> HttpResponse:
    """Write the draft of the agreement that follows this one: the same terms, as long again."""
    shown = _kept(request, agreement_id)
    if request.method != "POST":
        return redirect("agreement", agreement_id)
    try:
        first = _mine(request, shown)[0]
        written = forms.following(shown, request.now)
        made = actions.draft(
            by_organisation=first, written=written, follows=shown.agreement, by=request.actor, now=request.now
        )
    except NotPossible as why:
        messages.warning(request, str(why))
        return redirect("agreement", agreement_id)
    messages.success(request, _("The draft of the next one is there. Look whether all of it is still right."))
    return redirect("agreement", made.id)


def _draft_form(request: GatedRequest, initial: dict[str, Any] | None = None) -> forms.DraftForm:
    return forms.DraftForm(
        request.POST or None,
        initial=initial,
        now=request.now,
        organisations=own_organisations(),
        places=places_to_choose(),
    )


def _kept(request: GatedRequest, agreement_id: UUID) -> Shown:
    """The agreement, for whoever keeps the page of one of its organisations. For anybody else it is not there."""
    shown = the_one(request, agreement_id)
    if not _mine(request, shown):
        raise Http404
    return shown


def _mine(request: GatedRequest, shown: Shown) -> list[Organisation]:
    organisations = [party.controller for party in shown.parties]
    mine = kept_by(request.actor, organisations)
    return [one for one in organisations if one.id in mine]


def _address(agreement: Agreement) -> str:
    return reverse("agreement", args=[agreement.id])


def _go_on(request: GatedRequest, agreement: Agreement, said: str) -> str:
    messages.success(request, said)
    return _address(agreement)


def _form(
    request: GatedRequest, form: KithForm, act: Callable[[], str], words: Mapping[str, object], back: str
) -> HttpResponse:
    """One form on a page. What was typed stays when something is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except (NotPossible, WrongMove) as why:
            form.add_error(None, str(why))
    return page(request, "governance/form.html", {"form": form, "back_to": back, **words})
