"""The form, the four answers and every set message are complete in Arabic, and read from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from kith.asks.models import Ask
from kith.config import build
from kith.kit import clock
from kith.kit.languages import LOCALE_PATHS
from kith.outbox.models import Message
from tests.asks.test_ask_for_help import Form
from tests.thread import NOW, build_town

ROOT = Path(build.__file__).resolve().parents[3]
# What a member of the public meets: their pages, the sentences that pages and messages are made of.
PUBLIC = (
    "asks/jinja2/",
    "asks/forms/steps",
    "asks/four_answers",
    "asks/in_time",
    "asks/queries",
    "asks/redflags",
    "asks/said_again",
    "asks/views/",
    "dispatch/forms/status",
    "dispatch/views/status",
    "dispatch/jinja2/dispatch/status",
    "access/jinja2/",
    "web/jinja2/web/home",
    "web/jinja2/web/worried",
    "web/views/way_out",
    "safeguarding/forms/worried",
    "kit/forms/",
    "kit/errors",
    "kit/said",
    "kit/jinja2/kit/layout_public",
    "kit/jinja2/kit/not_sent",
    "kit/jinja2/kit/parts/",
    "outbox/words/",
    "outreach/jinja2/outreach/group",
    "outreach/forms/group",
    "outreach/queries/entry",
    "directory/forms/entry",
    "directory/forms/found",
    "directory/forms/where",
    "directory/wheres",
    "directory/jinja2/directory/entry_fields",
    "directory/jinja2/directory/found",
)
# Words of these files are for the public but for those which only colleagues read.
FOR_COLLEAGUES = {
    "asks/kinds": {"Ask how the shopping will be paid: it cannot be offered before that is known."},
}


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    build.words(ROOT)


def untranslated(code: str) -> list[str]:
    with (LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    missing = []
    for message in catalogue:
        files = [place.removeprefix("src/kith/") for place, _line in message.locations]
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for prefix in (*PUBLIC, *FOR_COLLEAGUES):
            ours = any(name.startswith(prefix) for name in files)
            if message.id and ours and message.id not in FOR_COLLEAGUES.get(prefix, set()) and not all(forms):
                missing.append(str(message.id))
    return missing


def test_every_public_word_and_every_set_message_is_in_arabic():
    missing = untranslated("ar")
    assert not missing, f"How to mend it: python tools/words.py, then translate in locale/ar: {missing}"


def test_the_catalogue_is_in_step_with_the_public_pages():
    """A page whose words were never brought to the catalogue would pass above; here its words are looked for."""
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    import words

    with (LOCALE_PATHS[0] / "ar" / "LC_MESSAGES" / "django.po").open("rb") as file:
        known = {message.id for message in read_po(file, locale="ar")}
    new = [
        message.id
        for message in words.said_in_the_code()
        if message.id not in known
        and any(p.removeprefix("src/kith/").startswith(PUBLIC) for p, _n in message.locations)
    ]
    assert not new, f"How to mend it: python tools/words.py, then translate: {new}"


@pytest.mark.django_db
def test_mr_haddad_asks_in_arabic_and_is_answered_in_arabic(monkeypatch):
    # In the morning: late in the evening "today" is too short, and he is told so.
    monkeypatch.setattr(clock, "now", lambda: NOW)
    build_town()
    form = Form(Client(headers={"accept-language": "ar"}))
    form.open()
    assert 'dir="rtl"' in form.page
    assert "ماذا تحتاج؟" in form.page
    form.say("need", words="أحتاج خبزا وحليبا").say("where", line="4 Quay Street", village="Saltcombe")
    form.say("who").say("neighbour", neighbour="yes")
    form.say("reach", name="سمير حداد", phone="07700 900205", safe="yes")
    form.say("when", when="today").say("more", paid="receipt").say("door")
    assert '<option value="ar" selected' in form.page
    form.say("language", language="ar", interpreter="yes").send()
    ask = Ask.objects.get()
    assert (ask.words, ask.person.language, ask.person.interpreter) == ("أحتاج خبزا وحليبا", "ar", "wanted")
    # Colleagues read our records in their own language, and he reads the four answers in his.
    assert ask.promise.explanation.startswith("We have your ask")
    assert "We have your ask" not in form.page
    assert "وصلنا طلبك" in form.page
    told = Message.objects.get(person=ask.person).body
    assert "وصلنا طلبك" in told
    assert "If you have nothing to eat" not in told
    assert "إذا لم يكن لديك ما تأكله اليوم" in told


@pytest.mark.django_db
def test_danger_in_arabic_is_heard():
    build_town()
    form = Form(Client(headers={"accept-language": "ar"}))
    form.open().say("need", words="عندي ألم في الصدر")
    assert "999" in form.page
    assert "اتصل بالرقم 999 الآن" in form.page
