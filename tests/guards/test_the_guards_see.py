"""The guards themselves: each is shown a breach and must see it, and something harmless and must not."""

from __future__ import annotations

import ast

import pytest

from . import test_clock, test_writes
from .reading import tree
from .visible import in_python, in_template


@pytest.fixture
def written(tmp_path):
    """A file with this text, read as the guards read one."""

    def write(text, name="views.py"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "timezone.now()",
        "dt.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "DateTimeField(default=timezone.now)",
        "DateTimeField(auto_now_add=True)",
        "cursor.execute('UPDATE a SET b = now()')",
    ],
)
def test_a_question_to_the_clock_is_seen(written, line):
    assert list(test_clock.asks(written(line)))


@pytest.mark.parametrize("line", ["clock.now()", "time.monotonic()", "now.date()", "_('now() and then')"])
def test_a_time_that_was_given_is_not(written, line):
    assert not list(test_clock.asks(written(line)))


@pytest.mark.parametrize(
    "line",
    [
        "ask.save(update_fields=['state'])",
        "Ask.objects.create(state='new')",
        "Ask.objects.filter(id=1).update(state='new')",
        "Ask.objects.visible_to(actor).filter(id=1).delete()",
        "Ask.objects.bulk_create(rows)",
        "cursor.execute('DELETE FROM asks_ask')",
        "cursor.execute(f'UPDATE {table} SET a = 1') or cursor.execute('update asks_ask set a = 1')",
    ],
)
def test_a_write_is_seen(line):
    assert test_writes.writes_in(ast.parse(line))


@pytest.mark.parametrize("line", ["seen.update(other)", "digest.update(b'x')", "cursor.execute('SELECT 1')", "a |= b"])
def test_what_writes_no_row_is_not(line):
    assert not test_writes.writes_in(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "Ask.objects.get(id=1)",
        "Ask.objects.filter(state='new')",
        "get_object_or_404(Ask, id=1)",
        "list(Ask._default_manager.all())",
        "rows = Ask.objects",
    ],
)
def test_reaching_past_what_one_may_see_is_seen(written, line):
    assert list(test_writes.reaches(written(line)))


@pytest.mark.parametrize(
    "line", ["Ask.objects.visible_to(actor).get(id=1)", "get_object_or_404(Ask.objects.visible_to(actor), id=1)"]
)
def test_fetching_through_the_one_who_asks_is_not(written, line):
    assert not list(test_writes.reaches(written(line)))


def test_visible_text_of_a_template_is_found(written):
    page = written(
        '{% extends "kit/layout_public.html" %}{# a comment #}<p class="hidden words">Read me</p>'
        '<img alt="A picture">{{ _("Marked words") }}{{ button({"text": "On a button", "classes": "x"}) }}'
        "{% trans %}In a block{% endtrans %}<script>let unseen = 1</script>",
        "page.html",
    )
    seen = " ".join(in_template(page))
    for words in ("Read me", "A picture", "Marked words", "On a button", "In a block"):
        assert words in seen
    for words in ("a comment", "hidden words", "unseen"):
        assert words not in seen


def test_visible_text_of_python_is_found(written):
    path = written(
        '"""Not this."""\nraise Stop(f"Sorry {name}, first")\nx = _("Marked")\nf(help="Helping")\ny = "not that"\n'
    )
    assert {words.strip() for _, words in in_python(path)} == {"Sorry", ", first", "Marked", "Helping"}
    assert tree(path)
