"""What is counted, by day and place and never by whom. Plain words."""

from __future__ import annotations

SEARCH, NOTHING_FOUND, SIGNPOST, OPENED = "search", "nothing-found", "signpost", "opened"
