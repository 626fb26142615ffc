"""People who help: what they do, when, how far, and which checks they hold."""
