"""What a person permitted, and on what terms organisations share. Split by what it is about."""

from __future__ import annotations

from kith.governance.models.permissions import Permission, Purpose

__all__ = ["Permission", "Purpose"]
