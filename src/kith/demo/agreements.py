"""What the demo's organisations have agreed: the one by which its morning works, and three others to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.access.rules import PURPOSES
from kith.accounts.models import Organisation, User
from kith.demo.cast import PARTNERSHIP, TeamSpec
from kith.governance import actions as governance
from kith.governance.actions import Draft, Terms, Who
from kith.governance.models import LONGEST, Agreement
from kith.kit.actor import Actor
from kith.places.models import Place

BY = Actor.system("the demo")
A_DAY = timedelta(days=1)
GUARDIAN = "Ruth"
# Holsworthy has still to say some of it, so that its page shows what is missing.
NOT_YET = "Holsworthy Neighbours"


@dataclass(frozen=True)
class House:
    """One organisation of the demo: who answers for it, its phone, and why it may keep what it keeps."""

    organisation: Organisation
    answers: User
    phone: str

    @property
    def is_scheme(self) -> bool:
        return self.organisation.kind == "village_scheme"

    @property
    def basis(self) -> tuple[str, str]:
        return ("6-1-f", "9-2-a") if self.is_scheme else ("6-1-e", "9-2-h")

    def terms(self, gives: str = "ABC", gets: str = "") -> Terms:
        """What it gives and gets: a scheme gets what helping takes, the others also what is known of needs."""
        article_6, article_9 = self.basis
        return Terms(
            self.organisation,
            gives=gives,
            gets=gets or ("AB" if self.is_scheme else "ABC"),
            article_6=article_6,
            article_9=article_9,
            keeps_days=90 if self.is_scheme else 365,
            contact=f"{self.answers.name}, {self.phone}",
        )


def agree(
    teams: Iterable[TeamSpec],
    organisations: Mapping[str, Organisation],
    users: Mapping[str, User],
    place: Place,
    now: datetime,
) -> None:
    """Write down who looks after each organisation's data, and what they pass on to each other in ``place``."""
    houses = _houses(teams, organisations, users)
    for house in houses.values():
        _stewards(house, users, organisations, now)
    if len(houses) > 1:
        about = "So that whoever is nearest can help, whichever side of a parish boundary somebody lives on."
        begun = now - 90 * A_DAY
        _signed("Helping one another in Northern Devon", about, list(houses.values()), place, begun, LONGEST)
    _ends_soon(houses, place, now)
    _runs_off(houses, place, now)
    _draft(houses, place, now)


def _houses(
    teams: Iterable[TeamSpec], organisations: Mapping[str, Organisation], users: Mapping[str, User]
) -> dict[str, House]:
    found: dict[str, House] = {}
    for team in teams:
        first = min((one for one in team.members if one.duty), key=lambda one: one.duty)
        found.setdefault(team.organisation, House(organisations[team.organisation], users[first.name], team.phone))
    return found


def _stewards(
    house: House, users: Mapping[str, User], organisations: Mapping[str, Organisation], now: datetime
) -> None:
    organisation, guardian = house.organisation, users.get(GUARDIAN)
    there = organisation.name != NOT_YET
    reach = f"{house.answers.name}, {house.phone}"
    who = Who(
        answers_name=house.answers.name,
        answers_as="trustee" if house.is_scheme else "senior information risk owner",
        answers_user_id=house.answers.id,
        data_contact=reach,
        guardian_name=guardian.name if guardian else GUARDIAN,
        guardian_user_id=guardian.id if guardian else None,
        guardian_of_id=organisations[PARTNERSHIP].id if organisation.name != PARTNERSHIP else None,
        safeguarding_lead="Olwen, 01632 960002" if there else "",
        rights_contact=reach,
        breach_contact="Devon team, 01632 960002" if there else "",
    )
    governance.name_stewards(organisation=organisation, who=who, by=BY, now=now)
    article_6, article_9 = house.basis
    for purpose in PURPOSES if there else ("help",):
        vital = purpose == "emergency"
        governance.choose_basis(
            organisation=organisation,
            purpose=purpose,
            article_6="6-1-d" if vital else article_6,
            article_9="9-2-c" if vital else article_9,
            by=BY,
            now=now,
        )
    if house.is_scheme and there:
        governance.keep_for(organisation=organisation, kind="messages", days=60, by=BY, now=now)


def _written(
    name: str, about: str, houses: list[House], place: Place, begins: datetime, lasts: timedelta, gives: str
) -> Draft:
    return Draft(
        name=name,
        about=about,
        purposes=["help"],
        places=[place],
        starts_at=begins,
        review_by=begins + max(lasts / 2, lasts - 365 * A_DAY),
        expires_at=begins + lasts,
        terms=[house.terms(gives) for house in houses],
    )


def _signed(
    name: str, about: str, houses: list[House], place: Place, begins: datetime, lasts: timedelta, gives: str = "ABC"
) -> Agreement:
    written = _written(name, about, houses, place, begins, lasts, gives)
    agreement = governance.draft(by_organisation=houses[0].organisation, written=written, by=BY, now=begins)
    for house in houses:
        by = Actor.user(house.answers)
        governance.sign(agreement=agreement, organisation=house.organisation, signed_in_at=begins, by=by, now=begins)
    agreement.refresh_from_db()
    return agreement


def _ends_soon(houses: Mapping[str, House], place: Place, now: datetime) -> None:
    both = _both(houses, "Bideford Neighbours", "Torridge Side Surgeries")
    if both:
        about = "Parcels and prescriptions over the bridge, while the other road is closed."
        begun, lasts = now - 359 * A_DAY, 365 * A_DAY
        agreement = _signed("Over the bridge", about, both, place, begun, lasts, "AB")
        found, next_by = "Still needed until the road opens.", agreement.expires_at
        governance.look_again(agreement=agreement, found=found, next_by=next_by, by=BY, now=now - 100 * A_DAY)


def _runs_off(houses: Mapping[str, House], place: Place, now: datetime) -> None:
    both = _both(houses, "South Molton Neighbours", "Great Torrington Neighbours")
    if both:
        about = "Dog walks and post between the two towns."
        agreement = _signed("Between two towns", about, both, place, now - 200 * A_DAY, 365 * A_DAY, "AB")
        why = "The agreement of the whole district covers it now."
        organisation = both[0].organisation
        governance.withdraw(agreement=agreement, organisation=organisation, why=why, by=BY, now=now - 3 * A_DAY)


def _draft(houses: Mapping[str, House], place: Place, now: datetime) -> None:
    both = _both(houses, "Barnstaple Neighbours", "Taw Valley Surgeries")
    if both:
        about = "Warm rooms this winter: who would like a lift there, and what helps at the door."
        written = _written("Warm rooms this winter", about, both, place, now + 7 * A_DAY, 120 * A_DAY, "AB")
        first = both[0]
        agreement = governance.draft(by_organisation=first.organisation, written=written, by=BY, now=now)
        by = Actor.user(first.answers)
        governance.sign(agreement=agreement, organisation=first.organisation, signed_in_at=now, by=by, now=now)


def _both(houses: Mapping[str, House], *names: str) -> list[House]:
    found = [houses[name] for name in names if name in houses]
    return found if len(found) == len(names) else []
