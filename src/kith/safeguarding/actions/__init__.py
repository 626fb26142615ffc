"""Every change to a concern."""
