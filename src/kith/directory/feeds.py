"""Reading the whole of a feed on the web, page after page, by either generation of Open Referral UK."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from kith.directory import sources
from kith.directory.fetching import NotThere, Web
from kith.directory.reading import documents
from kith.directory.reading.entries import SERVICE, TAXONOMY, TERM, CannotRead, Taken
from kith.kit.words import gettext as _

PER_PAGE = 100
# What a service has in full, and a line in a list need not have.
_FULL = frozenset(
    {"schedules", "service_at_locations", "contacts", "attributes", "service_areas", "languages", "cost_options",
     "service_taxonomys", "regular_schedules", "eligibilitys"}
)  # fmt: skip
# So many entries tell which generation of the standard it is.
_TO_TELL = 20
Tick = Callable[..., None]
Item = tuple[str, Any, str]


def read(web: Web, address: str, tick: Tick = lambda *_n, **_m: None) -> Taken:
    """Everything at this address: a feed, one of its lists, or a file. Refuses (``CannotRead``) with a sentence."""
    try:
        return _read(web, address.rstrip("/"), tick)
    finally:
        web.close()


def _read(web: Web, address: str, tick: Tick) -> Taken:
    body, address = web.get(address)
    name = urlsplit(address).path.rsplit("/", 1)[-1] or urlsplit(address).hostname or address
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return _as_file(web, body, name)
    if sources.is_lines(body[:200_000].decode("utf-8", "replace")):
        web.bear(body, name)
        return documents.read_lines(body.decode("utf-8", "replace").splitlines(), name)
    document = _loads(web, body, name)
    if _is_root(document):
        return _everything(web, f"{address.rstrip('/')}/services", tick)
    if documents.is_page(document):
        if urlsplit(address).path.rstrip("/").endswith("/services"):
            return _everything(web, address.rstrip("/"), tick)
        items = list(_pages(web, address, document, tick))
        return documents.read_items(items, documents.kind_of(document, items))
    return documents.read_whole(document, name)


def _loads(web: Web, body: bytes, name: str) -> Any:
    """One document of it, if it may be read at all."""
    web.bear(body, name)
    return documents.loads(body, name)


def _everything(web: Web, services: str, tick: Tick) -> Taken:
    """All services with what is nested in them, and the lists of words."""
    first, used = _first(web, services)
    # Each page is let go as soon as it is read: what it says besides of a service is not kept.
    items = _pages(web, used, first, tick, SERVICE)
    if documents.contents(first) and not any(_FULL & set(one) for one in _objects(first)):
        items = _in_full(web, services, list(items), tick)
    begin = list(islice(items, _TO_TELL))
    kind, items = documents.kind_of(first, begin), chain(begin, items)
    base = services.removesuffix("/services")
    words: list[Item] = []
    if kind != documents.ORUK1:
        words = [*_if_there(web, f"{base}/taxonomies", TAXONOMY), *_if_there(web, f"{base}/taxonomy_terms", TERM)]
    return documents.read_items([*words, *items], kind)


def _objects(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in documents.contents(page) if isinstance(one, Mapping)]


def _first(web: Web, address: str) -> tuple[Mapping[str, Any], str]:
    """The first page, with as much on it as it will give; a feed that minds being asked for that is asked plainly."""
    asked_for: tuple[dict[str, str], ...] = ({"per_page": str(PER_PAGE), "full": "true"}, {})
    for more in asked_for:
        asked = _with(address, more)
        try:
            body, there = web.get(asked)
        except NotThere as problem:
            if not more or problem.status >= 500:
                raise
            continue
        return _page_of(_loads(web, body, "page 1"), 1), there
    raise AssertionError("not reached")


def _pages(web: Web, address: str, first: Mapping[str, Any], tick: Tick, kind: str = "") -> Iterator[Item]:
    """What is on each page. Refuses a list that goes in a circle, or on for ever."""
    page, number, count, seen, asked = first, 1, 0, {_mark(first)}, {address}
    while True:
        which = documents.pages_of(page)
        total = which[1] if which else 1
        if max(total, number) > web.limits.pages:
            said = _("It says that it has %(pages)s pages. No directory has: ask whoever runs it for larger pages.")
            raise CannotRead(said % {"pages": max(total, number)})
        for place, item in enumerate(documents.contents(page), start=1):
            count += 1
            yield kind or documents.kind_of_item(item), item, f"page {number}, entry {place}"
        tick(1, label=f"page {number} of {total}")
        if count > web.limits.services:
            raise CannotRead(_("It has more entries than any directory. Nothing was changed; ask whoever runs it."))
        further = _next(page, address, number, total, starts_at_zero=bool(_reported(first) == 0))
        if further is None:
            return
        number += 1
        if further in asked:
            raise CannotRead(_circle(number))
        asked.add(further)
        page = _page_of(_loads(web, web.get(further)[0], f"page {number}"), number)
        mark = _mark(page)
        if documents.contents(page) and mark in seen:
            raise CannotRead(_circle(number))
        seen.add(mark)


def _next(page: Mapping[str, Any], address: str, number: int, total: int, *, starts_at_zero: bool) -> str | None:
    """Where the next page is: where the page says so, else by its number; None after the last."""
    links = page.get("links", page.get("_links"))
    named = page.get("next") or (links.get("next") if isinstance(links, Mapping) else None)
    named = named.get("href") if isinstance(named, Mapping) else named
    if isinstance(named, str) and named:
        return urljoin(address, named)
    last = page.get("last_page", page.get("last"))
    if not documents.contents(page) or last is True or (number >= total and last is not False):
        return None
    return _with(address, {"page": str(number if starts_at_zero else number + 1)})


def _reported(page: Mapping[str, Any]) -> Any:
    return page.get("page_number", page.get("number"))


def _page_of(document: Any, number: int) -> Mapping[str, Any]:
    if documents.is_page(document):
        found: Mapping[str, Any] = document
        return found
    if isinstance(document, list):
        return {"contents": document}
    raise CannotRead(_("Page %(number)s of it is no list of entries. Nothing was changed.") % {"number": number})


def _circle(number: int) -> str:
    said = _("Its pages go in a circle: page %(number)s was there before. Nothing was changed; tell whoever runs it.")
    return said % {"number": number}


def _mark(page: Mapping[str, Any]) -> tuple[str, ...]:
    """Tells pages apart by which entries are on them."""
    return tuple(str(one.get("id")) if isinstance(one, Mapping) else str(one)[:50] for one in documents.contents(page))


def _in_full(web: Web, services: str, items: list[Item], tick: Tick) -> Iterator[Item]:
    """Each service by itself, where the list says only its name. Where there is no such page, what the list said."""
    missing = 0
    for place, (what, item, where) in enumerate(items):
        key = str(item.get("id") or "") if isinstance(item, Mapping) and what == SERVICE else ""
        if not key or (missing and missing == place):
            # The first was not there: such a feed has the list alone.
            yield what, item, where
            continue
        try:
            body, _there = web.get(f"{services}/{quote(key, safe='')}")
        except NotThere as problem:
            if problem.status not in (404, 405, 410, 501):
                raise
            missing += 1
            yield what, item, where
            continue
        tick(1, label=f"service {place + 1} of {len(items)}")
        found = _loads(web, body, f"service {key[:60]}")
        yield what, ({**item, **found} if isinstance(found, Mapping) else item), where


def _if_there(web: Web, address: str, kind: str) -> Iterator[Item]:
    """A list that need not be there."""
    try:
        body, there = web.get(_with(address, {"per_page": str(PER_PAGE)}))
    except NotThere as problem:
        if problem.status in (408, 425, 429) or problem.status >= 500:
            raise
        return
    document = _loads(web, body, address)
    if documents.is_page(document):
        yield from _pages(web, there, document, lambda *_n, **_m: None, kind)


def _is_root(document: Any) -> bool:
    return isinstance(document, Mapping) and "contents" not in document and "openapi_url" in document


def _with(address: str, more: dict[str, str]) -> str:
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query, keep_blank_values=True)) | more
    return urlunsplit(parts._replace(query=urlencode(said)))


def _as_file(web: Web, body: bytes, name: str) -> Taken:
    """A sheet, a zip or lines, read as the file it is."""
    web.bear(body, name, table=True)
    safe = "".join(one for one in name if one.isalnum() or one in "._-")[-80:] or "directory"
    with tempfile.TemporaryDirectory(prefix="kith-directory-") as folder:
        path = Path(folder) / safe
        path.write_bytes(body)
        return sources.read_path(path, web.limits.all_bytes, web.limits.page_weight)
