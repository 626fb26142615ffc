"""Layouts, parts and error pages: whole without a database, small where they must be, and under the strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from jinja2 import DictLoader, Environment, TemplateRuntimeError

from kith.kit import clock, csp, errors, examples, languages, pages
from kith.kit.jinja_env import Kept, the_environment
from kith.kit.pages import page

BUILT = Path(pages.__file__).parent / "static" / "kit" / "built"
PHONE_PAGE = 30_000
PLACE = {"place_name": "Holsworthy Neighbours", "place_phone": "01632 960001"}


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/ask/", {"step": "2"})
    request.user, request.session = AnonymousUser(), {}
    return request


@pytest.fixture
def own_context(monkeypatch):
    """The site's context processors may ask the database; these pages are about the layouts alone."""
    from django.template import engines

    monkeypatch.setattr(engines["jinja2"], "context_processors", [])
    monkeypatch.setitem(engines["jinja2"].__dict__, "template_context_processors", [])


def drawn(request, template: str, **context) -> str:
    return page(request, template, {**PLACE, **context}).content.decode()


def from_text(text: str, **context) -> str:
    return the_environment().from_string(text).render({"csrf_input": "<i>", "now": clock.now(), **PLACE, **context})


@pytest.fixture
def shown(request_, own_context) -> str:
    return drawn(request_, "kit/examples.html", **examples.context(clock.now()))


def test_the_policy_names_the_hash_of_the_line_the_page_prints(shown):
    lines = re.findall(r"<script>(.*?)</script>", shown)
    assert len(lines) == 1
    digest = base64.b64encode(hashlib.sha256(lines[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in csp.POLICY["DIRECTIVES"]["script-src"]


def test_the_policy_the_site_sends_is_ours_and_strict():
    assert settings.CONTENT_SECURITY_POLICY == csp.POLICY
    directives = csp.directives()
    assert directives["default-src"] == ["'none'"]
    assert directives["style-src"] == ["'self'"]
    assert not any("unsafe" in source or "http" in source for given in directives.values() for source in given)


def test_no_page_of_ours_styles_or_acts_inline(shown):
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", shown)


def test_every_answer_is_kept_by_nobody(request_, own_context):
    answer = page(request_, "kit/leave.html", {})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_public_pages_have_a_neutral_title_and_a_way_out(shown):
    assert "<title>Local information</title>" in shown
    assert re.search(r'<a class="kith-leave__button" href="/leave/" rel="noreferrer" data-leave', shown)
    assert "cannot hide what this browser remembers" in shown
    assert "I'm worried about somebody" in shown
    assert 'href="tel:999"' in shown
    assert 'href="tel:111"' in shown
    assert "Holsworthy Neighbours" in shown
    assert 'href="tel:+441632960001"' in shown


def test_the_four_answers_come_in_their_order(shown):
    headings = re.findall(r'kith-four__heading">(.*?)</h2>', shown)
    assert headings == ["What is happening", "Who has this", "You will hear by", "Meanwhile"]


def test_the_other_languages_are_offered_in_their_own_script(shown):
    assert '<a href="/ask/?step=2&amp;lang=ar" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in shown
    assert ">Cymraeg</a>" in shown
    assert ">English</a>" not in shown


def test_arabic_runs_from_right_to_left(request_, own_context):
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in drawn(request_, "kit/leave.html")


def test_a_language_is_chosen_by_a_link_and_remembered(rf):
    seen = []

    def view(request):
        seen.append(languages.current())
        return pages.HttpResponse("x")

    answer = languages.ChosenLanguage(view)(rf.get("/", {"lang": "cy"}))
    assert seen == ["cy"]
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "cy"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == ""
    languages.ChosenLanguage(view)(rf.get("/", {"lang": "klingon"}))
    assert seen[1] == "en-gb"


def test_the_dull_page_names_nobody(request_, own_context):
    dull = drawn(request_, "kit/leave.html")
    assert "Holsworthy" not in dull
    assert "kith.css" not in dull
    assert "Kith" not in dull


def test_a_volunteers_page_with_its_styles_fits_in_thirty_kilobytes(request_, own_context):
    body = (
        '{% extends "kit/layout_phone.html" %}{% block title %}Could you?{% endblock %}{% block main %}'
        '{% call kit.buttons() %}{{ kit.post_button("/yes/", "I can do this", kind="main") }}'
        '{{ kit.post_button("/no/", "Not this time") }}{% endcall %}{% endblock %}'
    )
    whole = from_text(body)
    sheet = (BUILT / "phone.css").stat().st_size if BUILT.exists() else 0
    assert "<script" not in whole
    assert len(whole.encode()) < 5_000
    assert sheet <= 8_000
    assert len(whole.encode()) + sheet <= PHONE_PAGE


def test_staff_pages_say_where_one_is_and_have_a_way_to_sign_out():
    body = (
        '{% extends "kit/layout_staff.html" %}{% block title %}Today{% endblock %}'
        "{% block main %}<p>main</p>{% endblock %}"
    )
    navigation = [("Today", "/today/", True), ("Sent box", "/sent/", False)]
    whole = from_text(body, navigation=navigation, signed_in_as="Jan")
    assert "<title>Today · Holsworthy Neighbours</title>" in whole
    assert '<a href="/today/" aria-current="page">Today</a>' in whole
    assert "Sign out" in whole
    assert "<aside" not in whole
    assert whole.count("<h1") == 1
    beside = body + "{% block aside %}<p>beside</p>{% endblock %}"
    assert "<aside" in from_text(beside, navigation=navigation)


def test_a_form_without_its_csrf_field_stops_the_page():
    with pytest.raises(TemplateRuntimeError, match="with context"):
        from_text('{% import "kit/macros.html" as kit %}{{ kit.post_button("/x/", "Send") }}')


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.not_found, 404), (errors.not_yours, 404), (errors.server_error, 500)],
)
def test_an_error_page_says_what_to_do_next(request_, own_context, view, status):
    answer = view(request_) if view is errors.server_error else view(request_, None)
    assert answer.status_code == status
    assert 'class="nhsuk-button"' in answer.content.decode()


def test_what_was_typed_is_shown_again_and_sent_again(rf, own_context):
    request = rf.post("/ask/?x=1", {"need": "milk\n<b>", "near": "yes", "key": "k" * 30, "csrfmiddlewaretoken": "t"})
    answer = errors.not_sent(request, labels={"need": "What do you need?"})
    whole = answer.content.decode()
    assert answer.status_code == 503
    assert "What do you need?" in whole
    assert re.search(r'<textarea[^>]*name="need"[^>]*readonly>\s*milk\n&lt;b&gt;</textarea>', whole)
    assert '<input type="hidden" name="near" value="yes">' in whole
    assert 'action="/ask/?x=1"' in whole
    assert 'value="t"' not in whole


def test_the_page_that_keeps_the_words_needs_no_database(rf, monkeypatch):
    from kith.kit import errors as module

    def stopped(*_args, **_kwargs):
        raise ConnectionError("PostgreSQL has stopped")

    monkeypatch.setattr(module, "page", stopped)
    answer = errors.server_error(rf.post("/ask/", {"need": "Bread, please"}))
    assert answer.status_code == 500
    assert "Bread, please" in answer.content.decode()
    assert 'name="csrfmiddlewaretoken"' in answer.content.decode()


@pytest.mark.skipif(not BUILT.exists(), reason="the styles are not built; ./kith builds them")
def test_the_built_styles_ask_no_other_site_for_anything():
    for sheet in BUILT.glob("*.css"):
        wanted = re.findall(r"url\([\"']?([^)\"']+)", sheet.read_text())
        assert all((BUILT / asked).is_file() for asked in wanted), (sheet.name, wanted)


def drawn_by(kept, name):
    env = Environment(loader=DictLoader({"page": "Hello {{ name }}"}), bytecode_cache=kept, autoescape=True)
    return env.get_template("page").render(name=name)


def test_a_template_is_compiled_once_for_all_processes_of_an_instance(tmp_path, monkeypatch):
    kept = Kept(str(tmp_path / "run" / "templates"))
    assert drawn_by(kept, "Jan") == "Hello Jan"
    monkeypatch.setattr(Environment, "compile", None)
    assert drawn_by(kept, "Sam") == "Hello Sam"


def test_where_no_template_can_be_kept_pages_are_drawn_all_the_same(tmp_path):
    (tmp_path / "run").write_text("no folder")
    assert drawn_by(Kept(str(tmp_path / "run" / "templates")), "Jan") == "Hello Jan"
