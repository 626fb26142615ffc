"""The database the tests run on is the one Kith serves from: as kith_app, who owns nothing."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_django_connects_as_kith_app() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('is_superuser')")
        assert cursor.fetchone() == ("kith_app", "off")
