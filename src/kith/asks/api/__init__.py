"""The doors for other programs: what they send, what they are answered, and the page that describes it."""
