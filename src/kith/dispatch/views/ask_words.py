"""The word a volunteer says, and regular help: said by the person on the phone, at the door or on paper, and keyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.asks.visit_words import NotAWord, is_said, word_of
from kith.dispatch import actions
from kith.dispatch.forms import visits as forms
from kith.dispatch.models import RegularHelp
from kith.dispatch.queries import visits
from kith.dispatch.views.about_ask import one_form, the_ask
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.promises.actions import NeedsReason


def word(request: GatedRequest, slug: str) -> HttpResponse:
    """The word as it is, to be read out to the person and nobody else; and another, where they would like one."""
    ask = the_ask(request, slug, Permission.KEY_ANSWERS)

    def act(given: Mapping[str, Any]) -> str:
        by = Actor.person(ask.person).keyed_through(request.actor.label)
        try:
            new = asks.choose_word(ask=ask, word=given["word"], by=by, now=request.now)
        except NotAWord as why:
            raise NeedsReason(str(why)) from why
        return _("From now on it is %(word)s. Whoever has the ask sees it on their page.") % {"word": is_said(new)}

    words = {"title": _("The word a volunteer says"), "button": _("Change it")}
    form = forms.OwnWord(request.POST or None)
    return one_form(request, ask, form, act, words, "dispatch/ask_word.html", word=word_of(ask))


def regularly(request: GatedRequest, slug: str) -> HttpResponse:
    """The person and the volunteer agree that they come regularly, or one of the two ends it."""
    ask = the_ask(request, slug, Permission.KEY_ANSWERS)
    regular = visits.regular_of(ask, request.actor)
    if request.POST.get("do") in ("person", "volunteer") and regular is not None:
        return _end(request, ask, regular)

    def act(given: Mapping[str, Any]) -> str:
        agreed = actions.Agreed(int(given["every_days"]), given["until"], given["said_how"])
        try:
            made = actions.begin_regular(ask=ask, agreed=agreed, by=request.actor, now=request.now)
        except actions.NotYours as why:
            raise WrongMove(str(why)) from why
        return _("%(name)s comes regularly now. It is written down as a permission.") % {"name": made.volunteer.name}

    words = {"title": _("Somebody who comes regularly"), "button": _("They both agree")}
    form = forms.Regularly(request.POST or None, now=request.now, initial={"every_days": "7"})
    return one_form(request, ask, form, act, words, "dispatch/ask_regularly.html", regular=regular)


def _end(request: GatedRequest, ask: Ask, regular: RegularHelp) -> HttpResponse:
    """One of the two said so."""
    their_own = request.POST["do"] == "person"
    says = Actor.person(ask.person) if their_own else Actor.volunteer(regular.volunteer)
    actions.end_regular(regular=regular, by=says.keyed_through(request.actor.label), now=request.now)
    messages.success(request, _("It is ended. How to reach the person is gone from their page a day from now."))
    return redirect("ask", slug_of(ask.reference))
