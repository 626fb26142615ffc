"""What is read for the standards of others."""
