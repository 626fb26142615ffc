"""The content security policy: what a page of ours may load, which is only what we serve ourselves.

It knows the one inline line of nhsuk-frontend-jinja's page template, reads it from the installed package and allows
exactly that text, by its hash. It sends no header; the settings hand ``POLICY`` to django-csp.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_SCRIPT = re.compile(r"<script(?:\s*\{%.*?%\})?>(.*?)</script>")


@cache
def inline_script() -> str:
    """The text of the only inline script in nhsuk-frontend-jinja's page template; our layouts print the same text."""
    spec = find_spec("nhsuk_frontend_jinja")
    if spec is None or spec.origin is None:
        raise RuntimeError("nhsuk-frontend-jinja is not installed; run ./kith again to install what it needs")
    template = Path(spec.origin).parent / "templates" / "nhsuk" / "template.jinja"
    scripts: list[str] = _SCRIPT.findall(template.read_text(encoding="utf-8"))
    if len(scripts) != 1:
        raise RuntimeError("nhsuk-frontend-jinja's template has another number of inline scripts than the one we allow")
    return scripts[0]


def inline_script_hash() -> str:
    """The source expression for ``script-src``."""
    digest = hashlib.sha256(inline_script().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def directives() -> dict[str, list[str]]:
    """Every directive. What is not named here is refused by ``default-src 'none'``."""
    own = ["'self'"]
    return {
        "default-src": ["'none'"],
        "script-src": [*own, inline_script_hash()],
        "style-src": own,
        "img-src": own,
        "font-src": own,
        "connect-src": own,
        "manifest-src": own,
        "form-action": own,
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }


POLICY = {"DIRECTIVES": directives()}
