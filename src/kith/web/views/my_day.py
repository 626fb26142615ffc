"""Handing over a day: one's own, or that of a colleague who rang in. And the page of whoever is asked to have it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.actions import NotPossible
from kith.accounts.models import Membership
from kith.accounts.roles import Permission
from kith.asks.said_again import again
from kith.kit.actor import Actor
from kith.kit.pages import page
from kith.promises import actions as promises
from kith.promises.models import HandOver
from kith.web import forms
from kith.web.queries import my_day


def hand_over(request: GatedRequest) -> HttpResponse:
    """Hand over my day."""
    parts = my_day.parts_of(request.actor)
    return _day(request, parts, own=True)


def hand_over_for(request: GatedRequest, membership_id: UUID) -> HttpResponse:
    """The same, keyed for a colleague who rang in."""
    whose = my_day.member(membership_id, request.actor)
    if whose is None:
        raise Http404
    return _day(request, my_day.parts_of(Actor.user(whose.user)), own=False)


def _day(request: GatedRequest, parts: list[Membership], own: bool) -> HttpResponse:
    if not parts:
        raise Http404
    giver = parts[0]
    if request.method == "POST" and request.POST.get("do") in ("back", "take-back"):
        return _undo(request, giver)
    until = my_day.end_of_day(request.now)
    could = my_day.could_have_it(giver, request.now)
    people = [(str(one.id), f"{one.user.name}, {one.team.name}") for one in could]
    chosen = {"colleague": forms.NOBODY}
    form = forms.HandOverDay(request.POST or None, now=request.now, people=people, initial=chosen)
    if request.method == "POST" and form.is_valid():
        said = _keyed(request, form, parts, could)
        if said:
            messages.success(request, said)
            return redirect(request.path)
    context = {
        "own": own,
        "giver": giver,
        "due": my_day.due_today(parts, request.actor, until, request.now),
        "instead": my_day.on_duty_instead(giver, request.now),
        "form": form,
        "asked": my_day.asked_lately(giver.user, request.actor, request.now),
        "of_me": my_day.asked_of(request.actor) if own else [],
        "away": next((one for one in parts if one.away_until and one.away_until > request.now), None),
        "others": my_day.colleagues_below(request.actor, request.now) if own and _leads(request) else [],
    }
    return page(request, "web/hand_over.html", context)


def _leads(request: GatedRequest) -> bool:
    return policy.holds(request.actor, Permission.MANAGE_TEAM)


def _keyed(request: GatedRequest, form: forms.HandOverDay, parts: list[Membership], could: list[Membership]) -> str:
    """Do what was chosen. Empty, with a word beside the field, where it cannot be."""
    given, giver = form.cleaned_data, parts[0]
    asked = next((one for one in could if str(one.id) == given["colleague"]), None)
    until = given["until"] or my_day.end_of_day(request.now)
    said: dict[str, Any] = {"user": giver.user, "until": until, "asked": asked, "by": request.actor, "now": request.now}
    try:
        if given["why"] == forms.ASK:
            return _asked(request, parts, asked)
        if given["why"] == forms.SICK:
            done = promises.off_sick(**said)
        else:
            done = promises.away(since=given["since"] or request.now, **said)
    except NotPossible as why:
        form.add_error("until", again(str(why)))
        return ""
    return _covered_words(giver, done, asked)


def _asked(request: GatedRequest, parts: list[Membership], asked: Membership | None) -> str:
    due = my_day.due_today(parts, request.actor, my_day.end_of_day(request.now), request.now)
    rows = [promise for one in due for promise in one.promises]
    if asked is None or not rows:
        return _("Nothing of yours is due today, so there is nothing to hand over.")
    offer = promises.ask_to_have(
        giver=parts[0], asked=asked, promises=rows, why=HandOver.Why.OTHER, by=request.actor, now=request.now
    )
    names = {"name": offer.asked.user.name}
    return _("%(name)s was asked. It stays yours until they say yes.") % names


def _covered_words(giver: Membership, done: promises.Covered, asked: Membership | None) -> str:
    parts = [_("%(name)s is noted as away.") % {"name": giver.user.name}]
    if done.moved:
        holders = {one.holder.user.name for one in done.moved if one.holder is not None}
        words = ngettext("%(n)s thing is with %(who)s now.", "%(n)s things are with %(who)s now.", len(done.moved))
        parts.append(words % {"n": len(done.moved), "who": ", ".join(sorted(holders))})
    if done.asked and asked is not None:
        parts.append(_("%(name)s was asked to have them.") % {"name": asked.user.name})
    return " ".join(parts)


def _undo(request: GatedRequest, giver: Membership) -> HttpResponse:
    if request.POST["do"] == "back":
        promises.back(user=giver.user, by=request.actor, now=request.now)
        messages.success(request, _("Noted as here again. What others have by now stays with them."))
    else:
        rows = my_day.asked_lately(giver.user, request.actor, request.now)
        offer = next((one for one in rows if str(one.id) == request.POST.get("which")), None)
        try:
            if offer is not None:
                promises.take_back(hand_over=offer, by=request.actor, now=request.now)
                messages.success(request, _("Taken back. It stays where it is."))
        except promises.AnswerIsOver as why:
            messages.info(request, again(str(why)))
    return redirect(request.path)


def asked_by_link(request: GatedRequest, token: str) -> HttpResponse:
    """The page of whoever is asked, by the link of their message. Opening it changes nothing."""
    return _asked_page(request, request.link.subject_id)


def asked(request: GatedRequest, hand_over_id: UUID) -> HttpResponse:
    """The same page for somebody who is signed in."""
    return _asked_page(request, hand_over_id)


def _asked_page(request: GatedRequest, hand_over_id: UUID | None) -> HttpResponse:
    offer = my_day.offer_of(hand_over_id, request.actor)
    if offer is None:
        raise Http404
    if request.method == "POST":
        _answer(request, offer)
        return redirect(request.path)
    due = my_day.due_in(offer, request.actor, request.now)
    return page(request, "web/asked_to_have.html", {"offer": offer, "due": due, "here": request.path})


def _answer(request: GatedRequest, offer: HandOver) -> None:
    try:
        if request.POST.get("do") == "yes":
            promises.say_yes(hand_over=offer, by=request.actor, now=request.now, how="page")
        else:
            promises.say_not_this_time(hand_over=offer, by=request.actor, now=request.now, how="page")
    except promises.AnswerIsOver as why:
        messages.info(request, again(str(why)))
