"""The virtual clock of a replay and what its people will do: acts in order of time. It knows nothing of asks."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

Act = Callable[[datetime], None]


class World:
    """Who does what next. ``now`` only ever moves forward."""

    def __init__(self, seed: int, start: datetime) -> None:
        """A world that begins at ``start``, where nobody has done anything."""
        self.seed, self.now = seed, start
        self._acts: list[tuple[datetime, int, Act]] = []
        self._number = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Somebody will do this then, or at once where that has gone by."""
        heapq.heappush(self._acts, (max(moment, self.now), next(self._number), act))

    def after(self, wait: timedelta, act: Act) -> None:
        """Somebody will do this after a while."""
        self.at(self.now + wait, act)

    @property
    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        return self._acts[0][0] if self._acts else None

    def act_until(self, moment: datetime) -> int:
        """Let everything happen that happens by then, each at its own time. Answers how many acts there were."""
        done = 0
        while self._acts and self._acts[0][0] <= moment:
            self.now, _number, act = heapq.heappop(self._acts)
            act(self.now)
            done += 1
        self.now = moment
        return done

    def chance(self, *about: object) -> random.Random:
        """Chance that follows only from the seed and from what it is about."""
        return random.Random(":".join(map(str, (self.seed, *about))))
