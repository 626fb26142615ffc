"""Who looked at what is kept about one person, and why, in words they can use. Less what could endanger somebody.

Only looking is shown, and only by those who help: nothing of concerns, of who must not know, or of how somebody can
be reached safely ever comes near this page, because no such verb is in ``LOOKS``. A person reads of their own record
and of nobody else's, whoever lives with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.access.acting import serving
from kith.access.models import Opening
from kith.accounts.models import Membership
from kith.asks.models import Ask
from kith.dispatch.models import Offer
from kith.governance import urgent
from kith.governance.models import EmergencyUse, IncidentPerson
from kith.kit import said
from kith.kit.clock import local
from kith.people.models import Block, ContactRoute, Person, Safe
from kith.trail.models import Entry
from kith.trail.queries import about_any
from kith.trail.verbs import Verb

# What counts as a look. A verb that is not here is never shown, whatever else is written of somebody.
LOOKS: dict[Verb, Callable[[], str]] = {
    Verb.PERSON_SEEN: lambda: _("looked at your page"),
    Verb.LOOKED_SEEN: lambda: _("read who has looked at your page"),
    Verb.PERSON_FOUND: lambda: _("looked for your name and found it"),
    Verb.ASK_SEEN: lambda: _("looked at your ask"),
    Verb.STATUS_SEEN: lambda: _("looked at how your ask stands"),
    Verb.TRAIL_SEEN: lambda: _("checked who has looked at your page"),
    Verb.ASK_CODE_SAID: lambda: _("was shown the code of your ask"),
    Verb.CARD_PRINTED: lambda: _("printed a card or a sheet about your ask"),
    Verb.EMERGENCY_LIST_READ: lambda: _("read your name on a list of those to ring"),
}
SINCE = timedelta(days=365)
# More than this of one person in a year is not read for a page; the page says so.
MOST = 4000
# Whoever answers for safety looks for a reason that nobody but those concerned may read between the lines.
_NEVER_SHOWN = frozenset({"safeguarding_lead"})
_SORTERS = frozenset({"street_coordinator", "community_builder", "link_worker", "district_lead"})


@dataclass(frozen=True)
class Look:
    """One line: who, what they looked at, when, and why they could."""

    who: str
    what: str
    when: str
    why: str

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        words = {"who": self.who, "what": self.what, "when": self.when, "why": self.why}
        return _("%(who)s %(what)s %(when)s, %(why)s.") % words


@dataclass(frozen=True)
class _Known:
    """What is needed to say why somebody could look."""

    person: Person
    asks: dict[UUID, Ask]
    parts: dict[UUID, list[Membership]]
    openings: list[Opening]
    # The emergency uses the person was told of, and when; of the others they hear from a person first.
    told: dict[UUID, datetime]
    lists: list[IncidentPerson]
    offers: dict[UUID, bool]
    names_nobody: bool


@dataclass(frozen=True)
class Looks:
    """Every line, the latest first; ``cut`` where there was more than could be read."""

    lines: list[Look]
    cut: bool


def who_looked(person: Person, now: datetime) -> Looks:
    """Everybody who looked in the last year, the latest first; the same look on the same day is one line.

    It reads past what its reader could see of colleagues and offers, so whoever shows it has checked that the reader
    is this very person, or a colleague who may open their page.
    """
    with serving("who looked at what is kept about one person"):
        return _looks(person, now)


def _looks(person: Person, now: datetime) -> Looks:
    asks = {ask.id: ask for ask in Ask.objects.filter(person=person).select_related("place", "promise__holder")}
    entries = list(about_any([person.id, *asks], LOOKS, now - SINCE)[:MOST])
    known = _known(person, asks, entries)
    lines: dict[tuple[object, ...], list[tuple[Entry, str, str]]] = {}
    for entry in entries:
        found = _who_and_why(entry, known)
        if found is not None:
            day = local(entry.at).date()
            lines.setdefault((day, *found, entry.verb), []).append((entry, *found))
    return Looks([_line(same, now) for same in lines.values()], cut=len(entries) == MOST)


def _known(person: Person, asks: dict[UUID, Ask], entries: Iterable[Entry]) -> _Known:
    users = {entry.actor_id for entry in entries if entry.actor_kind == "user" and entry.actor_id}
    parts: dict[UUID, list[Membership]] = {}
    for part in Membership.objects.filter(user__in=users).select_related("team__place").order_by("started_at"):
        parts.setdefault(part.user_id, []).append(part)
    offers = Offer.objects.filter(ask__in=list(asks)).values_list("volunteer_id", "state")
    taken: dict[UUID, bool] = {}
    for volunteer, state in offers:
        taken[volunteer] = taken.get(volunteer, False) or state in ("accepted", "finished")
    openings = list(Opening.objects.filter(person_id=person.id))
    lists = list(IncidentPerson.objects.filter(person=person).select_related("incident").order_by("-incident__until"))
    return _Known(person, asks, parts, openings, _told_of(person), lists, taken, must_be_careful(person))


def _told_of(person: Person) -> dict[UUID, datetime]:
    """When the person was told of each emergency use; of one that was told together with the next, when that was."""
    uses = list(EmergencyUse.objects.filter(person=person).order_by("-at", "-id"))
    told = {use.id: use.told_at for use in uses if use.telling == urgent.TOLD and use.told_at is not None}
    for use in uses:
        # The newest first, so that what a later one was told of has reached it already.
        if use.id in told and use.renews_id is not None:
            told.setdefault(use.renews_id, told[use.id])
    return told


def must_be_careful(person: Person) -> bool:
    """Whether somebody who reads along could draw something from a name: then nobody is named, and no team."""
    unsafe = ContactRoute.objects.filter(person=person).exclude(safe=Safe.YES)
    return person.further_away or unsafe.exists() or Block.objects.filter(person=person).exists()


def _who_and_why(entry: Entry, known: _Known) -> tuple[str, str] | None:
    """Who it was and why they could; None where it is not told."""
    if entry.actor_kind == "user":
        return _colleague(entry, known)
    if entry.actor_kind == "volunteer":
        taken = known.offers.get(entry.actor_id) if entry.actor_id else None
        asked = _("because they were asked whether they could help")
        name = _("A volunteer") if known.names_nobody or not taken else entry.actor_label.split()[0]
        return name, _("because they said yes to helping you") if taken else asked
    if entry.actor_kind == "partner":
        return (_("A partner") if known.names_nobody else entry.actor_label), _("because they were asked to help you")
    if entry.actor_kind == "program":
        who = _("A program") if known.names_nobody else _("The program of %(team)s") % {"team": entry.actor_label}
        return who, _("because your ask came through it")
    return None


def _colleague(entry: Entry, known: _Known) -> tuple[str, str] | None:
    parts = [part for part in known.parts.get(entry.actor_id or UUID(int=0), []) if _was_live(part, entry.at)]
    path = _path_of(entry, known)
    here = [part for part in parts if part.team.place_id in path]
    sorts = [part for part in here if part.role in _SORTERS]
    holds = any(_holds(ask, entry.actor_id) for ask in known.asks.values())
    opened = [one for one in known.openings if one.user_id == entry.actor_id]
    openings = [one for one in opened if one.starts_at <= entry.at <= one.until]
    part = next(reversed(sorts or here or parts), None)
    if entry.verb == Verb.EMERGENCY_LIST_READ:
        return _named(entry, part, known), _on_which_list(entry, known)
    if not sorts and not holds:
        told = next((known.told[one.source_id] for one in openings if one.source_id in known.told), None)
        if told is not None:
            words = _("because life or safety needed it; we told you of it on %(day)s")
            return _named(entry, part, known), words % {"day": said.on(told, entry.at)}
        if openings or any(part.role in _NEVER_SHOWN for part in parts):
            # They hear of an emergency from a person, who knows whether it can be said; never from this page first.
            return None
    return _named(entry, part, known), _why(entry, part, known, bool(sorts))


def _on_which_list(entry: Entry, known: _Known) -> str:
    """Why they were on it: what happened then, in the words it is called by on the phone."""
    for line in known.lists:
        began = line.incident.decided_at
        if began is not None and began <= entry.at:
            return _("because we rang people about %(what)s") % {"what": line.incident.name}
    return _("because we rang people in an emergency")


def _path_of(entry: Entry, known: _Known) -> set[UUID]:
    ask = known.asks.get(entry.subject_id) if entry.subject_id else None
    places = [ask.place] if ask is not None else [known.person.place, *(one.place for one in known.asks.values())]
    return {one for place in places for one in place.path}


def _was_live(part: Membership, at: datetime) -> bool:
    return part.started_at <= at and (part.ended_at is None or part.ended_at > at)


def _named(entry: Entry, part: Membership | None, known: _Known) -> str:
    if known.names_nobody:
        return _("A colleague of ours")
    return f"{entry.actor_label}, {part.team.name}" if part is not None else entry.actor_label


def _why(entry: Entry, part: Membership | None, known: _Known, sorts: bool) -> str:
    """The reason that let them: what they have in hand, the asks of their place; or that we cannot see one."""
    if any(_holds(ask, entry.actor_id) for ask in known.asks.values()):
        return _("because they have what you asked for in hand")
    if sorts and part is not None:
        if known.names_nobody:
            return _("because they sort what is asked where you are")
        return _("because they sort the asks of %(place)s") % {"place": part.team.place.name}
    if part is not None and part.role == "guardian":
        return _("because they check who looks at what")
    return _("and we cannot see from here why: ring us, and we find out")


def _holds(ask: Ask, user_id: UUID | None) -> bool:
    holder = ask.promise.holder
    return holder is not None and holder.user_id == user_id


def _line(same: list[tuple[Entry, str, str]], now: datetime) -> Look:
    entry, who, why = same[0]
    what = LOOKS[Verb(entry.verb)]()
    when = said.at(entry.at, now)
    if len(same) > 1:
        when = ngettext("%(num)s time, last %(when)s", "%(num)s times, last %(when)s", len(same)) % {
            "num": len(same),
            "when": when,
        }
    return Look(who, what, when, why)
