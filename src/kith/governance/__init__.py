"""Permissions given and withdrawn, and how long anything is kept."""
