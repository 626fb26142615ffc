"""Texts, e-mail and letters by GOV.UK Notify. A message's key is its ``reference`` there.

Notify keeps every copy it is given, so whoever tries again first asks whether it has this reference already.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import APIError, HTTPError

from kith.kit.phones import can_text
from kith.outbox.models import Channel, Message
from kith.outbox.problems import CannotBeSent, TryAgain

_PERMANENT = range(400, 500)
# Somebody else's timing, and too much at once: neither says anything of the message itself.
_LATER = (408, 409, 425, 429)
_NOT_SO_FAST = timedelta(seconds=60)
# The longest a text may be before Notify refuses it.
LONGEST_TEXT = 918
_LINES = 7


def takes(message: Message) -> bool:
    """Whether this instance sends such a message by Notify: a key and a template for its channel are set."""
    return bool(settings.NOTIFY_KEY and _template(message))


def channels() -> frozenset[str]:
    """The channels this instance sends by Notify."""
    return frozenset(
        channel for channel, template in settings.NOTIFY_TEMPLATES.items() if settings.NOTIFY_KEY and template
    )


def send(message: Message) -> str:
    """Hand the message over; answers with Notify's own id for it. Raises ``TryAgain`` or ``CannotBeSent`` otherwise.

    An answer that does not come, or that we cannot read, is no: it is tried again, after asking for the reference.
    """
    client = _client()
    try:
        found = _has_it(client, message) if message.attempts > 1 else ""
        return found or _id_in(_hand_over(client, message))
    except HTTPError as problem:
        raise _what_now(problem) from problem
    except APIError as problem:
        raise TryAgain(_said(problem)) from problem
    finally:
        client.request_session.close()


def _client() -> NotificationsAPIClient:
    address = {"base_url": settings.NOTIFY_URL} if settings.NOTIFY_URL else {}
    return NotificationsAPIClient(settings.NOTIFY_KEY, timeout=settings.NOTIFY_SECONDS, **address)


def _template(message: Message) -> str:
    if message.channel == Channel.RING:
        # A landline cannot be texted: what rings there is somebody else's work.
        return str(settings.NOTIFY_TEMPLATES.get(Channel.TEXT, "")) if can_text(message.address) else ""
    return str(settings.NOTIFY_TEMPLATES.get(message.channel, ""))


def _has_it(client: NotificationsAPIClient, message: Message) -> str:
    """Notify's id for our reference, where it took the message and only its answer was lost."""
    answer = client.get_all_notifications(reference=message.key)
    found = answer.get("notifications") if isinstance(answer, dict) else None
    same = [one for one in found or [] if one.get("reference") == message.key]
    return str(same[0].get("id", "")) if same else ""


def _hand_over(client: NotificationsAPIClient, message: Message) -> Any:
    template, words = _template(message), {"body": message.body, "subject": message.subject or message.about_label}
    if message.channel == Channel.EMAIL:
        return client.send_email_notification(message.address, template, words, reference=message.key)
    if message.channel == Channel.LETTER:
        return client.send_letter_notification(template, {**words, **_envelope(message.postal)}, reference=message.key)
    body = {"body": message.body[:LONGEST_TEXT]}
    return client.send_sms_notification(message.address, template, body, reference=message.key)


def _envelope(postal: str) -> dict[str, str]:
    """Three to seven lines, the last of them the postcode, as a letter must have them."""
    lines = [line.strip() for line in postal.splitlines() if line.strip()]
    if not len(lines) >= 3:
        raise CannotBeSent("An address by post needs at least a name, a street and a postcode.")
    lines = [*lines[: _LINES - 1], lines[-1]] if len(lines) > _LINES else lines
    return {f"address_line_{number}": line for number, line in enumerate(lines, start=1)}


def _id_in(answer: Any) -> str:
    given = str(answer.get("id") or "") if isinstance(answer, dict) else ""
    if not given:
        raise TryAgain("Notify said yes and gave no id, so we cannot tell whether it has the message.")
    return given


def _what_now(problem: HTTPError) -> Exception:
    status = problem.status_code
    if status == 429:
        return TryAgain(_said(problem), after=_wanted_wait(problem))
    if status in _PERMANENT and status not in _LATER:
        return CannotBeSent(_said(problem))
    return TryAgain(_said(problem))


def _wanted_wait(problem: HTTPError) -> timedelta:
    given = problem.response.headers.get("Retry-After", "") if problem.response is not None else ""
    return timedelta(seconds=min(int(given), 86_400)) if given.isdecimal() else _NOT_SO_FAST


def _said(problem: APIError) -> str:
    return f"Notify: {problem}"[:300]
