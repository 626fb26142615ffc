"""Writing down a person, the ways to reach them, how that is safe, and who must not know."""

from __future__ import annotations

from kith.people.actions.apart import is_somebody_else, keep_apart_anew, must_not_meet, need_not_be_apart
from kith.people.actions.safe import SaidSafe, say_how_it_is_safe
from kith.people.actions.writing_down import (
    About,
    NewHome,
    Reach,
    can_be_reached_again,
    further_away_please,
    has_moved_to,
    leave_in_peace,
    note_at_door,
    say_safe,
    spoken_with,
    stop_route,
    tell_others_until,
    use_again,
    write_down,
    write_down_many,
)

__all__ = [
    "About",
    "NewHome",
    "Reach",
    "SaidSafe",
    "can_be_reached_again",
    "further_away_please",
    "has_moved_to",
    "is_somebody_else",
    "keep_apart_anew",
    "leave_in_peace",
    "must_not_meet",
    "need_not_be_apart",
    "note_at_door",
    "say_how_it_is_safe",
    "say_safe",
    "spoken_with",
    "stop_route",
    "tell_others_until",
    "use_again",
    "write_down",
    "write_down_many",
]
