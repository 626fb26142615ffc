"""Every change this package makes, split by what it is about. What a person permits is in ``permissions``."""

from __future__ import annotations

from kith.governance.actions.permissions import permit, take_back

__all__ = ["permit", "take_back"]
