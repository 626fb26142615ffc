"""The key that signs sessions and links: given, or made once and kept in KITH_HOME. There is no default to forget."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from kith.config.env import Env, WrongValue

SHORTEST = 50
# Sayable and writable: no vowels to make words of, nothing that looks like something else.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def key(env: Env) -> str:
    """The instance's secret. With one's own PostgreSQL it must be given, as other machines need the same one."""
    given = env.get("KITH_SECRET_KEY")
    if given:
        if len(given) < SHORTEST or len(set(given)) < 10 or "insecure" in given.lower():
            raise WrongValue(
                f"KITH_SECRET_KEY can be guessed: it must be at least {SHORTEST} mixed characters. "
                f"Set it {env.where}; this makes one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        return str(given)
    if env.get("DATABASE_URL"):
        env.need("KITH_SECRET_KEY", "with your own PostgreSQL every machine must be given the same one")
    return _kept(env.home)


def setup_word(secret: str) -> str:
    """Three groups of four letters that only those who can read KITH_HOME or its log know: "tkxr-9mpw-b4hn"."""
    digest = hmac.digest(secret.encode(), b"kith set-up word", hashlib.sha256)
    letters = [_LETTERS[byte % len(_LETTERS)] for byte in digest[:12]]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def _kept(home: Path) -> str:
    path = home / "secret"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        partial = home / f"secret.{os.getpid()}"
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(made)
        try:
            os.link(partial, path)  # whoever is first keeps it, whole: two processes may start at once
        except FileExistsError:
            pass
        finally:
            partial.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise WrongValue(
            f"KITH_HOME ({home}) cannot be written to: {problem.strerror}. "
            "Name another folder, for example KITH_HOME=/srv/kith"
        ) from None
