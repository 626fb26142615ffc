"""Pages about who takes an ask: Today in a place, one ask, keyed answers, asks taken in by staff, and volunteers' own."""
