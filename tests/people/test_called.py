"""What most pages call somebody, however their name was written."""

from __future__ import annotations

import pytest

from kith.people.models import called


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sam Tidy", "Sam"),
        ("Davey, Joan", "Joan"),
        ("Davey,", "Davey"),
        ("Mrs P", "Mrs P"),
        ("Mr. Haddad", "Mr. Haddad"),
        ("Ms", "Ms"),
        ("M", "M"),
        ("Siân ap Gruffydd-Llewelyn", "Siân"),
        ("ليلى حداد", "ليلى"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_somebody_is_called_by_their_first_name_and_keeps_their_title(name: str, said: str) -> None:
    assert called(name) == said
