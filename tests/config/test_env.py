"""Every value is read typed, and a wrong or missing one says which, what for and where to set it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.config import secret
from kith.config.database import django_database
from kith.config.env import VARIABLES, Env, WrongValue


def test_a_value_in_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# a remark\nKITH_WEB_THREADS=7\nKITH_EMAIL_FROM='Kith <a@example.org>'\n")
    env = Env({"KITH_HOME": str(tmp_path), "KITH_WEB_THREADS": "3"})
    assert env.get("KITH_WEB_THREADS") == 3
    assert env.get("KITH_EMAIL_FROM") == "Kith <a@example.org>"
    assert env.get("KITH_WEB_PROCESSES") == 2


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("KITH_DEBUG", "perhaps"),
        ("KITH_WEB_THREADS", "four"),
        ("DATABASE_URL", "mysql://somewhere/kith"),
        ("KITH_BASE_URL", "kith.example.org"),
    ],
)
def test_a_wrong_value_is_named_explained_and_placed(tmp_path: Path, name: str, given: str) -> None:
    env = Env({"KITH_HOME": str(tmp_path), name: given})
    with pytest.raises(WrongValue) as caught:
        env.get(name)
    said = str(caught.value)
    assert said.startswith(f"{name} cannot be used: it must ")
    assert VARIABLES[name].what_for in said
    assert str(tmp_path / ".env") in said


def test_with_its_own_database_an_instance_makes_a_secret_and_keeps_it(tmp_path: Path) -> None:
    env = Env({"KITH_HOME": str(tmp_path / "home")})
    made = secret.key(env)
    assert len(made) > 50
    assert secret.key(env) == made
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o600


def test_with_a_database_of_ones_own_the_secret_must_be_given(tmp_path: Path) -> None:
    env = Env({"KITH_HOME": str(tmp_path), "DATABASE_URL": "postgresql://kith_app@db.example.org/kith"})
    with pytest.raises(WrongValue, match="KITH_SECRET_KEY is not set"):
        secret.key(env)


def test_a_secret_anybody_can_guess_is_refused(tmp_path: Path) -> None:
    for guess in ("short", "django-insecure-" + "abcdefghij" * 6, "a" * 80):
        with pytest.raises(WrongValue, match="can be guessed"):
            secret.key(Env({"KITH_HOME": str(tmp_path), "KITH_SECRET_KEY": guess}))


def test_the_app_and_the_owner_connect_as_themselves(tmp_path: Path) -> None:
    urls = {
        "DATABASE_URL": "postgresql://kith_app:a%40b@db.example.org:6432/kith?sslmode=require",
        "KITH_OWNER_URL": "postgresql://kith_owner:o@db.example.org/kith",
    }
    env = Env({"KITH_HOME": str(tmp_path), **urls})
    app = django_database(env, {})
    assert (app["USER"], app["PASSWORD"], app["HOST"], app["PORT"]) == ("kith_app", "a@b", "db.example.org", "6432")
    assert app["OPTIONS"]["sslmode"] == "require"
    assert django_database(env, {"KITH_DATABASE_ROLE": "owner"})["USER"] == "kith_owner"
    assert django_database(Env({"KITH_HOME": str(tmp_path)}), {})["USER"] == "kith_app"


def test_migrating_without_the_owners_address_says_what_is_missing(tmp_path: Path) -> None:
    env = Env({"KITH_HOME": str(tmp_path), "DATABASE_URL": "postgresql://kith_app@db.example.org/kith"})
    with pytest.raises(WrongValue, match="KITH_OWNER_URL is not set"):
        django_database(env, {"KITH_DATABASE_ROLE": "owner"})
