"""Everything that whoever has not said yes can open: offers, cards, the API, the feeds, and pages of anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from kith.access.actions import issue_link
from kith.asks.codes import slug_of
from kith.asks.models import Ask, Lane
from kith.directory.models import Service
from kith.dispatch import actions as dispatch
from kith.dispatch.models import Offer, PartnerCard
from kith.dispatch.queries.own_codes import own_codes
from kith.dispatch.views.own_phone import endings
from kith.kit.actor import Actor
from kith.proof.drill.disclosure_asked import BY, Ground
from kith.proof.drill.disclosure_eyes import Eyes
from kith.volunteers.models import Volunteer

# One in so many is passed on to somebody else, is asked who it is for by text, is read in another language, is opened
# in the volunteer's own browser as well, and again when it is over.
PASSED_ON, TEXTED, IN_ARABIC, AS_THEIRS, AGAIN = 20, 10, 4, 3, 3
# Of so many asks one is sought at the addresses of others.
ELSEWHERE = 5
# What anybody can fetch says nothing of an ask however many there are: looked at once in so many batches.
FEEDS_EACH = 4


def somebody() -> Client:
    """A browser that nothing is known of. What fails in it is answered as it would be, and looked through as well."""
    return Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], raise_request_exception=False)


@dataclass
class Readers:
    """The browsers of all who read, and what they opened."""

    ground: Ground
    eyes: Eyes
    strangers: Client = field(default_factory=somebody)
    own: dict[UUID, Client] = field(default_factory=dict)
    links: dict[UUID, str] = field(default_factory=dict)

    def open_all(self, made: list[Ask], now: datetime) -> None:
        """Every offer and every card, each as whoever it was sent to and as a browser nobody knows; and the API."""
        for offer in self._offers(made):
            self._offer(offer, now)
            self.eyes.found.offers += 1
        for card in PartnerCard.objects.filter(ask__in=made).select_related("team"):
            self._open("partner", f"/p/{self._card_link(card, now)}", card.ask_id)
            self.eyes.found.cards += 1
        for number, ask in enumerate(made):
            self._api(ask, number)
            for kind, address in (("staff", "ask"), ("person", "status")) if number % ELSEWHERE == 0 else ():
                self._open(kind, f"/{address}/{slug_of(ask.reference)}/", ask.id)

    def open_again(self, made: list[Ask]) -> None:
        """Offers that somebody else said yes to, and some of those that are over, by who did not say yes."""
        taken = {ask_id for ask_id, _person in self.eyes.said_yes}
        for number, offer in enumerate(self._offers(made)):
            looks = offer.ask_id in taken or number % AGAIN == 0
            if looks and (offer.ask_id, offer.volunteer.person_id) not in self.eyes.said_yes:
                self._open("offer over", f"/o/{self.links[offer.id]}", offer.ask_id, self._browser(offer))

    def feeds(self) -> None:
        """What anybody reads, another program among them: calendars, the directory as a feed, on paper, on a map."""
        slug = self.ground.town.slug
        anybody = [f"/find/in/{slug}/{more}" for more in ("", "map/", "map.geojson", "print/", "poster/")]
        anybody += [f"/embed/{slug}/", f"/calendar/in/{slug}.ics", "/", "/find/", "/at-the-door/", "/status/"]
        anybody += [f"/oruk/v3/{name}{more}" for name in ("services", "organizations", "locations") for more in _WHOLE]
        some = Service.objects.order_by("id")[:3]
        anybody += [f"/calendar/group/{one.id}.ics" for one in some] + [f"/find/group/{one.id}/" for one in some]
        for address in anybody:
            self._open("feed" if "oruk" in address or "calendar" in address else "public", address)

    def texts(self, made: list[Ask], now: datetime) -> None:
        """Some ask by text who it is for, and some say no: what they are answered leaves like any message."""
        for number, offer in enumerate(self._offers(made)):
            if offer.state == "offered" and "@" not in offer.address and number % TEXTED == 0:
                said = ("Who is it for?", f"NO {offer.number}", f"{offer.number}?")[number // TEXTED % 3]
                dispatch.receive(
                    address=offer.address, body=said, provider_key=f"drill-{offer.id}", by=Actor.public(), now=now
                )

    def _offers(self, made: list[Ask]) -> list[Offer]:
        rows = Offer.objects.filter(ask__in=made).select_related("volunteer__person").order_by("id")
        return list(rows.prefetch_related("volunteer__person__routes"))

    def _offer(self, offer: Offer, now: datetime) -> None:
        token = self.links[offer.id] = self._link("offer", "dispatch.Offer", offer.id, offer.volunteer, now)
        number = self.eyes.found.offers
        self._open("offer", f"/o/{token}", offer.ask_id, language="ar" if number % IN_ARABIC == 0 else "en")
        if number % AS_THEIRS == 0:
            for address in (f"/o/{token}", f"/o/{token}/mine/"):
                self._open("offer", address, offer.ask_id, self._browser(offer))
        if number % PASSED_ON == 0:
            said = {"do": "not-me", "name": "Passed On", "phone": "07700 900111"}
            answer = self.strangers.post(f"/o/{token}", said, secure=settings.HTTPS, follow=True)
            self._look("offer passed on", answer, offer.ask_id)

    def _browser(self, offer: Offer) -> Client:
        """The volunteer's own, in which they once said the last digits of their number, or their code."""
        volunteer = offer.volunteer
        if volunteer.id not in self.own:
            self.own[volunteer.id] = browser = somebody()
            now = offer.offered_at
            said = next(iter(endings(volunteer)), own_codes(offer, now)[0])
            token = self.links.get(offer.id) or self._link("offer", "dispatch.Offer", offer.id, volunteer, now)
            answer = browser.post(f"/o/{token}", {"do": "its-me", "ends": said}, secure=settings.HTTPS)
            self._look("offer", answer, offer.ask_id)
        return self.own[volunteer.id]

    def _api(self, ask: Ask, number: int) -> None:
        """As the program that sent it, where one did, and as that of somebody else, to whom it is not there."""
        mine = [self.ground.sends] if ask.lane == Lane.PROGRAM else []
        for token in (*mine, self.ground.others[number % len(self.ground.others)]):
            headers = {"Authorization": f"Bearer {token}"}
            address = f"/api/v1/asks/{ask.reference.replace(' ', '-')}"
            answer = self.strangers.get(address, secure=settings.HTTPS, headers=headers)
            self._look("api", answer, ask.id)

    def _open(
        self, kind: str, address: str, ask_id: UUID | None = None, browser: Client | None = None, language: str = "en"
    ) -> None:
        answer = (browser or self.strangers).get(address, secure=settings.HTTPS, headers={"Accept-Language": language})
        self._look(kind, answer, ask_id)

    def _look(self, kind: str, answer: HttpResponseBase, ask_id: UUID | None) -> None:
        if answer.status_code >= 500:
            raise AssertionError(f"A page ({kind}) answered {answer.status_code}.")
        assert isinstance(answer, HttpResponse)
        words = answer.content.decode("utf-8", "replace")
        self.eyes.page(kind, f"{answer.headers} {answer.cookies.output()} {words}", ask_id=ask_id)

    def _card_link(self, card: PartnerCard, now: datetime) -> str:
        return _issued("partner", "dispatch.PartnerCard", card.id, Actor.partner(card.team), now)

    def _link(self, purpose: str, label: str, row_id: UUID, volunteer: Volunteer, now: datetime) -> str:
        return _issued(purpose, label, row_id, Actor.volunteer(volunteer), now)


_WHOLE = ("", "?format=ndjson")


def _issued(purpose: str, label: str, row_id: UUID, actor: Actor, now: datetime) -> str:
    return issue_link(
        purpose=purpose,
        subject_label=label,
        subject_id=row_id,
        actor=actor,
        expires_at=now + timedelta(days=30),
        by=BY,
        now=now,
    )
