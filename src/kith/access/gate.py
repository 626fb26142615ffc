"""The one wrapper every address passes: it names who may come in, opens the transaction and renders inside it.

Used in ``urls.py`` only. A page that is only read runs in a transaction the database itself keeps from changing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access import links, policy, sessions, tokens
from kith.access.acting import Acting, acting
from kith.access.actions import note_read, note_token_used
from kith.access.models import Link, TeamToken
from kith.accounts.roles import Permission
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.errors import not_sent
from kith.kit.pages import page
from kith.kit.problem import Refused, answer
from kith.kit.whole import look_anew

View = Callable[..., HttpResponseBase]
log = logging.getLogger("kith.access")
READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Gate:
    """What stands at one address: staff with a permission, a link, a code, a token, or anybody for a stated reason."""

    kind: str
    permission: Permission | None = None
    reason: str = ""


def staff(view: View, permission: Permission, fresh: bool = True) -> View:
    """Only staff one of whose roles holds ``permission``; for anybody else the page is not there.

    ``fresh=False`` is for the page of one's own street, which stays open for 30 days on one's own phone.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = clock.now()
        user = request.user
        if not user.is_authenticated:
            return _ask_to_sign_in(request)
        recent = sessions.is_fresh(request.session, now)
        if not recent and (fresh or not sessions.is_own_phone(request.session)):
            return _ask_to_sign_in(request)
        actor = Actor.user(user)
        try:
            return _answer(request, view, args, kwargs, actor, now, permission=permission, own_street_only=not recent)
        except Http404:
            if recent:
                raise
            return _ask_to_sign_in(request)

    return _marked(gated, Gate("staff", permission))


def public(view: View, reason: str) -> View:
    """Anybody, without asking who they are. ``reason`` says why that is right."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _answer(request, view, args, kwargs, Actor.public(), clock.now())

    return _marked(gated, Gate("public", reason=reason))


def by_link(view: View, purpose: str, over: View | None = None, *, opens_session: bool = False) -> View:
    """Whoever holds a live link with this purpose; its token is the address's ``token``, the link is ``request.link``.

    Opening changes nothing. ``over`` draws the page for a link that was real once; a guessed one learns nothing.
    ``opens_session`` is for the demo's printed links alone: a person's browser going there may be signed in.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = clock.now()
        link = links.find(kwargs["token"], purpose)
        if link is None:
            return _link_over(request, 404)
        request.link = link  # type: ignore[attr-defined]
        if links.is_live(link, now):
            changes = opens_session and is_a_browser_going_there(request)
            return _answer(request, view, args, kwargs, link.actor, now, through=_subject(link), changes=changes)
        if over is None:
            return _link_over(request, 410)
        response = _answer(request, over, args, kwargs, Actor.public(), now)
        response.status_code = 410
        return response

    return _marked(gated, Gate("link", reason=purpose))


def by_code(view: View, purpose: str, ask_again: str) -> View:
    """Whoever gave the reference and code in this browser lately. ``ask_again`` names the page that asks for them.

    The address's ``reference`` is what ``actions.open_for`` was given as ``address``; the grant is ``request.grant``.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = clock.now()
        grant = sessions.grant_for(request.session, purpose, kwargs["reference"], now)
        if grant is None:
            if request.method not in READING:
                return not_sent(request, reason=_("Please give your code again. What you wrote is here."), status=403)
            return HttpResponseRedirect(reverse(ask_again))
        request.grant = grant  # type: ignore[attr-defined]
        through = (grant.subject_label, grant.subject_id) if grant.subject_id else None
        return _answer(request, view, args, kwargs, grant.actor, now, through=through)

    return _marked(gated, Gate("code", reason=purpose))


def by_token(view: View, scopes: Mapping[str, str]) -> View:
    """A team's own program with a live token; ``scopes`` says what each method asks of it. ``request.token`` is it.

    A program reads problems, so everything that goes wrong here is answered as one, with the sentence that mends it.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = clock.now()

        def work() -> HttpResponseBase:
            token = _token_of(request, _scope_for(request, scopes), now)
            request.token = token  # type: ignore[attr-defined]
            try:
                return _answer(request, view, args, kwargs, token.actor, now)
            except IntegrityError:
                # Somebody else wrote the same at the same moment: what they wrote is there now, and is read. Or
                # what was known from before is no longer there.
                look_anew()
                return _answer(request, view, args, kwargs, token.actor, now)

        return _or_problem(work)

    gated.csrf_exempt = True  # type: ignore[attr-defined]
    return _marked(gated, Gate("token", reason=" ".join(sorted(set(scopes.values())))))


def _token_of(request: HttpRequest, scope: str, now: datetime) -> TeamToken:
    secret = tokens.given(request)
    if not secret:
        raise Refused(401, "token", _("Send your team's token: Authorization: Bearer kith_..."))
    token = tokens.find(secret)
    if token is None:
        raise Refused(401, "token", _("We do not know this token. Look whether all of it was copied."))
    if not tokens.is_live(token, now):
        raise Refused(401, "token", _("This token is over. Ask your team for a new one."))
    if scope not in token.scopes:
        raise Refused(403, "scope", _("This token may not do that: it lacks %(scope)s.") % {"scope": scope})
    if tokens.to_be_noted(token, now):
        with acting(token.actor, now=now):
            note_token_used(token=token, by=token.actor, now=now)
    return token


def _scope_for(request: HttpRequest, scopes: Mapping[str, str]) -> str:
    scope = scopes.get(request.method or "")
    if scope is None:
        ways = ", ".join(sorted(scopes))
        raise Refused(405, "method", _("This address answers to %(ways)s only.") % {"ways": ways})
    return scope


def _or_problem(work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return work()
    except Refused as problem:
        return answer(problem)
    except Http404:
        return answer(Refused(404, "not-there", _("There is nothing here that this token may see.")))
    except (OperationalError, InterfaceError) as problem:
        log.error("The database did not answer a program: %s", type(problem.__cause__ or problem).__name__)
        said = _("Nothing was kept. Send the same again, with the same Idempotency-Key, in half a minute.")
        return answer(Refused(503, "not-now", said, retry_after=30))
    except Exception:
        log.exception("A program could not be answered")
        said = _("It is our fault. Send the same again, with the same Idempotency-Key, in a minute.")
        return answer(Refused(500, "our-fault", said, retry_after=60))


def _answer(
    request: HttpRequest,
    view: View,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    *,
    permission: Permission | None = None,
    own_street_only: bool = False,
    through: tuple[str, UUID] | None = None,
    changes: bool = False,
) -> HttpResponseBase:
    """Run the view as ``actor`` in one transaction, with its page made inside, then write down what was looked at."""
    request.actor = actor  # type: ignore[attr-defined]
    request.now = now  # type: ignore[attr-defined]
    reading = request.method in READING and not changes
    with acting(actor, now=now, read_only=reading, own_street_only=own_street_only, through=through) as state:
        if permission is not None and not policy.holds(actor, permission):
            raise Http404
        try:
            response = view(request, *args, **kwargs)
        except PermissionDenied as refused:
            raise Http404 from refused
        if response.streaming:
            raise TypeError("A page behind the gate is made inside its transaction, so it cannot be streamed.")
        render = getattr(response, "render", None)
        if callable(render):
            response = render()
    if not 300 <= response.status_code < 400:
        # Whoever is sent on was shown nothing; the page they are sent to writes down what it shows.
        _write_down(state)
    return response


def _write_down(state: Acting) -> None:
    """Looking is written down before the page leaves; when that fails, the page does not leave."""
    if state.readings:
        with acting(state.actor, now=state.now):
            note_read(readings=state.readings, by=state.actor, now=state.now)


def is_a_browser_going_there(request: HttpRequest) -> bool:
    """Whether somebody's browser opens this as a page, as browsers say of themselves; scanners and previews do not."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, with the way back; whoever was sending something keeps it."""
    if request.method not in READING:
        reason = _("Please sign in again in another tab, then come back here and press the button. It is all here.")
        return not_sent(request, reason=reason, status=401)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _link_over(request: HttpRequest, status: int) -> HttpResponse:
    """The same page for every link we cannot follow, so that guessing tells nothing."""
    request.actor = Actor.public()  # type: ignore[attr-defined]
    return page(request, "access/link_over.html", status=status)


def _subject(link: Link) -> tuple[str, UUID] | None:
    return (link.subject_label, link.subject_id) if link.subject_id else None


def _marked(gated: View, gate: Gate) -> View:
    """Write on the wrapper what stands at this address, for the guard and the page of who may."""
    gated.kith_gate = gate  # type: ignore[attr-defined]
    return gated
