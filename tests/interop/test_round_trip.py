"""What comes in as Open Referral UK goes out again with every field of the standard, and the same again from there."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client

from kith.directory.actions import add_source, take_in
from kith.directory.models import Service
from kith.directory.reading import documents
from kith.interop import invented
from kith.interop.fields import MANY, OBJECTS, ONE
from tests.interop.conftest import BY, NOW, take

pytestmark = pytest.mark.django_db


def given_out(path="/services", **given):
    answer = Client().get(f"/oruk/v3{path}", {"full": "true", "per_page": 1000, **given})
    assert answer.status_code == 200
    return answer.json()


def lost(sent, out, where=""):
    """Every value that was sent and does not come out as it was."""
    if isinstance(sent, dict):
        return [one for name, value in sent.items() for one in lost(value, (out or {}).get(name), f"{where}.{name}")]
    if isinstance(sent, list):
        pairs = zip(sent, out if isinstance(out, list) and len(out) == len(sent) else [None] * len(sent), strict=True)
        return [one for number, (a, b) in enumerate(pairs) for one in lost(a, b, f"{where}[{number}]")]
    return [] if sent == out else [f"{where}: {sent!r} became {out!r}"]


def fields_in(kind, item, found):
    for name, one in OBJECTS[kind].items():
        if item.get(name) not in (None, "", [], {}):
            found.add((kind, name))
            for nested in item[name] if one.holds == MANY else [item[name]] if one.holds == ONE else []:
                fields_in(one.of, nested, found)
    return found


def test_every_field_of_the_standard_comes_out_as_it_went_in():
    sent = invented.service(3)
    asked = {
        (kind, name)
        for kind, table in OBJECTS.items()
        for name in table
        if kind not in ("phone", "taxonomy") and name not in ("phones", "service", "service_at_location_id")
    }
    assert asked - fields_in("service", sent, set()) == set(), "the invented service lacks fields of the standard"
    take({"contents": [sent], **dict.fromkeys(("total_items", "total_pages", "page_number", "size"), 1)})
    [out] = given_out()["contents"]
    assert lost(sent, out) == []
    assert lost(sent, given_out(f"/services/{sent['id']}")) == []
    at = given_out("/service_at_locations")["contents"][0]
    assert lost(sent["service_at_locations"][0], at) == []
    assert lost(sent["organization"], given_out(f"/organizations/{sent['organization']['id']}")) == []
    term = sent["attributes"][0]["taxonomy_term"]
    nested = {"taxonomy_detail"}
    assert lost({name: one for name, one in term.items() if name not in nested},
                given_out(f"/taxonomy_terms/{term['id']}")) == []  # fmt: skip
    assert lost(term["taxonomy_detail"], given_out(f"/taxonomies/{term['taxonomy_id']}")) == []


def test_a_loss_would_be_seen():
    sent = invented.service(3)
    out = json.loads(json.dumps(sent))
    out["service_at_locations"][0]["location"]["addresses"][0]["attention"] = ""
    assert lost(sent, out) == [".service_at_locations[0].location.addresses[0].attention: 'The keeper' became ''"]


def test_what_we_give_out_is_taken_in_elsewhere_and_comes_out_the_same():
    take(invented.directory(12))
    first = given_out()
    shown = [one for one in first["contents"] if not one["name"].startswith("Women")]
    Service.objects.update(gone_at=NOW)
    again = json.loads(json.dumps(shown))
    for one in again:
        one["kith"]["area"] = ""
    source = add_source(name="B", kind="oruk-3", address="https://b.example.org/oruk/v3", place=None, review=False,
                        every=0, by=BY, now=NOW)  # fmt: skip
    page = {**first, "contents": again, "total_items": len(again), "size": len(again)}
    take_in(source=source, taken=documents.read_whole(page, "a test"), by=BY, now=NOW)
    back = {one["name"]: one for one in given_out()["contents"]}
    ids = {"id", "service_id", "location_id", "organization_id", "link_id", "service_at_location_id", "kith"}

    def bare(item):
        if isinstance(item, dict):
            return {name: bare(one) for name, one in item.items() if name not in ids}
        return [bare(one) for one in item] if isinstance(item, list) else item

    for one in shown:
        assert lost(bare(one), bare(back[one["name"]])) == []


def test_the_official_samples_come_out_as_they_went_in(official):
    sent = json.loads((official / "samples" / "service_full.json").read_text())
    # Its coordinates lie nowhere on the earth: they are kept beside, and nobody is sent there.
    place = sent["service_at_locations"][0]["location"]
    assert (place.pop("latitude"), place.pop("longitude")) == (100, 101)
    # A blank at the very end of some words is not kept.
    sent["description"] = sent["description"].strip()
    take(sent)
    assert lost(sent, given_out(f"/services/{sent['id']}")) == []


def test_the_moment_of_the_last_change_is_spelt_as_it_was_sent():
    take(invented.service(1))
    said = given_out()["contents"][0]["last_modified"]
    assert said == "2026-10-02T10:30:45.123Z" and datetime.fromisoformat(said)
