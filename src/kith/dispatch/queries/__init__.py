"""What the pages of this package show, one query for each group of things, split by page."""
