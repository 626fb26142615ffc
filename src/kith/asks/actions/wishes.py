"""What the person or their asker says on their own page: another time, who may look, their word by text."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from kith.asks import codes, saying
from kith.asks.actions.history import happened
from kith.asks.actions.to_holder import write_to_holder
from kith.asks.models import Ask, AskerMay
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.people import actions as people
from kith.people.actions import About
from kith.people.models import Person
from kith.people.queries import safe_number
from kith.trail.verbs import Verb

MOST_WORDS = 500


def wish(*, ask: Ask, words: str, by: Actor, now: datetime, another_time: bool = False) -> None:
    """Somebody writes from their page: something to add, or another time. What was said first is never edited.

    Whoever has the ask is told at once and decides. Records it. Empty words change nothing.
    """
    words = words.strip()[:MOST_WORDS]
    if not words:
        return
    with whole():
        said = (_("Another time, please: %(words)s") if another_time else _("Added: %(words)s")) % {"words": words}
        happened(ask=ask, verb=Verb.ASK_ADDED_TO, staff=said, person=said, by=by, now=now)
        _tell_holder(ask, said, by, now)


def let_look(*, ask: Ask, may: str, by: Actor, now: datetime, name: str = "") -> None:
    """The person says what somebody else may read of this ask: everything, when it is done, or nothing. Records it.

    ``name`` writes down somebody new, where nobody asked for them; they get a code of their own.
    """
    with whole():
        ask.asker_may = AskerMay(may).value
        if ask.asker is None and name.strip():
            about = About(name=name.strip()[:200], language=ask.person.language)
            ask.asker = people.write_down(about=about, place=ask.place, controller=ask.controller, by=by, now=now)
        put(ask, "asker_may", "asker")
        staff = str(_("Who may look at this has changed: %(may)s.")) % {"may": ask.get_asker_may_display()}
        happened(ask=ask, verb=Verb.TRUSTED_CHANGED, staff=staff, by=by, now=now)


def say_code_again(*, ask: Ask, by: Actor, now: datetime) -> None:
    """Somebody rang because they no longer have their code, and a colleague reads it out. Changes nothing; records it.

    The code opens the person's own page, so who was shown it stands where the person can read it.
    """
    with whole():
        staff = str(_("Their code was shown to a colleague, to be read out again."))
        happened(ask=ask, verb=Verb.ASK_CODE_SAID, staff=staff, by=by, now=now)


def text_my_word(*, ask: Ask, to: Person, by: Actor, now: datetime) -> Message | None:
    """Text the reference and the code to whoever asked for that, only to a number that is safe. Records it.

    None where no number is safe to text. Twice is once.
    """
    route = safe_number(to)
    if route is None:
        return None
    asker = ask.asker_id == to.id
    code = codes.asker_code_of(ask) if asker else codes.code_of(ask)
    with whole():
        letter = Letter(
            kind="your-word",
            body=saying.your_word(ask, to, codes.said(code)),
            key=f"your-word:{ask.id}:{ask.code_version}:{to.id}",
            about_id=ask.id,
            about_label=ask.reference,
            about_person=ask.person if asker else None,
        )
        audience = "asker" if asker else "person"
        message = outbox.write(letter=letter, route=route, audience=audience, place=ask.place, by=by, now=now)
        happened(ask=ask, verb=Verb.ASK_SEEN, staff=str(_("Their word was texted to them.")), by=by, now=now)
    return message


def _tell_holder(ask: Ask, said: str, by: Actor, now: datetime) -> None:
    write_to_holder(
        ask=ask,
        kind="they-wrote",
        body=saying.they_wrote(ask, said),
        key=f"they-wrote:{ask.id}:{int(now.timestamp())}:{sha256(said.encode()).hexdigest()[:12]}",
        urgent=bool(ask.urgency),
        by=by,
        now=now,
    )
