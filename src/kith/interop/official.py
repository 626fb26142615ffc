"""The official schema files of Open Referral UK 3.0, where they are. Nothing of them is kept in Kith."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FOLDER = "oruk-3.0-schemas/schemas"
NAMED = 3
# Which file says what one object is, and which what a page of them is. That of organizations says one item.
OBJECTS: Mapping[str, str] = {
    "about": "api_details",
    "service": "service",
    "taxonomy": "taxonomy",
    "taxonomy_term": "taxonomy_term",
    "service_at_location": "service_at_location",
    "organization": "organization",
}
PAGES: Mapping[str, str] = {
    "service": "service_list",
    "taxonomy": "taxonomy_list",
    "taxonomy_term": "taxonomy_term_list",
    "service_at_location": "service_at_location_list",
}
ITEMS: Mapping[str, str] = {"organization": "organization_list"}


class Official:
    """The schemas, each made ready once; dates, addresses and ids are looked at as well."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER
        read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.folder.glob("*.json"))}
        named = [(name, DRAFT202012.create_resource(one)) for name, one in read.items()]
        registry: Registry[Any] = Registry().with_resources(named)
        self.made = {
            name.removesuffix(".json"): Draft202012Validator(one, registry=registry, format_checker=FormatChecker())
            for name, one in read.items()
        }

    @property
    def there(self) -> bool:
        """Whether they are all there."""
        return set(self.made) >= {*OBJECTS.values(), *PAGES.values(), *ITEMS.values()}

    def faults_of_object(self, kind: str, said: Any) -> list[str]:
        """What is wrong with one object."""
        return self.faults(OBJECTS[kind], said)

    def faults_of_page(self, kind: str, said: Any) -> list[str]:
        """What is wrong with a page of them."""
        if kind in PAGES:
            return self.faults(PAGES[kind], said)
        return [fault for one in said.get("contents", []) for fault in self.faults(ITEMS[kind], one)]

    def faults(self, file: str, said: Any) -> list[str]:
        """What is wrong by one file, the first few in words."""
        found = sorted(self.made[file].iter_errors(said), key=lambda one: list(map(str, one.absolute_path)))
        return [f"{'.'.join(map(str, one.absolute_path))}: {one.message[:160]}" for one in found[:NAMED]]
