"""What counts as a fault, and when it is rung about. Pure: readings and a steady clock in, things to say out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pace:
    """The watchdog's intervals, in seconds, after drills have made them shorter."""

    every: float = 30
    late: float = 120
    again: float = 300
    deadman: float = 60
    faster: float = 1

    def shorter(self, faster: float) -> Pace:
        """The same, for clocks that run so many times faster."""
        return Pace(self.every / faster, self.late / faster, self.again / faster, self.deadman / faster, faster)


@dataclass(frozen=True)
class Reading:
    """What one look found about one thing. ``patience`` is how long it may be bad before anybody is rung."""

    check: str
    good: bool
    words: str
    patience: float = 0


@dataclass(frozen=True)
class Fault:
    """Something that has been bad for longer than it may be."""

    check: str
    words: str
    lasts: float


@dataclass
class Judge:
    """Remembers when each thing was last good, by a clock that never jumps."""

    good_at: dict[str, float] = field(default_factory=dict)

    def judge(self, readings: Iterable[Reading], at: float) -> list[Fault]:
        """The faults among these readings. What is seen for the first time is taken to have been good until now."""
        found = []
        for reading in readings:
            since = self.good_at.setdefault(reading.check, at)
            if reading.good:
                self.good_at[reading.check] = at
            elif at - since >= reading.patience:
                found.append(Fault(reading.check, reading.words, at - since))
        return found

    def forget(self, check: str, at: float) -> None:
        """It cannot be seen just now, for a reason that is a fault of its own: its time does not run."""
        self.good_at[check] = at


@dataclass
class Bell:
    """Which faults were rung about, and when; so nobody is rung twice in five minutes for the same one."""

    again: float
    rung: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def to_say(self, faults: list[Fault], at: float) -> list[Fault]:
        """Those to ring about now: new ones, and those that were last rung about long enough ago."""
        due = [one for one in faults if one.check not in self.rung or at - self.rung[one.check] >= self.again]
        for one in due:
            self.rung[one.check], self.words[one.check] = at, one.words
        return due

    def all_clear(self, faults: list[Fault], seen: set[str]) -> list[str]:
        """What somebody was rung about, was seen, and is well again; said once."""
        bad = {one.check for one in faults}
        clear = [check for check in self.rung if check in seen and check not in bad]
        for check in clear:
            del self.rung[check]
        return [self.words.pop(check) for check in clear]
