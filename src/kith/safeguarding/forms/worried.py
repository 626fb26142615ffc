"""The public form. Nothing but the words is needed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.kit import phones
from kith.kit.forms import Hidden, KithForm, LongText, Radios, Text, Tick
from kith.safeguarding.models import Answer, Danger
from kith.safeguarding.said import Said


class Worried(KithForm):
    """The form behind "I'm worried about somebody". Nothing but the words is needed, and a name is never asked."""

    words = LongText(
        gettext_lazy("What worries you?"),
        hint=gettext_lazy("In your own words: what you saw or heard, where, and when. You need not be sure."),
        limit=6000,
        rows=6,
        missing=gettext_lazy("Write what worries you, in a few words"),
    )
    about_words = Text(
        gettext_lazy("Who is it about, if you know?"),
        hint=gettext_lazy("A name, a house, how you know them. You can leave it empty."),
        limit=300,
        required=False,
        size="s",
    )
    about_us = Tick(gettext_lazy("It is about somebody who works or volunteers with you. They will not be told."))
    danger = Radios(
        gettext_lazy("Are they in danger now?"),
        [
            (Danger.YES, gettext_lazy("Yes"), gettext_lazy("Please ring 999 first: they come at once, we do not.")),
            (Danger.NO, gettext_lazy("No, not at this moment")),
            (Danger.UNSURE, gettext_lazy("I don't know")),
        ],
        required=False,
        size="s",
    )
    answer = Radios(
        gettext_lazy("How may we answer you safely?"),
        [
            (Answer.NOT, gettext_lazy("Please don't answer me")),
            (Answer.TEXT, gettext_lazy("By text")),
            (Answer.EMAIL, gettext_lazy("By e-mail")),
            (Answer.CALL, gettext_lazy("By a call")),
            (Answer.OTHER, gettext_lazy("Another way, as I say here")),
        ],
        hint=gettext_lazy("Only if nobody else reads or hears it. All we say is that we have it."),
        required=False,
        size="s",
    )
    answer_to = Text(gettext_lazy("The number or address that is safe"), limit=254, required=False, size="s")
    answer_note = Text(
        gettext_lazy("When, and what we must not say"),
        hint=gettext_lazy("Mornings only. Ask for Pat. Say you are the dentist."),
        limit=300,
        required=False,
        size="s",
    )
    key = Hidden()
    of = Hidden()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        how, to = given.get("answer") or "", given.get("answer_to", "").strip()
        if how == Answer.EMAIL and "@" not in to:
            self.add_error("answer_to", _("Enter an e-mail address like name@example.org"))
        elif how in (Answer.TEXT, Answer.CALL):
            number = phones.normalise(to)
            if number is None:
                self.add_error("answer_to", _("Enter a phone number with all its digits, like 01632 960001"))
            given["answer_to"] = number or to
        elif how == Answer.OTHER and not (to or given.get("answer_note")):
            self.add_error("answer_note", _("Say how we may answer you, or choose “Please don't answer me”"))
        return given

    def said(self, lane: str, language: str) -> Said:
        """What was said, as the act takes it."""
        given = self.cleaned_data
        return Said(
            words=given["words"],
            about_words=given["about_words"],
            about_us=given["about_us"],
            danger=given["danger"] or Danger.UNSURE,
            lane=lane,
            answer=given["answer"] or Answer.NOT,
            answer_to=given["answer_to"] if given["answer"] not in ("", Answer.NOT) else "",
            answer_note=given["answer_note"],
            language=language,
            client_key=f"worried:{given['key'][:80]}" if given["key"] else "",
        )
