"""What the answers of the public form come to: one ``Wanted``, and the lines read through before it is sent."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from kith.asks import in_time, kinds
from kith.asks.forms.steps import STEPS, Answers, kind_of, order
from kith.asks.models import Knows, PartnersMay
from kith.asks.wanted import Wanted, Where
from kith.kit import phones, postcodes, when
from kith.kit.forms import Phone
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places.models import Place

# How to reach them and who must not know are kept with the person, and shown only to those who may see that.
_KEPT_APART = frozenset({"you", "neighbour", "reach"})
_HOURS: dict[str, tuple[time, time]] = {
    "morning": (time(9), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
}


def wanted_of(answers: Answers, *, near: Place | None, key: str, asker_language: str, now: datetime) -> Wanted:
    """The ask that these answers make. Whatever could not be read is kept as written and marked to be checked."""
    kind, words = kind_of(answers), words_of(answers)
    knows = str(answers.get("who", {}).get("knows") or Knows.SELF)
    needed = when.parse(str(answers.get("when", {}).get("when", "")), now)
    details = _details(answers, kind, words)
    return Wanted(
        words=words,
        kind=kind,
        where=_where(answers),
        about=_about(answers, knows, asker_language),
        details=details,
        knows=knows,
        asker=None if knows == Knows.SELF else _asker(answers, asker_language),
        asker_relation=str(answers.get("you", {}).get("relation", ""))[:100],
        partners_may=str(answers.get("neighbour", {}).get("partners") or PartnersMay.ASK_FIRST),
        need_by=needed.end,
        need_by_words=needed.words,
        lane="web",
        help_at_door=str(answers.get("door", {}).get("door", "")),
        client_key=f"web:{key}",
        to_check=tuple(_to_check(answers, needed.problem)),
        as_given={"form": {name: dict(given) for name, given in answers.items() if name not in _KEPT_APART}},
        near=near,
    )


def too_late(answers: Answers, place: Place | None, now: datetime) -> str:
    """What helps now, where there is less time than finding somebody takes; empty where there is enough."""
    kind, needed = kind_of(answers), when.parse(str(answers.get("when", {}).get("when", "")), now)
    hours = place.typed_settings if place is not None else None
    return in_time.instead(kind) if in_time.is_too_late(kind, needed.end, now, hours) else ""


def words_of(answers: Answers) -> str:
    """Their own sentence; the quick word where they wrote none."""
    need = answers.get("need", {})
    return str(need.get("words", "")) or str(kinds.KINDS[kind_of(answers)].quick)


def _where(answers: Answers) -> Where:
    given = {name: str(value) for name, value in answers.get("where", {}).items()}
    line, village, meet = given.get("line", ""), given.get("village", ""), given.get("meet", "")
    address = ", ".join(part for part in (line, village if line else "", meet) if part)
    written = given.get("postcode", "")
    return Where(postcode=postcodes.normalise(written) or written, street=line, community=village, address=address)


def _about(answers: Answers, knows: str, page_language: str) -> About:
    reach, door, language = (answers.get(name, {}) for name in ("reach", "door", "language"))
    neighbour = answers.get("neighbour", {})
    # Somebody else's page says nothing of the language the person speaks.
    usual = page_language if knows == Knows.SELF else "en"
    hidden = str(neighbour.get("must_not_know", "")).splitlines()
    return About(
        name=str(reach.get("name", ""))[:200],
        reaches=_reaches(reach),
        language=str(language.get("language") or usual)[:12],
        interpreter="wanted" if language.get("interpreter") == "yes" else "",
        hear_at_door=str(door.get("hear", ""))[:300],
        talk_with_me=str(door.get("talk", ""))[:300],
        further_away=neighbour.get("neighbour") == "far",
        must_not_know=tuple(name.strip()[:200] for name in hidden if name.strip()),
    )


def _asker(answers: Answers, page_language: str) -> About:
    you = answers.get("you", {})
    number = phones.normalise(str(you.get("phone", "")))
    reaches = (Reach(number, safe=str(you.get("safe") or Safe.NOT_ASKED)),) if number else ()
    return About(name=str(you.get("name", ""))[:200], reaches=reaches, language=page_language)


def _reaches(reach: Any) -> tuple[Reach, ...]:
    """The number and the address they gave. Without an answer to "is it safe?" nothing but please-ring may leave."""
    safe = str(reach.get("safe") or Safe.NOT_ASKED)
    opens, closes = _HOURS.get(str(reach.get("hours")), (None, None))
    silent = not reach.get("voicemail")
    number = phones.normalise(str(reach.get("phone", "")))
    values = [value for value in (number, str(reach.get("email", ""))) if value]
    return tuple(Reach(value, safe, opens, closes, no_voicemail=silent) for value in values)


def _details(answers: Answers, kind: str, words: str) -> dict[str, str]:
    told = {name: str(value) for name, value in answers.get("more", {}).items() if value}
    known = {asked.name for asked in kinds.KINDS[kind].fields}
    return {**kinds.details_from(kind, words), **{name: value for name, value in told.items() if name in known}}


def _to_check(answers: Answers, when_problem: str) -> list[str]:
    checks = [when_problem] if when_problem else []
    several = [slug for slug, _words in kinds.guess(words_of(answers))]
    if len(several) > 1 and not answers.get("need", {}).get("kind"):
        named = ", ".join(str(kinds.KINDS[slug].name) for slug in several)
        checks.append(_("More than one thing was asked for: %(kinds)s.") % {"kinds": named})
    for step in ("you", "reach"):
        number = str(answers.get(step, {}).get("phone", ""))
        if number and phones.normalise(number) is None:
            checks.append(_("This phone number could not be read: %(number)s.") % {"number": number[:60]})
    before = str(answers.get("reach", {}).get("before", ""))
    if before:
        checks.append(_("They have talked with one of us before: %(words)s.") % {"words": before[:120]})
    return checks


def read_through(answers: Answers) -> list[tuple[str, str, str]]:
    """Every answer as (question, answer, step), so that each can be changed before it is sent."""
    lines: list[tuple[str, str, str]] = []
    for step in order(answers):
        form = STEPS[step](answers=answers)
        given = answers.get(step)
        if given is None:
            lines.append((str(form.title), "", step))
            continue
        for name, field in form.fields.items():
            shown = _shown(field, given.get(name))
            if shown or name in _ALWAYS:
                lines.append((str(field.label), shown, step))
        if not any(line[2] == step for line in lines):
            lines.append((str(form.title), "", step))
    return lines


_ALWAYS = frozenset({"words", "knows", "neighbour", "phone", "safe"})


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(field, Phone):
        number = phones.normalise(str(value or ""))
        return phones.said(number) if number else str(value or "")
    choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    return choices.get(str(value), str(value or ""))
