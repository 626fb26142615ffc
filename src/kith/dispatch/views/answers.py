"""What volunteers and people said, keyed by a colleague who heard it: on the phone, at the door, from paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.forms import sorting as forms
from kith.dispatch.models import Offer
from kith.dispatch.queries import picking
from kith.dispatch.queries.asks import taken_by_partner, taking
from kith.dispatch.views.about_ask import one_form, only_pressed, pressed, the_ask
from kith.kit.actor import Actor
from kith.trail.verbs import Verb

KEY = Permission.KEY_ANSWERS


def said_yes(request: GatedRequest, slug: str) -> HttpResponse:
    """Who said yes. The same checks and the same race as the link; the trail says who keyed it."""
    ask = the_ask(request, slug, KEY)
    called = request.GET.get("called", "")[:80]
    picks = picking.pickable(ask, request.actor, request.now, called)
    _found_by_name(ask, picks if called.strip() else [])
    volunteer = picking.one_of(ask, request.POST.get("volunteer", ""), request.actor)
    if volunteer is not None and volunteer.id not in {pick.id for pick in picks}:
        picks = [*picks, picking.Pick(volunteer.id, volunteer.name, "")]

    def act(given: Mapping[str, Any]) -> str:
        if volunteer is None:
            raise Http404
        actions.said_yes(ask=ask, volunteer=volunteer, by=request.actor, now=request.now, coming=given["coming"])
        return _("%(name)s has it. The person is being told.") % {"name": volunteer.name}

    choices = [(str(pick.id), pick.name, pick.why) for pick in picks]
    only = {"volunteer": choices[0][0]} if len(choices) == 1 else {}
    form = forms.SaidYes(request.POST or None, choices=choices, now=request.now, initial=only)
    words = {"title": _("Find somebody"), "button": _("Write it down")}
    return one_form(request, ask, form, act, words, "dispatch/said_yes.html", called=called, picks=picks)


def _found_by_name(ask: Ask, named: list[picking.Pick]) -> None:
    """Whom a name led to is written down; what was typed is not."""
    for one in named:
        saw(Verb.PERSON_FOUND, ("volunteer", one.id, one.name), place=(ask.place_id, ""), controller=ask.controller_id)


def not_this_time(request: GatedRequest, slug: str) -> HttpResponse:
    """A no, keyed for whoever said it. No reason is asked."""
    only_pressed(request)
    ask = the_ask(request, slug, KEY)
    offer = _offer(request, ask)

    def act() -> None:
        by = Actor.volunteer(offer.volunteer).keyed_through(request.actor.label)
        actions.not_this_time(offer=offer, by=by, now=request.now, how="keyed")

    return pressed(
        request, slug, act, _("Written down: not this time. Thank %(name)s.") % {"name": offer.volunteer.name}
    )


def _offer(request: GatedRequest, ask: Ask) -> Offer:
    live = Offer.objects.visible_to(request.actor, KEY).filter(ask=ask).select_related("volunteer__person")
    offer = next((one for one in live if str(one.id) == request.POST.get("offer", "")), None)
    if offer is None:
        raise Http404
    return offer


def what_happened(request: GatedRequest, slug: str) -> HttpResponse:
    """How it went: done, not done because, nobody answered, handed back; and what they also asked for."""
    ask = the_ask(request, slug, KEY)

    def act(given: Mapping[str, Any]) -> str:
        said = _happened(ask, given, request)
        if given["also"].strip():
            kind = kinds.guess(given["also"])[0][0]
            new = asks.also_asked(ask=ask, words=given["also"], kind=kind, by=request.actor, now=request.now)
            said = f"{said} {_('A new ask was opened: %(ref)s.') % {'ref': new.reference}}"
        return said

    form = forms.WhatHappened(request.POST or None, initial={"what": request.GET.get("what", "")})
    return one_form(request, ask, form, act, {"title": _("What happened?"), "button": _("Write it down")})


def _happened(ask: Ask, given: Mapping[str, Any], request: GatedRequest) -> str:
    """With a volunteer it is their word, keyed; without one it is the colleague's own."""
    offer, what, words, now = taking(ask), given["what"], given["words"], request.now
    by = Actor.volunteer(offer.volunteer).keyed_through(request.actor.label) if offer else request.actor
    if what == forms.NOBODY:
        check = asks.nobody_answered(ask=ask, by=by, now=now, words=words)
        return _("A check that they are all right is open: %(ref)s. Ring now.") % {"ref": check.reference}
    card = taken_by_partner(ask) if offer is None else None
    if card is not None and what in (forms.HANDED_BACK, forms.DONE):
        by = Actor.partner(card.team).keyed_through(request.actor.label)
        if what == forms.DONE:
            actions.partner_finishes(card=card, by=by, now=now, how=words)
            return _("Written down: it is done. The person is being told.")
        actions.partner_hands_back(card=card, by=by, now=now, why=words)
        return _("Somebody else is looked for. The person is being told.")
    if what == forms.ALREADY:
        actions.already_done(ask=ask, by=request.actor, now=now, how=words)
        return _("Written down. Whoever had it is thanked.")
    if what == forms.HANDED_BACK:
        if offer is None:
            raise Http404
        actions.hand_back(offer=offer, by=by, now=now, why=words)
        return _("Somebody else is looked for. The person is being told.")
    if offer is not None:
        if what == forms.DONE:
            actions.finish(offer=offer, by=by, now=now, how=words)
        else:
            actions.not_done(offer=offer, why=words, by=by, now=now)
    else:
        if what == forms.DONE:
            asks.finish(ask=ask, by=by, now=now, how=words)
        else:
            asks.not_done(ask=ask, why=words, by=by, now=now)
        actions.close_after_ending(ask=Ask.objects.visible_to(request.actor).get(pk=ask.pk), by=by, now=now)
    return _("Written down. Thank you.")


def no_longer(request: GatedRequest, slug: str) -> HttpResponse:
    """The person changed their mind, which is fine."""
    ask = the_ask(request, slug, KEY)

    def act(given: Mapping[str, Any]) -> str:
        actions.call_off(ask=ask, by=request.actor, now=request.now, why=given["words"])
        return _("It is no longer wanted. Whoever had it is told.")

    words = {"title": _("It is no longer wanted"), "button": _("Write it down")}
    return one_form(request, ask, forms.WhyNot(request.POST or None), act, words)


def did_not_come(request: GatedRequest, slug: str) -> HttpResponse:
    """We said it was done and it had not come."""
    ask = the_ask(request, slug, KEY)

    def act(given: Mapping[str, Any]) -> str:
        asks.did_not_come(ask=ask, by=request.actor, now=request.now, words=given["words"])
        return _("It is open again, with the same holder. Say sorry, and when they will hear.")

    words = {"title": _("It did not come"), "button": _("Open it again")}
    return one_form(request, ask, forms.WhyNot(request.POST or None), act, words)


def spoken_with(request: GatedRequest, slug: str) -> HttpResponse:
    """Somebody asked for them, and they have now been spoken with."""
    ask = the_ask(request, slug, KEY)

    def act(given: Mapping[str, Any]) -> str:
        by, now = request.actor, request.now
        if given["said"] == "no":
            asks.they_said_no(ask=ask, by=by, now=now)
            return _("Written down. Whoever asked hears only that they were asked.")
        asks.they_said_yes(ask=ask, asker_may=given["asker_may"], by=by, now=now, safe=given["safe"])
        return _("They said yes. Neighbours are asked now.")

    words = {"title": _("You have spoken with them"), "button": _("Write it down")}
    return one_form(request, ask, forms.SpokenWith(request.POST or None), act, words)
