"""One ask whole: its line through time, what happens next by itself, how its person is reached, who may be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access import policy
from kith.access.acting import serving
from kith.asks import kinds
from kith.asks import lifecycle as states
from kith.asks.models import Ask, Event
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer, Search
from kith.dispatch.plans import plan_of
from kith.dispatch.queries.permitting import to_decide
from kith.dispatch.queries.rows import where_asked
from kith.governance.models import Purpose
from kith.governance.queries import took_back
from kith.kit import said
from kith.kit.actor import Actor
from kith.matching import Level
from kith.people.models import Block, ContactRoute, Person, SafeContact
from kith.people.queries import maybe_same
from kith.people.saying import not_now
from kith.promises.models import Telling

MOST_LINES = 200
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Next:
    """What happens by itself, when, and what comes of doing nothing."""

    what: str
    at: datetime | None
    if_nothing: str


@dataclass(frozen=True)
class Story:
    """Everything the page of one ask shows beside the ask. ``offers`` is every offer, ``asked`` the live ones."""

    lines: list[dict[str, Any]]
    offers: list[Offer]
    tellings: list[Telling]
    asked: list[Offer]
    routes: list[ContactRoute]
    # Why a number or an address may not be used at this moment, by its id.
    not_now: dict[UUID, str]
    # They asked us not to write or ring, so there is nothing to ring them on.
    no_contact: bool
    must_not_know: int
    has_line: bool
    same: list[Person]
    next: Next
    asked_for: list[tuple[str, str]]
    led_to: list[Ask]
    classes: frozenset[str]
    # One of us has still to decide with them how it goes on.
    to_decide: bool = False

    def why_at(self, moment: datetime) -> str:
        """What was written down at this very moment, as when the first on a rung were asked; else empty."""
        return next((str(line["text"]) for line in self.lines if line["at"] == moment and "by" in line), "")

    @property
    def untold(self) -> Telling | None:
        """The news they have not heard yet."""
        return next((one for one in self.tellings if one.told_at is None and one.replaced_at is None), None)


def story(ask: Ask, actor: Actor, now: datetime) -> Story:
    """Read it all, each part through what the actor may see."""
    classes = policy.fields(actor, ask)
    reach = "B" in classes
    tellings = Telling.objects.visible_to(actor).filter(of__about_id=ask.id).select_related("promise").order_by("-id")
    live = (lifecycle.OFFERED, lifecycle.SILENT)
    offers = Offer.objects.visible_to(actor).filter(ask=ask).select_related("volunteer__person")
    asked = list(offers)
    care = _care(ask.person, actor, now)
    found = ContactRoute.objects.visible_to(actor).filter(person=ask.person)
    routes = list(found) if reach and not care.no_contact else []
    return Story(
        lines=_lines(ask, actor, asked),
        offers=asked,
        tellings=list(tellings[:20]),
        asked=[offer for offer in asked if offer.state in live],
        routes=routes,
        # Where they said how it is safe, no number stands here at all: that is read first, on a page of its own.
        not_now={one.id: words for one in routes if (words := not_now(one, None, now))},
        no_contact=care.no_contact,
        must_not_know=care.must_not_know,
        has_line=care.has_line,
        same=list(_alike(ask.person, actor)[:3]) if reach else [],
        next=next_step(ask, now),
        asked_for=_asked_for(ask),
        led_to=list(Ask.objects.visible_to(actor).filter(from_ask=ask).order_by("created_at")[:10]),
        classes=classes,
        to_decide=bool(ask.paused_for) and to_decide(ask.person_id, actor).exists(),
    )


class _Care(NamedTuple):
    """How many must not know, whether it was said how it is safe to reach them, and whether they want no contact."""

    must_not_know: int = 0
    has_line: bool = False
    no_contact: bool = False


def _care(person: Person, actor: Actor, now: datetime) -> _Care:
    """One question for all three; a no to being rung counts also where its reader may not read what they permit."""
    lines = SafeContact.objects.visible_to(actor).filter(person=person)
    apart = Block.objects.visible_to(actor).filter(person=person, over_at=None)
    found = Person.objects.filter(pk=person.pk).annotate(
        line=Exists(lines),
        apart=ArraySubquery(apart.order_by().values("id")),
        back=took_back("pk", Purpose.CONTACT, now),
    )
    with serving("whether somebody may be written to or rung"):
        row = found.values_list("apart", "line", "back").first()
    return _Care(len(row[0]), row[1], bool(row[2])) if row is not None else _Care()


def _alike(person: Person, actor: Actor) -> QuerySet[Person]:
    """Other records of somebody helped that look like this one."""
    return maybe_same(person, actor).filter(volunteer__isnull=True).select_related("place")


def _lines(ask: Ask, actor: Actor, offers: list[Offer]) -> list[dict[str, Any]]:
    """What happened and who was asked, together, oldest first."""
    events = Event.objects.visible_to(actor).filter(ask=ask).order_by("at", "id")[:MOST_LINES]
    lines: list[dict[str, Any]] = [
        {"at": one.at, "text": one.staff_words, "by": _who(one.by_label, one.staff_words)} for one in events
    ]
    lines += [_offered(moment, some) for moment, some in _together(offers).items()]
    lines += [_answered(one) for one in offers if one.answered_at and one.state not in _SAID_BY_ITS_LINE]
    return sorted(lines, key=lambda line: line["at"])


# A yes, and what was handed back, is a line of the ask's own.
_SAID_BY_ITS_LINE = (lifecycle.ACCEPTED, lifecycle.HANDED_BACK)
# What does things by itself has names for the trail, which say nothing to whoever reads a page.
_BY_ITSELF = frozenset(
    {"the clock of asks", "the clock of searches", "the sweep of messages", "the worker", "the demo"}
)


def _who(label: str, words: str) -> str:
    """Who did it, where the line does not say so already."""
    return "" if label in _BY_ITSELF or words.startswith(label) else label


def _together(offers: list[Offer]) -> dict[datetime, list[Offer]]:
    found: dict[datetime, list[Offer]] = {}
    for offer in offers:
        found.setdefault(offer.offered_at, []).append(offer)
    return found


def _offered(moment: datetime, offers: list[Offer]) -> dict[str, Any]:
    names = ", ".join(sorted(offer.volunteer.first_name for offer in offers))
    words = ngettext("%(names)s was asked.", "%(names)s were asked.", len(offers))
    return {"at": moment, "text": words % {"names": names}, "note": offers[0].why}


def _answered(offer: Offer) -> dict[str, Any]:
    words = {"name": offer.volunteer.first_name, "said": _(lifecycle.OFFER.said(offer.state))}
    return {"at": offer.answered_at, "text": _("%(name)s: %(said)s") % words}


def _asked_for(ask: Ask) -> list[tuple[str, str]]:
    """The kind's own questions that were answered, each with its words."""
    found = []
    for one in kinds.KINDS[ask.kind].fields:
        value = str(ask.details.get(one.name, "") or "")
        if value and value != ask.words:
            found.append((str(one.label), str(dict(one.choices).get(value, value))))
    return found


def next_step(ask: Ask, now: datetime) -> Next:
    """What the clock does next with this ask, and what if nobody does anything."""
    search = getattr(ask, "search", None)
    hear_by = ask.promise.next_contact_by
    if ask.state in states.ENDED:
        open_until = ask.ended_at + A_WEEK if ask.ended_at else None
        if ask.state == states.DONE and open_until and open_until > now:
            return Next(_("Nothing more. They can say that it did not come, until"), open_until, "")
        return Next(_("Nothing more."), None, "")
    late = _("If you do nothing, the next place is told when the time they were given has passed.")
    if ask.state == states.SPEAK_FIRST:
        return Next(
            _("Nobody is asked and nothing is sent before somebody has spoken with them. That is due"), hear_by, late
        )
    if ask.state == states.TAKEN and ask.taken_by_team_id is not None:
        asked = _("The person is asked whether they have been in touch, and it goes back to the search if not:")
        return Next(asked, search.look_again_at if search is not None else hear_by, "")
    if ask.state == states.TAKEN:
        at = search.look_again_at if search is not None else None
        asked = _("They are asked how it went, and the holder looks again:")
        return Next(asked, at, _("If you do nothing, it comes back to its holder before it is needed.") if at else late)
    if ask.state == states.NEW and ask.to_check:
        return Next(_("Nobody is asked before what is to be checked is settled. That is due"), hear_by, late)
    if search is None or search.look_again_at is None:
        return Next(_("The first neighbours are asked in a minute."), None, late)
    return _climbing(search, now)


def _climbing(search: Search, now: datetime) -> Next:
    if search.held_until is not None and search.held_until > now and search.level != Level.PERSON:
        what = _("The hold ends, and the next few are asked:")
    elif search.in_hand_at is not None:
        what = _("%(who)s is ringing round. We look again:") % {"who": search.in_hand_by_label}
    elif search.level == Level.PERSON:
        what = _("The duty phone rings again, until somebody says that they have this:")
    else:
        what = _("The next few are asked, or people further away:")
    coming = [
        _("%(at)s %(where)s") % {"at": said.at(rung.starts, now), "where": where_asked(rung.level.value)}
        for rung in plan_of(search)
        if rung.starts > now
    ]
    nothing = _("If you do nothing, the search goes on: %(steps)s.") % {"steps": "; ".join(coming)} if coming else ""
    return Next(what, search.look_again_at, nothing or _("If you do nothing, the duty phone goes on ringing."))
