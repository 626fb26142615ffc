"""What do we say to a colleague? Short, with the next thing to do; no more about a person than finding them needs."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.kit import said
from kith.outbox.words.shape import Said, clip, sentence_of, short


def sign_in_code(*, code: str, minutes: int) -> Said:
    """A one-time code. We never ask anybody to tell us one."""
    shown = f"{code[:3]} {code[3:]}" if len(code) == 6 else code
    words = _("Kith: %(code)s is your code to sign in.") % {"code": shown}
    lasts = ngettext("It works for %(n)s minute.", "It works for %(n)s minutes.", minutes) % {"n": minutes}
    return short(_("Your code to sign in"), words, lasts, _("Nobody from Kith ever asks for it."))


def promise_due(*, label: str, hear_by: datetime, now: datetime, place: str) -> Said:
    """Somebody is owed a word."""
    values = {"label": clip(label, 60), "place": clip(place, 40), "by": said.by(hear_by, now)}
    if hear_by <= now:
        words = _("%(place)s: %(label)s was to hear %(by)s and has not. Please tell them now.") % values
    else:
        words = _("%(place)s: %(label)s is to hear %(by)s.") % values
    return short(_("Due: %(label)s") % values, words)


def tell_them(*, name: str, how: str, hear_by: datetime, now: datetime, reference: str) -> Said:
    """A telling that only a person can do: a card, a letter, a visit or a call."""
    values = {"name": clip(name, 40), "how": clip(how, 30), "by": said.by(hear_by, now), "reference": reference}
    words = _("Please tell %(name)s %(by)s: %(how)s. The words are on %(reference)s.") % values
    return short(_("Please tell %(name)s") % values, words)


def nobody_at_the_door(*, name: str, who: str, phone: str, reference: str, by: datetime, now: datetime) -> Said:
    """A volunteer found nobody: a person looks into it now."""
    values = {"name": clip(name, 30), "who": clip(who, 40), "phone": phone, "reference": reference}
    return short(
        _("Nobody answered: %(reference)s") % values,
        _("%(name)s called on %(who)s and nobody answered. We do not know yet that they are all right.") % values,
        _("Please find out %(by)s.") % {"by": said.by(by, now)},
        _("%(name)s: %(phone)s. Ref %(reference)s.") % values,
    )


def went_a_step(*, reference: str, what: str, why: str) -> Said:
    """Whoever has an ask hears that others are asked about it now. It stays theirs, and nothing has to be done."""
    values = {"reference": reference, "what": clip(what, 40)}
    return short(
        _("Others are asked now: %(reference)s") % values,
        _("%(reference)s, %(what)s.") % values,
        sentence_of(why, 120),
        _("You still have it, and need do nothing. If more of yours move on now, they are on Today."),
    )


def handed_to_you(*, label: str, reason: str, hear_by: datetime, now: datetime) -> Said:
    """A promise has a new holder."""
    values = {"label": clip(label, 60), "by": said.by(hear_by, now)}
    return short(
        _("You have this now: %(label)s") % values,
        _("You have this now: %(label)s. They are to hear %(by)s.") % values,
        sentence_of(reason, 100),
    )


def did_not_reach(*, label: str, why: str, by: datetime, now: datetime) -> Said:
    """A message could not be delivered: somebody tells them another way."""
    values = {"label": clip(label, 60), "by": said.by(by, now)}
    return short(
        _("Did not arrive: %(label)s") % values,
        _("Our message about %(label)s did not arrive. Please tell them another way %(by)s.") % values,
        sentence_of(why, 100),
    )
