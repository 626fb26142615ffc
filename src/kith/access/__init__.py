"""Who may do what, and why: the one place that answers."""
