"""Going out to people and groups: the question each quarter, the round of calls, and a group's own page."""
