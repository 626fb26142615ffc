"""What we said we would do: who holds it, when the next contact is, what happens meanwhile."""
