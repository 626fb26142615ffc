"""The commands about partners: which businesses, groups and services may be asked, and adding one."""

from __future__ import annotations

import argparse
from datetime import time
from typing import Any

from kith.accounts.actions import NotPossible
from kith.accounts.models import PartnerKind, Team
from kith.asks import kinds
from kith.dispatch import actions
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.places import queries as places
from kith.places.models import Place

AT_THE_KEYBOARD = Actor.system("somebody at the command line")
_EXAMPLE = "./kith partner add 'Quay Stores' --place PLACE --kind business --phone 01632960555 --takes shopping"


def _list(args: argparse.Namespace) -> int:
    teams = Team.objects.exclude(partner_kind="").filter(ended_at__isnull=True).select_related("place")
    told = [_told(team) for team in teams.order_by("name")]
    for partner in told:
        takes = ", ".join(partner["takes"]) or "anything that needs no check"
        print(f"{partner['name']} ({partner['kind'].replace('_', ' ')}, {partner['place']}): {takes}")
    if not told:
        say(f"No partner is known here yet. Add one: {_EXAMPLE}")
    if args.json:
        print_json({"partners": told})
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="what people call it")
    parser.add_argument("--place", required=True, help="the place it may be asked in, by name or address")
    parser.add_argument("--kind", required=True, choices=PartnerKind.values, help="what sort of partner it is")
    parser.add_argument("--phone", default="", help="the number it is rung or texted on")
    parser.add_argument("--email", default="", help="or the address its cards go to")
    parser.add_argument("--ask-for", default="", metavar="NAME", help="whom to ask for there")
    parser.add_argument(
        "--takes", default="", metavar="KINDS", help=f"what it can do, with commas between: {', '.join(kinds.KINDS)}"
    )
    parser.add_argument("--most-a-day", type=int, default=None, metavar="N", help="how many it takes a day at most")
    parser.add_argument("--days", default="", metavar="DAYS", help="on which days, as numbers: 1,2,3 (Monday is 1)")
    parser.add_argument("--hours", default="", metavar="FROM-UNTIL", help="at which hours: 09:00-17:30")
    json_argument(parser)


def _add(args: argparse.Namespace) -> int:
    opens, closes = _hours(args.hours)
    partner = actions.Partner(
        name=args.name,
        partner_kind=args.kind,
        phone=args.phone,
        email=args.email,
        contact_name=args.ask_for,
        takes_kinds=tuple(one.strip() for one in args.takes.split(",") if one.strip()),
        most_a_day=args.most_a_day,
        open_days=_days(args.days),
        opens=opens,
        closes=closes,
    )
    try:
        team = actions.add_partner(place=_place(args.place), partner=partner, by=AT_THE_KEYBOARD, now=clock.now())
    except NotPossible as problem:
        raise Stop(str(problem)) from problem
    say(f"{team.name} may be asked in {team.place.name} now, where the person allows it.")
    if args.json:
        print_json(_told(team))
    return 0


def _days(written: str) -> tuple[int, ...]:
    days = [one.strip() for one in written.split(",") if one.strip()]
    if any(day not in "1234567" for day in days):
        raise Stop("Write days as numbers with commas between, Monday being 1: --days 1,2,3", 2)
    return tuple(int(day) for day in days)


def _hours(written: str) -> tuple[time | None, time | None]:
    if not written.strip():
        return None, None
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in written.split("-"))
    except ValueError:
        raise Stop("Write hours like 09:00-17:30.", 2) from None
    return opens, closes


def _place(written: str) -> Place:
    found = list(Place.objects.filter(slug=written.strip().lower())[:1]) or places.called(written.strip())
    if len(found) != 1:
        raise Stop(f"There is no one place called “{written}”. See them all: ./kith places list", 2)
    return found[0]


def _told(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "kind": team.partner_kind,
        "place": team.place.name,
        "takes": team.takes_kinds,
        "most_a_day": team.most_a_day,
    }


COMMANDS = [
    Command(
        name="partner list",
        help="Show every business, group and service that may be asked",
        group="Look after it",
        add_arguments=json_argument,
        run=_list,
    ),
    Command(
        name="partner add",
        help="Add a business, group or service that may be asked when no neighbour can",
        group="Look after it",
        add_arguments=_add_arguments,
        run=_add,
    ),
]
