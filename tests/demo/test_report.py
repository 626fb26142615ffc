"""What the demo says at its end can be done as it is said."""

from __future__ import annotations

import shlex
from datetime import timedelta

import pytest
from django.test import Client

from kith.asks.models import Ask
from kith.demo.build import build
from kith.demo.district import district
from kith.demo.report import links
from kith.kit import clock


@pytest.mark.django_db
def test_the_line_for_programs_sends_an_ask_that_somebody_has() -> None:
    now = clock.now()
    build(district(now, volunteers=20), now - timedelta(hours=1))
    said = links("http://localhost:8000", now)
    words = shlex.split(next(line for line in said if line.strip().startswith("curl")))
    heads = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    path = words[1].removeprefix("http://localhost:8000")
    answered = Client().post(path, words[-1], content_type=heads.pop("Content-Type"), headers=heads)
    assert answered.status_code == 202, answered.content
    ask = Ask.objects.get()
    assert ask.home.name in words[-1] and ask.promise.holder is not None
