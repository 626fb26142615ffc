"""The commands about teams: who is in them, who joins, who leaves and who is on duty. What somebody who leaves had
promised finds a new holder first."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kith.accounts import actions as accounts
from kith.accounts.actions import NotPossible
from kith.accounts.models import Membership, Organisation, Team, User
from kith.accounts.queries import NobodyAnswers, live_members, user_to_sign_in
from kith.accounts.roles import ROLES
from kith.kit import clock, phones, when
from kith.kit import said as spoken
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.places import queries as places
from kith.places.models import Place
from kith.promises import actions as promises

AT_THE_KEYBOARD = Actor.system("somebody at the command line")


def _list(args: argparse.Namespace) -> int:
    teams = Team.objects.filter(partner_kind="").select_related("place", "organisation").order_by("name")
    told = [_told(team) for team in teams]
    for team in told:
        print(f"{team['name']} ({team['place']})")
        for member in team["members"]:
            turn = f", on duty {member['duty']}" if member["duty"] else ""
            print(f"  {member['name']}, {member['role'].replace('_', ' ')}{turn}")
    if not told:
        say("There is no team here yet. Add one: ./kith team add NAME --place PLACE --who NAME --email ADDRESS")
    if args.json:
        print_json({"teams": told})
    return 0


def _person_arguments(parser: argparse.ArgumentParser, named: str) -> None:
    parser.add_argument(named, metavar="WHO", help="their name")
    parser.add_argument("--email", default="", help="where the code to sign in goes")
    parser.add_argument("--phone", default="", help="or the mobile it goes to")
    parser.add_argument("--role", default="", choices=["", *ROLES], help="their part in it (default: by the place)")
    json_argument(parser)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="what people call the team")
    parser.add_argument("--place", required=True, help="the place it answers for, by name or address")
    parser.add_argument("--organisation", default="", help="who answers for the data (default: the only one there is)")
    parser.add_argument("--duty-phone", default="", metavar="PHONE", help="the number people ring")
    _person_arguments(parser, "--who")


def _add(args: argparse.Namespace) -> int:
    now = clock.now()
    said: dict[str, Any] = {"by": AT_THE_KEYBOARD, "now": now}
    place = _place(args.place)
    if not args.who:
        raise Stop("Say who is on duty first: --who NAME --email ADDRESS. A team is never without somebody.", 2)
    try:
        with transaction.atomic():
            team = accounts.add_place_team(
                place=place,
                organisation=_organisation(args.organisation, now),
                name=args.team,
                duty=_account(args, now),
                role=args.role,
                phone=args.duty_phone,
                **said,
            )
    except NotPossible as problem:
        raise Stop(str(problem)) from problem
    say(f"{team.name} answers for {place.name} now, and {args.who} is on duty.")
    return _done(team, args)


def _join_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    _person_arguments(parser, "who")
    parser.add_argument("--on-duty", action="store_true", help="put them at the end of the duty list as well")


def _join(args: argparse.Namespace) -> int:
    now, team = clock.now(), _team(args.team)
    said: dict[str, Any] = {"by": AT_THE_KEYBOARD, "now": now}
    role = args.role or accounts.FIRST_ROLE[team.place.kind]
    try:
        with transaction.atomic():
            joined = accounts.join_team(user=_account(args, now), team=team, role=role, **said)
            if args.on_duty:
                accounts.set_duty_rota(team=team, memberships=[*_on_duty(team), joined], **said)
    except NotPossible as problem:
        raise Stop(str(problem)) from problem
    say(f"{joined.user.name} is in {team.name} now. They sign in with a code.")
    return _done(team, args)


def _leave_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    parser.add_argument("who", metavar="WHO", help="their name, e-mail or mobile")
    parser.add_argument("--for-good", action="store_true", help="end their account and every part they have as well")
    json_argument(parser)


def _leave(args: argparse.Namespace) -> int:
    now, team = clock.now(), _team(args.team)
    leaver = _member(team, args.who)
    said: dict[str, Any] = {"by": AT_THE_KEYBOARD, "now": now}
    try:
        if args.for_good:
            moved = promises.disable_account(user=leaver.user, **said)
        else:
            moved = promises.leave_team(membership=leaver, **said)
    except (NotPossible, NobodyAnswers) as problem:
        raise Stop(str(problem)) from problem
    say(f"{leaver.user.name} has left {team.name}. {moved} promises were theirs; each has somebody else now.")
    return _done(team, args, moved=moved)


def _away_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    parser.add_argument("who", metavar="WHO", help="their name, e-mail or mobile")
    parser.add_argument("--from", dest="since", default="", metavar="WHEN", help="like “Monday 9am” (default: now)")
    parser.add_argument("--until", required=True, metavar="WHEN", help="when they are back, like “Friday 9am”")
    parser.add_argument("--ask", default="", metavar="WHO", help="a colleague of the same team, asked to have it all")
    json_argument(parser)


def _away(args: argparse.Namespace) -> int:
    now, team = clock.now(), _team(args.team)
    member, asked = _member(team, args.who), _member(team, args.ask) if args.ask else None
    since = _moment(args.since, now) if args.since else now
    said: dict[str, Any] = {"until": _moment(args.until, now), "asked": asked, "by": AT_THE_KEYBOARD, "now": now}
    try:
        done = promises.away(user=member.user, since=since, **said)
    except (NotPossible, promises.CannotAsk) as problem:
        raise Stop(str(problem)) from problem
    return _covered(team, member, done, args)


def _sick_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    parser.add_argument("who", metavar="WHO", help="their name, e-mail or mobile")
    parser.add_argument("--until", default="", metavar="WHEN", help="like “Friday 9am” (default: tonight)")
    parser.add_argument("--ask", default="", metavar="WHO", help="a colleague of the same team, asked to have it all")
    json_argument(parser)


def _sick(args: argparse.Namespace) -> int:
    now, team = clock.now(), _team(args.team)
    member, asked = _member(team, args.who), _member(team, args.ask) if args.ask else None
    until = _moment(args.until, now) if args.until else _tonight(now)
    try:
        done = promises.off_sick(user=member.user, until=until, asked=asked, by=AT_THE_KEYBOARD, now=now)
    except (NotPossible, promises.CannotAsk) as problem:
        raise Stop(str(problem)) from problem
    return _covered(team, member, done, args)


def _covered(team: Team, member: Membership, done: promises.Covered, args: argparse.Namespace) -> int:
    say(f"{member.user.name} is noted as away. {len(done.moved)} promises have whoever is on duty from now on.")
    for hand_over in done.asked:
        say(f"{hand_over.asked.user.name} was asked to have them, and has them when they say yes.")
    return _done(team, args, moved=len(done.moved), asked=len(done.asked))


def _who_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    parser.add_argument("who", metavar="WHO", help="their name, e-mail or mobile")
    json_argument(parser)


def _back(args: argparse.Namespace) -> int:
    team = _team(args.team)
    member = _member(team, args.who)
    promises.back(user=member.user, by=AT_THE_KEYBOARD, now=clock.now())
    say(f"{member.user.name} is here again. What others have by now stays with them.")
    return _done(team, args)


def _ends_arguments(parser: argparse.ArgumentParser) -> None:
    _who_arguments(parser)
    day = parser.add_mutually_exclusive_group(required=True)
    day.add_argument("--on", default="", metavar="WHEN", help="like “31 December”: what they hold then finds somebody")
    day.add_argument("--never", action="store_true", help="their part has no end after all")


def _ends(args: argparse.Namespace) -> int:
    now, team = clock.now(), _team(args.team)
    member = _member(team, args.who)
    day = None if args.never else _moment(args.on, now)
    try:
        accounts.end_on(membership=member, ends_at=day, by=AT_THE_KEYBOARD, now=now)
    except NotPossible as problem:
        raise Stop(str(problem)) from problem
    say(f"{member.user.name} is in {team.name} {f'until {spoken.at(day, now)}' if day else 'without an end'}.")
    return _done(team, args)


def _moment(written: str, now: datetime) -> datetime:
    """A day or a time in plain words; of a span, its beginning."""
    found = when.parse(written, now)
    moment = found.start or found.end
    if found.problem or moment is None:
        raise Stop(found.problem or f"“{written}” is no day or time we can read. Write it like “Friday 9am”.", 2)
    return moment


def _tonight(now: datetime) -> datetime:
    tomorrow = clock.local(now) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)


def _duty_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="the team, by its name")
    parser.add_argument("who", metavar="WHO", nargs="+", help="names in the order in which they are rung")
    json_argument(parser)


def _duty(args: argparse.Namespace) -> int:
    team = _team(args.team)
    line = [_member(team, written) for written in args.who]
    try:
        accounts.set_duty_rota(team=team, memberships=line, by=AT_THE_KEYBOARD, now=clock.now())
    except NotPossible as problem:
        raise Stop(str(problem)) from problem
    say(f"On duty for {team.name}: {', then '.join(one.user.name for one in line)}.")
    return _done(team, args)


def _account(args: argparse.Namespace, now: datetime) -> User:
    """Whoever already signs in with this e-mail or mobile, else a new account."""
    number = phones.normalise(args.phone) or "" if args.phone else ""
    known = user_to_sign_in(email=args.email) or user_to_sign_in(phone=number)
    return known or accounts.add_user(name=args.who, email=args.email, phone=args.phone, by=AT_THE_KEYBOARD, now=now)


def _organisation(written: str, now: datetime) -> Organisation:
    """The organisation of this name, made where it is new; without a name, the only one there is."""
    found = list(Organisation.objects.filter(name=written) if written else Organisation.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if not written:
        raise Stop("Say which organisation answers for the data: --organisation NAME", 2)
    return accounts.create_organisation(name=written, by=AT_THE_KEYBOARD, now=now)


def _place(written: str) -> Place:
    found = list(Place.objects.filter(slug=written)) or places.called(written)
    if len(found) != 1:
        raise Stop(f"There is no one place called “{written}”. See them all: ./kith places list", 2)
    return found[0]


def _team(written: str) -> Team:
    found = list(Team.objects.filter(name__iexact=written.strip()).select_related("place", "organisation"))
    if len(found) != 1:
        raise Stop(f"There is no one team called “{written}”. See them all: ./kith team list", 2)
    return found[0]


def _member(team: Team, written: str) -> Membership:
    wanted = written.strip().casefold()
    number = phones.normalise(written)
    found = [
        one
        for one in live_members(team)
        if wanted in (one.user.name.casefold(), (one.user.email or "").casefold())
        or (number is not None and one.user.phone == number)
    ]
    if len(found) != 1:
        raise Stop(f"There is no one in {team.name} called “{written}”. See them all: ./kith team list", 2)
    return found[0]


def _on_duty(team: Team) -> list[Membership]:
    return list(live_members(team).filter(duty_turns__team=team).order_by("duty_turns__position"))


def _told(team: Team) -> dict[str, Any]:
    turns = {one.id: number for number, one in enumerate(_on_duty(team), start=1)}
    members = [{"name": one.user.name, "role": one.role, "duty": turns.get(one.id, 0)} for one in live_members(team)]
    return {"name": team.name, "place": team.place.name, "organisation": team.organisation.name, "members": members}


def _done(team: Team, args: argparse.Namespace, **more: int) -> int:
    if args.json:
        print_json(_told(team) | more)
    return 0


COMMANDS = [
    Command(
        name="team list",
        help="Show every team, who is in it and who is on duty",
        group="Look after it",
        add_arguments=json_argument,
        run=_list,
    ),
    Command(
        name="team add",
        help="Add the team that answers for a place, with whoever is on duty first",
        group="Look after it",
        add_arguments=_add_arguments,
        run=_add,
    ),
    Command(
        name="team join",
        help="Give somebody a part in a team; they sign in with a code",
        group="Look after it",
        add_arguments=_join_arguments,
        run=_join,
    ),
    Command(
        name="team leave",
        help="End somebody's part in a team; what they held finds somebody else in the same moment",
        group="Look after it",
        add_arguments=_leave_arguments,
        run=_leave,
    ),
    Command(
        name="team sick",
        help="Note that somebody is not well today; what falls due is whoever's on duty from this moment",
        group="Look after it",
        add_arguments=_sick_arguments,
        run=_sick,
    ),
    Command(
        name="team away",
        help="Note that somebody is away for some days; what falls due meanwhile finds somebody else",
        group="Look after it",
        add_arguments=_away_arguments,
        run=_away,
    ),
    Command(
        name="team back",
        help="Note that somebody is here again, or does not go after all",
        group="Look after it",
        add_arguments=_who_arguments,
        run=_back,
    ),
    Command(
        name="team ends",
        help="Say on which day somebody's part in a team ends by itself",
        group="Look after it",
        add_arguments=_ends_arguments,
        run=_ends,
    ),
    Command(
        name="team duty",
        help="Say who is on duty for a team, and in which order they are rung",
        group="Look after it",
        add_arguments=_duty_arguments,
        run=_duty,
    ),
]
