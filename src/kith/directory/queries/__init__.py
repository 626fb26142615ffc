"""What we show of the directory: one file for what may leave, one for finding."""
