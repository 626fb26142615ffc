"""Which database Django connects to, and as whom. Starting and making it is in postgres.py and roles.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kith.config.env import Env
from kith.config.sockets import PORT, socket_folder

NAME = "kith"
OWNER, APP, BACKUP, WATCH = "kith_owner", "kith_app", "kith_backup", "kith_watch"
# Set by our own launcher for the one process that migrates; never in an instance's settings.
ROLE_VARIABLE = "KITH_DATABASE_ROLE"
POOL_VARIABLE = "KITH_DATABASE_POOL"
NAME_VARIABLE = "KITH_DATABASE_NAME"


def parts_of(url: str) -> dict[str, Any]:
    """Django's words for a postgresql:// address."""
    split = urlsplit(url)
    query = dict(parse_qsl(split.query))
    return {
        "NAME": unquote(split.path.lstrip("/")) or NAME,
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": query.pop("host", "") or unquote(split.hostname or ""),
        "PORT": str(split.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def django_database(env: Env, environ: Mapping[str, str]) -> dict[str, Any]:
    """The one database: as kith_app, except in the process that migrates."""
    role = OWNER if environ.get(ROLE_VARIABLE) == "owner" else APP
    if env.get("DATABASE_URL"):
        if role == OWNER:
            url = env.need("KITH_OWNER_URL", "migrations run as the owner of the tables, never as kith_app")
        else:
            url = env.get("DATABASE_URL")
        parts = parts_of(url)
    else:
        home = socket_folder(env.home)
        parts = {"NAME": NAME, "USER": role, "PASSWORD": "", "HOST": str(home), "PORT": PORT, "OPTIONS": {}}
    if environ.get(NAME_VARIABLE):
        parts["NAME"] = environ[NAME_VARIABLE]
    parts["ENGINE"] = "kith.kit.pg"
    parts["OPTIONS"].setdefault("connect_timeout", "5")
    parts["OPTIONS"].setdefault("application_name", "kith")
    if environ.get(POOL_VARIABLE):
        # Short waits: a page that cannot be served says so, it does not hang.
        parts["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(environ[POOL_VARIABLE]), "timeout": 5}
        parts["CONN_HEALTH_CHECKS"] = True
    return parts
