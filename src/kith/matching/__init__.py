"""Who is eligible, what a match costs and whom to ask first. Pure functions, no database."""
