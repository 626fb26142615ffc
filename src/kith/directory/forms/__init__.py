"""What is filled in about entries."""
