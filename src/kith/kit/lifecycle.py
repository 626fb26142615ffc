"""Which state follows which, as data: the shape every package's ``lifecycle.py`` fills in.

Plain Python. It does not know who may make a move (that is ``permissions``) and it writes nothing.
A package exposes ``LIFECYCLES: dict[str, Lifecycle]``; the drawing in docs/reference is made from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


class WrongMove(Exception):
    """The thing is in a state from which this cannot be done. Its text may be shown."""


def mark(words: str) -> str:
    """Mark words for the translators where they are written; they are translated where they are shown."""
    return words


@dataclass(frozen=True)
class Lifecycle:
    """One life cycle. ``states`` gives each state the words people read, ``moves`` what may follow it.

    Every state has a line in ``moves``, an empty one when nothing follows. ``start`` is where most begin,
    ``other_starts`` where some do. ``ends`` are the states in which the thing no longer needs anybody; a move
    may still lead out of an end ("it did not come").
    """

    states: Mapping[str, str]
    moves: Mapping[str, Collection[str]]
    start: str
    ends: Collection[str] = ()
    other_starts: Collection[str] = ()

    def may(self, old: str, new: str) -> bool:
        """May ``new`` follow ``old``?"""
        return new in self.moves.get(old, ())

    def check(self, old: str, new: str) -> None:
        """Refuse, with ``WrongMove``, a move that is not in the table."""
        if not self.may(old, new):
            raise WrongMove(f"{self.said(old)} cannot be followed by {self.said(new)}")

    def said(self, state: str) -> str:
        """The words people read for a state."""
        return self.states.get(state, state)

    def open_states(self) -> tuple[str, ...]:
        """The states in which somebody still has to do something."""
        return tuple(state for state in self.states if state not in self.ends)

    def problems(self) -> list[str]:
        """What is wrong with the table itself, as sentences. Empty when it is whole."""
        known = set(self.states)
        found = [f"{state} has no words" for state, words in self.states.items() if not words]
        found += [f"{state} has no line in moves" for state in sorted(known - set(self.moves))]
        found += [f"moves names {state}, which is not a state" for state in sorted(set(self.moves) - known)]
        for state, nexts in self.moves.items():
            found += [f"{state} leads to {new}, which is not a state" for new in sorted(set(nexts) - known)]
        found += [f"the end {state} is not a state" for state in sorted(set(self.ends) - known)]
        starts = {self.start, *self.other_starts}
        found += [f"the start {state} is not a state" for state in sorted(starts - known)]
        reached = set().union(*(self._reachable(state) for state in starts))
        found += [f"{state} cannot be reached from {self.start}" for state in sorted(known - reached)]
        stuck = (s for s in self.states if s not in self.ends and not self._leads_to_an_end(s))
        return found + [f"no way leads from {state} to an end" for state in sorted(stuck)]

    def _reachable(self, origin: str) -> set[str]:
        seen: set[str] = set()
        waiting = [origin]
        while waiting:
            state = waiting.pop()
            if state not in seen:
                seen.add(state)
                waiting += self.moves.get(state, ())
        return seen

    def _leads_to_an_end(self, state: str) -> bool:
        return bool(self._reachable(state) & set(self.ends))
