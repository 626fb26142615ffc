"""A whole season told again under a virtual clock, through the real code and a real database, and what came of it."""
