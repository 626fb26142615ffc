"""Fields in which people choose. A choice is ``(value, label)`` or ``(value, label, hint)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.kit.forms.base import Drawable, DrawnField, Params, Words

Choice = tuple[str, Words] | tuple[str, Words, Words]
Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]

_CHOOSE = gettext_lazy("Choose one of these")


class _Chosen(Drawable, forms.ChoiceField):
    """Keeps the hints of the choices apart, since Django's choices are pairs."""

    def __init__(self, label: Words, choices: Choices, **kwargs: Any) -> None:
        self._offered = choices
        super().__init__(label, choices=self._pairs, **kwargs)
        self.error_messages["invalid_choice"] = _CHOOSE

    def offered(self) -> Iterable[Choice]:
        return self._offered() if callable(self._offered) else self._offered

    def offer(self, choices: Choices) -> None:
        """Other choices for this form alone: ``self.fields["kind"].offer([...])`` in its ``__init__``."""
        self._offered = choices
        self.choices = self._pairs

    def _pairs(self) -> list[tuple[str, Words]]:
        return [(choice[0], choice[1]) for choice in self.offered()]

    def items(self, chosen: Sequence[str], id_prefix: str) -> list[Params]:
        items = []
        for choice in self.offered():
            item: Params = {"value": str(choice[0]), "text": str(choice[1]), "checked": str(choice[0]) in chosen}
            if len(choice) > 2:
                item["hint"] = {"text": str(choice[2])}
            items.append(item)
        return items

    def fieldset(self, drawn: DrawnField, label: Params, chosen: Sequence[str], inline: bool) -> Params:
        shown = {"fieldset": {"legend": label}, "items": self.items(chosen, drawn.auto_id), **_first_has_the_id(drawn)}
        return {**shown, "inline": True} if inline else shown

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied: Any = super().__deepcopy__(memo)
        copied.choices = copied._pairs  # the copy's own, so that offer() on one form leaves the next alone
        return copied


class Radios(_Chosen):
    """One of a few. ``inline=True`` for two short answers."""

    macro = ("radios", "radios")
    default_missing = _CHOOSE

    def __init__(self, label: Words, choices: Choices, *, inline: bool = False, **kwargs: Any) -> None:
        self.inline = inline
        super().__init__(label, choices, **kwargs)

    def params(self, drawn: DrawnField, label: Params) -> Params:
        return self.fieldset(drawn, label, [drawn.typed], self.inline)


class YesNo(Radios):
    """Yes or no, given back as ``"yes"``, ``"no"`` or, when it may be left, ``""``."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        kwargs.setdefault("inline", True)
        super().__init__(label, [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], **kwargs)


class Checkboxes(_Chosen, forms.MultipleChoiceField):
    """Any number of these."""

    macro = ("checkboxes", "checkboxes")
    default_missing = gettext_lazy("Choose at least one of these")

    def params(self, drawn: DrawnField, label: Params) -> Params:
        value = drawn.value()
        chosen = [str(one) for one in value] if isinstance(value, list | tuple | set) else []
        return self.fieldset(drawn, label, chosen, inline=False)


class Select(_Chosen):
    """One of many. For seven or fewer use ``Radios``: they are quicker to read."""

    macro = ("select", "select")
    default_missing = _CHOOSE

    def __init__(self, label: Words, choices: Choices, *, empty: Words = "", **kwargs: Any) -> None:
        self.empty = empty
        super().__init__(label, choices, **kwargs)

    def params(self, drawn: DrawnField, label: Params) -> Params:
        first = {"value": "", "text": str(self.empty or _("Choose"))}
        offered = [
            {"value": item["value"], "text": item["text"], "selected": item["checked"]}
            for item in self.items([drawn.typed], drawn.auto_id)
        ]
        return {"label": label, "items": [first, *offered]}


class Tick(Drawable, forms.BooleanField):
    """One box with its own sentence, given back as True or False. Empty is an answer unless ``required=True``."""

    macro = ("checkboxes", "checkboxes")

    def __init__(self, label: Words, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(label, **kwargs)

    def params(self, drawn: DrawnField, label: Params) -> Params:
        item = {"value": "yes", "text": label["text"], "checked": bool(drawn.value())}
        return {"items": [item], **_first_has_the_id(drawn)}


def _first_has_the_id(drawn: DrawnField) -> Params:
    """The first choice carries the field's id and the group none: with two, its label would be the group's."""
    return {"id": None, "idPrefix": drawn.auto_id}
