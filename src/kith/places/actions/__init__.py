"""Everything that changes places: the tree itself, and the bulk facts loaded from files."""

from kith.places.actions.loading import (
    Loaded,
    assign_postcodes,
    load_boundaries,
    load_deprivation,
    load_postcodes,
)
from kith.places.actions.tree import (
    CannotPlace,
    add_name,
    add_place,
    change_place,
    load_streets,
    move_place,
    put_help_first,
    rename,
    set_hours,
)

__all__ = [
    "CannotPlace",
    "Loaded",
    "add_name",
    "add_place",
    "assign_postcodes",
    "change_place",
    "load_boundaries",
    "load_deprivation",
    "load_postcodes",
    "load_streets",
    "move_place",
    "put_help_first",
    "rename",
    "set_hours",
]
