"""What is done to the directory. One file for each part; others import from here."""

from kith.directory.actions.entering import CannotEnter, NewEntry, On, Where, enter
from kith.directory.actions.finding import refind
from kith.directory.actions.importing import NotTaken, add_source, take_in

__all__ = ["CannotEnter", "NewEntry", "NotTaken", "On", "Where", "add_source", "enter", "refind", "take_in"]
