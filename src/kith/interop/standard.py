"""Brings any object into the shape of Open Referral UK 3.0: what is not as the standard has it does not leave. Pure.

Other directories send ids that are none, numbers in words and nothing at all; what we send on is checked by others
against the standard, so it is put right here. Keys without a value are left out: the standard has no null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kith.directory.reading import plain
from kith.directory.reading.entries import as_uuid, key_of
from kith.interop import fields
from kith.interop.fields import OBJECTS, Field

Item = Mapping[str, Any]
# How an entry is kept; no part of what it says.
_NOT_SENT = frozenset({"as_sent", "more", "digest"})
_INSTEAD: Mapping[str, str] = {"address_type": "physical", "location_type": "physical", "status": "active"}
_NO_WORDS: Mapping[str, str] = {"country": "GB"}


@dataclass(frozen=True)
class Names:
    """Names of rows of ours: of what an object belongs to, by field; of words, by what their source calls them."""

    owners: Mapping[str, UUID] = field(default_factory=dict)
    words: Mapping[str, UUID] = field(default_factory=dict)

    def also(self, **owners: UUID) -> Names:
        """The same with further owners."""
        return replace(self, owners={**self.owners, **owners})


def shaped(kind: str, item: Item, names: Names, path: str) -> dict[str, Any]:
    """The object as the standard has it: its fields in their order, and then whatever else it has.

    ``path`` is what an object without an id is named by, so that it is named the same each time.
    """
    table, found = OBJECTS[kind], {}
    own = identifier(item.get("id"), names, path)
    inside = names.also(link_id=own)
    for name, one in table.items():
        if name == "id":
            found[name] = str(own)
        elif one.holds in (fields.MANY, fields.ONE):
            nested = _nested(one, item.get(name), inside, f"{own}/{name}")
            found |= {name: nested} if nested else {}
        else:
            value = _value(name, one, item.get(name), names)
            found |= {name: value} if value is not None else {}
    return found | _besides(item, table)


def identifier(sent: Any, names: Names, path: str = "") -> UUID:
    """The identifier that was sent, where it is one; else that of the word meant, or one made from what was sent."""
    if isinstance(sent, UUID):
        return sent
    key = key_of(sent)
    return as_uuid(key) or names.words.get(key) or uuid5(NAMESPACE_URL, f"{path}/{key}")


def without_nulls(value: Any) -> Any:
    """The same without keys that hold nothing."""
    if isinstance(value, Mapping):
        return {name: without_nulls(one) for name, one in value.items() if one is not None and name not in _NOT_SENT}
    if isinstance(value, list | tuple):
        return [without_nulls(one) for one in value if one is not None]
    return moment(value) if isinstance(value, datetime) else value


def moment(value: datetime) -> str:
    """A moment as the standard writes it."""
    words = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return words.removesuffix("+00:00") + "Z" if words.endswith("+00:00") else words


def number(value: Any) -> int | float | None:
    """A number, also where it was sent in words; whole ones without a point."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    if not -1e12 < found < 1e12:
        return None
    return int(found) if found.is_integer() else found


def _besides(item: Item, table: Mapping[str, Field]) -> dict[str, Any]:
    kept = {name: one for name, one in item.items() if name not in table and one not in (None, "", [], {})}
    return {name: without_nulls(one) for name, one in kept.items() if name not in _NOT_SENT}


def _nested(one: Field, sent: Any, names: Names, path: str) -> Any:
    if one.holds == fields.ONE:
        return shaped(one.of, sent, names, path) if isinstance(sent, Mapping) and sent else None
    if not isinstance(sent, list | tuple):
        return []
    objects = [each for each in sent if isinstance(each, Mapping)]
    return [shaped(one.of, each, names, f"{path}/{place}") for place, each in enumerate(objects)]


def _value(name: str, one: Field, sent: Any, names: Names) -> Any:
    """What stands in a field; None where nothing may."""
    if one.holds == fields.UUID:
        return str(names.owners.get(name) or identifier(sent, names)) if sent not in (None, "") else None
    if one.holds == fields.NUMBER:
        return number(sent)
    if one.holds == fields.MOMENT:
        return moment(sent) if isinstance(sent, datetime) else None
    if one.holds == fields.ENUM:
        return _word(name, one, str(sent or ""))
    words = _words(sent)
    if one.holds == fields.EMAIL:
        words = plain.email(words) or ""
    if one.holds == fields.URI:
        words = plain.uri(words) or ""
    return words or (_NO_WORDS.get(name, "") if one.must else None)


def _word(name: str, one: Field, sent: str) -> str | None:
    found = {each.casefold(): each for each in one.among}.get(sent.strip().casefold())
    return found or (_INSTEAD.get(name) if one.must else None)


def _words(sent: Any) -> str:
    if isinstance(sent, date):
        return sent.isoformat()
    return "" if sent is None or isinstance(sent, Mapping | list | tuple) else str(sent)
