"""What a feed may take of our memory is told from its bytes, before they are read; and where we never go for one."""

from __future__ import annotations

import gc
import ipaddress
import json
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from kith.directory import feeds, fetching
from kith.directory.fetching import Limits, Web
from kith.directory.reading import weight
from kith.directory.reading.entries import CannotRead
from kith.proof.feed import directory, pages

N = 30_000
BOMBS = {
    "empty lists": b"[" + b"[]," * N + b"[]]",
    "empty objects": b"[" + b"{}," * N + b"{}]",
    "small objects": b"[" + b'{"a":1},' * N + b"{}]",
    "short words": b"[" + b'"ab",' * N + b'""]',
    "numbers": b"[" + b"1.5," * N + b"0]",
    "names": ("{" + ",".join(f'"k{one}":0' for one in range(N)) + "}").encode(),
    "lists in lists": b"[" + b"[[[]]]," * N + b"[]]",
    "letters beyond the usual": ('["' + "x" * N * 5 + "\U0001f600" + '"]').encode(),
    "a directory": json.dumps(directory(100)).encode(),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_it_is_never_much_heavier_than_it_was_said_to_be(kind: str) -> None:
    body = BOMBS[kind]
    gc.collect()
    tracemalloc.start()
    kept = json.loads(body)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept and most <= weight.of(body) * 1.5 + 10_000


def test_a_real_directory_of_a_district_may_be_read_in_one_page() -> None:
    body = json.dumps(directory(400)).encode()
    assert weight.of(body) * 10 < Limits().page_weight and len(body) * 10 < Limits().page_bytes


def refusal(*bodies: bytes, limits: Limits | None = None) -> str:
    """What is said of a feed that answers these, one after the other."""
    web, answers = Web(limits=limits or Limits(page_weight=weight.MB, all_weight=2 * weight.MB)), iter(bodies)
    web.get = lambda url: (next(answers), url)  # type: ignore[method-assign]
    with pytest.raises(CannotRead) as said:
        feeds.read(web, "https://example.org/v3/services")
    return str(said.value)


@pytest.mark.parametrize("kind", sorted(set(BOMBS) - {"letters beyond the usual", "a directory", "numbers"}))
def test_what_would_be_too_heavy_is_not_even_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", lambda *_a, **_k: pytest.fail("it was read"))
    assert "more than 1 MB to read" in refusal(BOMBS[kind])


def test_pages_that_are_too_heavy_together_are_refused_before_the_last_is_read() -> None:
    cut = [json.dumps(page).encode() for page in pages(400, 50)]
    assert "All of it together would take more than 2 MB" in refusal(*cut)


def test_a_table_is_weighed_too() -> None:
    assert "more than 1 MB to read" in refusal(b"name,phone\n" + b"a,\n" * 10_000)


@pytest.mark.parametrize("deep", [b"[" * 100 + b"]" * 100, b'{"a":' * 100 + b"1" + b"}" * 100, b'["\\"",' * 100])
def test_what_is_nested_without_an_end_is_refused_by_its_depth(deep: bytes) -> None:
    assert "nested more than 60 deep" in refusal(deep)


@pytest.mark.parametrize("flat", [b'["' + b"[" * 500 + b'"]', b'["\\\\\\"' + b"{" * 500 + b'"]', b"[[]," * 1 + b"[]]"])
def test_brackets_in_words_are_not_nested(flat: bytes) -> None:
    assert weight.check(flat, "x", weight.MB) > 0


@pytest.mark.parametrize("odd", [b'"' + b'\\"' * 200_000, b'["' * 100_000, b"[" + b'"\\' * 100_000])
def test_an_open_quotation_mark_takes_no_longer_than_its_bytes(odd: bytes) -> None:
    with pytest.raises(CannotRead):
        weight.check(b"[" * 61 + odd, "x", weight.OF_A_FILE)


def test_entries_that_are_none_are_not_read_to_the_end() -> None:
    body = b"[" + b"{}," * 20_000 + b"{}]"
    assert "Most of its first entries" in refusal(body, limits=Limits())


_UNDER_A_LIMIT = """
import resource
from django.conf import settings
settings.configure(USE_I18N=False)
from kith.directory import feeds
from kith.directory.fetching import Web
from kith.directory.reading.entries import CannotRead
web, body = Web(), b"[" + b"[]," * 5_000_000 + b"[]]"
web.get = lambda url: (body, url)
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + 200 * 2**20,) * 2)
try:
    feeds.read(web, "https://example.org/v3")
except CannotRead as said:
    print(said)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it reads how large it is from /proc")
def test_fifteen_megabytes_of_nothing_are_refused_within_two_hundred() -> None:
    done = subprocess.run([sys.executable, "-c", _UNDER_A_LIMIT], capture_output=True, text=True, check=False)
    assert "more than 96 MB to read" in done.stdout, done.stderr[-500:]


# --- where we never go


OURS = (
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2", "100.64.0.1",
    "100.127.255.254", "0.0.0.1", "0.1.2.3", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
OURS_TOO = (
    "::", "::1", "0:0:0:0:0:0:0:1", "fe80::1", "fe80::1%1", "febf::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fdff::1",
    "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "100::1", "64:ff9b:1::1", "2001:10::1", "2001:2::1",
)  # fmt: skip
THEIRS = ("93.184.215.14", "1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4009:80b::200e", "::ffff:1.1.1.1")


def forms(number: str) -> Iterator[str]:
    """One number in every way that a name or an address may write it."""
    one = ipaddress.IPv4Address(number)
    a, b, c, d = one.packed
    yield from (number, str(int(one)), hex(int(one)), f"0{int(one):o}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}")
    yield from (f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"{a}.{(b << 16) + (c << 8) + d}", f"{a}.{b}.{(c << 8) + d}")


def wrapped(number: str) -> Iterator[str]:
    """The same inside of a longer one."""
    bits, words = int(ipaddress.IPv4Address(number)), number
    yield from (f"::ffff:{words}", f"::ffff:{bits >> 16:x}:{bits & 0xFFFF:x}", f"64:ff9b::{words}", f"::{words}")
    yield f"2002:{bits >> 16:x}:{bits & 0xFFFF:x}::1"
    yield str(ipaddress.IPv6Address((0x20010000 << 96) | (0x5DB8D822 << 64) | (bits ^ 0xFFFFFFFF)))


def never(host: str) -> None:
    """It leads nowhere: refused, or known to nobody."""
    with pytest.raises((CannotRead, OSError)):
        fetching.look_up(host, 80)


@pytest.mark.parametrize("number", OURS)
def test_no_form_of_a_number_of_our_own_net_is_gone_to(number: str) -> None:
    every = [*forms(number), *wrapped(number)]
    assert len(every) >= 14
    for host in every:
        never(host)


@pytest.mark.parametrize("host", [*OURS_TOO, "localhost", "LOCALHOST", "localhost."])
def test_no_longer_number_of_our_own_net_is_gone_to(host: str) -> None:
    never(host)


@pytest.mark.parametrize("number", THEIRS)
def test_the_open_internet_is(number: str) -> None:
    assert fetching.look_up(number, 80) == number


@pytest.mark.parametrize("place", range(3))
def test_a_name_is_refused_for_one_number_of_ours_wherever_it_stands(
    place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in OURS:
        found: list[Any] = [(2, 1, 6, "", (one, 80)) for one in ("1.1.1.1", "8.8.8.8")]
        found.insert(place, (2, 1, 6, "", (number, 80)))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, answer=found, **_k: answer)
        with pytest.raises(CannotRead, match="private net"):
            fetching.look_up("two.example.org", 80)


def test_a_name_that_changes_at_each_look_is_gone_to_only_where_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [number for one in OURS for number in ("1.1.1.1", one)]
    called: list[str] = []

    def look_up(*_args: Any, **_more: Any) -> list[Any]:
        return [(2, 1, 6, "", (answers.pop(0), 80))]

    def call(where: tuple[str, int], *_more: Any) -> None:
        called.append(where[0])
        raise OSError("not in a test")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(fetching.socket, "create_connection", call)
    for _time in range(len(OURS) * 2):
        with pytest.raises(CannotRead):
            Web(limits=Limits(tries=1, pause=0)).get("http://rebinding.example.org/feed")
    assert called == ["1.1.1.1"] * len(OURS)
