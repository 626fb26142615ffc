"""Fields in which people write. What they write keeps its own direction, and is never thrown away for being wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.kit import phones, postcodes, text
from kith.kit.forms.base import Drawable, DrawnField, Params, Words

LONGEST_LINE = 200


class Text(Drawable, forms.CharField):
    """One line. ``width`` is 2, 3, 4, 5, 10, 20 or 30 characters, where the answer has a usual length."""

    macro = ("input", "input")
    kind = "text"

    def __init__(
        self,
        label: Words,
        *,
        limit: int = LONGEST_LINE,
        width: int | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        self.limit = limit
        self.look = {"width": width, "autocomplete": autocomplete, "inputmode": inputmode}
        super().__init__(label, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.one_line(str(value or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        _refuse_longer(value, self.limit)

    def params(self, drawn: DrawnField, label: Params) -> Params:
        look = {name: given for name, given in self.look.items() if given}
        return {
            "label": label,
            "type": self.kind,
            "value": drawn.typed,
            "attributes": {"dir": "auto", **self.attributes},
            **look,
        }


class LongText(Drawable, forms.CharField):
    """Several lines, with a count of the characters left once the end is near. ``limit=None`` takes any length."""

    macro = ("character-count", "characterCount")

    def __init__(self, label: Words, *, limit: int | None = 2000, rows: int = 5, **kwargs: Any) -> None:
        self.limit = limit
        self.rows = rows
        if limit is None:
            self.macro = ("textarea", "textarea")
        super().__init__(label, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.clean(str(value or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.limit is not None:
            _refuse_longer(value, self.limit)

    def params(self, drawn: DrawnField, label: Params) -> Params:
        drawing = {
            "label": label,
            "value": drawn.typed,
            "rows": self.rows,
            "attributes": {"dir": "auto", **self.attributes},
        }
        return drawing if self.limit is None else {**drawing, **_count_words(self.limit)}


class When(Text):
    """A day or time in the person's own words: "today", "by Friday", "tomorrow morning". Kept as written."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        kwargs.setdefault("hint", gettext_lazy("In your own words: today, by Friday, tomorrow morning"))
        kwargs.setdefault("width", 20)
        super().__init__(label, **kwargs)


class Phone(Text):
    """A phone number, given back as ``+44...``; with ``strict=False`` one that we cannot read is kept as written."""

    kind = "tel"

    def __init__(self, label: Words, *, strict: bool = True, **kwargs: Any) -> None:
        self.strict = strict
        super().__init__(label, width=20, inputmode="tel", **{"autocomplete": "tel", **kwargs})

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        number = phones.normalise(written) if written else None
        if written and number is None and self.strict:
            raise ValidationError(_("Enter a phone number with all its digits, like 01632 960001"))
        return number or written

    def params(self, drawn: DrawnField, label: Params) -> Params:
        # A number reads from left to right in every script.
        return {**super().params(drawn, label), "attributes": {"dir": "ltr", **self.attributes}}


class Postcode(Text):
    """A postcode as ``ZZ31 4AB``; one that we cannot read is kept as written, because the ask goes in all the same."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, width=10, **{"autocomplete": "postal-code", **kwargs})

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        return postcodes.normalise(written) or written


class Email(Drawable, forms.EmailField):
    """An e-mail address."""

    macro = ("input", "input")

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter an e-mail address like name@example.org")
        self.validators[0].message = self.error_messages["invalid"]  # type: ignore[attr-defined]

    def params(self, drawn: DrawnField, label: Params) -> Params:
        return {
            "label": label,
            "type": "email",
            "value": drawn.typed,
            "autocomplete": "email",
            "spellcheck": False,
            "attributes": {"dir": "ltr", **self.attributes},
        }


class Number(Drawable, forms.IntegerField):
    """A whole number."""

    macro = ("input", "input")

    def __init__(self, label: Words, *, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(label, min_value=least, max_value=most, **kwargs)
        self.error_messages |= {
            "invalid": gettext_lazy("Enter a whole number, like 2"),
            "min_value": gettext_lazy("Enter %(limit_value)s or more"),
            "max_value": gettext_lazy("Enter %(limit_value)s or less"),
        }

    def params(self, drawn: DrawnField, label: Params) -> Params:
        return {
            "label": label,
            "value": drawn.typed,
            "width": 4,
            "inputmode": "numeric",
            "attributes": {"dir": "ltr", **self.attributes},
        }


class Hidden(forms.CharField):
    """A value the page carries along. Never a secret: anybody can read it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)


def _refuse_longer(written: str, limit: int) -> None:
    over = len(written) - limit
    if over > 0:
        sentence = ngettext(
            "Make this %(over)d character shorter: there is room for %(limit)d",
            "Make this %(over)d characters shorter: there is room for %(limit)d",
            over,
        )
        raise ValidationError(sentence % {"over": over, "limit": limit})


def _count_words(limit: int) -> Params:
    """The counter's sentences; the browser puts the number where ``%{count}`` stands."""
    return {
        "maxlength": limit,
        "threshold": 75,
        "textareaDescriptionText": _("There is room for %(limit)s characters") % {"limit": limit},
        "charactersUnderLimitText": {
            "one": _("Room for one more character"),
            "other": _("Room for %(n)s more characters") % {"n": "%{count}"},
        },
        "charactersAtLimitText": _("No more room"),
        "charactersOverLimitText": {
            "one": _("One character too many"),
            "other": _("%(n)s characters too many") % {"n": "%{count}"},
        },
    }
