"""JSON documents in the standard's words: which kind of thing each is, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kith.directory.reading import derived, oruk1
from kith.directory.reading.entries import AT, LOCATION, ORGANIZATION, SERVICE, TAXONOMY, TERM, CannotRead, Taken
from kith.directory.reading.standard import Reader
from kith.kit.words import gettext as _

# As in ``directory.SourceKind``.
ORUK3, ORUK1, HSDS, HSDS_CSV, SHEET = "oruk-3", "oruk-1", "hsds", "hsds-csv", "sheet"
# So many that cannot be used, and more than every other one: it is no directory.
TOO_MANY = 5_000
_LISTS = {
    "taxonomies": TAXONOMY, "taxonomy_terms": TERM, "organizations": ORGANIZATION, "locations": LOCATION,
    "services": SERVICE, "service_at_locations": AT,
}  # fmt: skip
_PAGE = ("total_pages", "totalPages", "page_number", "total_items", "totalElements")


def loads(words: str | bytes, name: str) -> Any:
    """The document; refuses (``CannotRead``) what is none with a sentence."""
    try:
        return json.loads(words)
    except RecursionError:
        raise CannotRead(
            _("“%(file)s” is nested without an end. Ask whoever made it for a whole one.") % {"file": name}
        ) from None
    except (ValueError, UnicodeDecodeError) as problem:
        words_of = {"file": name, "line": getattr(problem, "lineno", 1)}
        said = _("“%(file)s” stops being JSON at line %(line)s. Save or download it again: it may have been cut off.")
        raise CannotRead(said % words_of) from None


def is_page(document: Any) -> bool:
    """Whether this is one page of a list."""
    return isinstance(document, Mapping) and any(isinstance(document.get(one), list) for one in ("contents", "content"))


def contents(page: Mapping[str, Any]) -> list[Any]:
    """What is on a page, by either generation of the standard."""
    found = page.get("contents", page.get("content"))
    return found if isinstance(found, list) else []


def pages_of(page: Mapping[str, Any]) -> tuple[int, int] | None:
    """Which page of how many this is, counted from one; None where it does not say."""
    first = 0 if "number" in page and "page_number" not in page else 1
    number, total = page.get("page_number", page.get("number")), page.get("total_pages", page.get("totalPages"))
    if isinstance(number, bool) or not isinstance(number, int) or isinstance(total, bool) or not isinstance(total, int):
        return None
    return number + (1 - first), total


def read_whole(document: Any, name: str) -> Taken:
    """Everything in one document. Refuses (``CannotRead``) what is only a part of a feed, or none."""
    _refuse_root(document)
    if is_page(document):
        _refuse_part(document, name)
    items = list(_items(document))
    if not items:
        raise CannotRead(_("There is nothing in “%(file)s”. Check that it is the file you meant.") % {"file": name})
    return read_items(items, kind_of(document, items))


def read_lines(words: Iterable[str], name: str) -> Taken:
    """A document of a line for each entry (ndjson)."""
    items = []
    for number, one in enumerate(words, start=1):
        if one.strip():
            found = loads(one, f"{name}, line {number}")
            items.append((kind_of_item(found), found, f"line {number}"))
    return read_items(items, kind_of({}, items))


def read_items(items: Iterable[tuple[str, Any, str]], kind: str) -> Taken:
    """These items, whichever they are, as entries."""
    taken = Taken(kind)
    reader = Reader(taken, strict=kind in (ORUK3, HSDS))
    for what, item, where in items:
        if kind == ORUK1 and isinstance(item, Mapping):
            item = oruk1.to_three(what, item)
        reader.item(what, item, where)
        if len(taken.rejected) >= TOO_MANY and len(taken.rejected) * 2 > taken.sent:
            raise CannotRead(_("Most of its first entries cannot be used. Nothing was changed; ask whoever sent it."))
    if not taken.sent and not taken.rejected:
        raise CannotRead(_("There are no services in it, so there is nothing to take in. Give a list of services."))
    derived.loose_ends(taken)
    derived.finish(taken)
    return taken


def kind_of(document: Any, items: list[tuple[str, Any, str]]) -> str:
    """Which generation of the standard this is, by what its fields are called."""
    if isinstance(document, Mapping) and ("content" in document or "totalElements" in document):
        return ORUK1
    for what, item, _where in items[:20]:
        if isinstance(item, Mapping) and oruk1.is_one(what, item):
            return ORUK1
        inside = item.get("organization") if isinstance(item, Mapping) else None
        for one in (item, inside):
            if isinstance(one, Mapping) and {
                "phones",
                "programs",
                "program_id",
                "additional_websites",
                "additional_urls",
                "locations",
                "metadata",
                "capacities",
            } & set(one):
                return HSDS
    return ORUK3


def _items(document: Any) -> Iterator[tuple[str, Any, str]]:
    if isinstance(document, list):
        yield from ((kind_of_item(one), one, f"[{number}]") for number, one in enumerate(document, start=1))
    elif is_page(document):
        yield from (
            (kind_of_item(one), one, f"contents[{number}]") for number, one in enumerate(contents(document), start=1)
        )
    elif isinstance(document, Mapping):
        lists = {name: kind for name, kind in _LISTS.items() if isinstance(document.get(name), list)}
        if "id" in document or "name" in document or not lists:
            yield kind_of_item(document), document, "the document"
            return
        for name, kind in lists.items():
            yield from ((kind, one, f"{name}[{number}]") for number, one in enumerate(document[name], start=1))
    else:
        raise CannotRead(_("There are no entries in it. A directory is a list of services."))


def kind_of_item(item: Any) -> str:
    """Which kind of thing an object is, by its fields."""
    if not isinstance(item, Mapping):
        return SERVICE
    fields = set(item)
    if "location_type" in fields or ("addresses" in fields and "status" not in fields):
        return LOCATION
    if {"location", "service"} <= fields or "location_id" in fields or ("location" in fields and "name" not in fields):
        return AT
    if "taxonomy_terms" in fields or ({"uri", "version"} & fields and not fields & _MORE):
        return TAXONOMY
    if "term_uri" in fields or "parent_id" in fields or ("taxonomy" in fields and "status" not in fields):
        return TERM
    if {"organization_identifiers", "parent_organization_id", "services", "website", "logo"} & fields:
        return ORGANIZATION
    return SERVICE


_MORE = frozenset({"email", "website", "status", "organization", "logo", "services", "parent_id", "term_uri", "url"})


def _refuse_root(document: Any) -> None:
    if isinstance(document, Mapping) and "openapi_url" in document and "contents" not in document:
        said = [_("This says where a feed is, and has no entries. Give the address of the feed itself.")]
        version = str(document.get("version", ""))
        if version not in ("HSDS-UK-3.0", "V3", "3.0", "HSDS-UK-1.0", "1.0"):
            said.append(_("Its version “%(version)s” should be “HSDS-UK-3.0”.") % {"version": version[:40]})
        if not str(document["openapi_url"]).startswith(("http://", "https://")):
            said.append(_("Its openapi_url should begin with https://."))
        if "profile" not in document:
            said.append(_("It names no profile, which the standard asks for."))
        raise CannotRead(" ".join(said))


def _refuse_part(page: Mapping[str, Any], name: str) -> None:
    """One page of many is no directory: whatever is on the others would be taken for gone."""
    which = pages_of(page)
    if (which is not None and which[1] > 1) or page.get("last_page", page.get("last")) is False:
        words = {"file": name, "page": which[0] if which else 1, "pages": which[1] if which else "?"}
        said = _(
            "“%(file)s” is page %(page)s of %(pages)s only. Give the address of the feed, or a file with all of it."
        )
        raise CannotRead(said % words)
