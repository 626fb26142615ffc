"""Pages of concerns, for those they were given or shown to by name."""
