"""One ask: its story, and on paper a card for the person and a sheet for whoever goes to the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import kinds
from kith.asks import lifecycle as states
from kith.asks.models import Ask
from kith.asks.said_again import NOT_NEEDED_NOW
from kith.asks.saying import please_ring
from kith.asks.spoken import SPOKEN
from kith.asks.visit_words import word_of
from kith.asks.worries import heard
from kith.dispatch import door as at_door
from kith.dispatch.lifecycle import ACCEPTED
from kith.dispatch.permissions import waits
from kith.dispatch.queries.countdown import countdown
from kith.dispatch.queries.doors import must_do
from kith.dispatch.queries.partner import Partners, of_ask
from kith.dispatch.queries.rows import words_to_copy
from kith.dispatch.queries.story import Story, story
from kith.dispatch.views.about_ask import looked_at, not_on_paper, the_ask
from kith.governance.queries import wants_no_contact
from kith.kit import phones, said
from kith.kit.pages import page
from kith.outbox.paper import Paper, may_be_printed
from kith.people.models import OnPaper
from kith.people.queries import is_away, may_ring, on_paper, says_nothing, usable_routes
from kith.trail.verbs import Verb

BY_HAND = ("call", "card", "letter", "visit")


def ask(request: GatedRequest, slug: str) -> HttpResponse:
    """The page of one ask. Reading it is written on the trail."""
    found = the_ask(request, slug, Permission.SEE_ASK)
    told, partners = story(found, request.actor, request.now), of_ask(found, request.actor, request.now)
    context = {
        "ask": found,
        "slug": slug,
        **_how_it_stands(found, request.now),
        "story": told,
        "ladder": countdown(found, told, partners.offered, request.now),
        "partners": partners,
        "main": _main(found, told, partners),
        "held": _held(request, found),
        "worry": heard(found.words, *(one["text"] for one in told.lines)),
        "same_rows": [(str(one), one.place.name, said.day(one.created_at, request.now)) for one in told.same],
        "mine": found.promise.holder is not None and found.promise.holder.user_id == request.actor.id,
        "may": {permission.value: policy.holds(request.actor, permission) for permission in Permission},
    }
    return page(request, "dispatch/ask.html", context)


def _how_it_stands(ask: Ask, now: datetime) -> dict[str, Any]:
    return {
        "copied": words_to_copy(ask, now),
        "waits": _not_for_others(ask, now),
        "kind": kinds.KINDS[ask.kind],
        "speaks": dict(SPOKEN).get(ask.person.language, ask.person.language),
        "ended": ask.state in states.ENDED,
        "left_in_peace": ask.ended_why == NOT_NEEDED_NOW and is_away(ask.person),
        "state_words": _(states.ASK.said(ask.state)),
    }


def card(request: GatedRequest, slug: str) -> HttpResponse:
    """A card for the person, in large letters: the news they have not heard yet, else what is true now."""
    found = the_ask(request, slug, Permission.TELL)
    verdict = may_be_printed(found.person, Paper.CARD)
    if not verdict.may:
        return not_on_paper(request, found, verdict.why)
    looked_at(found, Verb.CARD_PRINTED)
    words = _on_the_card(found, request)
    context = {"ask": found, "words": words, "paper": "card", "back_url": reverse("ask", args=[slug])}
    context |= {"by_hand": on_paper(found.person) != OnPaper.ANY, "plain": says_nothing(found.person)}
    return page(request, "dispatch/card.html", context)


def _on_the_card(ask: Ask, request: GatedRequest) -> str:
    """What they have not heard yet; to somebody who knows us by a name of our own, only the words that say nothing."""
    if says_nothing(ask.person):
        return please_ring(ask, ask.person, request.now).card
    untold = story(ask, request.actor, request.now).untold
    return untold.words if untold is not None else _now(ask, request)


def _now(ask: Ask, request: GatedRequest) -> str:
    holder = ask.promise.holder
    words = {
        "what": ask.promise.explanation,
        "who": holder.user.name.split()[0] if holder is not None else "",
        "by": said.by(ask.promise.next_contact_by, request.now) if ask.promise.next_contact_by else "",
    }
    return _("%(what)s %(who)s has it. You will hear %(by)s.") % words


def door(request: GatedRequest, slug: str) -> HttpResponse:
    """A sheet for the volunteer's hand: how the person hears comes before the address."""
    found = the_ask(request, slug, Permission.KEY_ANSWERS)
    verdict = may_be_printed(found.person, Paper.DOOR)
    if not verdict.may:
        return not_on_paper(request, found, verdict.why)
    if _not_for_others(found, request.now):
        why = _("They want nobody else told. Decide with them first how this goes on.")
        return not_on_paper(request, found, why, decide=True)
    looked_at(found, Verb.CARD_PRINTED)
    sheet = _at_the_door(found, request)
    script = at_door.nobody_answered(
        hears=found.person.hear_at_door, ring_name=sheet.ring_name, ring_phone=sheet.ring_phone
    )
    context = {"ask": found, "facts": at_door.facts(sheet), "script": script, "back_url": reverse("ask", args=[slug])}
    return page(
        request,
        "dispatch/door_sheet.html",
        {**context, "no_money": kinds.NO_MONEY_UP_FRONT, "indoors": kinds.KINDS[found.kind].indoors},
    )


def _at_the_door(ask: Ask, request: GatedRequest) -> at_door.AtTheDoor:
    person, holder = ask.person, ask.promise.holder
    number = ask.promise.team.phone or ask.place.phone
    no_contact = wants_no_contact(person.id, request.now)
    usable = [] if no_contact else usable_routes(person)
    routes = [route.value for route in usable if may_ring(route) and route.safe == "yes"]
    when = said.span(ask.coming_from, ask.coming_to, request.now) if ask.coming_from and ask.coming_to else ""
    when = when or (said.by(ask.need_by, request.now) if ask.need_by else "")
    paid = dict(kinds.PAYMENTS).get(str(ask.details.get("paid", "")), "")
    return at_door.AtTheDoor(
        safe=" ".join(must_do(person, no_contact)),
        hears=person.hear_at_door,
        talks=person.talk_with_me,
        language="" if person.language.startswith("en") else str(dict(SPOKEN).get(person.language, person.language)),
        helps=ask.help_at_door,
        name=person.first_name,
        address=", ".join(part for part in (ask.address, ask.postcode) if part),
        phone=phones.said(routes[0]) if routes else "",
        when=when,
        bring=str(ask.details.get("list") or ask.words),
        paid=str(paid),
        word=word_of(ask),
        ring_name=holder.user.name.split()[0] if holder is not None else "",
        ring_phone=phones.said(number) if number else "",
    )


def _main(ask: Ask, told: Story, partners: Partners) -> str:
    """The one thing to press first, by how the ask stands."""
    if partners.has_it is not None and partners.has_it.state == ACCEPTED:
        return "in_touch"
    if ask.state == states.SPEAK_FIRST:
        return "spoken_with"
    if ask.state not in states.ENDED and ask.paused_for:
        return "decide" if told.to_decide else "what_happened"
    if ask.state not in states.ENDED and ask.to_check:
        return "checked"
    if told.untold is not None and told.untold.how in BY_HAND:
        return "told"
    if ask.state == states.TAKEN:
        return "what_happened"
    return "" if ask.state in states.ENDED else "said_yes"


def _not_for_others(ask: Ask, now: datetime) -> bool:
    """Whether nothing of it may go into somebody else's hand: they said so, and whoever has it may not finish it."""
    return waits(ask, now) and not ask.let_finish


def _held(request: GatedRequest, ask: Ask) -> bool:
    search = getattr(ask, "search", None)
    return search is not None and search.held_until is not None and search.held_until > request.now
