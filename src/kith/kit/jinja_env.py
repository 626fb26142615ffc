"""The Jinja2 environment of every page: what templates may call, and nothing that asks the database.

Filters say times and distances as people do; ``now`` is taken from the page's context, where ``page()`` put it.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    TemplateRuntimeError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from kith.kit import clock, csp, languages, phones, said


class Kept(FileSystemBytecodeCache):
    """Templates as they were compiled, for the next process of this instance: one that died answers at once again.

    What is kept is known by the words of its template. Where nothing can be written, each process compiles its own.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads one, if it is there and whole."""
        with suppress(OSError, EOFError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes one beside the others."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def _compiled_by() -> str:
    """Another word whenever templates would be compiled otherwise: by another Jinja, or as this file says."""
    return hashlib.sha256(version("jinja2").encode() + Path(__file__).read_bytes()).hexdigest()[:12]


def the_environment() -> Environment:
    """The one made by Django from the settings, for code that draws without a request."""
    backend: Any = engines["jinja2"]
    made: Environment = backend.env
    return made


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend; also hands out nhsuk-frontend-jinja's macros as ``nhsuk/...``."""
    ours: BaseLoader = options.pop("loader")
    options["undefined"] = ChainableUndefined  # the nhsuk macros read attributes of parameters nobody gave
    options["bytecode_cache"] = Kept(str(Path(settings.KITH_HOME) / "run" / "templates" / _compiled_by()))
    options["extensions"] = [*options.pop("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(loader=ChoiceLoader([ours, PackageLoader("nhsuk_frontend_jinja")]), **options)  # noqa: S701
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=static,
        url=url,
        url_or=url_or,
        csrf=csrf,
        language=languages.current,
        direction=languages.direction,
        language_choices=language_choices,
        inline_script=lambda: Markup(csp.inline_script()),  # noqa: S704
    )
    env.filters.update(
        by=_with_now(said.by),
        at=_with_now(said.at),
        on=_with_now(said.on),
        point=_with_now(said.point),
        left=_with_now(said.left),
        ago=_with_now(said.ago),
        span=span,
        distance=said.distance,
        phone=phone,
        tel=tel,
        machine_time=machine_time,
    )
    return env


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


def url_or(name: str, fallback: str) -> str:
    """The address by name, or the one given where this instance has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


@pass_context
def csrf(context: Context) -> Markup:
    """The hidden field every form that sends needs.

    Macros see it only when imported "with context"; without, a form would be refused later, so we stop here.
    Made once for a page: each making asks for 64 random numbers, and a page of Today has hundreds of buttons.
    """
    request = context.get("request")
    made: Markup | None = getattr(request, "kith_csrf_field", None)
    if made is not None:
        return made
    given = context.get("csrf_input")
    if not given:
        raise TemplateRuntimeError('a form needs its csrf field: import "kit/macros.html" with context')
    made = Markup(given)  # noqa: S704
    if isinstance(request, HttpRequest):
        request.kith_csrf_field = made  # type: ignore[attr-defined]
    return made


@pass_context
def language_choices(context: Context) -> list[dict[str, str]]:
    """The other languages, as links to the same page."""
    request = context.get("request")
    return languages.choices(request if isinstance(request, HttpRequest) else None)


def _now(context: Context) -> datetime:
    given = context.get("now")
    return given if isinstance(given, datetime) else clock.now()


def _with_now(say: Any) -> Any:
    @pass_context
    def filtered(context: Context, moment: date | Undefined | None, now: datetime | None = None) -> str:
        if not isinstance(moment, date):
            return ""
        return str(say(moment, now or _now(context)))

    return filtered


@pass_context
def span(context: Context, start: datetime, end: datetime, now: datetime | None = None) -> str:
    """``{{ ask.from_at|span(ask.until_at) }}``: "today between 2 and 4"."""
    return said.span(start, end, now or _now(context))


def phone(number: str | None) -> str:
    """A phone number in the groups people say, or what was typed when it is not one."""
    canonical = phones.normalise(number or "")
    return phones.said(canonical) if canonical else (number or "")


def tel(number: str | None) -> str:
    """The address that rings a number; empty where what was written is none: "ask at the hall"."""
    dialled = phones.normalise(number or "") or re.sub(r"[\s().-]", "", number or "")
    return f"tel:{dialled}" if re.fullmatch(r"\+?\d{3,15}", dialled) else ""


def machine_time(moment: datetime) -> str:
    """The moment for a ``datetime`` attribute."""
    return clock.local(moment).isoformat(timespec="minutes")
