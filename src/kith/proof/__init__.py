"""Whatever shows that a claim of ours is true, on throw-away databases."""
