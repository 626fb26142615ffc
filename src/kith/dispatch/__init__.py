"""Who takes an ask: ladders, offers, acceptance, hand-back and the day's page of a place."""
