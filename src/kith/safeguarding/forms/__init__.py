"""What somebody who is worried may say, and what a reader of a concern writes."""
