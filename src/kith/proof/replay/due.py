"""When does each sweep next have anything to do? One question to the database instead of a sweep that finds nothing.

It asks what the sweeps themselves ask, so a sweep that is due by its own rules is never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.kit.known import ask

_QUESTION = """
SELECT
  (SELECT min(CASE WHEN p.stepped_up_at IS NULL OR p.stepped_up_at < p.next_contact_by THEN p.next_contact_by
                   ELSE p.stepped_up_at + interval '30 minutes' END)
    FROM promises_promise p JOIN asks_ask a ON a.promise_id = p.id WHERE p.state = 'open' AND a.ended_at IS NULL),
  (SELECT min(at) FROM (
    (SELECT min(look_again_at) AS at FROM dispatch_search)
    UNION ALL (SELECT min(a.created_at) FROM asks_ask a LEFT JOIN dispatch_search s ON s.ask_id = a.id
      WHERE (a.state = 'new' AND s.id IS NULL AND a.to_check = '{}')
         OR (a.state = 'asking' AND s.look_again_at IS NULL))
    UNION ALL (SELECT min(o.offered_at) FROM dispatch_offer o JOIN asks_ask a ON a.id = o.ask_id
      WHERE a.ended_at IS NOT NULL AND o.state IN ('offered', 'silent', 'accepted'))
  ) AS searches),
  LEAST((SELECT min(CASE WHEN stepped_up_at IS NULL OR stepped_up_at < next_contact_by THEN next_contact_by
                   ELSE stepped_up_at + interval '30 minutes' END)
    FROM promises_promise WHERE state = 'open' AND kind <> 'ask'),
    (SELECT min(answer_by) FROM promises_handover WHERE state = 'offered'),
    (SELECT min(ends_at) FROM accounts_membership WHERE ended_at IS NULL)),
  (SELECT min(ring_at) FROM promises_dutycall WHERE seen_at IS NULL),
  (SELECT min(not_before) FROM outbox_message WHERE state IN ('waiting', 'held')),
  (SELECT count(*) FROM promises_promise WHERE state = 'open')
"""


@dataclass(frozen=True)
class Due:
    """The next instant of each sweep; None where it has nothing to wait for. ``open`` promises are still to be kept."""

    asks: datetime | None = None
    dispatch: datetime | None = None
    promises: datetime | None = None
    duty: datetime | None = None
    messages: datetime | None = None
    open: int = 0

    @property
    def sweeps(self) -> tuple[tuple[str, datetime | None], ...]:
        """Each sweep but the outbox's with its instant, in the order of the schedule."""
        return tuple((name, getattr(self, name)) for name in ("asks", "dispatch", "promises", "duty"))

    @property
    def soonest(self) -> datetime | None:
        """The first of them all."""
        moments = (at for at in (self.asks, self.dispatch, self.promises, self.duty, self.messages) if at is not None)
        return min(moments, default=None)


def due() -> Due:
    """Ask when anything is next due."""
    (found,) = ask(_QUESTION)
    return Due(*found)
