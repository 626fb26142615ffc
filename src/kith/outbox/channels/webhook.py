"""Telling a team's own program by HTTPS: signed, never led elsewhere, and never into our own net.

Names are looked up by us, and the connection goes to the number that was looked at: an answer that changes between
the look and the call leads nowhere.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading

from django.conf import settings

from kith.kit import clock
from kith.outbox import signing
from kith.outbox.models import Message
from kith.outbox.problems import CannotBeSent, TryAgain
from kith.outbox.webhook_address import NotThere, Target, resolve

SECONDS = 3
# Somebody who answers a letter at a time is cut off, so that nobody else's messages wait for them.
ALTOGETHER = 8
READ_AT_MOST = 1024
_GONE = (404, 410)
_LATER = (408, 425, 429)


def near_allowed() -> bool:
    """Whether a webhook may go to this very machine: only in the demo, and where a test says so."""
    return bool(settings.DEMO_INSTANCE or getattr(settings, "WEBHOOKS_NEAR", False))


def send(message: Message) -> str | None:
    """Hand it over. Raises ``TryAgain`` or ``CannotBeSent``; only an answer of 200 to 299 counts as arrived."""
    assert message.hook_id is not None
    # The moment of this very try, so that the other side can refuse what was kept and sent again by somebody else.
    timestamp = str(int(clock.now().timestamp()))
    body = message.body
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kith-Webhook/1",
        signing.EVENT_ID: str(message.id),
        signing.SENT_AT: timestamp,
        signing.SIGNED: signing.signature(signing.key_of(message.hook_id), timestamp, body),
    }
    try:
        status = _post(resolve(message.address, near_allowed=near_allowed()), body.encode(), headers)
    except NotThere as why:
        raise CannotBeSent(str(why)) from why
    except (OSError, http.client.HTTPException) as problem:
        raise TryAgain(f"Nobody answered there: {type(problem).__name__}.") from problem
    if 200 <= status < 300:
        return None
    if status in _GONE:
        raise CannotBeSent(f"It answered {status}: there is nothing at this address.")
    if 300 <= status < 400:
        raise CannotBeSent(f"It answered {status} to send us elsewhere, where we do not go. Give the final address.")
    if status in _LATER or status >= 500:
        raise TryAgain(f"It answered {status}.")
    raise CannotBeSent(f"It answered {status}.")


def post_text(url: str, text: str) -> int:
    """Post plain text to an address of our own choosing, by the same guarded way; answers the status.

    Raises ``NotThere`` for an address we never send to, ``OSError`` or ``HTTPException`` where nobody answered.
    """
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "Kith-Trail/1"}
    return _post(resolve(url, near_allowed=near_allowed()), text.encode(), headers)


class _ToNumber(http.client.HTTPConnection):
    """A connection to a number that was looked at, whatever its name leads to by now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.number, self._target.port), SECONDS)
        if self._target.https:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End it from another thread: whoever waits for an answer gets an error instead."""
        try:
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def _post(target: Target, body: bytes, headers: dict[str, str]) -> int:
    connection = _ToNumber(target)
    usual = 443 if target.https else 80
    over = threading.Timer(ALTOGETHER, connection.cut)
    over.start()
    try:
        host = target.host if target.port == usual else f"{target.host}:{target.port}"
        connection.request("POST", target.path, body, {**headers, "Host": host})
        response = connection.getresponse()
        response.read(READ_AT_MOST)
        return response.status
    finally:
        over.cancel()
        connection.close()
