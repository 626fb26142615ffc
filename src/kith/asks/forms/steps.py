"""One form for each page of asking for help. Only *what* and *where* must be answered."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.asks import kinds
from kith.asks.models import Knows
from kith.asks.spoken import SPOKEN
from kith.kit.forms import Email, KithForm, LongText, Phone, Postcode, Radios, Select, Text, Tick, When
from kith.kit.forms.base import Words
from kith.people.models import Safe

Answers = Mapping[str, Mapping[str, Any]]
MOST_WORDS = 100_000
_SAFE = (
    (Safe.YES.value, gettext_lazy("Yes, it is safe")),
    (
        Safe.PLEASE_RING.value,
        gettext_lazy("Only say 'please ring'"),
        gettext_lazy("A message then says: Hello, please ring when you can. It does not say who we are."),
    ),
    (Safe.NO.value, gettext_lazy("No, do not use it")),
)


class Step(KithForm):
    """A page of the form. ``answers`` is what the pages before it were told."""

    title: Words = gettext_lazy("Ask for help")

    def __init__(self, *args: Any, answers: Answers | None = None, **kwargs: Any) -> None:
        self.answers = answers or {}
        super().__init__(*args, **kwargs)

    @property
    def for_other(self) -> bool:
        """Whether somebody asks for somebody else."""
        return self.answers.get("who", {}).get("knows", Knows.SELF) != Knows.SELF


class Need(Step):
    """What is needed, in their own words, with six quick words beneath."""

    title = gettext_lazy("What do you need?")
    words = LongText(
        gettext_lazy("What do you need?"),
        hint=gettext_lazy("In your own words and your own language. A word or two is enough."),
        limit=None,
        rows=4,
        required=False,
    )
    kind = Radios(
        gettext_lazy("Or choose a word"),
        [(slug, kinds.KINDS[slug].quick) for slug in kinds.QUICK],
        size="s",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        words = given.get("words", "")
        if not words and not given.get("kind"):
            self.add_error("words", _("Write what you need, or choose a word. A word or two is enough."))
        if len(words) > MOST_WORDS:
            over = len(words) - MOST_WORDS
            self.add_error("words", _("Make this %(over)d characters shorter, or ring us and say it.") % {"over": over})
        return given


class Where(Step):
    """Where the help is needed. Any one line is enough."""

    title = gettext_lazy("Where is the help needed?")
    postcode = Postcode(gettext_lazy("Postcode"), required=False)
    line = Text(gettext_lazy("House number or name, and street"), autocomplete="address-line1", required=False)
    village = Text(gettext_lazy("Village or town"), autocomplete="address-level2", required=False)
    meet = Text(
        gettext_lazy("I have no address: the place you'd meet me"),
        hint=gettext_lazy("For example: by the bus station"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("postcode", "line", "village", "meet")):
            self.add_error("postcode", _("Give a postcode, a street and village, or a place where we could meet you."))
        return given


class Who(Step):
    """For oneself or for somebody else, and whether they know."""

    title = gettext_lazy("Who is it for?")
    knows = Radios(
        gettext_lazy("Who is it for?"),
        [
            (Knows.SELF.value, gettext_lazy("It is for me")),
            (Knows.SAID_YES.value, gettext_lazy("For somebody else: they said yes")),
            (
                Knows.NOT_YET.value,
                gettext_lazy("For somebody else: they don't know yet"),
                gettext_lazy("Then one of us asks them first whether they would like it."),
            ),
        ],
        required=False,
    )

    def clean_knows(self) -> str:
        return self.cleaned_data["knows"] or str(Knows.SELF.value)


class You(Step):
    """Whoever asks for somebody else: a name and a number of their own."""

    title = gettext_lazy("And you?")
    name = Text(gettext_lazy("Your own name"), autocomplete="name", required=False)
    phone = Phone(gettext_lazy("Your own phone number"), strict=False, required=False)
    safe = Radios(gettext_lazy("Is it safe to text or ring this number?"), _SAFE, size="s", required=False)
    relation = Text(gettext_lazy("How you know them"), hint=gettext_lazy("For example: daughter"), required=False)


class Neighbour(Step):
    """Home is nearest, and a neighbour is not always safe."""

    title = gettext_lazy("Is it all right if a neighbour helps?")
    neighbour = Radios(
        gettext_lazy("Is it all right if a neighbour helps?"),
        [
            ("yes", gettext_lazy("Yes")),
            (
                "far",
                gettext_lazy("Somebody from further away, please"),
                gettext_lazy("Then nobody on the street or in the village is asked, and nobody there sees this."),
            ),
        ],
        required=False,
    )
    partners = Radios(
        gettext_lazy("May we also ask a local business, group or service?"),
        [
            ("yes", gettext_lazy("Yes")),
            ("ask-first", gettext_lazy("Ask me first")),
            ("no", gettext_lazy("No")),
        ],
        hint=gettext_lazy("They hear who you are and how to reach you only after they have said yes."),
        size="s",
        required=False,
    )
    must_not_know = LongText(
        gettext_lazy("Is there anybody who must not know?"),
        hint=gettext_lazy("Their names, one on each line. We never ask them and never tell them."),
        limit=1000,
        rows=2,
        size="s",
        required=False,
    )


class Reach(Step):
    """How to reach them, and what is safe."""

    title = gettext_lazy("How can we reach you?")
    name = Text(gettext_lazy("Your name"), autocomplete="name", required=False)
    phone = Phone(gettext_lazy("Phone number"), strict=False, required=False)
    email = Email(gettext_lazy("Or an e-mail address"), required=False)
    safe = Radios(gettext_lazy("Is it safe to text or ring this number?"), _SAFE, size="s", required=False)
    hours = Radios(
        gettext_lazy("Best time"),
        [
            ("any", gettext_lazy("Any time of day")),
            ("morning", gettext_lazy("Mornings, 9 to 12")),
            ("afternoon", gettext_lazy("Afternoons, 12 to 5")),
            ("evening", gettext_lazy("Evenings, 5 to 8")),
        ],
        size="s",
        required=False,
    )
    voicemail = Tick(gettext_lazy("You may leave a voicemail"))
    before = Text(
        gettext_lazy("Have you talked with one of us before?"),
        hint=gettext_lazy("If you like, say with whom. You need not tell it all again."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_other:
            self.title = gettext_lazy("How can we reach them?")
            self.fields["name"].label = _("Their name")
            self.fields["phone"].label = _("Their phone number")
            self.fields["safe"].label = _("Is it safe to text or ring their number?")
            del self.fields["before"]


class NeededBy(Step):
    """When it is needed by, in people's own words."""

    title = gettext_lazy("When is it needed by?")
    when = When(gettext_lazy("When is it needed by?"), required=False)


class More(Step):
    """The questions of its own kind, such as how shopping is paid."""

    title = gettext_lazy("A little more, so that it goes right")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in kinds.KINDS[kind_of(self.answers)].fields:
            if asked.choices:
                self.fields[asked.name] = Radios(asked.label, asked.choices, hint=asked.hint, required=False)
            else:
                self.fields[asked.name] = LongText(asked.label, hint=asked.hint, limit=1000, rows=2, required=False)


class Door(Step):
    """What helps whoever comes."""

    title = gettext_lazy("Anything that helps at the door?")
    hear = Text(
        gettext_lazy("How you hear us at the door"),
        hint=gettext_lazy("For example: cannot hear a knock, shine a torch at the window"),
        required=False,
    )
    talk = Text(
        gettext_lazy("How to talk with you"),
        hint=gettext_lazy("For example: face me, write it down, slowly please"),
        required=False,
    )
    door = Text(
        gettext_lazy("Steps, a dog, where to knock"),
        hint=gettext_lazy("For example: two steps, a friendly dog, the side door"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_other:
            self.fields["hear"].label = _("How they hear us at the door")
            self.fields["talk"].label = _("How to talk with them")


class Language(Step):
    """The language to talk in, and whether an interpreter is wanted."""

    title = gettext_lazy("Which language is best?")
    language = Select(gettext_lazy("Which language is best?"), SPOKEN, required=False)
    interpreter = Radios(
        gettext_lazy("Would you like an interpreter?"),
        [("no", gettext_lazy("No, thank you")), ("yes", gettext_lazy("Yes, an interpreter, please"))],
        hint=gettext_lazy("We find a grown-up who speaks both languages. We never ask a child."),
        size="s",
        required=False,
    )


STEPS: dict[str, type[Step]] = {
    "need": Need,
    "where": Where,
    "who": Who,
    "you": You,
    "neighbour": Neighbour,
    "reach": Reach,
    "when": NeededBy,
    "more": More,
    "door": Door,
    "language": Language,
}
# From here on every page can be the last.
ENOUGH = tuple(STEPS)[tuple(STEPS).index("reach") :]


def kind_of(answers: Answers) -> str:
    """The kind they chose, else the one their words speak of."""
    need = answers.get("need", {})
    return str(need.get("kind") or next((slug for slug, _words in kinds.guess(str(need.get("words", "")))), "other"))


def order(answers: Answers) -> list[str]:
    """The pages that are asked, given what was said so far."""
    for_other = answers.get("who", {}).get("knows", Knows.SELF) != Knows.SELF
    return [name for name in STEPS if name != "you" or for_other]


def after(step: str, answers: Answers) -> str:
    """The page that follows; empty after the last, when the answers are read through."""
    pages = order(answers)
    return dict(pairwise(pages)).get(step, "")
