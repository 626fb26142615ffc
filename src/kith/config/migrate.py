"""Brings the tables up to date as their owner, then says who may do what with them. Run as its own process."""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kith.config import roles, secret
from kith.config.database import NAME_VARIABLE, ROLE_VARIABLE
from kith.config.env import Env
from kith.kit.cli import Stop


def append_only_tables() -> list[str]:
    """The tables nobody may change or empty: every model that says ``append_only = True``."""
    from django.apps import apps

    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def in_own_process(database: str = "", environ: Mapping[str, str] | None = None) -> None:
    """Migrates ``database`` as the owner, in a process of its own: this one stays without that power."""
    given = dict(os.environ if environ is None else environ)
    given |= {ROLE_VARIABLE: "owner", "DJANGO_SETTINGS_MODULE": "kith.config.settings"}
    if database:
        given[NAME_VARIABLE] = database
    done = subprocess.run([sys.executable, "-m", "kith.config.migrate"], env=given, check=False)
    if done.returncode:
        raise Stop("The database could not be brought up to date; the lines above say why. Nothing was half-changed.")


def main() -> int:
    """The owner's process: migrate, then grant."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    # Looking again and again for what is no longer used takes a quarter of a first start, and this process soon ends.
    gc.disable()
    call_command("migrate", interactive=False, verbosity=0)
    connection.ensure_connection()
    made = set(connection.introspection.table_names())
    for statement in roles.grant_statements([table for table in append_only_tables() if table in made]):
        connection.connection.execute(statement)
    put_up_the_wall()
    connection.close()
    return 0


def wall_mark(env: Env) -> str:
    """Another word whenever the table of who may, how it is written for the database, or the key is another."""
    access = Path(__file__).resolve().parent.parent / "access"
    digest = hashlib.sha256(secret.key(env).encode())
    for file in [*sorted(access.glob("*.py")), access.parent / "accounts" / "roles.py"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def put_up_the_wall() -> None:
    """Row-level security as the table of who may says it today, all of it or nothing, and the mark that says which."""
    from django.db import connection, transaction

    from kith.access import wall, wall_policies

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in wall_policies.statements(tuple(roles.WATCHED)):
            cursor.execute(statement)
        cursor.execute("DELETE FROM wall.key")
        cursor.execute("INSERT INTO wall.key VALUES (%s, %s)", wall.pads())
        cursor.execute(f"COMMENT ON SCHEMA wall IS '{wall_mark(Env())}'")


if __name__ == "__main__":
    sys.exit(main())
