"""Describes the feed as OpenAPI 3.0, from the same lines it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.interop import fields
from kith.interop.asked import MOST_PER_PAGE, PARAMETERS
from kith.interop.fields import LISTS, OBJECTS, Field

_TYPES: Mapping[str, dict[str, Any]] = {
    fields.UUID: {"type": "string", "format": "uuid"},
    fields.TEXT: {"type": "string"},
    fields.URI: {"type": "string", "format": "uri"},
    fields.EMAIL: {"type": "string", "format": "email"},
    fields.NUMBER: {"type": "number"},
    fields.MOMENT: {"type": "string", "format": "date-time"},
}
_WORDS: Mapping[str, tuple[dict[str, Any], str]] = {
    "search": ({"type": "string"}, "Words that all stand in it."),
    "page": ({"type": "integer", "minimum": 1}, "Which page."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE}, "How many on a page."),
    "format": ({"type": "string", "enum": ["ndjson", "json"]}, "ndjson: everything, one object on a line, no pages."),
    "taxonomy_term_id": (_TYPES[fields.UUID], "Stands under this word."),
    "taxonomy_id": (_TYPES[fields.UUID], "Stands under a word of this list."),
    "organization_id": (_TYPES[fields.UUID], "Is run by them."),
    "modified_after": (_TYPES[fields.MOMENT], "Has changed since."),
    "minimal": ({"type": "boolean"}, "Only id, name, status and last_modified."),
    "full": ({"type": "boolean"}, "With everything nested in it."),
    "full_service": ({"type": "boolean"}, "With everything nested in each service."),
    "minimum_age": ({"type": "number"}, "Takes somebody who is at least so old."),
    "maximum_age": ({"type": "number"}, "Takes somebody who is at most so old."),
    "start_time": ({"type": "string"}, "Opens at this time or later, such as 14:30."),
    "end_time": ({"type": "string"}, "Closes at this time or before."),
    "day": ({"type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]}, "Is on that day."),
    "postcode": ({"type": "string"}, "Is near this postcode."),
    "proximity": ({"type": "integer"}, "How many metres around the postcode; 5000 where nothing is said."),
    "top_only": ({"type": "boolean"}, "Only words that stand under no other."),
    "parent_id": (_TYPES[fields.UUID], "Stands under this word."),
}
_COUNTED = {key: {"type": "integer"} for key in ("total_items", "total_pages", "page_number", "size")}
_SAID = {key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")}


def document(address: str) -> dict[str, Any]:
    """The whole description; ``address`` is where the feed stands."""
    paths: dict[str, Any] = {"/": _get("What this is", {"type": "object", "additionalProperties": {"type": "string"}})}
    for name, kind in LISTS.items():
        page: dict[str, Any] = {"type": "object", "required": [*_COUNTED, *_SAID, "contents"]}
        page["properties"] = {**_COUNTED, **_SAID, "contents": {"type": "array", "items": _ref(kind)}}
        paths[f"/{name}"] = _get(f"A page of {name}", page, [_parameter(one) for one in PARAMETERS[name]])
        an_id = {"name": "id", "in": "path", "required": True, "schema": _TYPES[fields.UUID]}
        more = [_parameter("full_service")] if name == "organizations" else []
        paths[f"/{name}/{{id}}"] = _get(f"One {kind}", _ref(kind), [an_id, *more])
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "The directory of this place, as Open Referral UK",
            "version": "3.0",
            "description": "Open to anybody, without a key. What must not be found has its phone and its area only.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": {kind: _schema(kind) for kind in OBJECTS}},
    }


def _parameter(name: str) -> dict[str, Any]:
    schema, words = _WORDS[name]
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _get(summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    good = {"description": "Found", "content": {"application/json": {"schema": schema}}}
    wrong = {"description": "A sentence that says what to mend", "content": {"application/problem+json": {}}}
    said: dict[str, Any] = {"200": good, "400": wrong, "404": wrong}
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": said}}


def _ref(kind: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind}"}


def _schema(kind: str) -> dict[str, Any]:
    table = OBJECTS[kind]
    must = [name for name, one in table.items() if one.must]
    return {"type": "object", "required": must, "properties": {name: _property(one) for name, one in table.items()}}


def _property(one: Field) -> dict[str, Any]:
    if one.holds == fields.MANY:
        return {"type": "array", "items": _ref(one.of)}
    if one.holds == fields.ONE:
        return {"allOf": [_ref(one.of)]}
    if one.holds == fields.ENUM:
        return {"type": "string", "enum": list(one.among)}
    return dict(_TYPES[one.holds])
