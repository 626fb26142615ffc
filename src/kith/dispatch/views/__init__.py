"""Pages about who takes an ask: Today in a place, one ask, keyed answers, asks staff take in, and volunteers' own."""
