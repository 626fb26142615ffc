"""The ladder of one place and kind as a form: which steps, how much of the time, and how many are asked on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from kith.dispatch.rungs import USUAL, Rung, Rungs, mistakes
from kith.dispatch.strips import where
from kith.kit.forms import KithForm, Number, Tick
from kith.matching import Level

_LABELS = {
    "share": gettext_lazy("Share of the time, in 100"),
    "floor": gettext_lazy("At least, in minutes"),
    "most": gettext_lazy("Ask at most"),
    "target": gettext_lazy("Chance of a yes aimed at, in 100"),
    "minutes": gettext_lazy("How far, in minutes by road"),
}


@dataclass(frozen=True)
class Part:
    """One step of the form: its heading, the tick that switches it on, and its numbers."""

    level: str
    name: str
    on: BoundField | None
    numbers: tuple[BoundField, ...]


class EditLadder(KithForm):
    """Every step, the ones not in use with the numbers they would begin with. A person's phone is always on."""

    def __init__(self, *args: Any, rungs: Rungs, kind: str, **kwargs: Any) -> None:
        """Begin with these rungs. ``kind`` says what a person's phone needs at least."""
        self.kind = kind
        kept = {rung.level: rung for rung in rungs}
        super().__init__(*args, **kwargs)
        for level in Level:
            rung = kept.get(level, USUAL[level])
            if level is not Level.PERSON:
                self.fields[f"{level}_on"] = Tick(_("Ask here"), required=False, initial=level in kept)
            for name, value in _numbers(rung).items():
                self.fields[f"{level}_{name}"] = Number(_LABELS[name], initial=value, required=False, size="s")

    @property
    def parts(self) -> list[Part]:
        """The steps in order, each with its own fields."""
        return [
            Part(
                level.value,
                where(level),
                self[f"{level}_on"] if f"{level}_on" in self.fields else None,
                tuple(self[f"{level}_{name}"] for name in _LABELS if f"{level}_{name}" in self.fields),
            )
            for level in Level
        ]

    def rungs(self) -> Rungs:
        """What was given, the steps that are on, in order."""
        given = self.cleaned_data
        return tuple(_rung(level, given) for level in Level if level is Level.PERSON or given.get(f"{level}_on"))

    def summary(self) -> Markup:
        """What has to be mended, each with its step: the same numbers stand on every one."""
        labels = {name: field.label for name, field in self.fields.items()}
        for part in self.parts:
            for number in part.numbers:
                number.field.label = f"{part.name}, {str(number.field.label)[:1].lower()}{str(number.field.label)[1:]}"
        drawn = super().summary()
        for name, label in labels.items():
            self.fields[name].label = label
        return drawn

    def clean(self) -> dict[str, Any]:
        """Look at the whole: shares that make 100, and time enough for a person to ring round."""
        given = super().clean() or {}
        missing = False
        for level in Level:
            if level is not Level.PERSON and not given.get(f"{level}_on"):
                continue
            for name in _numbers(USUAL[level]):
                key = f"{level}_{name}"
                if given.get(key) is None and key not in self.errors:
                    self.add_error(key, _("%(where)s: enter a number.") % {"where": where(level)})
                missing = missing or given.get(key) is None
        if not missing:
            for said in mistakes(self.rungs(), self.kind):
                self.add_error(None, said.in_words_of(_))
        return given


def _numbers(rung: Rung) -> dict[str, int]:
    """The numbers of a rung as people give them: shares and chances in 100."""
    numbers = {"share": round(rung.share * 100), "floor": rung.floor_minutes}
    if rung.level is Level.PERSON:
        return numbers
    numbers |= {"most": rung.most_offers}
    if rung.level is not Level.PARTNER:
        numbers |= {"target": round(rung.target * 100)}
    return numbers | ({"minutes": rung.minutes} if rung.level is Level.NEARBY else {})


def _rung(level: Level, given: dict[str, Any]) -> Rung:
    usual = USUAL[level]
    return Rung(
        level,
        (given.get(f"{level}_share") or 0) / 100,
        given.get(f"{level}_floor") or 0,
        given.get(f"{level}_most") or 0,
        (given.get(f"{level}_target") or round(usual.target * 100)) / 100,
        given.get(f"{level}_minutes") or usual.minutes,
    )
