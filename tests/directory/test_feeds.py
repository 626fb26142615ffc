"""Reading feeds on the web: page after page, both generations; and what hostile ones are told."""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import time
from urllib.parse import unquote

import pytest
from feed_server import feed, serving

from kith.directory import feeds, fetching
from kith.directory.fetching import Limits, Web
from kith.directory.reading.entries import SERVICE, CannotRead
from kith.proof.feed import directory, pages

QUICK = Limits(page_bytes=2_000_000, all_bytes=4_000_000, pages=30, services=2_000, page_seconds=3, tries=1, pause=0)


def read(address, limits=QUICK, near=True):
    return feeds.read(Web(near=near, limits=limits), address)


def refusal(answer, limits=QUICK, path=""):
    with serving(answer) as address, pytest.raises(CannotRead) as said:
        read(address + path, limits)
    sentence = str(said.value)
    assert sentence.endswith(".") and len(sentence) > 30
    return sentence


# --- as they should be


def test_a_feed_is_read_page_after_page_from_its_root_or_its_list():
    cut = pages(25, 10)
    with serving(feed(cut)) as address:
        for start in ("", "/", "/services"):
            taken = read(address + start)
            assert (taken.kind, taken.sent, len(taken.entries[SERVICE])) == ("oruk-3", 25, 25)


def test_where_the_list_says_only_names_each_service_is_asked_for_by_itself():
    full = pages(6, 3)
    names = ("id", "name", "status", "description", "organization")
    thin = [{**page, "contents": [{n: one[n] for n in names} for one in page["contents"]]} for page in full]
    every = {one["id"]: one for page in full for one in page["contents"]}

    def answer(path, asked):
        if path.startswith("/services/"):
            return 200, {}, every[unquote(path.removeprefix("/services/"))]
        return feed(thin)(path, asked)

    with serving(answer) as address:
        taken = read(address)
    assert len(taken.entries[SERVICE]) == 6 and len(taken.entries["schedule"]) == 6


@pytest.mark.parametrize("first", [0, 1])
def test_the_older_generation_is_read_whether_it_counts_from_none_or_one(first):
    def one(number):
        return {"id": str(number), "name": f"Service {number}", "regular_schedules": [], "service_taxonomys": []}

    def answer(path, asked):
        number = int(asked.get("page", str(first)))
        content = [one(number * 2), one(number * 2 + 1)]
        last = number == first + 2
        page = {"totalElements": 6, "totalPages": 3, "number": number, "last": last, "content": content}
        return 200, {}, page

    with serving(answer) as address:
        taken = read(address + "/services")
    assert (taken.kind, taken.sent) == ("oruk-1", 6)


def test_lines_sheets_and_packed_answers_are_read():
    lines = "\n".join(json.dumps(one) for one in directory(4)["contents"]).encode()
    sheet = b"Name,When,Phone\nKnitting,Mon 10-12,01632 960001\n"
    bodies = {"/all.ndjson": lines, "/list.csv": sheet, "/packed": gzip.compress(lines)}

    def answer(path, asked):
        return 200, ({"Content-Encoding": "gzip"} if path == "/packed" else {}), bodies[path]

    with serving(answer) as address:
        assert [read(address + path).sent for path in bodies] == [4, 1, 4]


def test_a_feed_that_minds_being_asked_for_more_is_asked_plainly():
    def answer(path, asked):
        return (400, {}, {}) if "full" in asked else feed([directory(3)])(path, asked)

    with serving(answer) as address:
        assert read(address).sent == 3


# --- as they should not be


def test_pages_without_an_end():
    counter = itertools.count()

    def answer(path, asked):
        return 200, {}, {"page_number": 1, "last_page": False, "contents": [{"id": str(next(counter)), "name": "More"}]}

    assert "pages" in refusal(answer, path="/services")


def test_pages_that_say_there_are_a_million():
    page = {"page_number": 1, "total_pages": 1_000_000, "contents": [{"id": "1", "name": "One"}]}
    assert "1000000 pages" in refusal(lambda *_: (200, {}, page), path="/services")


def test_pages_that_go_in_a_circle_by_their_number_or_by_their_links():
    page = {"page_number": 1, "total_pages": 3, "last_page": False, "contents": [{"id": "1", "name": "One"}]}
    assert "circle" in refusal(lambda *_: (200, {}, page), path="/services")
    counter = itertools.count()

    def linked(path, asked):
        contents = [{"id": str(next(counter)), "name": "One"}]
        return 200, {}, {"page_number": 1, "contents": contents, "next": "/services?page=b"}

    assert "circle" in refusal(linked, path="/services")


def test_a_body_without_an_end_is_left_after_what_may_be():
    began = time.monotonic()
    said = refusal(lambda *_: (200, {}, (b"x" * 100_000 for _n in itertools.count())))
    assert "more than" in said and time.monotonic() - began < 3


def test_a_gigabyte_that_is_announced_is_not_even_begun():
    assert "more than" in refusal(lambda *_: (200, {"Content-Length": str(2**30)}, b""))


def test_a_small_answer_that_unpacks_to_a_gigabyte():
    packed = gzip.compress(b"0" * 20_000_000)
    assert len(packed) < 30_000
    assert "more than" in refusal(lambda *_: (200, {"Content-Encoding": "gzip"}, packed))


def test_an_answer_of_a_letter_at_a_time_is_cut_off():
    def drip():
        for _n in range(100):
            time.sleep(0.05)
            yield b" "

    limits = Limits(page_seconds=0.4, tries=1, pause=0)
    began = time.monotonic()
    said = refusal(lambda *_: (200, {}, drip()), limits)
    assert "slowly" in said and time.monotonic() - began < 3


def test_an_answer_that_breaks_off_changes_nothing():
    body = json.dumps(directory(5)).encode()
    cut = refusal(lambda *_: (200, {"Content-Length": str(len(body) * 2)}, body))
    assert "try again later" in cut
    assert "stops being JSON" in refusal(lambda *_: (200, {}, body[:-50]))


def test_a_page_in_the_middle_that_fails_fails_the_whole():
    cut = pages(25, 10)

    def answer(path, asked):
        return (500, {}, {}) if asked.get("page") == "2" else feed(cut)(path, asked)

    assert "does not work just now (500)" in refusal(answer)


def test_redirects_without_an_end():
    assert "without an end" in refusal(lambda path, _asked: (302, {"Location": f"{path}x"}, b""))


@pytest.mark.parametrize(("status", "words"), [(404, "no feed"), (401, "not for us"), (503, "just now")])
def test_what_is_not_there_or_not_for_us(status, words):
    assert words in refusal(lambda *_: (status, {}, b""))


def test_words_that_are_no_directory():
    assert "web page" in refusal(lambda *_: (200, {}, b"<!doctype html><html><body>Hello</body></html>"))
    assert "no services" in refusal(lambda *_: (200, {}, {"contents": []}))


# --- where we do not go


PRIVATE = (
    "http://127.0.0.1/feed", "http://localhost/feed", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://0.0.0.0/", "http://100.64.0.1/", "http://224.0.0.1/", "http://[2002:7f00:1::]/",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_of_our_own_net_is_ever_called(address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it called"))
    with pytest.raises(CannotRead, match=r"private net|Nobody answers"):
        read(address, near=False)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/", "https://a:b@example.org/", "https://example.org:22/", "//x"],
)
def test_addresses_that_are_refused_by_their_words(address):
    with pytest.raises(CannotRead):
        read(address, near=False)


def test_a_redirect_into_our_own_net_is_not_followed(monkeypatch):
    """Somebody's open server sends us to the machine's own metadata."""
    away = {"Location": "http://169.254.169.254/latest/"}
    with serving(lambda *_: (302, away, b"")) as address, pytest.raises(CannotRead, match="private net"):
        read(address)


def test_a_name_that_leads_somewhere_else_the_second_time_leads_nowhere(monkeypatch):
    answers = [[(2, 1, 6, "", ("93.184.215.14", 80))], [(2, 1, 6, "", ("127.0.0.1", 80))]]
    called = []

    def look_up(*_args, **_more):
        return answers.pop(0)

    def call(number, *_more):
        called.append(number)
        raise OSError("not in a test")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetching.socket, "create_connection", call)
    with pytest.raises(CannotRead, match="Nobody answers"):
        read("http://rebinding.example.org/feed", near=False)
    assert called == [("93.184.215.14", 80)]
    with pytest.raises(CannotRead, match="private net"):
        read("http://rebinding.example.org/feed", near=False)
    assert len(called) == 1


def test_a_name_with_one_good_number_and_one_of_ours_is_refused(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.1.1.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(CannotRead, match="private net"):
        read("http://two.example.org/feed", near=False)


def test_whoever_waits_can_stop_it():
    with serving(feed([directory(3)])) as address, pytest.raises(CannotRead, match="stopped"):
        feeds.read(Web(near=True, limits=QUICK, stopped=lambda: True), address)
