"""Whether a feed is Open Referral UK 3.0: every endpoint, the rules of its pages, every object in it.

Our own typed reader and the paging rules always; the official schema files where they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kith.interop import typed
from kith.interop.fields import LISTS
from kith.interop.official import Official

PER_PAGE = 5
NOBODY = "00000000-0000-4000-8000-000000000000"
_RIGHT, _WRONG, _NOT_THERE = 200, 400, 404
# More than one wants to read; the rest is counted.
MOST_NAMED = 40


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Get = Callable[[str, Mapping[str, Any]], Answer]
Tick = Callable[..., None]


@dataclass
class Found:
    """What was looked at, and each fault in a sentence."""

    official: bool
    endpoints: int = 0
    requests: int = 0
    objects: int = 0
    faults: list[str] = field(default_factory=list)
    failures: int = 0
    empty: list[str] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """As --json has it."""
        counts = {"failures": self.failures, "endpoints": self.endpoints, "official_schemas": self.official}
        return counts | {"requests": self.requests, "objects": self.objects, "empty": self.empty, "faults": self.faults}


class Check:
    """One look at a feed."""

    def __init__(self, get: Get, official: Official | None, tick: Tick) -> None:
        self.get, self.official, self.tick = get, official, tick
        self.found = Found(official=official is not None)

    def run(self) -> Found:
        """Look at everything."""
        for path in ("", "/"):
            self._object("about", path)
        self._endpoint()
        for name, kind in LISTS.items():
            self._list(name, kind)
            self._refusals(name)
        return self.found

    def _list(self, name: str, kind: str) -> None:
        first = self._page(name, kind, 1)
        if first is None:
            return
        self._endpoint()
        total, pages = first.get("total_items"), first.get("total_pages")
        if not isinstance(total, int) or pages != -(-total // PER_PAGE):
            self._wrong(f"/{name}", f"total_pages is {pages}, and total_items is {total}.")
            return
        if total == 0:
            # The standard warns of a list without anything, and does not call it a fault.
            self.found.empty.append(name)
            self._endpoint()
            return
        ids = [str(one.get("id")) for one in first["contents"]]
        for number in sorted({max(1, pages // 4), max(1, pages // 2), max(1, 3 * pages // 4), pages} - {1}):
            page = self._page(name, kind, number, total)
            ids += [str(one.get("id")) for one in page["contents"]] if page else []
        if len(set(ids)) != len(ids):
            self._wrong(f"/{name}", "the same object is on two pages.")
        for one in ids:
            self._object(kind, f"/{name}/{one}", one)
        self._endpoint()
        self._everything(name, kind, total)

    def _page(self, name: str, kind: str, number: int, total: int | None = None) -> Any:
        where = f"/{name}?page={number}"
        answer = self._asked(f"/{name}", {"per_page": PER_PAGE, "page": number})
        said = self._read(where, answer)
        if said is None:
            return None
        for sentence in paging_faults(said, number, total):
            self._wrong(where, sentence)
        contents = said.get("contents") or []
        for one in contents:
            self._typed(kind, where, json.dumps(one).encode())
        if self.official is not None:
            for fault in self.official.faults_of_page(kind, said):
                self._wrong(where, f"by the official schema, {fault}")
        return {**said, "contents": contents}

    def _object(self, kind: str, path: str, expected: str = "") -> None:
        answer = self._asked(path, {})
        said = self._read(path or "/", answer)
        if said is not None:
            self._whole(kind, path or "/", said, answer.body)
            if expected and said.get("id") != expected:
                self._wrong(path, f"it answers with another object, {said.get('id')}.")

    def _everything(self, name: str, kind: str, total: int) -> None:
        """The whole list line by line, with everything nested in it: each object of the feed is looked at once."""
        asked = {"format": "ndjson"} | ({"full": "true"} if name in ("services", "service_at_locations") else {})
        answer = self._asked(f"/{name}", asked)
        lines = [line for line in answer.body.split(b"\n") if line]
        if answer.status != _RIGHT or len(lines) != total:
            self._wrong(f"/{name}?format=ndjson", f"{len(lines)} lines for {total} objects.")
        for line in lines:
            said = json.loads(line)
            self._whole(kind, f"/{name}/{said.get('id')} as a line", said, line)

    def _refusals(self, name: str) -> None:
        """What is not there and what cannot be read is said, and not with a page for people."""
        for path, given, status in ((f"/{name}/{NOBODY}", {}, _NOT_THERE), (f"/{name}", {"page": "none"}, _WRONG)):
            answer = self._asked(path, given)
            if answer.status != status or "problem+json" not in answer.headers.get("Content-Type", ""):
                self._wrong(path, f"it should be refused with {status} and a sentence, and answers {answer.status}.")

    def _whole(self, kind: str, where: str, said: Any, words: bytes) -> None:
        self.found.objects += 1
        self._typed(kind, where, words)
        if self.official is not None:
            for fault in self.official.faults_of_object(kind, said):
                self._wrong(where, f"by the official schema, {fault}")

    def _typed(self, kind: str, where: str, words: bytes) -> None:
        for fault in typed.faults_of(kind, words):
            self._wrong(where, fault)

    def _asked(self, path: str, given: Mapping[str, Any]) -> Answer:
        self.found.requests += 1
        self.tick(1, label=path)
        answer = self.get(path, given)
        if answer.headers.get("Access-Control-Allow-Origin") != "*":
            self._wrong(path or "/", "other pages of the web may not read it: Access-Control-Allow-Origin is not *.")
        return answer

    def _read(self, where: str, answer: Answer) -> Any:
        if answer.status != _RIGHT:
            self._wrong(where, f"it answers {answer.status}.")
            return None
        try:
            said = json.loads(answer.body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            self._wrong(where, "it is no JSON object.")
            return None
        return said

    def _endpoint(self) -> None:
        self.found.endpoints += 1

    def _wrong(self, where: str, sentence: str) -> None:
        self.found.failures += 1
        if len(self.found.faults) < MOST_NAMED:
            self.found.faults.append(f"{where}: {sentence}")


def paging_faults(said: Mapping[str, Any], number: int, total: int | None = None) -> Iterator[str]:
    """What is wrong with the envelope of a page that was asked for with five on it."""
    contents = said.get("contents")
    if not isinstance(contents, list):
        yield "contents is no list."
        return
    numbers = ("total_items", "total_pages", "page_number", "size")
    wrong = [name for name in numbers if isinstance(said.get(name), bool) or not isinstance(said.get(name), int)]
    wrong += [name for name in ("first_page", "last_page", "empty") if not isinstance(said.get(name), bool)]
    if wrong:
        yield f"{', '.join(wrong)} should be there, as numbers and as true or false."
        return
    last = number >= said["total_pages"]
    expected = {
        "page_number": number, "size": len(contents), "first_page": number == 1, "last_page": last,
        "empty": not contents,
    }  # fmt: skip
    for name, right in expected.items():
        if said[name] != right:
            yield f"{name} is {said[name]} and should be {right}."
    if total is not None and said["total_items"] != total:
        yield f"total_items is {said['total_items']}, and was {total} on the first page."
    full = PER_PAGE if not last else said["total_items"] - PER_PAGE * max(0, said["total_pages"] - 1)
    if len(contents) != full:
        yield f"it has {len(contents)} objects and should have {full}."
