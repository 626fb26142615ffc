"""The clock on one page: what the worker sweeps, and how often. Nothing is queued: sweeps read the rows."""

from __future__ import annotations

from dataclasses import dataclass

# Even a drill leaves something of the machine to the others: no more than so many times the usual pace.
FASTEST = 10


@dataclass(frozen=True)
class Sweep:
    """A function ``sweep(now) -> int`` by its dotted path, run every so many seconds; it answers how much it did.

    ``apart``: it waits for the machines of others, or must not wait for anybody, and has a thread of its own.
    """

    name: str
    function: str
    seconds: float
    apart: bool = False


SWEEPS = (
    # The order matters within one beat: what a step decides is promised, and what is promised is sent.
    Sweep("asks", "kith.asks.jobs.sweep", 5),
    Sweep("withdrawals", "kith.dispatch.jobs.withdrawals", 5),
    Sweep("emergencies", "kith.asks.jobs.emergencies", 10),
    Sweep("dispatch", "kith.dispatch.jobs.sweep", 2),
    Sweep("visits", "kith.dispatch.jobs.visits", 2),
    Sweep("regular help", "kith.dispatch.jobs.regular", 10),
    Sweep("apart", "kith.people.jobs.keep_apart", 5),
    Sweep("promises", "kith.promises.jobs.sweep", 5),
    Sweep("concerns", "kith.safeguarding.jobs.sweep", 5),
    Sweep("duty", "kith.promises.jobs.ring", 2),
    Sweep("agreements", "kith.promises.jobs.agreements", 10),
    Sweep("outbox", "kith.outbox.jobs.sweep", 2, apart=True),
    # Groups are asked at most once a quarter, in the day.
    Sweep("groups", "kith.outreach.jobs.sweep", 60),
    # What we owe groups, and those who wait for one: promised within seconds, so that it climbs.
    Sweep("owed", "kith.outreach.jobs.owed", 10),
    # What was written is sealed within five seconds, however long anybody else takes.
    Sweep("trail", "kith.trail.jobs.sweep", 2, apart=True),
    Sweep("anchors", "kith.outbox.jobs.anchor", 10, apart=True),
    # It may take a second or two at a time, and nobody waits for it: what has no meaning yet is found by its words.
    Sweep("meanings", "kith.directory.jobs.meanings", 15, apart=True),
    # It only begins: a directory is read in a thread of its own.
    Sweep("directory", "kith.directory.jobs.harvest", 60, apart=True),
    # Whoever changes an entry is held to this in the same act; this is for what was there before we knew.
    # It reads the whole of it only every six hours.
    Sweep("houses", "kith.directory.jobs.keep_apart", 60, apart=True),
    Sweep("programs", "kith.outbox.jobs.tell_programs", 2, apart=True),
)
