"""What a public page may say of a place: its name, its number, who looks at what comes in, and when."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.access.models import TeamToken
from kith.accounts.models import Team
from kith.accounts.queries import NobodyAnswers, duty_holder, duty_team
from kith.asks import hearing, to_programs
from kith.asks.csv_rows import RowAsk
from kith.asks.harm import needs_a_look
from kith.asks.models import Ask, SentIn, SheetRow
from kith.kit import known, said
from kith.outbox import permissions as outbox
from kith.people.models import Person
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, fallback, is_open, locate, next_look
from kith.volunteers.models import Volunteer


@dataclass(frozen=True)
class Front:
    """The face of one place on its public pages."""

    place: Place
    phone: str
    who: str
    hours: str
    awake: bool


def front(slug: str, now: datetime) -> Front | None:
    """The place with this slug, else the one that has what nobody can place. None where there is no place at all."""
    place = Place.objects.filter(slug=slug).first() if slug else None
    try:
        place = place or fallback()
    except NoPlacesYet:
        return None
    return front_of(place, now)


def front_of(place: Place, now: datetime) -> Front:
    """What the public pages of this place say of it."""
    team, who = _who_looks(place, now)
    number = (team.phone if team else "") or place.phone
    return Front(place, number, who, hours_sentence(place, who, now), is_open(place, now))


def hours_sentence(place: Place, who: str, now: datetime) -> str:
    """When somebody looks: "Jan looks at these from 8 to 8; it is 7:10 now"."""
    who = who or _("Somebody")
    if place.opens == place.closes:
        return _("%(who)s looks at these day and night.") % {"who": who}
    hours = {"who": who, "opens": _hour(place, opens=True), "closes": _hour(place, opens=False)}
    if is_open(place, now):
        return _("%(who)s looks at these from %(opens)s to %(closes)s; it is %(now)s now.") % {
            **hours,
            "now": said.clock(now),
        }
    again = next_look(place, now)
    return _("It is %(now)s. %(who)s looks at these %(again)s.") % {
        "now": said.clock(now),
        "who": who,
        "again": said.at(again, now),
    }


def _hour(place: Place, *, opens: bool) -> str:
    moment = place.opens if opens else place.closes
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment.minute:02}" if moment.minute else str(hour)


def nobody_near(place: Place) -> Place | None:
    """The community of this place, when no neighbour has signed up there; None where there is somebody."""
    home = place.ancestor(Place.Kind.COMMUNITY)
    if home is None:
        return None
    with serving("whether any neighbour has signed up"):
        somebody = Volunteer.objects.filter(home__path__contains=[home.id], stopped_at=None).exists()
    return None if somebody else home


def empty_place_sentence(place: Place, now: datetime) -> str:
    """What to say where no neighbour has signed up yet: who has it all the same. Empty where somebody has."""
    home = nobody_near(place)
    if home is None:
        return ""
    above = home.ancestor(Place.Kind.DISTRICT) or home
    _team, who = _who_looks(above, now)
    words = {"place": home.name, "who": who or _("somebody")}
    said_so = _(
        "We don't have neighbours signed up in %(place)s yet. We still take your ask; %(who)s at the district has it."
    )
    return said_so % words


def by_reference(reference: str) -> Ask | None:
    """The ask with this reference, whoever may see it: only for checking a code."""
    rows = Ask.objects.select_related("person", "asker", "place")
    with serving("checking a code"):
        return rows.filter(reference=reference).first()


def already_sent(client_key: str) -> bool:
    """Whether these answers have been sent before."""
    with serving("whether it was sent before"):
        return Ask.objects.filter(client_key=client_key).exists()


def team_must_not_hear(ask: Ask, team: Team, now: datetime) -> bool:
    """Whether the team whose program sent an ask must not hear of its person any more. Nobody is told why."""
    with serving("whether whoever sent it must not hear of them"):
        person = Person.objects.filter(pk=ask.person_id).first()
        return person is None or outbox.team_must_not_hear(person, team, now)


def helps_first(slug: str, where: Mapping[str, str], now: datetime) -> bool:
    """Whether only what and where are asked there, and what somebody permits is asked later."""
    face = front(slug, now)
    try:
        near = face.place if slug and face is not None else None
        found = locate(where.get("postcode", ""), where.get("line", ""), where.get("village", ""), near)
    except NoPlacesYet:
        return False
    return found.place.typed_settings.help_first


def look_by(ask: Ask, now: datetime) -> datetime:
    """By when one of us looks at an ask that waits for a decision with its person."""
    opens = None if is_open(ask.place, now) else next_look(ask.place, now)
    soon = needs_a_look(kind=ask.kind, urgency=ask.urgency, red_flags=ask.red_flags)
    return hearing.first_hear_by(now, need_by=ask.need_by, red_flag=bool(ask.urgency), medicine=soon, opens_at=opens)


def _who_looks(place: Place, now: datetime) -> tuple[Team | None, str]:
    try:
        team = duty_team(place)
        return team, duty_holder(team, now).user.name.split()[0]
    except (NobodyAnswers, IndexError):
        return None, ""


def taken_in(rows: Iterable[RowAsk]) -> set[tuple[str, int]]:
    """Which of these rows of a sheet were taken in before, by fingerprint and occurrence. One query."""
    meant = {(row.fingerprint, row.occurrence) for row in rows}
    found = SheetRow.objects.filter(fingerprint__in={fingerprint for fingerprint, _occurrence in meant})
    return meant & set(found.values_list("fingerprint", "occurrence"))


# With this token, or with another of its team: a program may have been given a new one since it sent.
_CAME_BEFORE = (
    "SELECT id FROM asks_sentin WHERE token_id = %s AND key = %s UNION ALL SELECT sent.id FROM asks_sentin AS sent"
    " JOIN asks_ask AS ask ON ask.id = sent.ask_id WHERE ask.client_key = %s LIMIT 1"
)


def sent_before(token: TeamToken, key: str, within: timedelta, now: datetime) -> tuple[SentIn | None, int]:
    """What came from this token's team under this key before; else in how many seconds one more may, 0 for now."""
    before = known.ask(_CAME_BEFORE, token.id, key, to_programs.key_of_team(token.team_id, key))
    if before:
        return SentIn.objects.select_related("ask").get(id=before[0][0]), 0
    most = token.most_a_minute
    if not _may_be_many(token.id, most, within, now):
        return None, 0
    mine = SentIn.objects.filter(token=token)
    oldest = mine.order_by("-at").values_list("at", flat=True)[most - 1 : most].first() if most else None
    free = (oldest + within - now).total_seconds() if oldest is not None else 0
    return None, max(0, math.ceil(free))


# Of how many processes one may be: a token that came here less than its share has not come too often anywhere.
_PROCESSES = 8
_CAME: dict[UUID, deque[datetime]] = {}


def _may_be_many(token_id: UUID, most: int, within: timedelta, now: datetime) -> bool:
    """Whether it is worth asking the database how often this token came lately."""
    came = _CAME.setdefault(token_id, deque(maxlen=most + 1))
    came.append(now)
    while came and came[0] <= now - within:
        came.popleft()
    return len(came) * _PROCESSES > most
