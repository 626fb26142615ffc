"""What another program may send: every field, how it is read, and what it comes to.

It asks what the public form asks, and what it was told becomes an ask by the very same way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from django.core.exceptions import ValidationError as NotValid
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, model_validator

from kith.asks import kinds
from kith.asks.forms.meaning import wanted_of
from kith.asks.forms.steps import Answers
from kith.asks.models import AskerMay, Knows, Lane, PartnersMay
from kith.asks.spoken import SPOKEN
from kith.asks.wanted import Wanted
from kith.kit.clock import LONDON
from kith.kit.phones import normalise
from kith.people.models import Safe
from kith.places.models import Place

MOST_WORDS = 20_000
if TYPE_CHECKING:
    Kind: TypeAlias = str
    SafeWay: TypeAlias = str
    Knowing: TypeAlias = str
    Allowed: TypeAlias = str
    ByPartners: TypeAlias = str
    Spoken: TypeAlias = str
else:
    # One of a list that is kept elsewhere: named in the description, and refused where it is none of them.
    Kind = Literal[tuple(kinds.KINDS)]
    SafeWay = Literal[tuple(str(one) for one in (Safe.YES, Safe.PLEASE_RING, Safe.NO))]
    Knowing = Literal[tuple(str(one) for one in Knows)]
    Allowed = Literal[tuple(str(one) for one in AskerMay)]
    ByPartners = Literal[tuple(str(one) for one in PartnersMay)]
    Spoken = Literal[tuple(code for code, _name in SPOKEN)]
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def _no_nothing(words: str) -> str:
    if "\0" in words:
        raise ValueError(_("Leave out the character of number 0: no text has one."))
    return words.strip()


def _email(written: str) -> str:
    try:
        validate_email(written)
    except NotValid:
        raise ValueError(_("This is no e-mail address. It should look like name@example.org.")) from None
    return written


def _phone(written: str) -> str:
    if normalise(written) is None:
        raise ValueError(_("This is no phone number we can ring. It should look like 01632 960 999."))
    return written


Line = Annotated[str, Field(max_length=300), AfterValidator(_no_nothing)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_no_nothing)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_no_nothing), AfterValidator(_email)]
Phone = Annotated[str, Field(max_length=40), AfterValidator(_no_nothing), AfterValidator(_phone)]


class Strict(Schema):
    """Refuses a field we do not know: a slip in a name must not lose what was meant."""

    model_config = ConfigDict(extra="forbid")


class WhereIn(Strict):
    """Where the help is needed. Any one of these is enough."""

    postcode: Annotated[str, Field(max_length=20), AfterValidator(_no_nothing)] = Field(
        default="", examples=["ZZ31 4AB"]
    )
    line: Line = Field(default="", description="House number or name, and street.")
    village: Name = Field(default="", description="Village or town.")
    meet: Line = Field(default="", description="Where there is no address: the place you would meet them.")

    @model_validator(mode="after")
    def _somewhere(self) -> WhereIn:
        if not (self.postcode or self.line or self.village or self.meet):
            raise ValueError(_("Give a postcode, a street and village, or a place where we could meet them."))
        return self


class PersonIn(Strict):
    """The person the help is for. Everything may be left out."""

    name: Name = ""
    phone: Phone | None = None
    email: Email | None = None
    safe: SafeWay = Field(
        default=Safe.PLEASE_RING.value,
        description="Is it safe to text, ring or write there? Unless somebody asked them and they said yes, "
        "we only ever say please ring.",
    )
    hours: Literal["any", "morning", "afternoon", "evening"] = "any"
    voicemail: bool = Field(default=False, description="Whether they said that we may leave a voicemail.")
    language: Spoken = Field(default="en", description="The language to talk in.")
    interpreter: bool = False
    hear_at_door: Line = Field(default="", description="How they hear us at the door.")
    talk_with_them: Line = Field(default="", description="How to talk with them.")
    further_away: bool = Field(default=False, description="They want somebody from further away, not a neighbour.")
    must_not_know: list[Name] = Field(default=[], max_length=20, description="Names of those who must not know.")


class AskerIn(Strict):
    """Whoever asked for somebody else. Leave it out where the person asks for themselves."""

    name: Name = ""
    phone: Phone | None = None
    safe: SafeWay = Safe.PLEASE_RING.value
    relation: Annotated[str, Field(max_length=100), AfterValidator(_no_nothing)] = Field(
        default="", examples=["daughter"]
    )


class AskIn(Strict):
    """One ask. Say more than one thing in more than one ask."""

    words: Annotated[str, Field(max_length=MOST_WORDS), AfterValidator(_no_nothing)] = Field(
        default="", description="What they need, in their own words and language. Needed where no kind is given."
    )
    kind: Kind | None = Field(default=None, description="What sort of help. Left out, it is read from the words.")
    details: dict[str, Annotated[str, Field(max_length=1000), AfterValidator(_no_nothing)]] = Field(
        default={}, description="What its own kind asks, such as how shopping is paid. The names are below."
    )
    where: WhereIn
    knows: Knowing = Field(
        description="Does the person know? self: they ask for themselves. said-yes: somebody asked them and they "
        "said yes. not-yet: they don't know yet, and one of us speaks with them first."
    )
    they_allow: Allowed = Field(
        default=AskerMay.NOTHING.value,
        description="What the person said you may be told of this ask. Only with said-yes or self.",
    )
    partners_may: ByPartners = Field(
        default=PartnersMay.ASK_FIRST.value,
        description="May a local business, group or service be asked as well? yes: the person said so. ask-first: we "
        "ask them before we do. no: neighbours only.",
    )
    person: PersonIn = PersonIn()
    asker: AskerIn | None = None
    need_by: Annotated[str, Field(max_length=200), AfterValidator(_no_nothing)] = Field(
        default="",
        description="When it is needed by: a time as 2027-03-01T16:00:00Z, or words as people say them.",
        examples=["2027-03-01T16:00:00Z", "tomorrow before 4"],
    )
    at_door: Line = Field(default="", description="Steps, a dog, where to knock.")
    your_reference: Annotated[str, Field(max_length=80), AfterValidator(_no_nothing)] = Field(
        default="", description="What you call it yourself. It is kept with the ask and said back to you."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> AskIn:
        if not self.words and self.kind is None:
            raise ValueError(_("Write what they need in words, or give its kind. A word or two is enough."))
        if self.knows == Knows.SELF and self.asker is not None:
            raise ValueError(_("Somebody who asks for themselves has no asker. Leave asker out, or say said-yes."))
        if self.knows == Knows.NOT_YET and self.they_allow != AskerMay.NOTHING:
            raise ValueError(
                _("Nobody has asked them yet, so they cannot have allowed anything. Leave they_allow out.")
            )
        if self.knows == Knows.NOT_YET and self.partners_may == PartnersMay.YES:
            raise ValueError(
                _("Nobody has asked them yet, so they cannot have said yes to partners. Leave partners_may out.")
            )
        self._own_questions()
        return self

    def _own_questions(self) -> None:
        asked: dict[str, dict[str, str]] = (
            {one.name: dict(one.choices) for one in kinds.KINDS[self.kind].fields} if self.kind else {}
        )
        for name, told in self.details.items():
            if name not in asked:
                known = ", ".join(asked) or _("none, as no kind is given")
                words = {"name": name, "known": known}
                raise ValueError(_("details has no “%(name)s” for this kind. It may have: %(known)s.") % words)
            if asked[name] and told not in asked[name]:
                words = {"name": name, "choices": ", ".join(asked[name])}
                raise ValueError(_("“%(name)s” in details must be one of: %(choices)s.") % words)


def wanted_from(sent: AskIn, *, near: Place, key: str, now: datetime) -> Wanted:
    """The ask that was sent, read as the public form's answers are."""
    wanted = wanted_of(_answers(sent), near=near, key=key, asker_language="en", now=now)
    needed = _moment(sent.need_by)
    given: dict[str, Any] = {"your_reference": sent.your_reference} if sent.your_reference else {}
    if needed is not None:
        wanted = replace(wanted, need_by=needed, need_by_words=sent.need_by)
    return replace(
        wanted,
        lane=Lane.PROGRAM.value,
        client_key=key,
        asker=wanted.asker if sent.asker is not None else None,
        asker_may=sent.they_allow,
        as_given={**wanted.as_given, **given},
    )


def _moment(written: str) -> datetime | None:
    """A time in ISO 8601; one without a zone is on the clocks here. None for words."""
    if not _ISO.match(written):
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)


def _answers(sent: AskIn) -> Answers:
    person, asker, where = sent.person, sent.asker or AskerIn(), sent.where
    return {
        "need": {"words": sent.words, "kind": sent.kind or ""},
        "where": {"postcode": where.postcode, "line": where.line, "village": where.village, "meet": where.meet},
        "who": {"knows": sent.knows},
        "you": {"name": asker.name, "phone": asker.phone or "", "safe": asker.safe, "relation": asker.relation},
        "neighbour": {
            "neighbour": "far" if person.further_away else "yes",
            "partners": sent.partners_may,
            "must_not_know": "\n".join(" ".join(name.split()) for name in person.must_not_know),
        },
        "reach": {
            "name": person.name,
            "phone": person.phone or "",
            "email": person.email or "",
            "safe": person.safe,
            "hours": person.hours,
            "voicemail": person.voicemail,
        },
        "when": {"when": "" if _moment(sent.need_by) else sent.need_by},
        "more": dict(sent.details),
        "door": {"hear": person.hear_at_door, "talk": person.talk_with_them, "door": sent.at_door},
        "language": {"language": person.language, "interpreter": "yes" if person.interpreter else "no"},
    }
