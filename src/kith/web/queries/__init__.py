"""What the pages of this package show, split by page."""
