"""A thousand tamperings with the trail by somebody who owns the database: is every one of them found?

Each is done as the superuser with every trigger off, looked at, and undone. Seven kinds: a line edited, deleted, given
another number, swapped with another, put in; the end cut off; all of it written anew with the right key.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction

from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.kit.progress import Advance
from kith.trail import actions as trail
from kith.trail import anchors, queries
from kith.trail.commands import exported
from kith.trail.keys import key_of
from kith.trail.sealing import NOTHING, seal_of
from kith.trail.verbs import Verb
from kith.trail.verifying import verify

BY = Actor.system("the tampering drill")
LINES = 400
ORGANISATIONS = 3
# A seal is left outside after every so many lines, as in life after every five minutes.
ANCHORED_EVERY = 25
# So often the verifier that shares nothing with Kith has to agree, and an untouched trail has to be found whole.
OTHER_EVERY = 20
OTHER = Path(__file__).resolve().parents[4] / "tools" / "verify_trail.py"
_TEXT = ("actor_kind", "actor_label", "keyed_by", "verb", "subject_kind", "subject_label", "place_label")
_IDS = ("actor_id", "subject_id", "place_id")
_CONTENT = (*_TEXT, *_IDS, "at", "detail")


@dataclass
class Tampered:
    """What came of it. ``found`` must be as many as ``tamperings``; the last two must be 0."""

    tamperings: int = 0
    found: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    found_without_anchors: int = 0
    checked_by_the_other: int = 0
    not_found_by_the_other: int = 0
    false_alarms: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """The trail as it was written, and what was left outside of it."""

    own: psycopg.Connection[Any]
    chance: random.Random
    kept: list[anchors.Anchor]
    now: datetime
    # Each seal as (entry, chain, number); what one would choose from.
    seals: list[tuple[int, UUID, int]]
    free_ids: list[int]

    def run(self, words: str, *values: object) -> None:
        """One statement, by somebody who may do anything."""
        self.own.execute(words.encode(), values or None)

    def one(self) -> tuple[int, UUID, int]:
        """Any sealed line."""
        return self.chance.choice(self.seals)

    def two(self) -> tuple[tuple[int, UUID, int], tuple[int, UUID, int]]:
        """Two lines of one chain."""
        first = self.one()
        others = [one for one in self.seals if one[1] == first[1] and one[0] != first[0]]
        return first, self.chance.choice(others)


def write_a_trail(now: datetime, chance: random.Random) -> tuple[list[anchors.Anchor], list[int]]:
    """Some hundreds of lines of several organisations, sealed as they came; answers what was left outside."""
    controllers = [None, *(uuid7() for _one in range(ORGANISATIONS))]
    verbs, kept, free = list(Verb), list[str](), list[int]()
    for number in range(LINES):
        at = now + timedelta(seconds=number)
        subject = ("ask", uuid7(), f"WORD {chance.randrange(100)}") if number % 3 else ("sheet", None, "")
        place = (uuid7(), f"Street {number % 7}") if number % 2 else None
        by = Actor("user", uuid7(), f"Colleague {number % 9}").keyed_through("Somebody" if number % 5 == 0 else "")
        made = trail.record(
            verb=chance.choice(verbs), by=by if number % 4 else BY, now=at, subject=subject, place=place,
            controller=chance.choice(controllers), detail={"n": number, "list": ["a", None, 1.5]} if number % 2 else {},
        )  # fmt: skip
        if number % 10 == 0:
            free.append(_lost_id())
        if number % ANCHORED_EVERY == ANCHORED_EVERY - 1 or number == LINES - 1:
            trail.seal(above=0, most=LINES, by=BY, now=at)
            kept += [anchors.line(head, at) for head in queries.heads()]
        assert made.id
    return list(anchors.read(kept)), free


def _lost_id() -> int:
    """An id that a line had which never came to be, as happens whenever an act fails."""
    with transaction.atomic():
        lost = trail.record(
            verb=Verb.SWEEP_RAN, by=BY, now=datetime.fromtimestamp(0).astimezone(), subject=("", None, "")
        )
        transaction.set_rollback(True)
    return int(lost.id)


def run(*, tamperings: int, seed: int, now: datetime, own: psycopg.Connection[Any], tick: Advance) -> Tampered:
    """Tamper with the trail of the database we are on, which ``own`` reaches as its superuser."""
    chance, found = random.Random(seed), Tampered()
    kept, free = write_a_trail(now, chance)
    seals = own.execute("SELECT entry_id, chain, number FROM trail_seal ORDER BY entry_id").fetchall()
    scene = Scene(own, chance, kept, now + timedelta(hours=1), seals, free)
    kinds = list(KINDS)
    for number in range(tamperings):
        name = kinds[number % len(kinds)]
        with own.transaction(force_rollback=True):
            own.execute("SET LOCAL session_replication_role = replica")
            what = KINDS[name](scene)
            _judge(scene, found, name, what, other=number % OTHER_EVERY == 0)
        if number % OTHER_EVERY == 0:
            _untouched(scene, found)
        tick()
    return found


def _judge(scene: Scene, found: Tampered, name: str, what: str, *, other: bool) -> None:
    found.tamperings += 1
    looked, _waiting, _oldest = queries.look_at(scene.own, scene.kept, scene.now)
    if looked.problems:
        found.found += 1
        found.by_kind[name] = found.by_kind.get(name, 0) + 1
    else:
        found.wrong.append(f"{name}: {what} was not found")
    found.found_without_anchors += verify(queries.links(scene.own), key_of).problems > 0
    # A line that has no seal is in no export: it is for Kith itself to see.
    if other and OTHER.is_file() and what != UNSEALED:
        found.checked_by_the_other += 1
        if the_other(scene) != 1:
            found.not_found_by_the_other += 1
            found.wrong.append(f"{name}: {what} was not found by the verifier that stands alone")


def _untouched(scene: Scene, found: Tampered) -> None:
    with scene.own.transaction(force_rollback=True):
        looked, _waiting, _oldest = queries.look_at(scene.own, scene.kept, scene.now)
        if looked.problems:
            found.false_alarms += 1
            found.wrong.append(f"an untouched trail was taken for tampered: {looked.wrong[0].words}")


def the_other(scene: Scene) -> int:
    """What tools/verify_trail.py ends with, given an export of the trail as it stands now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [json.dumps(exported(link)) for link in queries.links(scene.own)]
        (folder / "export").write_text("\n".join(lines))
        chains = {anchor.head.chain for anchor in scene.kept}
        (folder / "keys").write_text(json.dumps({str(chain): key_of(chain).hex() for chain in chains}))
        (folder / "outside").write_text("\n".join(anchors.line(anchor.head, scene.now) for anchor in scene.kept))
        words: list[str | Path] = [sys.executable, "-I", OTHER, folder / "export", "--keys", folder / "keys"]
        done = subprocess.run([*words, "--anchors", folder / "outside"], capture_output=True, check=False)
    return done.returncode


def _edit(scene: Scene) -> str:
    """One field of one line, as small a change as there is."""
    entry, _chain, _number = scene.one()
    name = scene.chance.choice([*_TEXT, *_IDS, "at", "controller", "detail", "sealed_at", "mac"])
    if name in _TEXT:
        scene.run(f"UPDATE trail_entry SET {name} = {name} || ' ' WHERE id = %s", entry)
    elif name in _IDS:
        scene.run(f"UPDATE trail_entry SET {name} = %s WHERE id = %s", uuid7(), entry)
    elif name == "at":
        scene.run("UPDATE trail_entry SET at = at - interval '1 microsecond' WHERE id = %s", entry)
    elif name == "controller":
        scene.run("UPDATE trail_entry SET controller = %s WHERE id = %s", uuid7(), entry)
    elif name == "detail":
        scene.run("UPDATE trail_entry SET detail = detail || '{\"x\": 0}' WHERE id = %s", entry)
    elif name == "sealed_at":
        scene.run("UPDATE trail_seal SET sealed_at = sealed_at + interval '1 second' WHERE entry_id = %s", entry)
    else:
        scene.run("UPDATE trail_seal SET mac = set_byte(mac, 0, 255 - get_byte(mac, 0)) WHERE entry_id = %s", entry)
    return f"{name} of {entry}"


def _delete(scene: Scene) -> str:
    """A line; its seal as well; or its seal alone."""
    entry, chain, number = scene.one()
    how = scene.chance.choice(("line", "both", "both, and the gap closed", "seal"))
    if how != "seal":
        scene.run("DELETE FROM trail_entry WHERE id = %s", entry)
    if how != "line":
        scene.run("DELETE FROM trail_seal WHERE entry_id = %s", entry)
    if "gap" in how:
        _shift(scene, chain, number, -1)
    return f"{how} of {entry}"


def _renumber(scene: Scene) -> str:
    """Two numbers exchanged, or every number from one on moved."""
    (one, chain, number), (other, _chain, others) = scene.two()
    if scene.chance.random() < 0.5:
        scene.run("UPDATE trail_seal SET number = -number WHERE entry_id IN (%s, %s)", one, other)
        scene.run("UPDATE trail_seal SET number = %s WHERE entry_id = %s", others, one)
        scene.run("UPDATE trail_seal SET number = %s WHERE entry_id = %s", number, other)
        return f"{number} and {others} exchanged"
    _shift(scene, chain, number - 1, 1)
    return f"from {number} on"


def _shift(scene: Scene, chain: UUID, after: int, by: int) -> None:
    scene.run("UPDATE trail_seal SET number = -(number + %s) WHERE chain = %s AND number > %s", by, chain, after)
    scene.run("UPDATE trail_seal SET number = -number WHERE number < 0")


def _swap(scene: Scene) -> str:
    """The words of two lines, or which seal is whose."""
    (one, _chain, _number), (other, _same, _others) = scene.two()
    if scene.chance.random() < 0.5:
        names = ", ".join(_CONTENT)
        scene.run(
            f"UPDATE trail_entry e SET ({names}) = (SELECT {', '.join('o.' + name for name in _CONTENT)}"
            " FROM trail_entry o WHERE o.id = CASE e.id WHEN %s THEN %s ELSE %s END) WHERE e.id IN (%s, %s)",
            one, other, one, one, other,
        )  # fmt: skip
        return f"the words of {one} and {other}"
    scene.run("UPDATE trail_seal SET entry_id = -entry_id WHERE entry_id IN (%s, %s)", one, other)
    scene.run("UPDATE trail_seal SET entry_id = %s WHERE entry_id = %s", other, -one)
    scene.run("UPDATE trail_seal SET entry_id = %s WHERE entry_id = %s", one, -other)
    return f"the seals of {one} and {other}"


UNSEALED = "a line among sealed ones"


def _insert(scene: Scene) -> str:
    """A line that never was: with a seal copied or made up, the others moved on; or with none, on an id left free."""
    entry, chain, number = scene.one()
    new = scene.chance.choice(scene.free_ids)
    names = ", ".join((*_CONTENT, "controller"))
    scene.run(f"INSERT INTO trail_entry (id, {names}) SELECT %s, {names} FROM trail_entry WHERE id = %s", new, entry)
    scene.run("UPDATE trail_entry SET actor_label = 'somebody else' WHERE id = %s", new)
    if scene.chance.random() < 0.4:
        return UNSEALED
    _shift(scene, chain, number, 1)
    mac = "mac" if scene.chance.random() < 0.5 else "sha256(mac)"
    scene.run(
        f"INSERT INTO trail_seal (entry_id, chain, number, sealed_at, mac) SELECT %s, chain, number + 1, sealed_at,"
        f" {mac} FROM trail_seal WHERE entry_id = %s",
        new, entry,
    )  # fmt: skip
    return f"after {number}"


def _truncate(scene: Scene) -> str:
    """The end of one chain, or everything there is."""
    _entry, chain, number = scene.one()
    if scene.chance.random() < 0.1:
        scene.run("TRUNCATE trail_entry, trail_seal")
        return "everything"
    ends = "chain = %s AND number >= %s"
    scene.run(f"DELETE FROM trail_entry WHERE id IN (SELECT entry_id FROM trail_seal WHERE {ends})", chain, number)
    scene.run(f"DELETE FROM trail_seal WHERE {ends}", chain, number)
    return f"from {number} on"


def _write_anew(scene: Scene) -> str:
    """One line changed, or taken out, and every seal from there on made again with the key itself."""
    entry, chain, number = scene.one()
    if taken_out := scene.chance.random() < 0.3:
        scene.run("DELETE FROM trail_entry WHERE id = %s", entry)
        scene.run("DELETE FROM trail_seal WHERE entry_id = %s", entry)
        _shift(scene, chain, number, -1)
    else:
        scene.run("UPDATE trail_entry SET actor_label = 'somebody else' WHERE id = %s", entry)
    previous, made = NOTHING, []
    for link in list(queries.links(scene.own)):
        if link.chain == chain and link.words is not None:
            previous = seal_of(key_of(chain), previous, str(chain), link.number, link.sealed_at, link.words)
            made.append((previous, link.entry))
    with scene.own.cursor() as cursor:
        cursor.executemany("UPDATE trail_seal SET mac = %s WHERE entry_id = %s", made)
    return f"{'without' if taken_out else 'from'} {number}"


KINDS: dict[str, Callable[[Scene], str]] = {
    "edit": _edit,
    "delete": _delete,
    "renumber": _renumber,
    "swap": _swap,
    "insert": _insert,
    "truncate": _truncate,
    "write anew with the key": _write_anew,
}
