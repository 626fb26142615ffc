"""The commands about tokens: letting a team's own program send asks, seeing which may, and ending one."""

from __future__ import annotations

import argparse
from datetime import timedelta

from kith.access import actions
from kith.access.models import Scope, TeamToken
from kith.accounts.models import Team
from kith.kit import clock, said
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say

AT_THE_KEYBOARD = Actor.system("somebody at the command line")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("team", help="whose program it is, by the name of the team")
    parser.add_argument("name", help="what the program is called")
    parser.add_argument(
        "--may", action="append", choices=[str(one) for one in Scope], help="what it may do (default: both)"
    )
    parser.add_argument("--days", type=int, default=365, help="how long it is good for")
    json_argument(parser)


def _add(args: argparse.Namespace) -> int:
    if not 1 <= args.days <= 3650:
        raise Stop("Let it be good for 1 to 3650 days: --days 365", 2)
    now, team = clock.now(), _team(args.team)
    lasts = timedelta(days=args.days)
    scopes = args.may or [str(one) for one in Scope]
    token, secret = actions.make_token(
        team=team, name=args.name, scopes=scopes, lasts=lasts, by=AT_THE_KEYBOARD, now=now
    )
    say(f"{token} may {', and '.join(str(Scope(scope).label) for scope in token.scopes)}.")
    say("This is shown once. Send it as: Authorization: Bearer TOKEN")
    print(secret)
    if args.json:
        print_json({"id": token.id, "team": team.name, "name": token.name, "scopes": token.scopes, "token": secret})
    return 0


def _list(args: argparse.Namespace) -> int:
    now = clock.now()
    tokens = TeamToken.objects.select_related("team").order_by("team__name", "name", "made_at")
    for one in tokens:
        over = "over" if one.ended_at or one.expires_at <= now else f"good until {said.on(one.expires_at, now)}"
        used = f"last came {said.ago(one.last_used_at, now)}" if one.last_used_at else "never came"
        print(f"{one.id}  {one}: {', '.join(one.scopes)}; {over}, {used}")
    if not tokens:
        say("No program sends asks here yet. Let one in: ./kith token add TEAM NAME")
    if args.json:
        print_json({"tokens": [_told(one) for one in tokens]})
    return 0


def _told(token: TeamToken) -> dict[str, object]:
    return {
        "id": token.id,
        "team": token.team.name,
        "name": token.name,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "ended_at": token.ended_at,
    }


def _end_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("token", help="its id, or its name where only one has it; see ./kith token list")
    json_argument(parser)


def _end(args: argparse.Namespace) -> int:
    live = TeamToken.objects.select_related("team").filter(ended_at__isnull=True)
    found = [one for one in live if args.token.strip() in (str(one.id), one.name)]
    if len(found) != 1:
        raise Stop(f"There is no one live token called “{args.token}”. See them all: ./kith token list", 2)
    actions.end_token(token=found[0], by=AT_THE_KEYBOARD, now=clock.now())
    say(f"{found[0]} may not send asks any more.")
    if args.json:
        print_json({"id": found[0].id, "ended": True})
    return 0


def _team(written: str) -> Team:
    found = list(Team.objects.filter(name__iexact=written.strip()).select_related("place"))
    if len(found) != 1:
        raise Stop(f"There is no one team called “{written}”. See them all: ./kith team list", 2)
    return found[0]


COMMANDS = [
    Command(
        name="token add",
        help="Let a team's own program send asks and read how they stand; its token is shown once",
        group="Look after it",
        add_arguments=_add_arguments,
        run=_add,
    ),
    Command(
        name="token list",
        help="Show which programs may send asks, until when, and when each last came",
        group="Look after it",
        add_arguments=json_argument,
        run=_list,
    ),
    Command(
        name="token end",
        help="End a token, so that nothing more comes in with it",
        group="Look after it",
        add_arguments=_end_arguments,
        run=_end,
    ),
]
