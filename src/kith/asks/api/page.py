"""How another program talks with us, to be read by people: made from the same description machines read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kith.asks import kinds, to_programs
from kith.asks.api.operations import api
from kith.asks.saying import address_of
from kith.kit.languages import LANGUAGE_CODE
from kith.kit.pages import page
from kith.kit.problem import MEDIA_TYPE, as_json
from kith.outbox import signing
from kith.outbox.models import HookEvent

Said = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One field as the page says it."""

    name: str
    what: str
    needed: bool
    said: str


def openapi(request: HttpRequest) -> HttpResponse:
    """The description for machines: OpenAPI 3.1."""
    return as_json(_description(), 200)


def described(request: HttpRequest) -> HttpResponse:
    """The page. Nothing on it comes from anywhere but here."""
    whole = _description()
    schemas = whole["components"]["schemas"]
    context = {
        "base": address_of("/api/v1"),
        "operations": list(_operations(whole)),
        "sent": [(title, list(_lines(schemas[name], schemas))) for name, title in _SENT.items()],
        "answered": [(title, list(_lines(schemas[name], schemas))) for name, title in _ANSWERED.items()],
        "kinds": _kinds(),
        "states": list(to_programs.STATES.items()),
        "events": [(str(event), words) for event, words in _EVENTS.items()],
        "signing": signing,
    }
    return page(request, "asks/api.html", context)


_EVENTS = {
    HookEvent.RECEIVED: "We have it. Always told, where you ask for it.",
    HookEvent.TAKEN: "Somebody said yes.",
    HookEvent.MOVED: "The person hears by another time.",
    HookEvent.DONE: "It is done.",
    HookEvent.ENDED: "It ended and was not done, or is no longer wanted.",
}
_SENT = {"AskIn": "The ask", "WhereIn": "where", "PersonIn": "person", "AskerIn": "asker"}
_ANSWERED = {"Accepted": "202, when we have it", "Status": "200, how it stands", "Problem": "When it did not work"}


@cache
def _description() -> Said:
    """Made once: what we answer, with the types it truly leaves as."""
    with translation.override(LANGUAGE_CODE):
        described: Said = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/"), default=str))
    for methods in described["paths"].values():
        for one in methods.values():
            for status, answered in one["responses"].items():
                if int(status) >= 400:
                    answered["content"] = {MEDIA_TYPE: answered["content"]["application/json"]}
            for asked in one.get("parameters", ()):
                asked["required"] = True
    return described


def _kinds() -> list[tuple[str, str, list[tuple[str, str, list[tuple[str, str]]]]]]:
    with translation.override(LANGUAGE_CODE):
        return [
            (one.slug, str(one.title), [(field.name, str(field.label), list(field.choices)) for field in one.fields])
            for one in kinds.KINDS.values()
        ]


def _operations(whole: Said) -> Iterator[Said]:
    for path, methods in whole["paths"].items():
        for method, one in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": one["summary"],
                "description": one.get("description", ""),
                "answers": sorted(one["responses"]),
            }


def _lines(schema: Said, schemas: Said) -> Iterator[Line]:
    needed = set(schema.get("required", ()))
    for name, field in schema["properties"].items():
        yield Line(name, _what(field, schemas), name in needed, field.get("description", ""))


def _what(field: Said, schemas: Said) -> str:
    """The type of a field in a few words."""
    either = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    if either:
        return _what(either[0], schemas)
    if "$ref" in field or "allOf" in field:
        return "see below"
    if "const" in field:
        return str(field["const"])
    if "enum" in field:
        return ", ".join(map(str, field["enum"]))
    most = f", up to {field['maxLength']:,} letters" if "maxLength" in field else ""
    of_what = {"string": "text", "boolean": "true or false", "array": "a list", "object": "names and texts"}
    return of_what.get(field.get("type", ""), str(field.get("type", ""))) + most
