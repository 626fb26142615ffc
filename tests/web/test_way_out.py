"""The pages behind "Leave this page" and "I'm worried about somebody"."""

from __future__ import annotations

import pytest


@pytest.mark.django_db
def test_the_dull_page_opens_for_anybody_and_is_not_kept(client):
    answer = client.get("/leave/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Recycling" in answer.content.decode()


@pytest.mark.django_db
def test_a_worry_leads_to_a_person_and_to_999(client):
    page = client.get("/worried/").content.decode()
    assert 'href="tel:999"' in page
    assert "You do not have to be sure" in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "open it once more from their message" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_left_open_too_long_keeps_what_was_typed():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "jan@example.org"})
    assert answer.status_code == 403
    assert "jan@example.org" in answer.content.decode()
