"""Makes the demo's district by calling our own actions: places, teams, a thousand neighbours. Writes nothing itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.accounts import actions as accounts
from kith.accounts.models import Membership, Organisation, User
from kith.demo.agreements import agree
from kith.demo.cast import MemberSpec, TeamSpec
from kith.demo.district import District
from kith.demo.ladders import keep_a_ladder
from kith.demo.neighbours import VolunteerSpec
from kith.demo.partners import PARTNERS, PartnerSpec
from kith.demo.spots import PlaceSpec
from kith.demo.the_directory import enter_groups
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner
from kith.kit import phones
from kith.kit.actor import Actor
from kith.matching.eligible import CHECK_LASTS
from kith.people.actions import About, Reach
from kith.places import actions as places
from kith.places.files import DeprivationRow, PostcodeRow
from kith.places.models import Place
from kith.places.settings import PlaceSettings
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help

BY = Actor.system("the demo")
# The demo can be run at three in the morning, so nobody in it sleeps.
AWAKE = "00:00"
IMD_YEAR = 2025


def build(district: District, now: datetime, quiet: tuple[str, str] = (AWAKE, AWAKE)) -> dict[str, Place]:
    """Make everything of the district but the morning. Answers its places by their keys.

    ``quiet`` is from when until when nobody is disturbed there.
    """
    made = _places(district, now, quiet)
    organisations = {
        each.name: accounts.create_organisation(name=each.name, kind=each.kind, by=BY, now=now)
        for each in district.organisations
    }
    users: dict[str, User] = {}
    for team in district.teams:
        _team(team, made[team.place], organisations[team.organisation], users, now)
    agree(district.teams, organisations, users, made[district.places[0].key], now)
    _volunteers(district, made, organisations, now)
    for partner in (each for each in PARTNERS if each.place in made):
        _partner(partner, made[partner.place], now)
    keep_a_ladder(made["combe-martin"], BY, now)
    enter_groups(made, BY, now)
    return made


def _places(district: District, now: datetime, quiet: tuple[str, str]) -> dict[str, Place]:
    made: dict[str, Place] = {}
    for spec in district.places:
        made[spec.key] = _place(spec, made, district, now, quiet)
    rows = [
        PostcodeRow(code.postcode, code.lat, code.lon, lsoa21=code.lsoa, place=made[spec.key].id)
        for spec in district.places
        for code in spec.postcodes
    ]
    places.load_postcodes(rows=rows, source="the invented postcodes of the demo", by=BY, now=now)
    deprived = [DeprivationRow("lsoa21", code, IMD_YEAR, decile, rank) for code, decile, rank in district.deprivation]
    places.load_deprivation(rows=deprived, source="the invented deprivation of the demo", by=BY, now=now)
    return made


def _place(spec: PlaceSpec, made: dict[str, Place], district: District, now: datetime, quiet: tuple[str, str]) -> Place:
    settings = PlaceSettings(village=spec.village, quiet_from=quiet[0], quiet_until=quiet[1])
    return places.add_place(
        kind=spec.kind,
        name=spec.name,
        parent=made[spec.parent] if spec.parent else None,
        opens=district.opens,
        closes=district.closes,
        aliases=spec.aliases,
        homes=spec.homes,
        lat=spec.lat,
        lon=spec.lon,
        phone=spec.phone,
        colour=spec.colour,
        settings=settings.stored(),
        by=BY,
        now=now,
    )


def _team(spec: TeamSpec, place: Place, organisation: Organisation, users: dict[str, User], now: datetime) -> None:
    for member in spec.members:
        if member.name not in users:
            users[member.name] = accounts.add_user(
                name=member.name, email=member.email, phone=member.phone, by=BY, now=now
            )
    on_duty = sorted((member for member in spec.members if member.duty), key=lambda member: member.duty)
    first = on_duty[0]
    team = accounts.add_place_team(
        place=place,
        organisation=organisation,
        name=spec.name,
        duty=users[first.name],
        role=first.role,
        phone=spec.phone,
        by=BY,
        now=now,
    )
    memberships: dict[str, Membership] = {first.name: team.memberships.get()}
    for member in (each for each in spec.members if each is not first):
        memberships[member.name] = _join(member, team, users, now)
    rota = [memberships[member.name] for member in on_duty]
    accounts.set_duty_rota(team=team, memberships=rota, by=BY, now=now)


def _join(member: MemberSpec, team: object, users: dict[str, User], now: datetime) -> Membership:
    return accounts.join_team(user=users[member.name], team=team, role=member.role, by=BY, now=now)  # type: ignore[arg-type]


def _partner(spec: PartnerSpec, place: Place, now: datetime) -> None:
    partner = Partner(
        name=spec.name,
        partner_kind=spec.kind,
        phone=spec.phone,
        email=spec.email,
        contact_name=spec.contact,
        takes_kinds=spec.takes,
        most_a_day=spec.most_a_day,
        open_days=spec.days,
        opens=spec.opens,
        closes=spec.closes,
    )
    dispatch.add_partner(place=place, partner=partner, by=BY, now=now)


def _volunteers(
    district: District, made: dict[str, Place], organisations: dict[str, Organisation], now: datetime
) -> None:
    """Each community's scheme answers for its own volunteers."""
    by_community: dict[str, list[VolunteerSpec]] = {}
    for spec in district.volunteers:
        by_community.setdefault(spec.street.split("/")[0], []).append(spec)
    teams = {team.place: team.organisation for team in district.teams}
    for community, specs in by_community.items():
        rows = [(_about(spec), made[spec.street], _help(spec)) for spec in specs]
        controller = organisations[teams[community]]
        volunteers.welcome_many(rows=rows, controller=controller, by=BY, now=now - timedelta(days=60))


def _about(spec: VolunteerSpec) -> About:
    number = phones.normalise(spec.phone) if spec.phone else None
    values = [value for value in (number, spec.email) if value]
    return About(name=spec.name, reaches=tuple(Reach(value, safe="yes") for value in values))


def _help(spec: VolunteerSpec) -> Help:
    return Help(
        kinds=spec.kinds,
        slots=spec.slots,
        lat=spec.lat,
        lon=spec.lon,
        travel=spec.travel,
        reach_km=spec.reach_km,
        check_level=spec.check_level,
        check_on=spec.check_on,
        check_by="" if spec.check_on is None else "the scheme's co-ordinator",
        check_again_on=None if spec.check_on is None else spec.check_on + CHECK_LASTS,
        weekly_most=spec.weekly_most,
        languages=spec.languages,
    )
