"""What the demo says at its end: the counts, in words and as JSON, and a way in for each role. Reads, but for links."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from kith.access.actions import issue_link, make_token
from kith.access.models import Scope
from kith.accounts.models import User
from kith.accounts.queries import duty_team
from kith.asks import kinds, missed
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.demo.build import BY
from kith.demo.land import TOWNS
from kith.directory.models import Leader
from kith.dispatch.models import Offer, PartnerCard
from kith.kit import refs
from kith.kit.actor import Actor
from kith.places.queries import fallback

LINKS_LAST = timedelta(days=2)
ANSWERED = (ask_states.TAKEN, *ask_states.ENDED)
# One of each role, by the names of the stories.
STAFF = (
    ("street co-ordinator", "Jan"),
    ("link worker", "Nisha"),
    ("district duty lead", "Gareth"),
    ("community builder", "Morwenna"),
    ("commissioner", "Alison"),
    ("guardian of the data", "Ruth"),
    ("safeguarding lead", "Gwen"),
    ("administrator", "Femi"),
)


@dataclass(frozen=True)
class Report:
    """Every figure counts asks, but ``missed`` and ``seconds``."""

    by_kind: dict[str, int]
    answered: int
    open: int
    missed: int
    told: int
    not_told: int
    seconds: float

    @property
    def asks(self) -> int:
        """All of them."""
        return self.answered + self.open

    def as_json(self) -> dict[str, Any]:
        """The last line on standard output."""
        return {
            "asks": self.asks,
            "by_kind": self.by_kind,
            "answered": self.answered,
            "open": self.open,
            "missed": self.missed,
            "told": self.told,
            "not_told": self.not_told,
            "seconds": self.seconds,
        }


def report_of(now: datetime, seconds: float) -> Report:
    """Count what the morning came to, from the rows themselves."""
    counted = Counter(Ask.objects.values_list("kind", flat=True))
    answered = Ask.objects.filter(state__in=ANSWERED).count()
    return Report(
        by_kind={kind: counted.get(kind, 0) for kind in kinds.KINDS},
        answered=answered,
        open=Ask.objects.count() - answered,
        missed=missed.counts(now).missed,
        told=missed.told().count(),
        not_told=missed.not_told().count(),
        seconds=seconds,
    )


def told_in_words(report: Report) -> str:
    """The summary somebody reads."""
    kinds_said = ", ".join(f"{count} {kinds.KINDS[kind].name}" for kind, count in report.by_kind.items() if count)
    waiting = report.asks - report.told - report.not_told
    return (
        f"\n{report.asks} asks came in this morning: {kinds_said}.\n"
        f"{report.answered} are answered; {report.open} are open, each with somebody holding it and a date.\n"
        f"{report.told} people know what is happening; {waiting} more will be told, each by somebody at a time.\n"
        f"Missed: {report.missed}. It took {report.seconds:.0f} seconds.\n"
    )


def links(base: str, now: datetime) -> list[str]:
    """A line for each role: who they are and the link that lets somebody be them. The links work in this demo alone."""
    lines = ["Come in as (everybody is invented; the links last two days):"]
    for role, name in STAFF:
        user = User.objects.get(name=name)
        token = _link("demo-sign-in", "accounts.User", user.id, Actor.user(user), now)
        lines.append(f"  {role + ', ' + name:<32} {base}/demo/in/{token}/")
    lines += _volunteer(base, now) + _partner(base, now) + _person(base, now) + _group(base, now)
    lines += ["", f"The public front door: {base}/   Everything that left: {base}/sent-box/ (as Gareth)"]
    return lines + _program(base, now)


def _program(base: str, now: datetime) -> list[str]:
    """A token of an invented surgery's program, for this demo alone, and the line that sends an ask with it."""
    _token, secret = make_token(
        team=duty_team(fallback()),
        name="Referrals of Quay Surgery (demo)",
        scopes=Scope.values,
        by=BY,
        now=now,
        lasts=LINKS_LAST,
    )
    ask = json.dumps({"words": "Milk and bread", "where": {"village": TOWNS[0].name}, "knows": "self"})
    said = (f"Authorization: Bearer {secret}", "Idempotency-Key: try-1", "Content-Type: application/json")
    heads = " ".join(f"-H '{one}'" for one in said)
    return [
        f"Other programs: {base}/programs/ (as Gareth). To send an ask as an invented surgery's, with a demo token:",
        f"  curl {base}/api/v1/asks {heads} -d '{ask}'",
    ]


def _volunteer(base: str, now: datetime) -> list[str]:
    offers = Offer.objects.select_related("volunteer__person")
    offer = (
        offers.filter(state="offered", ask__state="asking").order_by("-offered_at").first()
        or offers.filter(state="accepted", ask__state="taken").order_by("-offered_at").first()
    )
    if offer is None:
        return []
    token = _link("offer", "dispatch.Offer", offer.id, Actor.volunteer(offer.volunteer), now)
    return [f"  {'volunteer, ' + offer.volunteer.first_name:<32} {base}/o/{token}/"]


def _group(base: str, now: datetime) -> list[str]:
    leader = Leader.objects.filter(ended_at=None).order_by("from_at", "id").first()
    if leader is None:
        return []
    token = _link("group", "directory.Leader", leader.id, Actor.leader(leader), now)
    return [f"  {'who runs a group, ' + leader.name.split()[0]:<32} {base}/g/{token}/"]


def _partner(base: str, now: datetime) -> list[str]:
    cards = PartnerCard.objects.select_related("team").order_by("-offered_at")
    card = (
        cards.filter(state="offered", ask__state__in=ask_states.WANTED).first()
        or cards.filter(ask__state=ask_states.TAKEN, ask__taken_by_team__isnull=False).first()
    )
    if card is None:
        return []
    token = _link("partner", "dispatch.PartnerCard", card.id, Actor.partner(card.team), now)
    return [f"  {'partner, ' + card.team.name:<32} {base}/p/{token}"]


def _person(base: str, now: datetime) -> list[str]:
    ask = Ask.objects.filter(state__in=("taken", "asking"), knows="self", further_away=False).select_related("person")
    found = ask.order_by("-created_at").first()
    if found is None:
        return []
    token = _link("status", "asks.Ask", found.id, Actor.person(found.person), now)
    code = refs.code(settings.SECRET_KEY, found.id, found.code_version)
    who = f"person who asked, {found.person.first_name}"
    return [f"  {who:<32} {base}/s/{token}/   (or {base}/status/ with {found.reference} and {code})"]


def _link(purpose: str, label: str, subject: Any, actor: Actor, now: datetime) -> str:
    return issue_link(
        purpose=purpose,
        subject_label=label,
        subject_id=subject,
        actor=actor,
        expires_at=now + LINKS_LAST,
        by=BY,
        now=now,
    )
