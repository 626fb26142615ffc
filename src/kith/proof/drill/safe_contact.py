"""Every message to people who said how it is safe, by every way, and every print: does one go where it must not?

What leaves is judged by ``flagged``, which knows what was said and none of the rows, and never by the gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.test import Client

from kith.access.actions import issue_link
from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Organisation, Team
from kith.asks import actions as asks
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.dispatch.jobs import sweep as search
from kith.kit.actor import Actor
from kith.kit.progress import Advance
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.channels import everything_to
from kith.outbox.models import Audience, Channel, Message
from kith.people import actions as people
from kith.people.actions import About, Reach, SaidSafe
from kith.people.models import ContactRoute, Person, RouteKind
from kith.places.models import Place
from kith.promises.jobs import sweep as look_after
from kith.promises.models import Promise
from kith.proof.drill import land
from kith.proof.drill.flagged import Flagged, Left, Verdicts, everybody, what_is_wrong
from kith.proof.drill.templates import TELLTALE, Template, every_template

BY = Actor.system("the drill of safe contact")
HESPER, STORES = "Hesper Trengrove", "Lanyon Stores"
# A Tuesday in November, and when what was held is looked at again, over the days of a week.
BEGINS = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
WRITTEN = (timedelta(0), timedelta(hours=3), timedelta(hours=12), timedelta(hours=17))
LOOKED_AT = tuple(timedelta(hours=hours) for hours in (24, 28.5, 39, 51, 77, 96, 108, 117))
TOGETHER = 20
# One in so many is printed: a page takes as long as fifty messages.
PRINTED = 4
# Of so many templates each person has one as a letter; every template is posted to somebody.
POSTED = 7
NEIGHBOURS = 40
_BLOCKED = ("known", "name", "phone", "household")


@dataclass
class Case:
    """One person of the drill and the rows that were made of them."""

    said: Flagged
    person: Person
    other: Person
    ask: Ask
    routes: list[ContactRoute]
    other_routes: list[ContactRoute]


@dataclass
class Ground:
    """Where the drill takes place, and the two who must not know of some."""

    place: Place
    street: Place
    organisation: Organisation
    hesper: Membership
    lead: Membership
    stores: Team

    @classmethod
    def lay_out(cls, now: datetime) -> Ground:
        """The demo's town, one more colleague and one more partner."""
        land.settle_in(now, NEIGHBOURS)
        street = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")[0]
        place = street.ancestor("community") or street
        team = Team.objects.select_related("organisation").filter(place=place, is_duty=True)[0]
        user = accounts.add_user(name=HESPER, email="hesper@example.org", by=BY, now=now)
        hesper = accounts.join_team(team=team, user=user, role="community_builder", by=BY, now=now)
        lead = Membership.objects.live().select_related("user").filter(role="district_lead")[0]
        about = Partner(name=STORES, partner_kind="business", phone="01632 960888", email="stores@example.org")
        stores = dispatch.add_partner(place=place, partner=about, by=BY, now=now)
        return cls(place, street, team.organisation, hesper, lead, stores)


def run(*, count: int, seed: int, tick: Advance, prints: bool = True) -> Verdicts:
    """So many people, in the database we are on."""
    found, ground = Verdicts(people=count), Ground.lay_out(BEGINS - timedelta(days=1))
    watch, templates = Watch(found), every_template()
    crowd = everybody(count, seed)
    cases: dict[UUID, Case] = {}
    with everything_to(watch.left):
        for number, some in enumerate(_some(crowd)):
            at = BEGINS + WRITTEN[number % len(WRITTEN)]
            made = [_settle(one, ground, at) for one in some]
            watch.know(made)
            cases |= {case.person.id: case for case in made}
            with whole(many=True):
                for case in made:
                    _write_all(case, ground, templates, at)
            watch.send(at)
            tick(len(some))
        search(BEGINS + LOOKED_AT[0])
        for later in LOOKED_AT:
            watch.send(BEGINS + later)
    if prints:
        _promised(list(cases.values()), ground, found)
        _print(list(cases.values()), ground, found)
    return found


def _some(crowd: Sequence[Flagged]) -> Iterator[Sequence[Flagged]]:
    for start in range(0, len(crowd), TOGETHER):
        yield crowd[start : start + TOGETHER]


class Watch:
    """Takes whatever would leave, and has it judged."""

    def __init__(self, found: Verdicts) -> None:
        self.found, self.at = found, BEGINS
        self._flagged: dict[UUID, Flagged] = {}
        self._other_of: dict[UUID, Flagged] = {}

    def know(self, cases: Sequence[Case]) -> None:
        """Whose record is whose; what was said of them is in the drill's own words."""
        for case in cases:
            self._flagged[case.person.id] = case.said
            self._other_of[case.other.id] = case.said

    def send(self, at: datetime) -> None:
        """Let everything leave whose time has come."""
        self.at = at
        outbox.send_due(now=at, by=BY)

    def left(self, message: Message) -> None:
        """Something left."""
        self.found.sends += 1
        reader, about = self._of(message.person_id), self._of(message.about_person_id)
        left = Left(
            message.audience, message.channel, message.address, f"{message.subject} {message.body}", self.at,
            reader=reader, about=about, apart=self._apart(message, reader, about),
        )  # fmt: skip
        wrong = what_is_wrong(left, TELLTALE)
        if wrong:
            who = (reader or about or replace(everybody(1, 0)[0], name="somebody")).name
            self.found.unsafe.append(f"{message.kind} by {message.channel} to {message.audience}, {who}: {wrong}")

    def _of(self, person_id: UUID | None) -> Flagged | None:
        return self._flagged.get(person_id) if person_id is not None else None

    def _apart(self, message: Message, reader: Flagged | None, about: Flagged | None) -> bool:
        if message.audience == Audience.STAFF:
            to_hesper = message.user is not None and message.user.name == HESPER
            return to_hesper and about is not None and about.apart == "colleague"
        if message.audience == Audience.PARTNER:
            to_stores = message.team is not None and message.team.name == STORES
            return to_stores and about is not None and about.apart == "partner"
        other = self._other_of.get(message.person_id) if message.person_id is not None else None
        turned = self._other_of.get(message.about_person_id) if message.about_person_id is not None else None
        told = other is not None and other is about and other.apart in _BLOCKED
        return told or (turned is not None and turned is reader and turned.apart in _BLOCKED)


def _settle(said: Flagged, ground: Ground, now: datetime) -> Case:
    """Make the rows of one person, by our own actions: they ask, and say how it is safe."""
    other = _other(said, ground, now)
    older = _ask(said, ground, now - timedelta(hours=2)).person if said.said_before else None
    if older is not None:
        _say(older, said, now - timedelta(hours=1))
    ask = _ask(said, ground, now)
    if older is None:
        _say(ask.person, said, now)
    _keep_apart(said, ask.person, other, now)
    return Case(said, ask.person, other, ask, list(ask.person.routes.all()), list(other.routes.all()))


def _ask(said: Flagged, ground: Ground, now: datetime) -> Ask:
    about = About(
        name=said.name,
        reaches=tuple(_reach(one) for one in said.routes),
        language=said.language,
        further_away=said.further_away,
        must_not_know=(HESPER,) if said.apart == "colleague" else (STORES,) if said.apart == "partner" else (),
        spoken_to=said.spoken_to,
    )
    community = ground.street.parent.name if ground.street.parent is not None else ""
    where = Where(street=ground.street.name, community=community, address=said.address)
    wanted = Wanted(
        words="somebody to talk to", kind="call", about=about, where=where, partners_may="yes",
        need_by=now + timedelta(days=3),
    )  # fmt: skip
    return asks.open_ask(wanted=wanted, by=BY, now=now)


def _reach(route: object) -> Reach:
    start, end = route.hours or (None, None)  # type: ignore[attr-defined]
    return Reach(
        route.value,  # type: ignore[attr-defined]
        safe=route.safe,  # type: ignore[attr-defined]
        from_hour=_hour(start),
        to_hour=_hour(end),
        no_voicemail=route.no_voicemail,  # type: ignore[attr-defined]
        given_by_other=route.from_others,  # type: ignore[attr-defined]
    )


def _hour(hour: int | None) -> time | None:
    return None if hour is None else time(hour)


def _say(person: Person, said: Flagged, now: datetime) -> None:
    record = said.record
    if record is None:
        return
    start, end = record.hours or (None, None)
    line = SaidSafe(
        ways=tuple(record.ways),
        on_paper=record.paper,
        from_hour=_hour(start),
        to_hour=_hour(end),
        days=record.days,
        only_please_ring=record.only_please_ring,
        no_voicemail=record.no_voicemail,
        call_ourselves=record.code,
    )
    people.say_how_it_is_safe(person=person, said=line, said_by="themselves", by=BY, now=now)


def _other(said: Flagged, ground: Ground, now: datetime) -> Person:
    """Somebody near them: kept apart from them, or not."""
    shares = [one for one in said.routes if one.kind != RouteKind.EMAIL] if said.apart == "household" else []
    value = shares[0].value if shares else f"other{said.number}@example.org"
    about = About(name=f"Hale{said.name[5:9]} Tonkin", reaches=(Reach(value, safe="yes"),))
    if said.apart == "phone":
        about = replace(about, reaches=(Reach(f"+4416329615{said.number:05}"[:15], safe="yes"), *about.reaches))
    return people.write_down(about=about, place=ground.street, controller=ground.organisation, by=BY, now=now)


def _keep_apart(said: Flagged, person: Person, other: Person, now: datetime) -> None:
    number = next((one.value for one in other.routes.all() if "@" not in one.value), "")
    how: dict[str, dict[str, object]] = {
        "known": {"other": other},
        "name": {"other_name": f"Mrs {other.name}"},
        "phone": {"other_phone": number.replace("+44", "0")},
        "household": {"household": True} if number else {"other": other},
    }
    if said.apart in how:
        people.must_not_meet(person=person, said_by="themselves", by=BY, now=now, **how[said.apart])  # type: ignore[arg-type]


def _write_all(case: Case, ground: Ground, templates: Sequence[Template], now: datetime) -> None:
    """Every template, by each way there is for those it is for."""
    for number, one in enumerate(templates):
        words = one.say(now)
        letter = Letter(
            kind=one.kind, body=words.sms, subject=words.subject, key=f"{one.name}:{case.person.id}",
            urgent=number % 2 == 0, about_id=case.ask.id, about_label="", first=True,
        )  # fmt: skip
        if one.audience == "partner":
            body = f"{words.body} {case.said.name}" if case.said.number % 3 == 0 else words.body
            about = replace(letter, body=body, about_person=case.person)
            outbox.write_to_partner(letter=about, team=ground.stores, place=ground.place, by=BY, now=now)
        elif one.audience == "staff":
            _to_staff(replace(letter, about_person=case.person), case, ground, now)
        elif one.audience == "person":
            _to_person(letter, one, case, ground, now)
        else:
            _to_others(letter, one, case, ground, now)


def _to_person(letter: Letter, one: Template, case: Case, ground: Ground, now: datetime) -> None:
    record = case.said.record
    if one.kind == "please-ring":
        letter = replace(letter, body=one.say(now).sms.replace("Jan", (record.code if record else "") or "Jan"))
    turn = sum(map(ord, one.name)) + case.said.number
    route = case.routes[turn % len(case.routes)]
    outbox.write(letter=letter, route=route, audience="person", place=ground.place, by=BY, now=now)
    if turn % POSTED == 0:
        posted = replace(letter, key=f"{letter.key}:post")
        postal = f"{case.said.name}\n{case.said.address}\nZZ1 1ZZ"
        outbox.write_letter(letter=posted, person=case.person, postal=postal, place=ground.place, by=BY, now=now)


def _to_others(letter: Letter, one: Template, case: Case, ground: Ground, now: datetime) -> None:
    """Whoever asked or helps, about them; and, as everybody may help as well, they about whoever is near them."""
    audience = "asker" if one.audience == "asker" else "volunteer"
    turned = (sum(map(ord, one.name)) + case.said.number) % 2
    route, about = (case.routes[0], case.other) if turned else (case.other_routes[0], case.person)
    sent = replace(letter, about_person=about, about_id=None if turned else case.ask.id)
    outbox.write(letter=sent, route=route, audience=audience, place=ground.place, by=BY, now=now)


def _to_staff(letter: Letter, case: Case, ground: Ground, now: datetime) -> None:
    member = (ground.hesper, ground.lead)[(case.said.number + len(letter.kind)) % 2]
    outbox.write_to_staff(
        letter=letter, user=member.user, place=ground.place, controller=ground.organisation, by=BY, now=now
    )


def _promised(cases: Sequence[Case], ground: Ground, found: Verdicts) -> None:
    """Whoever could not be reached safely is somebody's promise, and never of somebody who must not know."""
    at = BEGINS + LOOKED_AT[-1]
    while Message.objects.filter(find_a_way=True).exists():
        look_after(at)
    refused = Message.objects.filter(state="refused", person__isnull=False).exclude(channel=Channel.LETTER)
    found.refused = Message.objects.filter(state="refused").count()
    unreached = set(refused.values_list("person_id", flat=True))
    held = Promise.objects.filter(state="open", about_person__in=[case.person.id for case in cases])
    by_person: dict[UUID, set[str]] = {}
    for person_id, name in held.values_list("about_person_id", "holder__user__name"):
        by_person.setdefault(person_id, set()).add(name)
    for case in cases:
        names = by_person.get(case.person.id, set())
        found.promised += bool(names)
        if case.person.id in unreached and not names:
            found.unsafe.append(f"{case.said.name} could not be reached safely, and nobody has promised anything")
        if case.said.apart == "colleague" and HESPER in names:
            found.unsafe.append(f"{case.said.name} is held by a colleague who must not know")


def _print(cases: Sequence[Case], ground: Ground, found: Verdicts) -> None:
    """Cards, sheets for the door, large print and the list of the morning; and what a colleague kept apart can open."""
    lead, hesper = (Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]) for _each in range(2))
    lead.force_login(ground.lead.user)
    hesper.force_login(ground.hesper.user)
    some = cases[::PRINTED]
    for case in some:
        slug = slug_of(case.ask.reference)
        for paper in ("card", "door"):
            _judge_print(lead, f"/ask/{slug}/{paper}/", paper, case, found)
        _judge_print(lead, f"/s/{_link(case)}/?large=1", "own", case, found)
        if case.said.apart == "colleague":
            for address in (f"/ask/{slug}/", f"/ask/{slug}/card/", f"/person/{case.person.id}/"):
                _is_not_there(_bytes(hesper, address, found), address, case, found)
    places = [ground.place, ground.street, ground.place.ancestor("district") or ground.place]
    for client, place in ((lead, places[2]), (lead, places[0]), (hesper, places[0]), (hesper, places[1])):
        for more in ("", "print/"):
            page = _bytes(client, f"/today/{place.slug}/{more}", found)
            for case in cases:
                if client is hesper and case.said.apart == "colleague":
                    _is_not_there(page, f"today {more}", case, found)
                elif more and case.said.paper != "any" and _names(case, page):
                    found.unsafe.append(f"the printed list of {place.name} names {case.said.name}")


def _judge_print(client: Client, address: str, paper: str, case: Case, found: Verdicts) -> None:
    page = _bytes(client, address, found)
    printed = 'class="paper ' in page
    if printed and case.said.paper == "never":
        found.unsafe.append(f"a print ({paper}) of {case.said.name}, who said nothing on paper")
    record = case.said.record
    if printed and paper == "card" and record is not None and (record.code or record.only_please_ring):
        shown = re.sub(r"<nav.*?</nav>|<head>.*?</head>", "", page, flags=re.S)
        told = [word for word in (case.ask.reference, case.ask.promise.team.name) if word in shown]
        if told:
            found.unsafe.append(f"a card to {case.said.name}, who knows us by another name, says {told}")


def _is_not_there(page: str, address: str, case: Case, found: Verdicts) -> None:
    if _names(case, page):
        found.unsafe.append(f"a colleague who must not know reads of {case.said.name} on {address}")


def _names(case: Case, page: str) -> bool:
    return any(word in page for word in (*case.said.canaries, case.said.name.split()[0], case.ask.reference))


def _bytes(client: Client, address: str, found: Verdicts) -> str:
    found.prints += 1
    return str(client.get(address, secure=settings.HTTPS).content.decode())


def _link(case: Case) -> str:
    return issue_link(
        purpose="status", subject_label="asks.Ask", subject_id=case.ask.id, actor=Actor.person(case.person),
        expires_at=datetime.max.replace(tzinfo=UTC), by=BY, now=BEGINS,
    )  # fmt: skip
