"""Reads every value an instance may be given, typed, and says which one is missing or wrong and where to set it.

It decides nothing: what a value changes is in settings.py and postgres.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path


class WrongValue(Exception):
    """A value we cannot work with. Its text is the sentence to show."""


@dataclass(frozen=True)
class Variable:
    """One value: its name, what it is for, an example, and what holds when it is not given."""

    name: str
    what_for: str
    example: str
    read: Callable[[str], Any]
    default: Any = None


def _text(given: str) -> str:
    return given


def _flag(given: str) -> bool:
    if given.lower() in {"1", "yes", "true", "on"}:
        return True
    if given.lower() in {"0", "no", "false", "off"}:
        return False
    raise ValueError("it must be yes or no")


def _number(given: str) -> int:
    if not re.fullmatch(r"\d{1,6}", given):
        raise ValueError("it must be a whole number")
    return int(given)


def _names(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


def _phones(given: str) -> list[tuple[str, str]]:
    pairs = [part.rpartition("=") for part in _names(given)]
    if not all(name.strip() and re.search(r"\d{3}", number) for name, _, number in pairs):
        raise ValueError("each must be a name, = and a number")
    return [(name.strip(), number.strip()) for name, _, number in pairs]


def _folder(given: str) -> Path:
    folder = Path(given).expanduser()
    if not folder.is_absolute():
        folder = Path.cwd() / folder
    return folder


def _address(*schemes: str) -> Callable[[str], str]:
    def read(given: str) -> str:
        if urlsplit(given).scheme not in schemes:
            raise ValueError(f"it must begin with {' or '.join(scheme + '://' for scheme in schemes)}")
        return given.rstrip("/") if "http" in schemes else given

    return read


def _safe_address(given: str) -> str:
    """Words about people go over a closed line, or no further than this machine."""
    address = urlsplit(given)
    here = address.scheme == "http" and address.hostname in {"localhost", "127.0.0.1", "::1"}
    if not (address.scheme == "https" and address.hostname) and not here:
        raise ValueError("it must begin with https://")
    return given.rstrip("/")


_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _shaped(shape: str, words: str) -> Callable[[str], str]:
    def read(given: str) -> str:
        if not re.fullmatch(shape, given, re.I):
            raise ValueError(words)
        return given

    return read


_TEMPLATE = _shaped(_UUID, "it must be the id of a template, as Notify shows it")
_A_TEMPLATE = "8e222534-7f05-4972-86e3-17c5d9f894e2"
_POSTGRES = _address("postgresql", "postgres")

VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("KITH_HOME", "the folder that holds everything an instance writes", "/srv/kith", _folder),
        Variable("KITH_DATA", "a folder with what others publish; only checks read it", "../shared/data", _text),
        Variable(
            "DATABASE_URL",
            "your own PostgreSQL (16 or newer, with pgvector), as kith_app; without it Kith starts its own",
            "postgresql://kith_app:PASSWORD@db.example.org/kith",
            _POSTGRES,
        ),
        Variable(
            "KITH_OWNER_URL",
            "the same database as kith_owner; only `./kith db migrate` uses it",
            "postgresql://kith_owner:PASSWORD@db.example.org/kith",
            _POSTGRES,
        ),
        Variable(
            "KITH_PG_USER",
            "when Kith runs as root: the existing unprivileged account its PostgreSQL runs under",
            "postgres",
            _text,
            "nobody",
        ),
        Variable(
            "KITH_SECRET_KEY",
            "signs sessions and links; with its own PostgreSQL Kith makes one and keeps it in KITH_HOME",
            "at least 50 characters nobody can guess",
            _text,
        ),
        Variable(
            "KITH_BASE_URL",
            "the address people reach this site at; links in messages begin with it",
            "https://kith.example.org",
            _address("http", "https"),
            "http://localhost:8000",
        ),
        Variable(
            "KITH_HOSTS",
            "further host names to answer to, with commas; localhost and 127.0.0.1 always are",
            "kith.example.org,www.kith.example.org",
            _names,
            [],
        ),
        Variable(
            "KITH_EMAIL_URL",
            "the mail server; without it messages stay in the sent box, to be read there",
            "smtp+tls://USER:PASSWORD@mail.example.org:587",
            _address("smtp", "smtp+tls", "smtps"),
        ),
        Variable(
            "KITH_EMAIL_FROM",
            "whom e-mail comes from",
            "Kith <hello@kith.example.org>",
            _text,
            "Kith <kith@localhost>",
        ),
        Variable(
            "KITH_DUTY_ANSWER_SECONDS",
            "how long a duty phone has to say that it has seen its list, before the next phone is rung",
            "180",
            _number,
            300,
        ),
        Variable(
            "KITH_DUTY_EVERY_SECONDS",
            "how long one duty phone is left alone between two lists; a concern does not wait",
            "600",
            _number,
            300,
        ),
        Variable(
            "KITH_HAND_OVER_SECONDS",
            "how long a colleague has to say yes to somebody's promises, before the next on the duty list is asked",
            "600",
            _number,
            900,
        ),
        Variable(
            "KITH_WATCH_URL",
            "with your own PostgreSQL: the same database as kith_watch; the watchdog reads a few columns as this role",
            "postgresql://kith_watch:PASSWORD@db.example.org/kith",
            _POSTGRES,
        ),
        Variable(
            "KITH_WATCH_PHONES",
            "who is rung when Kith itself falls over, first of all: names and numbers, with commas",
            "Gareth=07700 900001,Loveday=07700 900002",
            _phones,
            [],
        ),
        Variable(
            "KITH_WATCH_WEBHOOK",
            "the watchdog's own way out: an address that rings or texts what is posted to it as JSON",
            "https://ring.example.org/kith",
            _address("http", "https"),
        ),
        Variable(
            "KITH_WATCH_COMMAND",
            "or a program that rings or texts: it gets the words on its input and the numbers behind its name",
            "/usr/local/bin/ring-duty",
            _text,
        ),
        Variable(
            "KITH_WATCH_EMAIL_URL",
            "or a mail server of its own, best not the one of KITH_EMAIL_URL",
            "smtp+tls://USER:PASSWORD@othermail.example.org:587",
            _address("smtp", "smtp+tls", "smtps"),
        ),
        Variable(
            "KITH_WATCH_EMAIL_TO",
            "to whom the watchdog writes there, with commas",
            "duty@example.org,machines@example.org",
            _names,
            [],
        ),
        Variable(
            "KITH_DEADMAN_URL",
            "an outside service that rings you when nobody opens this address any more; opened only while all is well",
            "https://deadman.example.org/ping/kith",
            _address("http", "https"),
        ),
        Variable("KITH_DEADMAN_EVERY", "how many seconds lie between two of these", "60", _number, 60),
        Variable("KITH_WATCH_EVERY", "how many seconds lie between two looks of the watchdog", "30", _number, 30),
        Variable(
            "KITH_WATCH_LATE",
            "after how many seconds without a sign of life a check is late: the phone is rung, and pages say so",
            "120",
            _number,
            120,
        ),
        Variable("KITH_WATCH_AGAIN", "after how many seconds the same fault is rung about again", "300", _number, 300),
        Variable(
            "KITH_WATCH_FREE_MB",
            "how many megabytes must be free on the disk that holds KITH_HOME",
            "500",
            _number,
            500,
        ),
        Variable(
            "KITH_PACE",
            "how many times faster the clocks of the worker and the watchdog run; for drills",
            "60",
            _number,
            1,
        ),
        Variable(
            "KITH_NOTIFY_KEY",
            "the key to GOV.UK Notify; without it texts and letters stay in the sent box, to be read there",
            f"our_team-{_A_TEMPLATE}-{_A_TEMPLATE}",
            _shaped(f".*-{_UUID}-{_UUID}", "it must be a whole key: its name and two ids"),
            "",
        ),
        Variable(
            "KITH_NOTIFY_TEXT",
            "Notify's template for texts: nothing but ((body))",
            _A_TEMPLATE,
            _TEMPLATE,
            "",
        ),
        Variable(
            "KITH_NOTIFY_EMAIL",
            "Notify's template for e-mail: ((subject)) and ((body)); without it e-mail goes by KITH_EMAIL_URL",
            _A_TEMPLATE,
            _TEMPLATE,
            "",
        ),
        Variable(
            "KITH_NOTIFY_LETTER",
            "Notify's template for letters: the heading ((subject)) and ((body)); without it letters are printed here",
            _A_TEMPLATE,
            _TEMPLATE,
            "",
        ),
        Variable(
            "KITH_NOTIFY_TOKEN",
            "what Notify says to prove that it is Notify, when it tells us what became of a message or brings a text",
            "at least 20 characters nobody can guess",
            _shaped(r"\S{20,}", "it must be at least 20 characters without a space"),
            "",
        ),
        Variable(
            "KITH_NOTIFY_URL",
            "where Notify answers, if not at its own address",
            "https://notify.example.org",
            _safe_address,
            "",
        ),
        Variable(
            "KITH_TRAIL_SECRET",
            "what the seals of the trail are made with; set it to the old KITH_SECRET_KEY before that one is changed",
            "at least 50 characters nobody can guess",
            _shaped(r"\S{50,}", "it must be at least 50 characters without a space"),
            "",
        ),
        Variable(
            "KITH_ANCHOR_FILE",
            "a file outside of KITH_HOME that gets the last seals of the trail, best on a disk Kith can only add to",
            "/mnt/kept-apart/kith-trail.txt",
            _folder,
        ),
        Variable(
            "KITH_ANCHOR_EMAIL",
            "an address at a second organisation that gets the last seals of the trail",
            "kith-trail@second.example.org",
            _shaped(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+", "it must be one e-mail address"),
            "",
        ),
        Variable(
            "KITH_ANCHOR_URL",
            "an address on the open internet to which the last seals of the trail are posted as plain text",
            "https://second.example.org/kith-trail",
            _safe_address,
            "",
        ),
        Variable("KITH_WEB_PROCESSES", "how many web processes `./kith up` starts", "2", _number, 2),
        Variable("KITH_WEB_THREADS", "how many threads each web process has", "4", _number, 4),
        Variable("KITH_DEBUG", "show errors in full; never where real people's data is", "no", _flag, False),
        Variable(
            "KITH_LOG_LEVEL",
            "how much is written to the log: DEBUG, INFO, WARNING or ERROR",
            "INFO",
            _text,
            "INFO",
        ),
    )
}


def source_root() -> Path | None:
    """The folder ./kith is in, when this is the source and not an installed copy."""
    folder = Path(__file__).resolve().parents[3]
    return folder if (folder / "kith").is_file() and (folder / "pyproject.toml").is_file() else None


def default_home() -> Path:
    """KITH_HOME when nobody names one: beside ./kith, or in the user's data folder for an installed copy."""
    root = source_root()
    return root / ".kith" if root else user_data_path("kith", appauthor=False)


def _file_values(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


class Env:
    """The values of this process: from the environment first, then from ``.env`` in KITH_HOME."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = dict(os.environ if environ is None else environ)
        home = self._environ.get("KITH_HOME", "")
        self.home = _folder(home) if home else default_home()
        self._file = _file_values(self.home / ".env")

    @property
    def served_at(self) -> Path:
        """Where the site notes its port, so that commands run beside it write links that lead to it."""
        return self.home / "served-at"

    @property
    def where(self) -> str:
        """Where a value may be set, in words."""
        return f"in the environment or in {self.home / '.env'}"

    def get(self, name: str) -> Any:
        """The value, typed; its default when not given. A wrong one stops with the sentence that mends it."""
        variable = VARIABLES[name]
        given = self._environ.get(name, "").strip() or self._file.get(name, "").strip()
        if not given:
            return variable.default
        try:
            return variable.read(given)
        except ValueError as problem:
            raise WrongValue(
                f"{name} cannot be used: {problem}. It is {variable.what_for}. "
                f"Set it {self.where}, for example {name}={variable.example}"
            ) from None

    def need(self, name: str, why: str) -> Any:
        """The value, or the sentence that says which is missing, what for and where to set it."""
        value = self.get(name)
        if value in (None, ""):
            variable = VARIABLES[name]
            raise WrongValue(
                f"{name} is not set, and {why}. It is {variable.what_for}. "
                f"Set it {self.where}, for example {name}={variable.example}"
            )
        return value
