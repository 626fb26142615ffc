"""The check of the feed: it finds nothing in ours, and finds what is wrong in what is wrong."""

from __future__ import annotations

import json

import pytest

from kith.interop import commands, invented, typed
from kith.interop.conformance import Answer, Check, paging_faults
from kith.interop.official import Official
from kith.proof.feed import directory
from tests.interop.conftest import take

KINDS = {
    "api_details": "about", "service_full": "service", "taxonomy": "taxonomy", "taxonomy_term": "taxonomy_term",
    "service_at_location_full": "service_at_location", "organization_full": "organization",
}  # fmt: skip
LISTS = {"service_list": "service", "taxonomy_list": "taxonomy", "taxonomy_term_list": "taxonomy_term",
         "service_at_location_list": "service_at_location"}  # fmt: skip


def no_tick(*_args, **_more):
    return None


@pytest.mark.django_db
def test_our_feed_is_as_the_standard_has_it():
    take(invented.directory(12))
    found = Check(commands._get, None, no_tick).run()
    assert found.faults == [] and found.failures == 0
    assert found.endpoints == 11 and found.objects > 40


@pytest.mark.django_db
def test_our_feed_is_as_the_official_schemas_have_it(official):
    take(invented.directory(10))
    take(directory(10), "https://foreign.example.org")
    found = Check(commands._get, Official(official.parent), no_tick).run()
    assert found.faults == [] and found.official and not found.empty


@pytest.mark.django_db
def test_a_feed_with_one_null_or_one_lost_page_is_found_out():
    take(invented.directory(6))

    def spoilt(path, given):
        answer = commands._get(path, given)
        body = answer.body
        if path == "/services" and given.get("page") == 2:
            body = body.replace(b'"first_page":false', b'"first_page":true')
        return Answer(answer.status, answer.headers, body.replace(b'"fees":"', b'"fees":null,"was":"'))

    faults = Check(spoilt, None, no_tick).run().faults
    assert any("first_page is True and should be False" in one for one in faults)
    assert any("fees" in one for one in faults)


def test_the_rules_of_a_page():
    good = {"total_items": 6, "total_pages": 2, "page_number": 2, "size": 1, "first_page": False, "last_page": True,
            "empty": False, "contents": [{}]}  # fmt: skip
    assert list(paging_faults(good, 2, 6)) == []
    for name, wrong in [("size", 2), ("last_page", False), ("empty", True), ("page_number", 1), ("total_items", 7)]:
        assert list(paging_faults(good | {name: wrong}, 2, 6)), name
    assert list(paging_faults({"contents": []}, 1)) and list(paging_faults({}, 1))


def test_the_official_samples_pass_and_the_failing_ones_fail(official):
    schemas = Official(official.parent)

    def faults(folder, name):
        said = json.loads((official / folder / f"{name}.json").read_text())
        if name in KINDS:
            return schemas.faults_of_object(KINDS[name], said)
        return schemas.faults_of_page(LISTS[name], said)

    names = [*KINDS, *LISTS]
    assert {name: found for name in names if (found := faults("samples", name))} == {}
    failing = {name for name in names if faults("samples-fail", name)}
    assert failing >= {"api_details", "service_full", "service_list", "taxonomy_term"}, failing


def test_our_own_reader_reads_the_samples_and_not_the_failing_ones(official):
    def faults(folder, name):
        return typed.faults_of(KINDS[name], (official / folder / f"{name}.json").read_bytes())

    assert {name: found for name in KINDS if (found := faults("samples", name))} == {}
    assert {name for name in KINDS if faults("samples-fail", name)} >= {"api_details", "service_full", "taxonomy_term"}
