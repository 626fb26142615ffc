"""Which words go with which news of an ask: in the reader's language, from the place that has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.asks import kinds
from kith.asks.models import Ask
from kith.asks.queries import hours_sentence
from kith.asks.said_again import again
from kith.asks.visit_words import word_of
from kith.kit import phones
from kith.kit.clock import local
from kith.outbox import words
from kith.outbox.words import About, From, Said
from kith.outbox.words.shape import text_of
from kith.people.models import Person
from kith.people.queries import safe_contact_of
from kith.places.queries import is_open

# What somebody who asked for another hears whatever the person allows; it says nothing about the person.
ALWAYS_TO_ASKER = frozenset({"we-have-it", "ask-them-first", "they-said-yes", "they-were-asked"})


def address_of(path: str) -> str:
    """The whole address of a page of this instance."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def sender_of(ask: Ask) -> From:
    """Whom a message is from: the team that has the ask, and the number to ring."""
    team = ask.promise.team
    number = team.phone or ask.place.phone
    return From(place=team.name, phone=phones.said(number) if number else "")


def about(ask: Ask, now: datetime, link: str = "") -> About:
    """The four answers of an ask, as every message carries them."""
    promise = ask.promise
    assert promise.holder is not None
    return About(
        sender=sender_of(ask),
        who=promise.holder.user.name.split()[0],
        hear_by=promise.next_contact_by or now,
        now=now,
        reference=ask.reference,
        meanwhile=again(promise.meanwhile),
        happening=again(promise.explanation),
        link=link,
    )


def to_person(ask: Ask, news: str, now: datetime, link: str = "", was: datetime | None = None, who: str = "") -> Said:
    """What the person reads of a piece of news, in their language. ``was`` is the date given before; ``who`` had it."""
    with translation.override(ask.person.language):
        here = about(ask, now, link)
        if news == "handed-back":
            return words.somebody_else_is_sought(here, name=who)
        if news == "not-heard":
            return words.not_heard_from(here, name=who)
        if news == "partner-not-in-touch":
            return words.partner_was_not_in_touch(here, name=who)
        if news == "partner-not-known":
            return words.not_known_whether_in_touch(here, name=who)
        return _PERSON.get(news, _still_looking)(ask, here, was or now)


def to_asker(ask: Ask, news: str, now: datetime, link: str = "") -> Said:
    """What somebody who asked for another reads: the same whether or not the person is known to us."""
    reader = ask.asker.language if ask.asker is not None else "en"
    with translation.override(reader):
        sender, what, here = sender_of(ask), str(kinds.KINDS[ask.kind].name), about(ask, now, link)
        if news in ("we-have-it", "ask-them-first"):
            return words.asker_we_have_it(
                sender, what=what, who=here.who, reference=ask.reference, hear_by=here.hear_by, now=now
            )
        if news == "they-said-yes":
            return words.asker_they_said_yes(sender, may=ask.asker_may, what=what, reference=ask.reference)
        if news == "they-were-asked":
            return words.asker_they_were_asked(sender, reference=ask.reference)
        if news == "done":
            return words.asker_done(sender, what=what, reference=ask.reference)
        return words.asker_news(here)


def please_ring(ask: Ask, to: Person, now: datetime) -> Said:
    """The message that says nothing, from the name they know us by, else the first name of whoever has this."""
    holder, said = ask.promise.holder, safe_contact_of(to)
    caller = holder.user.name.split()[0] if holder is not None else "Pat"
    with translation.override(to.language):
        return words.safe_wording((said.call_ourselves if said is not None else "") or caller)


def your_word(ask: Ask, reader: Person, code: str) -> str:
    """The reference and the code as a text, in the reader's language. It does not say what was asked."""
    with translation.override(reader.language):
        sender = sender_of(ask)
        values = {"place": sender.place, "reference": ask.reference, "code": code, "phone": sender.phone}
        return text_of(
            _("%(place)s: your word is %(reference)s and your code is %(code)s.") % values,
            _("Need us? Ring %(phone)s.") % values if sender.phone else "",
        )


def envelope(ask: Ask) -> str:
    """Where a letter goes, line by line; empty where it would not arrive."""
    streets = [line.strip() for line in re.split(r"[,\n]", ask.address) if line.strip()]
    if not streets or not ask.postcode:
        return ""
    streets = [line for line in streets if line.casefold() != ask.postcode.casefold()]
    return "\n".join([ask.person.name or _("The person who asked us"), *streets[:5], ask.postcode])


def by_post(ask: Ask, said_then: str, now: datetime) -> str:
    """News as a letter. It is read days later, so it begins with the day on which "today" was said."""
    sender = sender_of(ask)
    written = _("Written on %(day)s.") % {"day": date_format(local(now), "l j F Y")}
    ring = _("You can ring us on %(phone)s.") % {"phone": sender.phone} if sender.phone else ""
    return "\n\n".join(part for part in (written, said_then, ring, sender.place) if part)


def letter_heading(ask: Ask) -> str:
    """The line above a letter: from whom, and its reference."""
    return f"{sender_of(ask).place}: {ask.reference}"[:200]


def they_wrote(ask: Ask, words: str) -> str:
    """What whoever has the ask reads when the person or the asker wrote on their own page."""
    return text_of(_("%(reference)s: they wrote on their page.") % {"reference": ask.reference}, words)


def about_a_partner(ask: Ask, words: str) -> str:
    """What whoever has the ask reads when a partner that said yes was, or was not, in touch."""
    return text_of(f"{ask.reference}:", words)


def seen_words(ask: Ask) -> str:
    """A line of history: the person says that they know."""
    return _("They have seen it, and say so.")


def told_words(how: str) -> str:
    """A line of history: somebody told them."""
    return _("They were told %(how)s.") % {"how": how}


Say = Callable[[Ask, About, datetime], Said]


def _we_have_it(ask: Ask, here: About, was: datetime) -> Said:
    hours = "" if is_open(ask.place, here.now) else hours_sentence(ask.place, here.who, here.now)
    return words.we_have_it(here, what=str(kinds.KINDS[ask.kind].name), hours=hours)


def _coming(ask: Ask, here: About, was: datetime) -> Said:
    name = ask.taker or here.who
    return words.somebody_is_coming(
        here, kind=ask.kind, name=name, word=word_of(ask), start=ask.coming_from, end=ask.coming_to or ask.need_by
    )


def _partner_has_it(ask: Ask, here: About, was: datetime) -> Said:
    return words.a_partner_has_it(here, name=ask.taker, word=word_of(ask))


def _been_in_touch(ask: Ask, here: About, was: datetime) -> Said:
    return words.have_they_been_in_touch(here, name=ask.taker)


def _moved(ask: Ask, here: About, was: datetime) -> Said:
    return words.moved_a_date(here, was=was, why="")


def _late(ask: Ask, here: About, was: datetime) -> Said:
    return words.we_are_late(here, was=was)


def _cannot(ask: Ask, here: About, was: datetime) -> Said:
    instead = _("the pharmacy") if ask.kind == "prescription" and ask.details.get("pharmacy_phone") else ""
    phone = str(ask.details.get("pharmacy_phone", "")) if instead else ""
    return words.cannot_be_in_time(here, need_by=ask.need_by or here.hear_by, instead=instead, instead_phone=phone)


def _done(ask: Ask, here: About, was: datetime) -> Said:
    name = ask.taker or here.who
    return words.done(here.sender, kind=ask.kind, name=name, reference=ask.reference, link=here.link)


def _not_done(ask: Ask, here: About, was: datetime) -> Said:
    what = str(kinds.KINDS[ask.kind].name)
    return words.not_done(here.sender, what=what, why=ask.ended_why, reference=ask.reference)


def _did_not_come(ask: Ask, here: About, was: datetime) -> Said:
    return words.it_did_not_come(here)


def _still_looking(ask: Ask, here: About, was: datetime) -> Said:
    return words.still_looking(here)


_PERSON: dict[str, Say] = {
    "we-have-it": _we_have_it,
    "somebody-is-coming": _coming,
    "a-partner-has-it": _partner_has_it,
    "been-in-touch": _been_in_touch,
    "moved": _moved,
    "late": _late,
    "cannot-be-in-time": _cannot,
    "done": _done,
    "not-done": _not_done,
    "did-not-come": _did_not_come,
}
