"""What a colleague does about one ask by hand: hold it, have it, ask further away, move a date, tell somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import actions as asks
from kith.asks.lifecycle import TAKEN
from kith.asks.models import Ask
from kith.asks.wanted import Where
from kith.dispatch import actions
from kith.dispatch.forms import sorting as forms
from kith.dispatch.permissions import CannotTake, check_can_take, check_partner_may
from kith.dispatch.queries import asks as queries
from kith.dispatch.queries.beside import membership_for
from kith.dispatch.views.about_ask import one_form, only_pressed, pressed, the_ask


def hold(request: GatedRequest, slug: str) -> HttpResponse:
    """Ask nobody else for half an hour: I am sorting this."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.HOLD_ASKS)
    said = _("Held for you: nobody else is asked for half an hour. It ends by itself.")
    return pressed(request, slug, lambda: actions.hold_for_me(ask=ask, by=request.actor, now=request.now), said)


def let_go(request: GatedRequest, slug: str) -> HttpResponse:
    """End a hold early."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.HOLD_ASKS)
    said = _("The hold has ended. The next few are asked in a minute.")
    return pressed(request, slug, lambda: actions.let_go_of_hold(ask=ask, by=request.actor, now=request.now), said)


def further(request: GatedRequest, slug: str) -> HttpResponse:
    """Ask the next place before the clock does."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.STEP_UP)
    said = _("People further away are asked in a minute.")
    return pressed(request, slug, lambda: actions.ask_further_away(ask=ask, by=request.actor, now=request.now), said)


def nearer(request: GatedRequest, slug: str) -> HttpResponse:
    """Go back to the street with whoever was not asked yet."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.STEP_UP)
    said = _("Whoever nearby was not asked yet is asked in a minute.")
    return pressed(request, slug, lambda: actions.ask_nearer(ask=ask, by=request.actor, now=request.now), said)


def i_have_this(request: GatedRequest, slug: str) -> HttpResponse:
    """The promise is mine, and the phone stops ringing."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.HOLD_ASKS)
    mine = membership_for(ask.place, request.actor, Permission.HOLD_ASKS)
    if mine is None:
        raise Http404

    def act() -> None:
        actions.have_this(ask=ask, membership=mine, by=request.actor, now=request.now)

    return pressed(request, slug, act, _("You have this. The duty phone stops ringing."))


def another_time(request: GatedRequest, slug: str) -> HttpResponse:
    """Another date, only with why and how they are told."""
    ask = the_ask(request, slug, Permission.MOVE_DATES)

    def act(given: Mapping[str, Any]) -> str:
        asks.move_date(
            ask=ask, to=given["to"], reason=given["reason"], how=given["how"], by=request.actor, now=request.now
        )
        return _("The date has moved. Now tell them: the promise to tell them is yours.")

    words = {"title": _("Give another time"), "button": _("Move it and tell them")}
    return one_form(request, ask, forms.AnotherTime(request.POST or None, now=request.now), act, words)


def told(request: GatedRequest, slug: str, telling_id: UUID) -> HttpResponse:
    """Somebody told them: how, and what they said."""
    ask = the_ask(request, slug, Permission.TELL)
    telling = queries.telling_of(ask, telling_id, request.actor)
    if telling is None:
        raise Http404

    def act(given: Mapping[str, Any]) -> str:
        said = {"how": given["how"], "note": given["note"], "safe": given["safe"]}
        asks.told_by_us(telling=telling, ask=ask, by=request.actor, now=request.now, **said)
        return _("Written down: they know.")

    words = {"title": _("They have been told"), "button": _("Write it down")}
    form = forms.Told(request.POST or None, initial={"how": telling.how})
    post = queries.could_be_posted(ask, telling)
    return one_form(request, ask, form, act, words, "dispatch/told.html", telling=telling, post=post)


def post_letter(request: GatedRequest, slug: str, telling_id: UUID) -> HttpResponse:
    """Have the news printed and posted. They are told only once somebody knows that they read it."""
    only_pressed(request)
    ask = the_ask(request, slug, Permission.TELL)
    telling = queries.telling_of(ask, telling_id, request.actor)
    if telling is None or not queries.could_be_posted(ask, telling):
        raise Http404

    def act() -> None:
        asks.post_letter(telling=telling, ask=ask, by=request.actor, now=request.now)

    return pressed(request, slug, act, _("The letter is on its way. It is still yours to know that they read it."))


def checked(request: GatedRequest, slug: str) -> HttpResponse:
    """What was to be checked has been looked at."""
    ask = the_ask(request, slug, Permission.TAKE_IN_ASKS)
    form = forms.Checked(request.POST or None, ask=ask)

    def act(given: Mapping[str, Any]) -> str:
        asks.settle_checks(
            ask=ask,
            note=given["note"],
            details=form.found(),
            where=_where(ask, given),
            by=request.actor,
            now=request.now,
        )
        return _("Settled. Neighbours are asked in a minute.")

    return one_form(request, ask, form, act, {"title": _("What was to be checked"), "button": _("It is settled")})


def _where(ask: Ask, given: Mapping[str, Any]) -> Where | None:
    parts = {name: given.get(name, "").strip() for name in ("postcode", "street", "community", "address")}
    return Where(**parts) if any(parts.values()) else None


def add(request: GatedRequest, slug: str) -> HttpResponse:
    """Add something to what was said, or to what we know of how to be with them."""
    ask = the_ask(request, slug, Permission.TAKE_IN_ASKS)
    form = forms.Add(request.POST or None)

    def act(given: Mapping[str, Any]) -> str:
        if given["words"]:
            asks.add_words(ask=ask, words=given["words"], by=request.actor, now=request.now)
        if any(form.learnt().values()):
            asks.learnt(ask=ask, by=request.actor, now=request.now, **form.learnt())
        return _now_has_the_wrong_one(ask, request.now) or _("Added. What was said first stays as it was.")

    return one_form(request, ask, form, act, {"title": _("Add something"), "button": _("Add it")})


def _now_has_the_wrong_one(ask: Ask, now: datetime) -> str:
    """Who must not know may be named after they said yes: then a colleague has to act now."""
    if ask.state != TAKEN:
        return ""
    try:
        if ask.taken_by is not None:
            check_can_take(ask, ask.taken_by, now)
        if ask.taken_by_team is not None:
            check_partner_may(ask, ask.taken_by_team, now)
    except CannotTake:
        words = {"name": ask.taken_by.name if ask.taken_by is not None else ask.taker}
        return _("%(name)s has this one and must not. Ring the person first, then hand it to somebody else.") % words
    return ""
