"""The send gate: may this message leave, now? Asked when it is written and again as it leaves; it fails closed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kith.accounts import open_hours
from kith.accounts.models import Membership, Team
from kith.governance.models import Purpose
from kith.governance.queries import (
    has_taken_back,
    have_said_anything_about_sharing,
    have_taken_back,
    may_be_told,
    named_no,
)
from kith.kit import phones
from kith.kit.whole import fact, remember
from kith.matching import names
from kith.outbox import lifecycle
from kith.outbox.models import ASKS_A_GROUP, LOOKED_UP, TOLD_US, Audience, Channel, HookEvent, Message
from kith.people.models import ContactRoute, OnPaper, Person, Safe, Way
from kith.people.queries import (
    blocked_for,
    is_away,
    is_named,
    kept_from,
    look_up_blocks,
    look_up_safe,
    must_not_know,
    on_paper,
    routes_of,
    safe_contact_of,
)
from kith.people.safe import Hours, first_moment
from kith.places import hours
from kith.places.models import Place
from kith.places.settings import PlaceSettings

# The one kind of message that says nothing, for numbers we may only ask to ring us.
SAFE_WORDING = "please-ring"
# "Nothing to do, thank you": the one thing that may be said of somebody who has died, moved or is in hospital.
NO_LONGER_NEEDED = "no-longer-needed"
NOT_NEEDED_NEWS = (NO_LONGER_NEEDED, f"partner-{NO_LONGER_NEEDED}")
# "Please stop and ring us": all that may be said to whoever has something for a person who wants nobody else told.
WAIT_FOR_US = "wait-for-us"
MAY_STILL_BE_SAID = (*NOT_NEEDED_NEWS, WAIT_FOR_US, f"partner-{WAIT_FOR_US}")
# What a program hears of an ask that is over is so whatever else we were told; what came before may be no more.
SAYS_IT_IS_OVER = (*NOT_NEEDED_NEWS, HookEvent.DONE, HookEvent.ENDED)
# To these no message goes to the person or those around them: colleagues, and a program that sent an ask.
_NOT_TO_THEM = (Audience.STAFF, Audience.PROGRAM)


@dataclass(frozen=True)
class Verdict:
    """``may`` leave now; or wait ``until`` then; or not at all, with the reason in ``why``."""

    may: bool
    why: str = ""
    until: datetime | None = None
    # It would not be safe: somebody finds another way, or looks at what joins the two.
    unsafe: bool = False


GO = Verdict(True)


def queued_about(people: Collection[UUID], about: Collection[UUID]) -> QuerySet[Message]:
    """What still waits to leave to these people or about them, or about these asks, whoever is to read it."""
    theirs = Q(person__in=people) | Q(about_person__in=people)
    theirs = Q(about_id__in=about) | (theirs & ~Q(audience__in=_NOT_TO_THEM))
    return Message.objects.filter(theirs, state__in=[lifecycle.WAITING, lifecycle.HELD])


def check_may_leave(message: Message, now: datetime) -> Verdict:
    """Whether ``message`` may leave at ``now``. Everything unknown is a no."""
    if message.audience == Audience.STAFF:
        return _to_colleague(message)
    if message.audience == Audience.PROGRAM:
        return _to_program(message, now)
    if _away(message):
        return Verdict(False, _("We were told to leave them in peace: see their page."))
    if _wants_nobody_told(message, now):
        return Verdict(False, _("They asked us to tell nobody else about them."))
    if message.audience == Audience.PARTNER:
        return _to_partner(message, now)
    if message.audience == Audience.RAISER:
        return _to_raiser(message, now)
    if message.audience == Audience.GROUP:
        return _to_group(message, now)
    if message.person is None:
        return Verdict(False, _("We do not know whose address this is."))
    refused = _whose_say(message, now)
    if refused:
        return Verdict(False, refused)
    unsafe = _who_must_not_know(message) or _whose_route(message, now) or _not_as_they_said(message)
    return Verdict(False, unsafe, unsafe=True) if unsafe else _when(message, now)


def _when(message: Message, now: datetime) -> Verdict:
    """Now, or when they may next be disturbed; where that never comes, somebody tells them in another way."""
    if message.channel == Channel.LETTER:
        return GO
    route = _route_of(message)
    at = _leaves_at(message.person, route, message.place, message.urgent, now)
    if at is None:
        return Verdict(False, _("There is no hour at which it may reach them."), unsafe=True)
    return GO if at <= now else Verdict(False, _("It waits until they may be disturbed."), at)


def _to_colleague(message: Message) -> Verdict:
    """A colleague hears of anybody but those who named them. Nobody is told why."""
    about = message.about_person_id
    if about is not None and message.user_id in kept_from(about):
        return Verdict(False, _("This is not for them."), unsafe=True)
    return GO


def _away(message: Message) -> bool:
    """Whether it goes to, or speaks of, somebody we were told has died, has moved or is in hospital."""
    about = None if message.kind in NOT_NEEDED_NEWS else message.about_person
    return is_away(*(one for one in (message.person, about) if one is not None))


def _wants_nobody_told(message: Message, now: datetime) -> bool:
    """Whether it tells somebody else of a person who took back that others may be told, or whose yes has run out."""
    about, to = message.about_person_id, message.person_id or message.team_id
    if about is None or to is None or to == about or message.kind in MAY_STILL_BE_SAID:
        return False
    if _only_now_known(message.about_person):
        return False
    return not fact(("not told", about, to), lambda: may_be_told(about, [to], now))


def _to_program(message: Message, now: datetime) -> Verdict:
    """A program hears only while its team still wants it, at the address that was agreed on, and may know."""
    hook = message.hook
    if hook is None or hook.ended_at is not None or hook.team.ended_at is not None or hook.url != message.address:
        return Verdict(False, _("This program is not to be told any more."))
    about = message.about_person
    if about is not None and team_must_not_hear(about, hook.team, now):
        return Verdict(False, _("This is not for them."))
    return GO


def team_must_not_hear(person: Person, team: Team, now: datetime) -> bool:
    """Whether a team, and its program with it, must not hear of somebody: it, or a colleague in it, was named."""
    if _only_now_known(person):
        return False
    apart = kept_from(person)
    if apart and Membership.objects.live(now).filter(team=team, user_id__in=apart).exists():
        return True
    return keeps_from(person, team) or team.id in named_no(person.id, now)


def _to_raiser(message: Message, now: datetime) -> Verdict:
    """Whoever was worried hears that we have it, and nothing else, at the address they named as safe just then.

    Whoever looked something up in public, and said that a text is safe, gets what they looked up: it is about nobody.
    """
    if message.kind not in (TOLD_US, LOOKED_UP) or message.about_person_id or message.about_label:
        return Verdict(False, _("Only the words that we have it, or what they looked up, may go there."))
    until = None if message.urgent else quiet_until(message.place.typed_settings, now)
    return Verdict(False, _("It waits until they may be disturbed."), until) if until else GO


def _to_group(message: Message, now: datetime) -> Verdict:
    """Whoever runs a group now, at the address they gave for it, on a day they are in; and never about anybody."""
    leader = message.leader
    if leader is None or leader.ended_at is not None:
        return Verdict(False, _("They do not run this group any more."))
    if message.address not in (leader.phone, leader.email) or not message.address:
        return Verdict(False, _("This is not the number or address they gave."))
    if message.channel == Channel.TEXT and not phones.can_text(message.address):
        return Verdict(False, _("This number cannot be texted."))
    if leader.stopped_at is not None:
        return Verdict(False, _("They asked us not to write to them."))
    if leader.ring_instead and message.kind == ASKS_A_GROUP:
        return Verdict(False, _("They would rather be rung."))
    if message.about_person_id is not None:
        return Verdict(False, _("A group reads of nobody in a message."), unsafe=True)
    if _not_by_their_own_say(message, now):
        return Verdict(False, _("They said this is not a safe way to reach them."))
    days = () if message.urgent else tuple(day + 1 for day in leader.in_on)
    windows = [] if message.urgent else [Hours(*_waking(message.place.typed_settings)), Hours(time(9), time(18), days)]
    at = first_moment(windows, now)
    if at is None:
        return Verdict(False, _("There is no hour at which it may reach them."))
    return GO if at <= now else Verdict(False, _("It waits until they are in."), at)


def _not_by_their_own_say(message: Message, now: datetime) -> bool:
    """Whether anybody with this number or address said anything that speaks against writing there. On doubt, yes."""
    way = Way.EMAIL if message.channel == Channel.EMAIL else Way.TEXT
    for route in ContactRoute.objects.filter(value=message.address).select_related("person"):
        said = safe_contact_of(route.person)
        if route.stopped_at is not None or route.safe != Safe.YES or is_away(route.person):
            return True
        if has_taken_back(route.person_id, Purpose.CONTACT, now):
            return True
        if said is not None and (way not in said.ways or said.says_nothing):
            return True
    return False


def _to_partner(message: Message, now: datetime) -> Verdict:
    """A partner's own address, in its hours, and never a word of who the person is: that is on the link's page."""
    team, about = message.team, message.about_person
    if team is None or not team.partner_kind or team.ended_at is not None:
        return Verdict(False, _("This is no partner of ours."))
    if message.address not in (team.phone, team.email):
        return Verdict(False, _("This is not the partner's own number or address."))
    if about is not None and keeps_from(about, team):
        return Verdict(False, _("These two must not know of each other."), unsafe=True)
    if about is not None and _gives_away(about, f"{message.subject} {message.body}"):
        return Verdict(False, _("It would say who the person is."), unsafe=True)
    until = _partner_answers_at(message, team, now)
    return Verdict(False, _("It waits until they may be disturbed."), until) if until else GO


def keeps_from(person: Person, team: Team) -> bool:
    """Whether this person must not have to do with this partner, or with whoever answers for it."""
    _ids, named, numbers = blocked_for(person)
    return any(is_named(name, [team.phone], named, numbers) for name in (team.name, team.contact_name) if name)


def _gives_away(person: Person, words: str) -> bool:
    """Whether words say somebody's name, number or address."""
    said, name = re.findall(r"\w+", words.casefold()), re.findall(r"\w+", person.name.casefold())
    if name and any(said[start : start + len(name)] == name for start in range(len(said))):
        return True
    digits = re.sub(r"\D", "", words)
    routes = [route.value.casefold() for route in routes_of(person)]
    return any(value in words.casefold() if "@" in value else names.digits_of(value) in digits for value in routes)


def _partner_answers_at(message: Message, team: Team, now: datetime) -> datetime | None:
    """When they may next be disturbed, where that is not now: in the hours they gave, else outside the quiet hours."""
    opens = open_hours.next_open(team.open_days, team.opens, team.closes, now)
    if opens > now:
        return opens
    return None if message.urgent or team.opens is not None else quiet_until(message.place.typed_settings, now)


def ask_ahead(pairs: Iterable[tuple[UUID | None, UUID | None]], now: datetime) -> None:
    """Ask at once, for many messages, what the gate asks for each: (to whom, about whom). A few queries.

    It counts only within the act in which it is asked, and only there.
    """
    pairs = list(pairs)
    people = {to for to, _about in pairs if to is not None}
    taken_back = have_taken_back(people, Purpose.CONTACT, now)
    for person_id in people:
        remember(("taken back", person_id), person_id in taken_back)
    look_up_safe(people)
    meeting = {one for to, about in pairs if to and about and to != about for one in (to, about)}
    if meeting:
        look_up_blocks(meeting)
    withheld = have_said_anything_about_sharing({about for _to, about in pairs if about is not None})
    for to, about in pairs:
        if to and about and about not in withheld:
            remember(("not told", about, to), True)


def _whose_say(message: Message, now: datetime) -> str:
    if message.person_id is None:
        return _("We do not know whose address this is.")
    return _("They asked us not to contact them.") if _has_taken_back(message, now) else ""


def _who_must_not_know(message: Message) -> str:
    reader, about = message.person, message.about_person
    if reader is None or about is None or not must_not_know(about, reader):
        return ""
    return _("These two people must not know of each other.")


def _has_taken_back(message: Message, now: datetime) -> bool:
    person_id = message.person_id
    if person_id is None or _only_now_known(message.person):
        return False
    return fact(("taken back", person_id), lambda: has_taken_back(person_id, Purpose.CONTACT, now))


def _only_now_known(person: Person | None) -> bool:
    """Somebody written down in this very act, who has said nothing yet and has nobody to be kept apart from."""
    return person is not None and person._state.adding


def _whose_route(message: Message, now: datetime) -> str:
    if message.channel == Channel.LETTER:
        return _whose_house(message)
    route = _route_of(message)
    if route is None or route.stopped_at is not None:
        return _("We may not use this number or address.")
    if route.safe == Safe.NO:
        return _("They said this is not a safe way to reach them.")
    if route.given_by_other and message.person is not None and message.person.spoken_to_at is None:
        return _("Somebody else gave us this; they have not been spoken to yet.")
    if message.channel == Channel.RING and route.no_voicemail:
        return _("A machine may not ring them: it could leave a message.")
    if route.safe != Safe.YES and message.kind != SAFE_WORDING:
        return _("Only the words that ask them to ring may go there.")
    return ""


def _whose_house(message: Message) -> str:
    """Whoever chose a letter knows the house. Who else opens it we do not: in doubt nothing is posted."""
    if not message.postal:
        return _("We do not know where to post it.")
    if message.person is None or on_paper(message.person) != OnPaper.ANY:
        return _("Nothing is posted to them: it may not be safe. Tell them another way.")
    return ""


def _not_as_they_said(message: Message) -> str:
    """What they said of how it is safe, where it lets fewer words or ways through than the number itself does."""
    said = safe_contact_of(message.person) if message.person is not None else None
    if said is None or message.channel == Channel.LETTER:
        return ""
    way = {Channel.EMAIL: Way.EMAIL, Channel.RING: Way.CALL}.get(Channel(message.channel), Way.TEXT)
    if way not in said.ways:
        return _("They said this is not a safe way to reach them.")
    if message.channel == Channel.RING and said.no_voicemail:
        return _("A machine may not ring them: it could leave a message.")
    if not said.says_nothing:
        return ""
    if message.kind != SAFE_WORDING:
        return _("Only the words that ask them to ring may go there.")
    if said.call_ourselves and said.call_ourselves not in message.body:
        return _("It does not say the name they know us by.")
    return ""


def _route_of(message: Message) -> ContactRoute | None:
    if message.person is None:
        return None
    return next((route for route in routes_of(message.person) if route.value == message.address), None)


def leaves_at(*, route: ContactRoute, place: Place, urgent: bool, now: datetime) -> datetime:
    """The moment at which words written now may leave, so that their "today" is the reader's today."""
    return _leaves_at(route.person, route, place, urgent, now) or now


def _leaves_at(
    person: Person | None, route: ContactRoute | None, place: Place, urgent: bool, now: datetime
) -> datetime | None:
    """The first moment at which neither the quiet hours of the place nor their own keep it back; None where none is.

    What is urgent wakes a place, but never leaves outside the hours in which somebody said it is safe.
    """
    windows = [Hours(route.from_hour, route.to_hour)] if route is not None else []
    said = safe_contact_of(person) if person is not None else None
    windows += [Hours(said.from_hour, said.to_hour, said.days)] if said is not None else []
    if not urgent:
        windows.append(Hours(*_waking(place.typed_settings)))
    return first_moment([window for window in windows if window.said], now)


def _waking(settings: PlaceSettings) -> tuple[time, time]:
    return time.fromisoformat(settings.quiet_until), time.fromisoformat(settings.quiet_from)


def quiet_until(settings: PlaceSettings, now: datetime) -> datetime | None:
    """When the quiet hours that hold ``now`` end; None outside of them."""
    wakes, sleeps = _waking(settings)
    return None if hours.is_open(wakes, sleeps, now) else hours.next_open(wakes, sleeps, now)
