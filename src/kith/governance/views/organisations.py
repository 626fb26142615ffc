"""What each organisation says of itself: who looks after its data, on what basis, and how long it keeps it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.access.rules import PURPOSES
from kith.accounts.models import Organisation
from kith.governance import actions, keeping
from kith.governance import bases as words_of
from kith.governance.actions import NotPossible
from kith.governance.forms import controllers as forms
from kith.governance.permissions import kept_by, may_keep
from kith.governance.queries.agreements import agreements_of
from kith.governance.queries.controllers import (
    bases_of,
    could_be_named,
    kept_days,
    missing_of,
    own_organisations,
    stewardship_of,
    too_few_to_look,
)
from kith.kit.forms import KithForm
from kith.kit.pages import page


def every(request: GatedRequest) -> HttpResponse:
    """Every organisation that works here, with how much it has still to say."""
    organisations = own_organisations()
    mine = kept_by(request.actor, organisations)
    rows = [(one, stewardship_of(one), _missing(one, request), one.id in mine) for one in organisations]
    return page(request, "governance/organisations.html", {"rows": rows})


def _missing(organisation: Organisation, request: GatedRequest) -> list[str]:
    return [*missing_of(organisation), *too_few_to_look(organisation, request.now)]


def one(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation: who looks after its data, its bases, its times, its agreements, and what is missing."""
    organisation = the_one(organisation_id)
    chosen, days = bases_of(organisation.id), kept_days(organisation)
    context = {
        "organisation": organisation,
        "there": stewardship_of(organisation),
        "missing": _missing(organisation, request),
        "bases": [
            (words, words_of.said(chosen[key].article_6, chosen[key].article_9) if key in chosen else "")
            for key, words in PURPOSES.items()
        ],
        "kept": [(kind.said, keeping.in_words(days[key])) for key, kind in keeping.KINDS.items()],
        "agreements": agreements_of(organisation.id, request.now),
        "may_keep": may_keep(request.actor, organisation),
    }
    return page(request, "governance/organisation.html", context)


def the_one(organisation_id: UUID) -> Organisation:
    """The organisation of this page, or nothing there."""
    found = next((one for one in own_organisations() if one.id == organisation_id), None)
    if found is None:
        raise Http404
    return found


def _kept(request: GatedRequest, organisation_id: UUID) -> Organisation:
    organisation = the_one(organisation_id)
    if not may_keep(request.actor, organisation):
        raise Http404
    return organisation


def who(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """Write down who looks after it."""
    organisation = _kept(request, organisation_id)
    form = forms.WhoForm(
        request.POST or None,
        initial=forms.begin_who(stewardship_of(organisation)),
        users=could_be_named(organisation),
        organisations=[one for one in own_organisations() if one != organisation],
    )

    def act() -> None:
        actions.name_stewards(organisation=organisation, who=form.who(), by=request.actor, now=request.now)

    return _form(request, organisation, form, act, _("Who looks after it"))


def bases(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """Choose on what basis things are kept."""
    organisation = _kept(request, organisation_id)
    form = forms.BasesForm(request.POST or None, initial=forms.begin_bases(bases_of(organisation.id)))

    def act() -> None:
        for purpose, first, second in form.chosen():
            values = {"purpose": purpose, "article_6": first, "article_9": second}
            actions.choose_basis(organisation=organisation, **values, by=request.actor, now=request.now)

    return _form(request, organisation, form, act, _("On what basis?"))


def kept(request: GatedRequest, organisation_id: UUID) -> HttpResponse:
    """Choose how long things are kept."""
    organisation = _kept(request, organisation_id)
    form = forms.KeepingForm(request.POST or None, initial=kept_days(organisation))

    def act() -> None:
        for kind in keeping.KINDS:
            actions.keep_for(
                organisation=organisation, kind=kind, days=form.cleaned_data[kind], by=request.actor, now=request.now
            )

    return _form(request, organisation, form, act, _("How long is it kept?"))


def _form(
    request: GatedRequest, organisation: Organisation, form: KithForm, act: Callable[[], None], title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Kept."))
            return redirect("organisation", organisation.id)
    context = {"form": form, "title": title, "button": _("Keep it"), "caption": organisation.name}
    return page(request, "governance/form.html", {**context, "back_to": f"/organisations/{organisation.id}/"})
