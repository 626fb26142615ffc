"""What is done to the directory. One file for each part; others import from here."""

from kith.directory.actions.entering import CannotEnter, NewEntry, On, Where, enter
from kith.directory.actions.finding import refind, work_out_meanings
from kith.directory.actions.importing import NotTaken, add_source, take_in
from kith.directory.actions.keeping import (
    NothingToChange,
    OwnEdit,
    SomebodyChangedIt,
    SomethingNewer,
    assure,
    change,
    decide,
    undo,
)
from kith.directory.actions.leading import (
    NotTheirs,
    Runs,
    change_leader,
    end_leader,
    publish_number,
    ring_them_instead,
    set_leader,
    spoke_with_leader,
    take_number_back,
    write_to_them_no_more,
)
from kith.directory.actions.published import NeedsTheirYes
from kith.directory.actions.tallying import tally

__all__ = [
    "CannotEnter",
    "NeedsTheirYes",
    "NewEntry",
    "NotTaken",
    "NotTheirs",
    "NothingToChange",
    "On",
    "OwnEdit",
    "Runs",
    "SomebodyChangedIt",
    "SomethingNewer",
    "Where",
    "add_source",
    "assure",
    "change",
    "change_leader",
    "decide",
    "end_leader",
    "enter",
    "publish_number",
    "refind",
    "ring_them_instead",
    "set_leader",
    "spoke_with_leader",
    "take_in",
    "take_number_back",
    "tally",
    "undo",
    "work_out_meanings",
    "write_to_them_no_more",
]
