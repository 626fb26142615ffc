"""What is done to the directory. One file for each part; others import from here."""

from kith.directory.actions.entering import CannotEnter, NewEntry, On, Where, enter
from kith.directory.actions.finding import refind

__all__ = ["CannotEnter", "NewEntry", "On", "Where", "enter", "refind"]
