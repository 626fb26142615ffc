"""Pages anybody may open: asking for help, and the page after it was sent."""
