"""What is filled in about a call, and by a group."""
