"""What was done or seen, by whom and why. Append only; it decides nothing."""
