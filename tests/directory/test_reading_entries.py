"""What other directories send: ids that are none, shared ids, HTML, coordinates, and places that must not be found."""

from __future__ import annotations

import json
import os
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.directory.reading import documents, plain, secret
from kith.directory.reading.entries import LOCATION, ORGANIZATION, SERVICE, CannotRead, as_uuid, id_of, key_of

SPACE = UUID("0b1c9a52-93a1-4d1d-9c44-9f1f0c3a0001")
OFFICIAL = Path(os.environ.get("KITH_DATA", "../shared/data")) / "oruk-3.0-schemas"


def service(**more):
    return {"id": str(uuid4()), "name": "Knitting", "status": "active", **more}


def read(*services):
    return documents.read_whole({"contents": list(services)}, "a test")


# --- ids


@given(st.text(min_size=1, max_size=200))
def test_any_id_makes_the_same_uuid_every_time_and_another_for_another_kind(written):
    key = key_of(written)
    if key:
        one = id_of(SERVICE, key, SPACE)
        assert one == id_of(SERVICE, key_of(written), SPACE)
        assert as_uuid(key) == one or (one.version == 5 and one != id_of(LOCATION, key, SPACE))


@given(st.uuids(), st.sampled_from(["{}", "{{{}}}", "urn:uuid:{}"]))
def test_a_uuid_stays_itself_however_it_is_written(one, shape):
    assert id_of(SERVICE, key_of(shape.format(str(one).upper() if "urn" not in shape else one)), SPACE) == one


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40), unique=True))
def test_no_two_ids_make_the_same_uuid(keys):
    made = {id_of(SERVICE, key, SPACE) for key in map(key_of, keys)}
    assert len(made) == len({as_uuid(key_of(key)) or key_of(key) for key in keys})


def test_a_number_is_an_id_and_the_address_of_the_source_decides():
    assert key_of(12) == "12" and key_of(True) == "" and key_of(None) == ""
    other = uuid5(SPACE, "another address")
    assert id_of(SERVICE, "12", SPACE) != id_of(SERVICE, "12", other)


def test_two_services_that_share_an_id_are_kept_apart_and_it_is_said():
    taken = read(service(id="7", name="Knitting"), service(id="7", name="Choir"))
    assert {one.values["name"] for one in taken.entries[SERVICE].values()} == {"Knitting", "Choir"}
    assert any("share the id 7" in note for note in taken.notes)


def test_one_thing_told_twice_is_one_thing_and_each_telling_adds_to_it():
    key = str(uuid4())
    taken = read(service(id=key, fees="Free"), service(id=key, url="https://example.org"))
    (one,) = taken.entries[SERVICE].values()
    assert (one.values["fees"], one.values["url"]) == ("Free", "https://example.org")


def test_an_id_used_for_two_kinds_of_thing_is_said():
    key = str(uuid4())
    taken = read(service(id=key, organization={"id": key, "name": "Friends"}))
    assert len(taken.entries[SERVICE]) == len(taken.entries[ORGANIZATION]) == 1
    assert any("kept apart" in note for note in taken.notes)


# --- words


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>Tea &amp; talk</p><p>All welcome</p>", "Tea & talk\nAll welcome"),
        ("&lt;b&gt;Bold&lt;/b&gt; words", "Bold words"),
        ("one<br/>two", "one\ntwo"),
        ("<ul><li>Tea</li><li>Cake</li></ul>", "- Tea\n\n- Cake"),
        ("<script>alert(1)</script>Hello<style>p{}</style>", "Hello"),
        ("ages < 5 and > 2", "ages < 5 and > 2"),
        ("Fish & chips", "Fish & chips"),
        ("<a href='javascript:x()'>Click</a>", "Click"),
        ("a\u202eb\x00c", "abc"),
    ],
)
def test_html_becomes_plain_text(sent, kept):
    assert plain.text(sent).replace("\n\n\n", "\n\n") == kept


@given(st.text(max_size=300))
def test_no_words_keep_a_tag_that_runs(words):
    assert "<script" not in plain.text(f"{words}<script>x</script>").lower() or "<script" in words.lower()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/a b", "https://example.org/a%20b"),
        ("HTTP://example.org", "http://example.org"),
        ("http//example.org", None),
        ("example/counselling", None),
        ("see our page", None),
        ("javascript:alert(1)", None),
        ("", ""),
    ],
)
def test_web_addresses_are_mended_where_one_was_meant(sent, meant):
    assert plain.web_address(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("mailto:jo@example.org", "jo@example.org"),
        ("jo@example.org; sam@example.org", "jo@example.org"),
        ("email-example_com", None),
        ("jo at example.org", None),
        ("", ""),
    ],
)
def test_email_addresses_are_mended_where_one_was_meant(sent, meant):
    assert plain.email(sent) == meant


# --- where


def at(**place):
    located = {"location_type": "physical", "name": "Hall", **place}
    taken = read(service(service_at_locations=[{"id": str(uuid4()), "location": {"id": str(uuid4()), **located}}]))
    (found,) = taken.entries[LOCATION].values()
    return found.values["latitude"], found.values["longitude"], taken.notes


def test_coordinates_the_wrong_way_round_are_turned():
    lat, lon, notes = at(latitude=-4.05, longitude=51.08)
    assert (lat, lon) == (51.08, -4.05) and "wrong way round" in notes[0]


@pytest.mark.parametrize("sent", [(100, 101), (0, 0), (51.0, None), ("north", "west"), (1e9, 3)])
def test_coordinates_that_lie_nowhere_are_left_out(sent):
    assert at(latitude=sent[0], longitude=sent[1])[:2] == (None, None)


def test_coordinates_elsewhere_on_earth_are_believed():
    assert at(latitude=48.85, longitude=2.35)[:2] == (48.85, 2.35)


# --- what must not be found


@pytest.mark.parametrize(
    "name", ["Harbour Refuge", "Women's Aid Moorshire", "Womens Refuge", "The Safe House", "Women’s Aid"]
)
def test_a_refuge_is_confidential_by_its_name(name):
    judged = secret.judge(name, "", [], "", flagged=False)
    assert judged.confidential and not judged.held_why


@pytest.mark.parametrize(
    "words", ["Support after domestic abuse", "Rape crisis counselling", "There is a refuge upstairs"]
)
def test_on_doubt_a_person_looks_first(words):
    judged = secret.judge("Harbour Centre", words, [], "", flagged=False)
    assert judged.confidential and "may be somewhere that must not be found" in judged.held_why


@pytest.mark.parametrize(
    "name",
    ["Refugee welcome café", "Hedgehog refuge", "Wildlife refuge", "Bird sanctuary", "Saferhouse locks", "Men's shed"],
)
def test_what_only_sounds_like_it_is_left_alone(name):
    assert secret.judge(name, "", [], "", flagged=False) == secret.OPEN


def test_its_kind_and_the_sources_own_mark_count():
    assert secret.judge("Harbour", "", ["Refuges"], "", flagged=False).confidential
    marked = service(confidential="yes")
    assert next(iter(read(marked).entries[SERVICE].values())).values["confidential"]
    hidden = service(
        service_at_locations=[
            {
                "id": "1",
                "location": {"id": "2", "location_type": "physical", "addresses": [{"address_1": "Confidential"}]},
            }
        ]
    )
    taken = read(hidden)
    assert next(iter(taken.entries[SERVICE].values())).values["confidential"]
    assert next(iter(taken.entries[LOCATION].values())).values["confidential"]


def test_a_hall_that_a_refuge_shares_with_others_is_no_secret_but_its_own_house_is():
    hall = {"id": "hall", "location_type": "physical", "name": "Village hall"}
    house = {"id": "house", "location_type": "physical", "name": "A house"}
    aid, others = {"id": "aid", "name": "Harbour"}, {"id": "others", "name": "Friends"}

    def one(name, whose, place):
        sal = {"id": f"{name}@{place['id']}", "location": place}
        return service(id=name, name=name, organization=whose, service_at_locations=[sal])

    taken = read(
        one("Harbour refuge", aid, house),
        one("Coffee with us", aid, house),
        one("Women's aid drop-in", aid, hall),
        one("Choir", others, hall),
    )
    secrets = {key: one.values["confidential"] for key, one in taken.entries[LOCATION].items()}
    assert secrets == {"house": True, "hall": False}


# --- official samples


def official(folder):
    if not OFFICIAL.is_dir():
        pytest.skip("the official samples are not in KITH_DATA")
    return sorted((OFFICIAL / folder).glob("*.json"))


def test_the_official_list_of_services_is_read():
    (path,) = [one for one in official("samples") if one.name == "service_list.json"]
    taken = documents.read_whole(json.loads(path.read_text()), path.name)
    assert (len(taken.entries[SERVICE]), taken.rejected) == (1, [])


def test_every_official_failing_sample_gets_a_sentence():
    for path in official("samples-fail"):
        document = json.loads(path.read_text())
        same = path.parent.parent / "samples" / path.name
        if json.loads(same.read_text()) == document:
            # It fails only because of the address it is asked at.
            continue
        assert sentences(document, path.name), path.name


def sentences(document, name):
    try:
        taken = documents.read_whole(document, name)
    except CannotRead as said:
        return [str(said)]
    return [*taken.notes, *(fault for one in taken.rejected for fault in one.faults)]


def test_what_fails_in_a_service_is_said_for_each_fault():
    taken = read({"id": str(uuid4()), "url": "example_counselling", "email": False})
    (rejected,) = taken.rejected
    assert len(rejected.faults) == 3 and not taken.entries[SERVICE]


def test_what_refers_to_nothing_keeps_its_words():
    taken = read(service(organization={"id": "a", "name": "A", "parent_organization_id": "not-sent"}))
    (one,) = taken.entries[ORGANIZATION].values()
    assert one.refs["parent"] == "" and one.more["parent_organization_id"] == "not-sent"
