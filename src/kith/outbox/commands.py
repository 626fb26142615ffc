"""The command that leaves the last seals of the trail outside, to see whether that works."""

from __future__ import annotations

import argparse

from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.outbox import actions

AT_THE_KEYBOARD = Actor.system("somebody at the command line")


def _anchor(args: argparse.Namespace) -> int:
    done = actions.anchor_due(at_once=True, by=AT_THE_KEYBOARD, now=clock.now())
    if not done:
        raise Stop(
            "Nothing says where the last seals of the trail may be left, so nobody would see that its end was cut "
            "off. Set KITH_ANCHOR_FILE, KITH_ANCHOR_EMAIL or KITH_ANCHOR_URL."
        )
    for one in done:
        say(f"{one.heads} seals, by {one.get_way_display()}: {one.problem or 'left there.'}")
    if args.json:
        print_json({"ways": [{"way": one.way, "seals": one.heads, "problem": one.problem} for one in done]})
    return 1 if any(one.problem for one in done) else 0


COMMANDS = [
    Command(
        name="trail anchor",
        help="Leave the last seals of the trail outside now, at each place that is set, and say whether it worked",
        group="Look after it",
        add_arguments=json_argument,
        run=_anchor,
    ),
]
