"""Every message to people who said how it is safe, by every way, and every print: does one go where it must not?

What leaves is judged by ``flagged``, which knows what was said and none of the rows, and never by the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from kith.dispatch.jobs import sweep as search
from kith.kit.progress import Advance
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.channels import everything_to
from kith.outbox.models import Audience, Channel, Message
from kith.promises.jobs import sweep as look_after
from kith.promises.models import Promise
from kith.proof.drill.flagged import Flagged, Left, Verdicts, everybody, what_is_wrong
from kith.proof.drill.safe_case import BEGINS, BY, HESPER, STORES, Case, Ground, settle
from kith.proof.drill.safe_emergency import MOMENTS, emergencies
from kith.proof.drill.safe_prints import look_at_lists, print_all
from kith.proof.drill.stopped import the_clock
from kith.proof.drill.templates import TELLTALE, Template, every_template

# When they are written to, and when what was held is looked at again, over the days of a week.
WRITTEN = (timedelta(0), timedelta(hours=3), timedelta(hours=12), timedelta(hours=17))
LOOKED_AT = tuple(timedelta(hours=hours) for hours in (24, 28.5, 39, 51, 77, 96, 108, 117))
TOGETHER = 20
# Of so many templates each person has one as a letter; every template is posted to somebody.
POSTED = 7
_BLOCKED = ("known", "name", "phone", "household")


def run(*, count: int, seed: int, tick: Advance, printed: int = 1, part: tuple[int, int] = (0, 1)) -> Verdicts:
    """So many people, or one part of them, in the database we are on; one in ``printed`` is printed, 0 is nobody."""
    crowd = everybody(count, seed)[part[0] :: part[1]]
    found, ground = Verdicts(people=len(crowd)), Ground.lay_out(BEGINS - timedelta(days=1))
    watch, templates = Watch(found), every_template()
    cases: dict[UUID, Case] = {}
    with everything_to(watch.left):
        for number, some in enumerate(_some(crowd)):
            at = BEGINS + WRITTEN[number % len(WRITTEN)]
            made = [settle(one, ground, at) for one in some]
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
        if printed:
            _promised(list(cases.values()), ground, found)
            _look(list(cases.values())[::printed], list(cases.values()), ground, watch)
    return found


def _look(some: Sequence[Case], every: Sequence[Case], ground: Ground, watch: Watch) -> None:
    """Every print of some of them, lists that name any, and what an emergency opens; and all that leaves of it."""
    with the_clock(BEGINS + LOOKED_AT[-1]) as clock:
        print_all(some, ground, watch.found)
        look_at_lists(every, ground, watch.found)
        emergencies(every if len(some) == len(every) else some, ground, watch.found, clock.moment, clock)
        watch.send(clock.at(BEGINS + LOOKED_AT[-1] + MOMENTS[-1]))


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
