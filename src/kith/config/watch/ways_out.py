"""The watchdog's own ways out, none of which goes through the outbox or the database. It decides nothing."""

from __future__ import annotations

import contextlib
import json
import shlex
import smtplib
import subprocess
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kith.config.env import Env
from kith.kit.cli import say

SECONDS = 15
Phones = list[tuple[str, str]]


@dataclass
class WaysOut:
    """Rings by every way that is set, each in a thread of its own; and writes what it rang into a box in KITH_HOME."""

    env: Env
    home: Path

    @property
    def box(self) -> Path:
        """What was rung, one line each: for demos and tests, and to look it up afterwards."""
        return self.home / "watch" / "rung.jsonl"

    @property
    def any_set(self) -> bool:
        """Whether anything would really ring."""
        return bool(self._ways())

    def ring(self, words: str, phones: Phones, now: datetime) -> None:
        """Tells these phones, without waiting for any of the ways."""
        say(f"WATCHDOG: {words}")
        told: dict[str, Any] = {"at": now.isoformat(), "words": words}
        told["to"] = [{"name": name, "phone": phone} for name, phone in phones]
        with contextlib.suppress(OSError), self.box.open("a", encoding="utf-8") as box:  # a full disk must not keep it
            box.write(json.dumps(told, ensure_ascii=False) + "\n")
        for way in self._ways():
            threading.Thread(target=self._try, args=(way, told), daemon=True).start()

    def _ways(self) -> list[Callable[[dict[str, Any]], None]]:
        named = {
            "KITH_WATCH_WEBHOOK": self._webhook,
            "KITH_WATCH_COMMAND": self._command,
            "KITH_WATCH_EMAIL_URL": self._mail,
        }
        return [way for name, way in named.items() if self.env.get(name)]

    def _try(self, way: Callable[[dict[str, Any]], None], told: dict[str, Any]) -> None:
        try:
            way(told)
        except (OSError, smtplib.SMTPException, subprocess.SubprocessError, ValueError) as problem:
            say(f"WATCHDOG: a way out led nowhere: {problem}")

    def _webhook(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        address = self.env.get("KITH_WATCH_WEBHOOK")
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310  as it was set
        urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310

    def _command(self, told: dict[str, Any]) -> None:
        words = [*shlex.split(self.env.get("KITH_WATCH_COMMAND")), *(one["phone"] for one in told["to"])]
        subprocess.run(words, input=told["words"].encode(), timeout=SECONDS, check=True, capture_output=True)

    def _mail(self, told: dict[str, Any]) -> None:
        mail = EmailMessage()
        mail["Subject"], mail["From"] = "Kith: something has stopped", self.env.get("KITH_EMAIL_FROM")
        mail["To"] = ", ".join(self.env.need("KITH_WATCH_EMAIL_TO", "the watchdog has a mail server to write by"))
        phones = "\n".join(f"{one['name']}: {one['phone']}" for one in told["to"])
        mail.set_content(f"{told['words']}\n\nOn duty:\n{phones}\n")
        url = urlsplit(self.env.get("KITH_WATCH_EMAIL_URL"))
        kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with kind(url.hostname or "", url.port or 0, timeout=SECONDS) as server:
            if url.scheme == "smtp+tls":
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(mail)


@dataclass
class PhoneBook:
    """The duty phones as they were when the database last answered, kept in a file for when it does not."""

    home: Path
    own: Phones

    @property
    def path(self) -> Path:
        """Names and numbers of duty teams; nobody else is in it."""
        return self.home / "watch" / "duty-phones.json"

    def keep(self, duty: Phones) -> None:
        """Writes the file anew where it has changed."""
        if duty and duty != self._kept():
            fresh = self.path.with_suffix(".new")
            with contextlib.suppress(OSError):
                fresh.write_text(json.dumps(duty, ensure_ascii=False), encoding="utf-8")
                fresh.chmod(0o600)
                fresh.replace(self.path)

    def phones(self) -> Phones:
        """Whoever was named in the settings first, then every duty team."""
        return [*self.own, *self._kept()]

    def _kept(self) -> Phones:
        try:
            return [(str(name), str(phone)) for name, phone in json.loads(self.path.read_text(encoding="utf-8"))]
        except (OSError, ValueError):
            return []
