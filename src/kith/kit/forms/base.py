"""What every form and field of ours shares: drawing itself, and errors as instructions.

It knows no single kind of field; those are in ``texts`` and ``choices``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from kith.kit.jinja_env import the_environment

Params = dict[str, Any]
Words = str | Promise


def macro(component: str, name: str) -> Any:
    """One of nhsuk-frontend-jinja's macros, ready to call with its parameters."""
    template = the_environment().get_template(f"nhsuk/components/{component}/macro.jinja")
    return getattr(template.module, name)


class DrawnField(BoundField):
    """A field of a form that is being shown. ``draw()`` is all a template needs."""

    def draw(self, heading: bool = False, **changes: Any) -> Markup:
        """The whole field. ``changes`` are ``label``, ``hint``, ``size`` (s, m, l, xl) and parameters of the macro."""
        field: Any = self.field
        if self.is_hidden:
            return Markup(str(self))  # noqa: S704
        label: Params = {"text": str(changes.pop("label", self.label)), "size": changes.pop("size", field.size)}
        if heading:
            label |= {"isPageHeading": True, "size": "xl"}
        params: Params = {"id": self.auto_id, "name": self.html_name}
        hint = changes.pop("hint", self.help_text)
        if hint:
            params["hint"] = {"text": str(hint)}
        if self.errors:
            params["errorMessage"] = {"text": str(self.errors[0]), "visuallyHiddenText": _("Please mend")}
        params |= field.params(self, label)
        return Markup(macro(*field.macro)({**params, **changes}))  # noqa: S704

    @property
    def typed(self) -> str:
        """What is in the field now, as text: what was typed, else what it began with."""
        value = self.value()
        return "" if value is None else str(value)


class Drawable:
    """Mixed into Django's fields: how the field looks and what it says when it is empty.

    ``missing`` is the instruction shown when a needed field is empty: "Enter what you need".
    """

    macro: tuple[str, str]
    error_messages: dict[str, Any]
    default_missing: Words = gettext_lazy("Fill this in")

    def __init__(
        self,
        label: Words,
        *,
        hint: Words = "",
        missing: Words = "",
        size: str = "m",
        attributes: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.size = size
        self.attributes = attributes or {}
        super().__init__(label=label, help_text=hint, bound_field_class=DrawnField, **kwargs)  # type: ignore[call-arg]
        self.error_messages["required"] = missing or self.default_missing

    def params(self, drawn: DrawnField, label: Params) -> Params:
        """The macro's parameters beyond id, name, hint and error."""
        raise NotImplementedError


class KithForm(forms.Form):
    """The base of every form of ours."""

    bound_field_class = DrawnField
    use_required_attribute = False  # our own sentence says what is missing, not the browser's bubble

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def summary(self) -> Markup:
        """What has to be mended, each line a link to its field."""
        if not self.is_bound or not self.errors:
            return Markup("")
        lines = [{"text": str(error)} for error in self.non_field_errors()]
        found = [(name, str(error)) for name in self.errors if name in self.fields for error in self.errors[name]]
        often = Counter(words for _name, words in found)
        for name, words in found:
            # The same sentence more than once says nothing: then each says where.
            said = f"{self.fields[name].label}: {words}" if often[words] > 1 else words
            lines.append({"text": said, "href": f"#{self[name].auto_id}"})
        summary = macro("error-summary", "errorSummary")
        return Markup(summary({"titleText": _("Nothing is lost. Please mend this:"), "errorList": lines}))  # noqa: S704

    def draw(self) -> Markup:
        """Every field in order, the hidden ones last."""
        drawn = [self[name].draw() for name in self.fields if not self[name].is_hidden]  # type: ignore[attr-defined]
        return Markup("\n").join([*drawn, self.hidden()])

    def hidden(self) -> Markup:
        """The hidden fields alone, for a page that draws the others one by one."""
        return Markup("\n").join(Markup(str(field)) for field in self.hidden_fields())  # noqa: S704
