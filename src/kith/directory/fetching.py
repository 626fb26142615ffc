"""Getting what stands at a web address of somebody else's: never from our own net, never too much, never for ever.

Names are looked up by us, each answer is looked at, and the connection goes to the number that was looked at: an
answer that changes between the look and the call leads nowhere. Where we are sent elsewhere, it is all asked again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from kith.directory.reading import weight
from kith.directory.reading.entries import CannotRead
from kith.kit.words import gettext as _

_ELSEWHERE = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429, 500, 502, 503, 504)
_PORTS = (80, 443, 8080, 8443)
_CHUNK = 256 * 1024
# These hold a number of four parts in their last bits: the way from the new net to the old, and an older writing of it.
_HOLDS_ANOTHER = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
# Of somebody's own net, though they are not always known as such.
_NOT_OPEN = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("fec0::/10"))
_SAYS = {
    "User-Agent": "Kith-Directory/1",
    "Accept": "application/json, application/x-ndjson, text/csv, application/zip, */*;q=0.1",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True)
class Limits:
    """How much one directory may send, what that may take once it is read, and how long it may take, in seconds.

    The weights are what keeps the worker small: a page of ``[],`` takes twenty times its bytes.
    """

    page_bytes: int = 16 * weight.MB
    all_bytes: int = 64 * weight.MB
    page_weight: int = 96 * weight.MB
    all_weight: int = 192 * weight.MB
    pages: int = 5_000
    services: int = 200_000
    page_seconds: float = 60.0
    all_seconds: float = 1_800.0
    redirects: int = 5
    tries: int = 3
    pause: float = 2.0


class NotThere(CannotRead):
    """The other side answered that there is nothing, or nothing for us."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass
class Web:
    """One visit to a directory. ``near`` is for trying out alone: the feed may be on this very machine."""

    near: bool = False
    limits: Limits = field(default_factory=Limits)
    # Whether somebody has asked us to stop.
    stopped: Callable[[], bool] = lambda: False
    _read: int = 0
    _weight: int = 0
    _began: float = field(default_factory=time.monotonic)
    _open: tuple[tuple[str, str, int], _ToNumber] | None = None

    def get(self, url: str) -> tuple[bytes, str]:
        """What stands there, and the address it stood at in the end. Refuses (``CannotRead``) with a sentence."""
        for _step in range(self.limits.redirects + 1):
            status, headers, body = self._try(url)
            if status not in _ELSEWHERE:
                return self._judged(url, status, body), url
            there = urljoin(url, headers.get("Location") or "")
            if urlsplit(url).scheme == "https" and urlsplit(there).scheme != "https":
                raise CannotRead(_("It sends us from https to an address that is not. Give its own https address."))
            url = there
        raise CannotRead(
            _("It sends us from one address to the next without an end. Give the address of the feed itself.")
        )

    def bear(self, body: bytes, name: str, *, table: bool = False) -> None:
        """Refuses (``CannotRead``) what would take too much once it is read: by itself, or with all before it."""
        self._weight += weight.check(body, name, self.limits.page_weight, table=table)
        if self._weight > self.limits.all_weight:
            said = _(
                "All of it together would take more than %(most)s MB to read. Nothing was changed: ask whoever runs"
                " it for one place at a time."
            )
            raise CannotRead(said % {"most": max(1, self.limits.all_weight // weight.MB)})

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _judged(self, url: str, status: int, body: bytes) -> bytes:
        if status == 200:
            return body
        words = {"address": url[:200], "status": status}
        if status in (401, 403):
            said = _(
                "%(address)s answers that it is not for us (%(status)s). A directory's feed is open to anybody: ask."
            )
        elif status in _LATER:
            said = _("%(address)s does not work just now (%(status)s). Nothing was changed; try again later.")
        else:
            said = _("There is no feed at %(address)s (%(status)s). Check the address.")
        raise NotThere(said % words, status)

    def _try(self, url: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One address, again where it only stumbled."""
        for left in range(self.limits.tries - 1, -1, -1):
            try:
                answer = self._once(url)
            except (OSError, http.client.HTTPException) as problem:
                self.close()
                if not left or self._out_of_time():
                    said = _("Nobody answers at %(host)s (%(problem)s). Nothing was changed; try again later.")
                    words = {"host": urlsplit(url).hostname or url[:100], "problem": type(problem).__name__}
                    raise CannotRead(said % words) from problem
            else:
                if answer[0] not in _LATER or not left:
                    return answer
            time.sleep(self.limits.pause)
        raise AssertionError("not reached")

    def _once(self, url: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        if self.stopped():
            raise CannotRead(_("It was stopped. Nothing was changed."))
        parts = check_words(url, near=self.near)
        connection = self._connection(parts)
        over = threading.Timer(min(self.limits.page_seconds, max(1.0, self._left())), connection.cut)
        over.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers=_SAYS)
            with connection.getresponse() as response:
                body = self._body(response)
            if connection.was_cut:
                raise TimeoutError
            if response.will_close:
                self.close()
            return response.status, response.headers, body
        except BaseException:
            self.close()
            if connection.was_cut:
                said = _("%(host)s answers so slowly that we stopped waiting. Nothing was changed; try again later.")
                raise CannotRead(said % {"host": parts.hostname}) from None
            raise
        finally:
            over.cancel()

    def _connection(self, parts: SplitResult) -> _ToNumber:
        """The one that is open to there, or a new one to a number that is looked at first."""
        if self._out_of_time():
            raise CannotRead(_("It took longer than we wait for one directory. Nothing was changed."))
        key = (parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        if self._open is not None and self._open[0] == key:
            return self._open[1]
        self.close()
        connection = _ToNumber(key, look_up(key[1], key[2], near=self.near), min(20.0, self.limits.page_seconds))
        self._open = (key, connection)
        return connection

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """The answer, unpacked where it is packed, and never more than may be."""
        most = min(self.limits.page_bytes, self.limits.all_bytes - self._read)
        packed = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise CannotRead(_("It is packed in a way we cannot unpack (%(way)s).") % {"way": packed[:30]})
        if (response.length or 0) > most:
            raise CannotRead(_too_much(self.limits))
        unpack = zlib.decompressobj(47 if packed != "deflate" else 15) if packed not in ("identity", "") else None
        found = bytearray()
        while chunk := response.read(_CHUNK):
            if unpack is None:
                found += chunk
            else:
                found += self._unpacked(unpack, chunk, most - len(found) + 1)
            if len(found) > most:
                raise CannotRead(_too_much(self.limits))
            if self.stopped():
                raise CannotRead(_("It was stopped. Nothing was changed."))
        if response.length:
            raise http.client.IncompleteRead(b"")
        self._read += len(found)
        return bytes(found)

    def _unpacked(self, unpack: zlib._Decompress, chunk: bytes, most: int) -> bytes:
        try:
            return unpack.decompress(chunk, max(1, most))
        except zlib.error:
            raise CannotRead(_("What it sends is packed and cannot be unpacked. Ask whoever runs it.")) from None

    def _left(self) -> float:
        return self.limits.all_seconds - (time.monotonic() - self._began)

    def _out_of_time(self) -> bool:
        return self._left() <= 0


def _too_much(limits: Limits) -> str:
    said = _("It sends more than %(most)s MB. No directory is that large: ask whoever runs it for one place at a time.")
    return said % {"most": max(1, min(limits.page_bytes, limits.all_bytes) // 1024 // 1024)}


class _ToNumber(http.client.HTTPConnection):
    """A connection to a number that was looked at, whatever its name leads to by now."""

    def __init__(self, key: tuple[str, str, int], number: str, patience: float) -> None:
        super().__init__(key[1], key[2], timeout=patience)
        self._scheme, self._number, self.was_cut = key[0], number, False
        self.default_port = 443 if key[0] == "https" else 80
        # The connection lets go of it as soon as an answer is to be its last; to cut that answer it is held here too.
        self._held: socket.socket | None = None

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        if self._scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self._held = self.sock

    def cut(self) -> None:
        """End it from another thread: whoever waits for an answer gets an error instead."""
        self.was_cut = True
        try:
            if self._held is not None:
                self._held.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def check_words(url: str, *, near: bool = False) -> SplitResult:
    """Refuses (``CannotRead``) an address by its words alone."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise CannotRead(_("This is no web address. It should look like https://example.org/feed.")) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotRead(_("This is no web address. It should look like https://example.org/feed."))
    if len(url) > 2000 or any(ord(one) < 33 or ord(one) > 126 for one in url):
        raise CannotRead(_("Give an address of plain letters, figures and signs, without spaces."))
    if parts.username or parts.password:
        raise CannotRead(_("Give the address without a name or a password in it."))
    if port is not None and port not in _PORTS and not near:
        raise CannotRead(_("Give an address without a port, or with 80, 443, 8080 or 8443."))
    return parts


def look_up(host: str, port: int, *, near: bool = False) -> str:
    """The number a name leads to. Refuses (``CannotRead``) one of our own net; raises OSError where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as problem:
        raise OSError(str(problem)) from problem
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not numbers:
        raise OSError(host)
    for number in numbers:
        if not _is_open(number, near):
            said = _(
                "%(host)s leads into a private net (%(number)s), where we do not go. Give one on the open internet."
            )
            raise CannotRead(said % {"host": host, "number": number})
    return numbers[0]


def _is_open(written: str, near: bool) -> bool:
    number = ipaddress.ip_address(written.split("%")[0])
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = number
    if isinstance(number, ipaddress.IPv6Address):
        teredo = number.teredo
        inner = number.ipv4_mapped or number.sixtofour or (teredo[1] if teredo else None) or number
        if any(number in net for net in _NOT_OPEN):
            return False
        if any(number in net for net in _HOLDS_ANOTHER):
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    if near and (inner.is_loopback or number.is_loopback):
        return True
    # A number that only wraps another is judged by both, but for the mapped form, which is never global itself.
    wraps_only = isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped is not None
    return inner.is_global and not inner.is_multicast and (wraps_only or (number.is_global and not number.is_multicast))
