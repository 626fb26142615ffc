"""Finding in people's own words: near, as they need it, small groups not buried, and what is full with until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from kith.directory import meaning, ranking
from kith.directory.actions import NewEntry, On, Where, enter, work_out_meanings
from kith.directory.days import AFTERNOON, EVENING, MORNING, PARTS, bit, bits
from kith.directory.queries.asked import Vocabulary, asked
from kith.directory.queries.find import Wanted, find
from kith.directory.queries.lines import checked_words, lines_of, snippet
from kith.directory.queries.when_words import when_words
from kith.directory.when import Run
from kith.directory.words import EMPTY, THEIRS
from kith.kit.actor import Actor
from kith.places.actions import add_place

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = NOW.date()
BY = Actor.system("a test")
TUESDAY = On((1,), time(10), time(12))


def a_place(name="Combe Martin", lat=51.2, parent=None):
    return add_place(kind="community", name=name, parent=parent, lat=lat, lon=-4.03, by=BY, now=NOW)


def a_group(place, name, said="", *, words=(), on=(TUESDAY,), size="tiny", where=None, **facts):
    entry = NewEntry(
        name=name, who=f"{name} {size} people", place=place, description=said, words=words, on=on, size=size,
        where=where,
        phone="01632 960101", facts=facts, assured=NOW, how="group",
    )  # fmt: skip
    return enter(entry=entry, by=BY, now=NOW)


def names(words="", place=None, **more):
    return [one.card["name"] for one in find(Wanted(words, place, **more), TODAY, legs="text").found]


@pytest.mark.django_db
def test_peoples_own_words_find_what_a_directory_calls_otherwise():
    place = a_place()
    a_group(place, "Thursday circle", "For anybody grieving.", words=("bereavement",))
    a_group(place, "Chess", "Boards and biscuits.")
    assert names("someone to talk to since my wife died", place) == ["Thursday circle"]
    assert names("skint and cant pay the gas bill", place) == []


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["berevement", "bereavment", "beravement group"])
def test_spelling_is_forgiven_and_said(written):
    place = a_place()
    a_group(place, "Thursday circle", "A bereavement circle.")
    answer = find(Wanted(written, place), TODAY, legs="text")
    assert [one.card["name"] for one in answer.found] == ["Thursday circle"]
    assert answer.asked.took[0][1] == "bereavement"


@pytest.mark.django_db
def test_whoever_has_the_one_word_they_typed_is_found_though_others_say_it_louder():
    place = a_place()
    a_group(place, "Sewing circle", "Craft, knitting and sewing.", words=("knitting", "sewing", "craft"))
    a_group(place, "The wool gathering", "We knit and talk.")
    assert set(names("knitting", place)) == {"Sewing circle", "The wool gathering"}


@pytest.mark.django_db
def test_what_is_near_is_found_and_what_is_far_is_not():
    here, far = a_place(), a_place("Faraway", lat=52.9)
    a_group(here, "Near choir")
    a_group(far, "Far choir")
    a_group(None, "Choir by phone")
    assert set(names("choir", here)) == {"Near choir", "Choir by phone"}
    line = lines_of(find(Wanted("near", here), TODAY, legs="text").found, None, NOW)[0]
    assert line.why[:2] == ("near you", "takes new people") and line.checked == "checked today"


@pytest.mark.django_db
def test_day_part_cost_steps_and_room_are_kept_to():
    place = a_place()
    a_group(place, "Choir A", on=(On((1,), time(14), time(16)),), free=True, step_free=True, places_left=3)
    a_group(place, "Choir B", on=(On((1,), time(9), time(11)),), free=False, step_free=False)
    a_group(place, "Choir C", state="full", until=date(2026, 12, 5), free=True)
    assert names("choir", place, weekday=1, part=AFTERNOON) == ["Choir A"]
    assert names("choir", place, weekday=1, part=MORNING) == ["Choir B", "Choir C"]
    assert names("choir", place, free=True, step_free=True) == ["Choir A"]
    assert "Choir C" not in names("choir", place, takes_new=True)


@pytest.mark.django_db
def test_what_is_full_is_found_with_until_when():
    place = a_place()
    a_group(place, "Shed", state="full", until=date(2026, 12, 5))
    a_group(place, "Bench shed", state="paused")
    lines = {one.name: one for one in lines_of(find(Wanted("shed", place), TODAY, legs="text").found, None, NOW)}
    assert lines["Shed"].state == "Full until Saturday 5 December"
    assert lines["Bench shed"].state == "Having a rest for now"


@pytest.mark.django_db
def test_of_what_fits_alike_the_small_group_is_first_unless_the_place_wants_otherwise():
    place = a_place()
    for size in ("large", "small", "tiny"):
        a_group(place, "Choir", size=size, said=size)
    small = find(Wanted("choir", place), TODAY, legs="text").found
    assert [one.card["blurb"] for one in small] == ["tiny", "small", "large"]
    scores = {one.score for one in find(Wanted("", place, order=ranking.WORDS_ONLY), TODAY).found}
    assert len(scores) == 1


@pytest.mark.django_db
def test_what_must_not_be_found_is_found_by_what_it_is_for_and_never_by_where_it_is():
    place = a_place()
    a_group(place, "Safe", "At Kestrelmouse Villa", where=Where("Kestrelmouse Villa"), confidential=True)
    assert names("refuge", place) == ["Safe"]
    assert names("kestrelmouse", place) == []


@pytest.mark.django_db
@pytest.mark.skipif(not meaning.works(), reason="the extra for finding by meaning is not installed")
def test_meaning_finds_what_no_word_says():
    place = a_place()
    a_group(place, "Ukulele evening", "Three chords and biscuits. We lend you an instrument.")
    a_group(place, "Repair table", "Toasters, lamps and zips.")
    assert work_out_meanings(most=10, by=BY, now=NOW) == 2
    assert work_out_meanings(most=10, by=BY, now=NOW) == 0
    found = find(Wanted("guitar lessons", place), TODAY).found
    assert found[0].card["name"] == "Ukulele evening" and found[0].by_words is None


def test_every_line_of_peoples_words_can_be_read():
    for theirs, look_for in THEIRS:
        assert theirs.strip("|") == theirs and look_for.strip("|") == look_for
        assert all(part.strip() == part and part for part in (*theirs.split("|"), *look_for.split("|")))
    assert "help" in EMPTY


def test_a_word_few_entries_have_counts_more():
    known = Vocabulary(["choir singing", "choir walking", "choir shed"])
    weights = {term.words: term.weight for term in asked("choir shed", known).terms}
    assert weights["shed"] > weights["choir"]


def test_a_word_we_know_is_never_taken_for_another():
    known = Vocabulary(["choir", "chair exercise"])
    assert asked("chair", known).took == () and known.meant_by("choirr") == "choir"


@pytest.mark.parametrize(("typed", "meant"), [("chior", "choir"), ("yooga", "yoga"), ("danc", "dance"), ("chait", "")])
def test_a_short_word_is_put_right_where_letters_were_swapped_missed_or_added(typed, meant):
    assert Vocabulary(["choir", "chair yoga", "tea dance"]).meant_by(typed) == meant


@pytest.mark.parametrize(
    ("opens", "closes", "parts"),
    [(10, 13, {MORNING}), (11, 13, {MORNING, AFTERNOON}), (12, 13, {AFTERNOON}), (9, 17, {MORNING, AFTERNOON}),
     (16, 19, {EVENING}), (14, 21, {AFTERNOON, EVENING}), (22, 2, {EVENING})],
)  # fmt: skip
def test_a_part_of_a_day_is_one_in_which_somebody_could_go(opens, closes, parts):
    found = bits([(1, time(opens), time(closes))])
    assert {part for part in PARTS if found & bit(1, part)} == parts


def test_hours_and_age_are_said_as_people_say_them():
    week = [Run((day,), time(9), time(17)) for day in range(5)]
    assert when_words([*week, Run((5,), time(10), time(13))], TODAY) == "Monday to Friday 9 to 5, Saturday 10 to 1"
    assert checked_words(date(2026, 11, 13), TODAY) == "checked 9 days ago"
    assert checked_words(None, TODAY) == "nobody has checked this yet"


def test_the_snippet_is_the_sentence_that_has_the_words():
    text = "We meet on Tuesdays. Somebody sits with you after a death. Tea is there."
    assert snippet(text, asked("death", Vocabulary([text]))).startswith("Somebody sits")


@pytest.mark.django_db
def test_what_did_not_say_may_fit_and_is_found_only_when_asked_for():
    place = a_place()
    a_group(place, "Tuesday choir", "We sing.", free=True)
    a_group(place, "Any day choir", "We sing.", on=(On(words="Whenever it suits"),))
    a_group(place, "Friday choir", "We sing.", on=(On((4,), time(10), time(12)),), free=False)
    assert names("sing", place, weekday=1) == ["Tuesday choir"]
    assert sorted(names("sing", place, weekday=1, unsaid=True)) == ["Any day choir", "Tuesday choir"]
    assert sorted(names("sing", place, free=True, unsaid=True)) == ["Any day choir", "Tuesday choir"]
