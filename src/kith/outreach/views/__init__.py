"""Pages for groups, and for colleagues who ring them."""
