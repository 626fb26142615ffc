"""What is counted, by day and place and never by whom. Plain words."""

from __future__ import annotations

SEARCH, NOTHING_FOUND, SIGNPOST, OPENED = "search", "nothing-found", "signpost", "opened"
# Somebody asked to be told when it takes people again.
WAITED = "waited"
EVERY = (SEARCH, NOTHING_FOUND, OPENED, SIGNPOST, WAITED)
