"""What is asked on the pages of this package, split by page."""
