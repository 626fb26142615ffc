"""For colleagues: the partners of a place, and what one of them said about an ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.actions import NotPossible
from kith.accounts.models import Team
from kith.accounts.roles import Permission
from kith.asks import kinds
from kith.asks.said_again import again
from kith.dispatch import actions
from kith.dispatch.forms import partners as forms
from kith.dispatch.queries import partner as found
from kith.dispatch.views.about_ask import one_form, the_ask
from kith.kit import phones, said
from kith.kit.pages import page
from kith.places.models import Place

WEEKDAYS = [1, 2, 3, 4, 5]


def partners(request: GatedRequest, slug: str) -> HttpResponse:
    """Every business, group and service that may be asked here, by name."""
    place = _place(request, slug, Permission.SEE_PARTNERS)
    rows = [(team, _does(team), _when(team)) for team in found.partners_of(place)]
    may = policy.may_at(request.actor, Permission.MANAGE_PARTNERS, place)
    return page(request, "dispatch/partners.html", {"place": place, "partners": rows, "may_add": may})


def partner_add(request: GatedRequest, slug: str) -> HttpResponse:
    """Add one."""
    place = _place(request, slug, Permission.MANAGE_PARTNERS)
    form = forms.EditPartner(request.POST or None)

    def act(partner: actions.Partner) -> str:
        team = actions.add_partner(place=place, partner=partner, by=request.actor, now=request.now)
        return _("%(name)s may be asked now, where the person allows it.") % {"name": team.name}

    return _edit(request, place, form, act, {"title": _("Add a partner"), "button": _("Add it")})


def partner_edit(request: GatedRequest, slug: str, team_id: UUID) -> HttpResponse:
    """Change one, or end it."""
    place = _place(request, slug, Permission.MANAGE_PARTNERS)
    team = next((one for one in found.partners_of(place) if one.id == team_id), None)
    if team is None or not policy.may_at(request.actor, Permission.MANAGE_PARTNERS, team.place):
        raise Http404
    ends = request.POST.get("do") == "end"
    form = forms.EditPartner(None if ends else request.POST or None, initial=forms.begin(team))

    def act(partner: actions.Partner | None) -> str:
        if partner is None:
            actions.end_partner(team=team, by=request.actor, now=request.now)
            return _("%(name)s is not asked any more. What it did stays in the history.") % {"name": team.name}
        actions.change_partner(team=team, partner=partner, by=request.actor, now=request.now)
        return _("Kept. What they have now stays with them.")

    words = {"title": team.name, "button": _("Keep it"), "team": team}
    return _edit(request, place, form, act, words, ends=ends)


def _edit(
    request: GatedRequest,
    place: Place,
    form: forms.EditPartner,
    act: Any,
    words: Mapping[str, object],
    ends: bool = False,
) -> HttpResponse:
    if ends or (request.method == "POST" and form.is_valid()):
        try:
            messages.success(request, act(None if ends else form.partner()))
        except NotPossible as why:
            if ends:
                messages.warning(request, again(str(why)))
                return redirect(request.path)
            form.add_error(None, again(str(why)))
        else:
            return redirect("partners", place.slug)
    return page(request, "dispatch/partner_edit.html", {"place": place, "form": form, **words})


def they_said(request: GatedRequest, slug: str) -> HttpResponse:
    """A partner was rung, or rang: what it said, keyed. The same race as the link."""
    ask = the_ask(request, slug, Permission.KEY_ANSWERS)
    teams = found.keyable(ask, request.actor)
    choices = [(str(team.id), team.name, phones.said(team.phone) if team.phone else team.email) for team in teams]
    form = forms.TheySaid(request.POST or None, choices=choices, initial={"partner": request.GET.get("partner", "")})

    def act(given: Mapping[str, Any]) -> str:
        team = next(one for one in teams if str(one.id) == given["partner"])
        actions.rang(ask=ask, team=team, answer=given["answer"], by=request.actor, now=request.now)
        if given["answer"] == "no":
            return _("Written down: not this time. Thank %(name)s.") % {"name": team.name}
        return _("%(name)s has it. Tell them whom it is for; the person is being told.") % {"name": team.name}

    words = {"title": _("What did the partner say?"), "button": _("Write it down")}
    return one_form(request, ask, form, act, words, "dispatch/partner_said.html", teams=teams)


def in_touch(request: GatedRequest, slug: str) -> HttpResponse:
    """Has the partner been in touch? The person says so, and a colleague keys it."""
    ask = the_ask(request, slug, Permission.KEY_ANSWERS)

    def act(given: Mapping[str, Any]) -> str:
        if given["reached"] == "yes":
            actions.person_was_reached(ask=ask, by=request.actor, now=request.now, how=given["how"])
            return _("Written down: they have been in touch.")
        actions.person_was_not_reached(ask=ask, by=request.actor, now=request.now, how=given["how"])
        return _("Somebody else is looked for. The person is being told.")

    title = _("Has %(name)s been in touch?") % {"name": ask.taker or _("anybody")}
    return one_form(
        request, ask, forms.InTouch(request.POST or None), act, {"title": title, "button": _("Write it down")}
    )


def partners_may(request: GatedRequest, slug: str) -> HttpResponse:
    """The person said whether partners may be asked."""
    ask = the_ask(request, slug, Permission.KEY_ANSWERS)

    def act(given: Mapping[str, Any]) -> str:
        actions.person_says_partners_may(ask=ask, may=given["may"], by=request.actor, now=request.now)
        return _("Written down, and it holds from now on.")

    form = forms.PartnersMayForm(request.POST or None, initial={"may": ask.partners_may})
    words = {"title": _("May partners be asked?"), "button": _("Write it down")}
    return one_form(request, ask, form, act, words)


def _place(request: GatedRequest, slug: str, permission: Permission) -> Place:
    place = Place.objects.visible_to(request.actor).defer("boundary").filter(slug=slug).first()
    if place is None or not policy.may_at(request.actor, permission, place):
        raise Http404
    return place


def _does(team: Team) -> str:
    if not team.takes_kinds:
        return _("anything that needs no check")
    return ", ".join(str(kinds.KINDS[kind].name) for kind in team.takes_kinds if kind in kinds.KINDS)


def _when(team: Team) -> str:
    days = [str(words) for number, words in forms.DAYS if int(number) in team.open_days]
    which = _("Monday to Friday") if team.open_days == WEEKDAYS else ", ".join(days) or _("every day")
    if not (team.opens and team.closes):
        return which
    hours = _("from %(start)s to %(end)s") % {"start": said.clock(team.opens), "end": said.clock(team.closes)}
    return f"{which}, {hours}"
