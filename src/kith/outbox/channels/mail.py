"""E-mail by SMTP. The message's key becomes its Message-ID, so that a second copy can be told from a second message."""

from __future__ import annotations

import smtplib
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from kith.outbox.models import Message
from kith.outbox.problems import CannotBeSent, TryAgain

SECONDS = 10


def send(message: Message) -> None:
    """Hand the message to the mail server. Raises ``TryAgain`` or ``CannotBeSent``; never both, never neither."""
    try:
        as_sent(message, _connection()).send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        raise (CannotBeSent if all(code >= 500 for code in codes) else TryAgain)(str(refused)) from refused
    except (smtplib.SMTPException, OSError) as problem:
        raise TryAgain(str(problem)) from problem


def as_sent(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail, as the mail server is given it."""
    return EmailMessage(
        subject=message.subject or message.about_label,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers={"Message-ID": f"<{message.id}@kith>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _connection() -> BaseEmailBackend:
    url = urlsplit(settings.EMAIL_URL)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=url.hostname,
        port=url.port or 25,
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_tls=url.scheme == "smtp+tls",
        use_ssl=url.scheme == "smtps",
        timeout=SECONDS,
    )
