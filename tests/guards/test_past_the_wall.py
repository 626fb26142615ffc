"""What looks past the second wall is known by name: each use of ``serving``, and nothing else tells the database."""

from __future__ import annotations

import ast

from .reading import ROOT, settle, short, sources, spelled, tree

# where: why a page has to look at rows that are not there for whoever opened it
SERVING: dict[str, str] = {
    "src/kith/access/policy.py": "whom a colleague must not know of, so that the first wall keeps them back by itself",
    "src/kith/asks/queries.py": "a code is checked, a second press is noticed, an empty place says so; no row is shown",
    "src/kith/asks/views/sending.py": "whoever has just sent an ask is let in to its page",
    "src/kith/dispatch/queries/asks.py": "when a letter was posted, to whoever may tell the person",
    "src/kith/dispatch/queries/beside.py": "whom a message was for that did not arrive; the person is asked for anew",
    "src/kith/dispatch/queries/peace.py": "how many messages and deeds stop, as numbers",
    "src/kith/dispatch/queries/said.py": "what we said to somebody about their own ask, and what came of it",
    "src/kith/dispatch/queries/story.py": "a no to being rung that is not seen is no yes; counts beside it",
    "src/kith/dispatch/queries/volunteer.py": "an ask's state and nothing else of it, to those who were asked",
    "src/kith/dispatch/views/volunteer.py": "a link that is over still says whom to ring",
    "src/kith/dispatch/queries/looked.py": "who looked, less what would endanger, for the one who was looked at",
    "src/kith/governance/queries/permissions.py": "a no to being rung that is not seen is no yes; no row is shown",
    "src/kith/outreach/queries/calls.py": "which groups were asked lately, so that none is rung twice; ids alone",
    "src/kith/outreach/queries/group.py": "a group reads who answers for its place; a link that is over, whom to ring",
    "src/kith/outreach/queries/owed.py": "a group reads who rings it and by when; who is promised a call, as ids",
    "src/kith/outreach/queries/waiting.py": "how many wait, as numbers; whoever holds the link, what they left",
    "src/kith/people/queries.py": "how it is safe to reach somebody; a line not seen must not mean that all is safe",
    "src/kith/safeguarding/queries.py": "whom a concern must not reach, which its reader may not read; ids alone",
    "src/kith/web/queries/emergency.py": "in an emergency: the least that tells the right record, and what follows",
    "src/kith/web/queries/incidents.py": "in a major incident: counts, and a safe way for those who are named to ring",
    "src/kith/web/queries/unusual.py": "what ties colleagues to those they looked at, for guardians",
    "src/kith/web/queries/missed.py": "counting for those who may count, and whether messages left",
    "src/kith/web/queries/sent.py": "in a demo everybody is invented, and every colleague may read",
}
# where: what it does for
TELLING: dict[str, str] = {
    "src/kith/access/acting.py": "says who acts, for as long as they do",
    "src/kith/access/wall.py": "writes and signs the words",
}


def called(name: str) -> dict[str, str]:
    found = {}
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and spelled(node.func).rsplit(".", 1)[-1] == name:
                found[short(path)] = f"line {node.lineno}"
    return found


def test_each_look_past_the_wall_has_a_reason():
    found = {where: line for where, line in called("serving").items() if "kith.access" in (ROOT / where).read_text()}
    settle(found, SERVING, "ask only for what the actor may see, or say here why that is not enough.")


def test_nothing_else_tells_the_database_who_acts():
    found = {}
    for path in sources():
        text = path.read_text()
        if "kith.said" in text and not short(path).endswith("access/wall_functions.py"):
            found[short(path)] = "names the setting"
        if "wall.tell(" in text or "wall.words(" in text:
            found[short(path)] = "tells the database who acts"
    settle(found, TELLING, "open access.acting; it alone says who acts.")


def test_no_part_of_kith_answers_requests():
    allowed = {
        "src/kith/config/cli.py": "a command at the terminal",
        "src/kith/config/worker.py": "the worker and its sweeps",
        "src/kith/proof/matrix/cells.py": "a proof opens pages as nobody, from a command",
        "src/kith/interop/commands.py": "the check of the feed asks it as nobody, from a command",
    }
    settle(called("works_as"), allowed, "only a command or the worker works as a part of Kith.")
