"""The demo's morning: the same for the same seed, every kind in it, and nothing late before it begins."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kith.asks import kinds, redflags
from kith.demo.morning import COLUMNS, calls, morning
from kith.kit import phones, postcodes, when

END = datetime(2026, 11, 22, 8, 25, tzinfo=UTC)
START = END - timedelta(hours=3)
HOURS = [END + timedelta(hours=hour) for hour in range(0, 24, 3)]


@pytest.fixture(scope="module")
def told():
    """The lines of one morning with their times."""
    return calls(7, START, END)


def test_the_same_seed_tells_the_same_morning():
    assert morning(7, START, END) == morning(7, START, END)
    assert morning(7, START, END) != morning(8, START, END)


def test_it_has_enough_lines_and_every_column(told):
    assert len(told) >= 84
    assert all(set(call.cells) == set(COLUMNS) for call in told)
    assert [call.at for call in told] == sorted(call.at for call in told)
    assert all(START <= call.at < END for call in told)


def test_every_kind_is_asked_for_and_read_as_meant(told):
    counts = Counter(call.kind for call in told)
    assert set(counts) == set(kinds.KINDS)
    assert min(counts.values()) >= 6
    for call in told:
        words = call.cells["What do they need?"]
        assert call.kind in dict(kinds.guess(words)), words


@pytest.mark.parametrize("end", HOURS)
def test_what_is_needed_by_can_be_read_and_lies_after_the_morning(end):
    for call in calls(3, end - timedelta(hours=3), end):
        words = call.cells["Needed by"]
        if words:
            found = when.parse(words, end, base=call.at)
            assert found.problem == "", (words, call.at)
            assert found.end is not None
            assert found.end > end + timedelta(hours=1)


def test_most_can_be_reached_and_a_few_cannot(told):
    phoned = [call for call in told if phones.normalise(call.cells["Phone"])]
    unreachable = [call for call in told if not call.cells["Phone"] and not call.cells["Email"]]
    assert len(phoned) > 50
    assert 3 <= len(unreachable) <= 12
    mobiles = [number for call in phoned if phones.can_text(number := phones.normalise(call.cells["Phone"]) or "")]
    assert len(mobiles) == len(set(mobiles)) > 30


def test_the_lines_a_rule_depends_on_are_there(told):
    by_name = {call.cells["Name"]: call.cells for call in told}
    assert re.search("[\u0600-\u06ff]", by_name["Mr Haddad"]["What do they need?"])
    assert by_name["M"]["Must not know"] == "Margaret Cole"
    assert "further away" in by_name["M"]["Neighbour ok?"]
    assert by_name["Mrs P"]["Phone"] == ""
    careful = by_name["Ted Luxton"]["What do they need?"]
    assert kinds.checks_needed("prescription", kinds.details_from("prescription", careful)) == "basic"
    assert redflags.find(by_name["Arthur Slee"]["What do they need?"])
    assert sum("not yet" in call.cells["Do they know?"] for call in told) >= 2
    assert sum(bool(call.cells["Asked by"]) for call in told) >= 5


def test_only_one_shopping_line_forgets_how_it_is_paid(told):
    wanting = [
        call
        for call in told
        if call.kind == "shopping"
        and kinds.wanting("shopping", kinds.details_from("shopping", call.cells["What do they need?"]))
    ]
    assert len(wanting) <= 2


def test_only_numbers_and_postcodes_that_belong_to_nobody_are_used(told):
    for call in told:
        for cell in (call.cells["Phone"], call.cells["Asker phone"]):
            number = phones.normalise(cell)
            assert not number or number.startswith(("+447700900", "+441632960")), cell
        written = postcodes.normalise(call.cells["Postcode"])
        assert not written or written.startswith("ZZ")
        assert not call.cells["Email"] or call.cells["Email"].endswith("@example.com")
