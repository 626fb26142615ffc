"""May a webhook be sent to this address? Only to https on the open internet, so that nobody reaches into our own net.

Asked when it is written down, by its words alone, and again as each message leaves, of the number it leads to.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from kith.kit.words import gettext as _

LONGEST = 254


class NotThere(ValueError):
    """We send nothing to this address. Its text may be shown."""


@dataclass(frozen=True)
class Target:
    """Where to knock: the number we looked up ourselves, and the name and path the other side is asked for."""

    number: str
    host: str
    port: int
    path: str
    https: bool


def check_words(url: str, *, near_allowed: bool = False) -> SplitResult:
    """Refuses (``NotThere``) an address that can never be used.

    ``near_allowed`` is for the demo and tests alone: a program on this very machine may be told, at any port and in
    the open. Every other address is judged as it always is.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotThere(_("This is no web address. It should look like https://example.org/kith.")) from None
    if len(url) > LONGEST or any(ord(one) < 33 or ord(one) > 126 for one in url):
        raise NotThere(_("Give an address of up to 254 plain letters, figures and signs, without spaces."))
    near = near_allowed and _is_here(parts.hostname or "")
    if parts.scheme != "https" and not (near and parts.scheme == "http"):
        raise NotThere(_("Give an address that begins with https://, so that nobody reads it on its way."))
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        raise NotThere(_("Give a plain web address, without a name, a password or a # in it."))
    if port is not None and port not in (443, 8443) and not near:
        raise NotThere(_("Give an address without a port, or with 443 or 8443."))
    _refuse_near_number(parts.hostname, near_allowed)
    return parts


def resolve(url: str, *, near_allowed: bool = False) -> Target:
    """Where it leads now, looked up once and used as looked up. Refuses (``NotThere``) anything of our own net.

    Raises ``OSError`` where the name cannot be looked up just now.
    """
    parts = check_words(url, near_allowed=near_allowed)
    https = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if https else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        _refuse_near_number(number, near_allowed)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(numbers[0], host, port, path, https)


def _is_here(host: str) -> bool:
    """Whether this names the very machine we run on: what is said there in the open, nobody reads on its way."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_near_number(host: str, near_allowed: bool) -> None:
    try:
        number = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        if host == "localhost" and not near_allowed:
            raise NotThere(_("This address leads to our own machine. Give one on the open internet.")) from None
        return
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    if near_allowed and inner.is_loopback:
        return
    if not number.is_global or not inner.is_global or number.is_multicast or inner.is_multicast:
        raise NotThere(_("This address leads into a private net. Give one on the open internet."))
