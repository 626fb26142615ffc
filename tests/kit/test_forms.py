"""Fields draw themselves, with their errors as instructions, and never lose what was typed."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from kith.kit.forms import (
    Checkboxes,
    Hidden,
    KithForm,
    LongText,
    Number,
    Phone,
    Postcode,
    Radios,
    Select,
    Text,
    Tick,
    When,
    YesNo,
)

SAFE = [("yes", "Yes"), ("please-ring", "Only say 'please ring'", "We say nothing else."), ("no", "No")]


class AskForm(KithForm):
    need = LongText("What do you need?", limit=40, missing="Enter what you need")
    name = Text("Your name", required=False, hint="You need not say.")
    where = Postcode("Postcode", required=False)
    phone = Phone("Phone number", required=False)
    safe = Radios("Is it safe to ring?", SAFE, missing="Choose whether it is safe to ring")
    door = Checkboxes("At the door", [("dog", "A dog"), ("steps", "Steps")], required=False)
    language = Select("Language", [("en", "English"), ("cy", "Cymraeg")], required=False)
    quiet = Tick("No voicemail")
    key = Hidden(initial="k-1")


def typed(**changes):
    return {"need": "milk", "safe": "yes", **changes}


def test_a_field_has_a_label_a_hint_and_its_control():
    drawn = AskForm()["name"].draw()
    assert 'for="id_name"' in drawn
    assert "You need not say." in drawn
    assert re.search(r'<input[^>]*id="id_name"[^>]*aria-describedby="id_name-hint"', drawn)


def test_what_people_write_keeps_its_own_direction():
    form = AskForm(typed(need="أحتاج إلى الخبز", name="ليلى"))
    assert 'dir="auto"' in form["need"].draw()
    assert "أحتاج إلى الخبز" in form["need"].draw()
    assert 'dir="auto"' in form["name"].draw()
    assert 'dir="ltr"' in form["phone"].draw()


def test_what_was_typed_is_escaped_and_comes_back_whole():
    nasty = '"><script>alert(1)</script>\n  two  lines'
    drawn = AskForm(typed(need=nasty, name=nasty)).draw()
    assert "<script>" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n  two  lines</textarea>" in drawn


def test_an_empty_needed_field_says_what_to_enter():
    form = AskForm({})
    assert form.errors["need"] == ["Enter what you need"]
    assert "Enter what you need" in form["need"].draw()
    assert "nhsuk-form-group--error" in form["need"].draw()


def test_the_summary_links_each_line_to_its_field():
    form = AskForm({})
    summary = form.summary()
    assert 'href="#id_need"' in summary
    assert 'href="#id_safe"' in summary
    assert 'id="id_need"' in form.draw()
    assert 'id="id_safe"' in form.draw()
    assert AskForm().summary() == ""
    assert AskForm(typed()).summary() == ""


def test_the_label_can_be_the_heading_of_the_page():
    assert re.search(r'<h1[^>]*>\s*<label[^>]*for="id_need"', AskForm()["need"].draw(heading=True))
    assert re.search(r"<legend[^>]*>\s*<h1", AskForm()["safe"].draw(heading=True))


def test_a_page_may_say_more_than_the_form():
    drawn = AskForm()["need"].draw(label="And what else?", hint="One line is enough.", size="l")
    assert "And what else?" in drawn
    assert "One line is enough." in drawn
    assert "nhsuk-label--l" in drawn


def test_too_long_says_by_how_much_and_keeps_the_text():
    form = AskForm(typed(need="x" * 50_000))
    assert form.errors["need"] == ["Make this 49960 characters shorter: there is room for 40"]
    assert "x" * 50_000 in form["need"].draw()


def test_the_room_left_is_said_without_a_script():
    assert "There is room for 40 characters" in AskForm()["need"].draw()

    class Open(KithForm):
        words = LongText("Words", limit=None)

    assert "character" not in Open()["words"].draw()
    assert Open({"words": "x" * 50_000}).is_valid()


def test_choices_show_their_hints_and_what_was_chosen():
    drawn = AskForm(typed(safe="please-ring", door=["steps"], language="cy", quiet="yes")).draw()
    assert "We say nothing else." in drawn
    assert re.search(r'value="please-ring"\s+checked', drawn)
    assert re.search(r'value="steps"\s+checked', drawn)
    assert not re.search(r'value="dog"\s+checked', drawn)
    assert re.search(r'<option value="cy"\s+selected', drawn)
    assert re.search(r'name="quiet"[^>]*checked', drawn)


def test_every_choice_has_an_id_of_its_own_for_its_label_to_point_at():
    ids = re.findall(r'\sid="([^"]+)"', AskForm().draw())
    assert len(ids) == len(set(ids))


def test_a_choice_nobody_offered_is_an_instruction():
    assert AskForm(typed(safe="perhaps")).errors["safe"] == ["Choose one of these"]
    assert AskForm(typed(door=["cat"])).errors["door"] == ["Choose one of these"]


def test_choices_offered_to_one_form_leave_the_next_alone():
    form = AskForm()
    form.fields["safe"].offer([("mornings", "In the morning")])
    assert "In the morning" in form["safe"].draw()
    assert AskForm(typed(safe="mornings")).is_valid() is False
    assert "In the morning" not in AskForm()["safe"].draw()


@pytest.mark.parametrize(("written", "kept"), [("07700 900123", "+447700900123"), ("", "")])
def test_a_phone_number_is_given_back_in_one_form(written, kept):
    form = AskForm(typed(phone=written))
    assert form.is_valid()
    assert form.cleaned_data["phone"] == kept


def test_a_phone_number_with_digits_missing_is_shown_again():
    form = AskForm(typed(phone="0770"))
    assert "all its digits" in form.errors["phone"][0]
    assert 'value="0770"' in form["phone"].draw()

    class Loose(KithForm):
        phone = Phone("Phone", strict=False)

    loose = Loose({"phone": "ask at the shop"})
    assert loose.is_valid()
    assert loose.cleaned_data["phone"] == "ask at the shop"


@pytest.mark.parametrize(("written", "kept"), [("zz314ab", "ZZ31 4AB"), ("by the pump", "by the pump")])
def test_a_postcode_is_tidied_and_other_words_are_kept(written, kept):
    form = AskForm(typed(where=written))
    assert form.is_valid()
    assert form.cleaned_data["where"] == kept


def test_hidden_fields_go_along_unseen():
    form = AskForm()
    assert 'type="hidden" name="key" value="k-1"' in form.hidden()
    assert form.draw().count('name="key"') == 1


def test_yes_or_no_a_number_and_a_time_in_own_words():
    class More(KithForm):
        near = YesNo("A neighbour?")
        bags = Number("Bags", least=1, most=9, required=False)
        when = When("When?", required=False)

    form = More({"near": "no", "bags": "2", "when": "by Friday"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "near": "no",
        "bags": 2,
        "when": "by Friday",
    }
    assert More({"near": "yes", "bags": "two"}).errors["bags"] == ["Enter a whole number, like 2"]


def test_two_forms_on_one_page_keep_their_fields_apart():
    first, second = AskForm(prefix="a"), AskForm(prefix="b")
    assert 'name="a-need"' in first["need"].draw()
    assert 'id="id_b-need"' in second["need"].draw()


def test_the_forms_own_words_are_marked_for_translation():
    with translation.override("ar"):

        class Asked(KithForm):
            near = YesNo("?")

        assert "نعم" in Asked()["near"].draw()


def test_a_number_out_of_bounds_says_which_would_do_and_the_same_sentence_twice_says_where():
    class Two(KithForm):
        bags = Number("Bags", least=1, most=9)
        boxes = Number("Boxes", least=1, most=9)

    form = Two({"bags": "0", "boxes": "12"})
    assert form.errors == {"bags": ["Enter 1 or more"], "boxes": ["Enter 9 or less"]}
    assert "Bags:" not in form.summary()
    summary = Two({"bags": "some", "boxes": "many"}).summary()
    assert "Bags: Enter a whole number, like 2" in summary and "Boxes: Enter" in summary
