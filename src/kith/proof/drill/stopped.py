"""A clock that stands where a drill puts it, so that a page is opened at the moment the drill is at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from kith.kit import clock


class Stands:
    """Where the clock stands."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def at(self, moment: datetime) -> datetime:
        """Put it there. Answers the moment, to go on with."""
        self.moment = moment
        return moment


@contextmanager
def the_clock(moment: datetime) -> Iterator[Stands]:
    """From now on, in this process, it is as late as it is put."""
    stands = Stands(moment)
    with mock.patch.object(clock, "now", side_effect=lambda: stands.moment):
        yield stands
