"""Every address of the site: each package's own urls.py, in the order of the story."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

_PACKAGES = (
    *("web", "interop", "outreach", "dispatch", "asks", "safeguarding", "promises", "outbox", "governance"),
    *("volunteers", "directory", "people", "accounts", "demo"),
)

urlpatterns = [
    path("", include(f"kith.{package}.urls")) for package in _PACKAGES if find_spec(f"kith.{package}.urls") is not None
]

handler400 = "kith.kit.errors.bad_request"
handler403 = "kith.kit.errors.not_yours"
handler404 = "kith.kit.errors.not_found"
handler500 = "kith.kit.errors.server_error"
