"""The asks of the drill of disclosure, by every lane, each with a mark of its own in every field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client

from kith.access.actions import make_token
from kith.access.models import Scope
from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks import codes
from kith.asks.models import Ask
from kith.asks.visit_words import word_of
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.models import HookEvent
from kith.people.actions import About, Reach
from kith.places.models import Place, Postcode
from kith.proof.drill import land
from kith.proof.drill.disclosure_eyes import Eyes
from kith.proof.drill.flagged import letters

BY = Actor.system("the drill of disclosure")
LANES = 3
# One in so many has neither number nor mailbox: what they hear goes by post.
BY_POST = 20
# What each kind asks, and the field in which somebody would write what must not be read before a yes.
_SAYS = (("shopping", "list"), ("call", "about"), ("dog_walk", "lead"), ("parcel", "where"), ("post", "what"))
NEEDED = timedelta(hours=6)
# A program may send as fast as the drill can.
_QUICKLY = 1_000_000


@dataclass
class Ground:
    """Where the drill takes place: the streets with a postcode each, and whoever may read something without a yes."""

    town: Place
    streets: list[tuple[Place, str]]
    stores: Team
    team: Team
    # The words of tokens: of the program that sends, of a partner's and of the district's.
    sends: str
    others: list[str]

    @classmethod
    def lay_out(cls, now: datetime, neighbours: int) -> Ground:
        """The demo's town, a partner, and programs that hear of everything they may."""
        land.settle_in(now, neighbours)
        streets = list(Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id"))
        town = streets[0].parent
        assert town is not None
        about = Partner(name="Lanyon Stores", partner_kind="business", phone="01632 960888", email="s@example.org")
        stores = dispatch.add_partner(place=town, partner=about, by=BY, now=now)
        team = Team.objects.select_related("organisation", "place").filter(place=town, is_duty=True)[0]
        # For a dog partners are asked as well, so that by night somebody is.
        dispatch.inherit_ladder(place=town, kind="dog_walk", by=BY, now=now)
        district = Team.objects.filter(place=town.ancestor("district") or town, is_duty=True)[0]
        for url in ("https://one.example.org/kith", "https://two.example.org/kith"):
            outbox.make_hook(team=team, url=url, events=list(HookEvent), by=BY, now=now)
        of_district = "https://district.example.org/kith"
        outbox.make_hook(team=district, url=of_district, events=list(HookEvent), by=BY, now=now)
        tokens = [_token(one, now) for one in (team, stores, district)]
        return cls(town, [(one, _postcode_of(one)) for one in streets], stores, team, tokens[0], tokens[1:])


def _token(team: Team, now: datetime) -> str:
    scopes = [Scope.SEND, Scope.READ]
    _row, secret = make_token(
        team=team, name="The drill", scopes=scopes, by=BY, now=now, most_a_minute=_QUICKLY, lasts=timedelta(days=3650)
    )
    return secret


def _postcode_of(street: Place) -> str:
    found = Postcode.objects.filter(place=street).values_list("postcode", flat=True).order_by("postcode").first()
    return found or ""


def ask_all(numbers: range, ground: Ground, eyes: Eyes, now: datetime) -> list[Ask]:
    """Each by its lane: the person themselves, somebody for them, or a team's program."""
    ours = [one for one in numbers if one % LANES]
    with whole(many=True):
        made = {one: asks.open_ask(wanted=_wanted(one, ground, eyes, now), by=BY, now=now) for one in ours}
    made |= {one: _sent(one, ground, eyes, now) for one in numbers if not one % LANES}
    for number, ask in made.items():
        known = {"the word they are shown at the door": word_of(ask), "their code": codes.first_code_of(ask)}
        whose = (ask.person_id, ask.asker_id) if ask.asker_id else (ask.person_id,)
        eyes.know_ask(number, ask.id, whose, known)
    return list(made.values())


def _marks(number: int, ground: Ground, eyes: Eyes) -> dict[str, str]:
    word = letters(number)
    street, postcode = ground.streets[number % len(ground.streets)]
    marks = {
        "their name": f"Canaryname{word}",
        "their address": f"Canaryhouse{word}",
        # It has to be one we know, or somebody would look at it before anybody is asked.
        "their postcode": postcode,
        "their phone": f"+447700900{number:06}",
        "their e-mail": f"canarymail{word}@example.org",
        "their words": f"canarywords{word}",
        "their list": f"canarylist{word}",
        "the door": f"canarydoor{word}",
        "how they hear": f"canaryhear{word}",
        "how to talk": f"canarytalk{word}",
        "who must not know": f"Canaryapart{word}",
        "who asks for them": f"Canaryasker{word}",
        "what they are to them": f"canaryniece{word}",
        "what a program calls it": f"canaryref{word}",
    }
    eyes.know({name: mark for name, mark in marks.items() if mark}, number)
    return {**marks, "street": street.name}


def _wanted(number: int, ground: Ground, eyes: Eyes, now: datetime) -> Wanted:
    marks = _marks(number, ground, eyes)
    kind, told = _SAYS[number % len(_SAYS)]
    reaches = (Reach(marks["their phone"], safe="yes"), Reach(marks["their e-mail"], safe="yes"))
    for_them, by_post = number % LANES == 2, number % BY_POST == 1
    asker = About(name=marks["who asks for them"], reaches=(Reach(f"asks.{marks['their e-mail']}", safe="yes"),))
    return Wanted(
        words=f"help, please, I am {marks['their words']} of the old forge",
        kind=kind,
        details={told: marks["their list"], **({"paid": "receipt"} if kind in ("shopping", "post") else {})},
        where=Where(
            street=marks["street"],
            community=ground.town.name,
            address=marks["their address"],
            postcode=marks["their postcode"],
        ),
        about=About(
            name=marks["their name"],
            reaches=() if by_post else reaches,
            hear_at_door=marks["how they hear"],
            talk_with_me=marks["how to talk"],
            # To whoever fears that somebody opens it nothing is posted.
            must_not_know=() if by_post else (marks["who must not know"],),
        ),
        asker=asker if for_them else None,
        asker_relation=marks["what they are to them"] if for_them else "",
        asker_may="everything" if for_them else "nothing",
        knows="said-yes" if for_them else "self",
        help_at_door=marks["the door"],
        partners_may="yes",
        need_by=now + NEEDED,
    )


def _sent(number: int, ground: Ground, eyes: Eyes, now: datetime) -> Ask:
    """By the API, as a program of the town's own team sends it."""
    marks = _marks(number, ground, eyes)
    kind, told = _SAYS[number % len(_SAYS)]
    body = {
        "words": f"help, please, I am {marks['their words']} of the old forge",
        "kind": kind,
        "details": {told: marks["their list"], **({"paid": "receipt"} if kind in ("shopping", "post") else {})},
        "where": {
            "line": f"{marks['their address']}, {marks['street']}",
            "village": ground.town.name,
            "postcode": marks["their postcode"],
        },
        "knows": "said-yes",
        "they_allow": "everything",
        "partners_may": "yes",
        "person": {
            "name": marks["their name"],
            "email": marks["their e-mail"],
            "safe": "yes",
            "hear_at_door": marks["how they hear"],
            "talk_with_them": marks["how to talk"],
            "must_not_know": [marks["who must not know"]],
        },
        "asker": {"name": marks["who asks for them"], "relation": marks["what they are to them"]},
        "need_by": (now + NEEDED).isoformat(),
        "at_door": marks["the door"],
    }
    answer = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]).post(
        "/api/v1/asks",
        json.dumps(body),
        content_type="application/json",
        secure=settings.HTTPS,
        headers={"Authorization": f"Bearer {ground.sends}", "Idempotency-Key": f"drill-{number}"},
    )
    said = answer.content.decode()
    if answer.status_code != 202:
        raise AssertionError(f"The API answered {answer.status_code}: {said}")
    found = Ask.objects.select_related("person", "place", "promise").get(reference=json.loads(said)["reference"])
    eyes.page("api", _without_its_code(found, f"{answer.headers} {said}"), ask_id=found.id)
    return found


def _without_its_code(ask: Ask, said: str) -> str:
    """Whoever sent it is given the code once, to hand on."""
    return said.replace(codes.first_code_of(ask), "")
