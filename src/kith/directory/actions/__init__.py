"""What is done to the directory. One file for each part; others import from here."""

from kith.directory.actions.entering import CannotEnter, NewEntry, On, Where, enter
from kith.directory.actions.finding import keep_apart, refind, work_out_meanings
from kith.directory.actions.importing import NotTaken, TooFew, add_source, take_in
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
from kith.directory.actions.merging import NotDecided, decide_merge, propose_merges
from kith.directory.actions.published import NeedsTheirYes
from kith.directory.actions.sources import (
    AlreadySo,
    begin_reading,
    change_source,
    let_out,
    look_at,
    note_failure,
    pause_source,
    resume_source,
    want_source,
)
from kith.directory.actions.tallying import tally

__all__ = [
    "AlreadySo",
    "CannotEnter",
    "NeedsTheirYes",
    "NewEntry",
    "NotDecided",
    "NotTaken",
    "NotTheirs",
    "NothingToChange",
    "On",
    "OwnEdit",
    "Runs",
    "SomebodyChangedIt",
    "SomethingNewer",
    "TooFew",
    "Where",
    "add_source",
    "assure",
    "begin_reading",
    "change",
    "change_leader",
    "change_source",
    "decide",
    "decide_merge",
    "end_leader",
    "enter",
    "keep_apart",
    "let_out",
    "look_at",
    "note_failure",
    "pause_source",
    "propose_merges",
    "publish_number",
    "refind",
    "resume_source",
    "ring_them_instead",
    "set_leader",
    "spoke_with_leader",
    "take_in",
    "take_number_back",
    "tally",
    "undo",
    "want_source",
    "work_out_meanings",
    "write_to_them_no_more",
]
