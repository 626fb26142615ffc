"""What sorts of ask there are, and what each needs to be asked, to be offered and to be waited for.

``guess`` reads a kind out of somebody's own sentence; the words always stay, and a person may choose another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.asks import kind_words
from kith.kit import when
from kith.kit.clock import local
from kith.kit.words import gettext as _
from kith.kit.words import gettext_lazy
from kith.matching.eligible import CHECKS as CHECK_LEVELS

LATE_IN_THE_DAY = 16
YES, NO, DONT_KNOW = "yes", "no", "dont-know"
NO_MONEY_UP_FRONT = gettext_lazy("No card, PIN or money up front. Nobody from us will ever ask for one.")


@dataclass(frozen=True)
class Field:
    """One question of a kind. ``choices`` are (value, words); none means an open box."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Effort:
    """How much it takes, as the card says it before anybody says yes."""

    bags: int = 0
    minutes: int = 30
    steps: bool = False
    dog: bool = False


@dataclass(frozen=True)
class Kind:
    """One sort of ask.

    ``name`` fits into "your ask for ..."; ``title`` stands alone; ``offer`` opens the card a volunteer reads.
    ``usually`` is the need-by when nobody said one, in words that ``kit.when`` reads. ``claim_lasts`` is how long a
    volunteer's yes holds without another word, before they are asked about it and it comes back. ``indoors``: whoever
    does it goes into somebody's home, and says when they go in and when they are out.
    """

    slug: str
    name: str
    title: str
    quick: str
    offer: str
    meanwhile: str
    usually: str
    fields: tuple[Field, ...] = ()
    effort: Effort = Effort()
    needs_address: bool = True
    by_phone: bool = False
    indoors: bool = False
    claim_lasts: timedelta = timedelta(hours=3)


PAYMENTS: tuple[tuple[str, str], ...] = (
    ("shop-by-phone", gettext_lazy("Pay the shop by phone")),
    ("receipt", gettext_lazy("Volunteer's receipt, paid back by the scheme")),
    ("cash-at-door", gettext_lazy("Cash counted at the door after delivery")),
    ("shop-account", gettext_lazy("Shop account")),
)
_YES_NO: tuple[tuple[str, str], ...] = (
    (YES, gettext_lazy("Yes")),
    (NO, gettext_lazy("No")),
    (DONT_KNOW, gettext_lazy("I don't know")),
)
_ALL = (
    Kind(
        slug="shopping",
        name=gettext_lazy("shopping"),
        title=gettext_lazy("Shopping"),
        quick=gettext_lazy("shopping"),
        offer=gettext_lazy("Shopping for somebody"),
        meanwhile=gettext_lazy("If you have nothing to eat today, ring us now. Please give nobody money up front."),
        usually="tomorrow",
        fields=(
            Field("list", gettext_lazy("What to buy"), gettext_lazy("One thing on each line, if you can.")),
            Field("shop", gettext_lazy("Which shop, if it matters")),
            Field("paid", gettext_lazy("How it is paid"), NO_MONEY_UP_FRONT, PAYMENTS),
        ),
        effort=Effort(bags=2, minutes=40),
    ),
    Kind(
        slug="prescription",
        claim_lasts=timedelta(hours=2),
        name=gettext_lazy("a prescription"),
        title=gettext_lazy("Prescription"),
        quick=gettext_lazy("prescription"),
        offer=gettext_lazy("A prescription to bring to somebody"),
        meanwhile=gettext_lazy(
            "If you may run out before then, ring your pharmacy: they can often help today. If you feel ill, ring 111."
        ),
        usually="today",
        fields=(
            Field("pharmacy", gettext_lazy("Which pharmacy")),
            Field("ready", gettext_lazy("Is it ready to collect?"), "", _YES_NO),
            Field(
                "careful",
                gettext_lazy("Is any of it a controlled medicine, or kept in the fridge?"),
                gettext_lazy("Then only a volunteer whose checks we have seen may carry it."),
                _YES_NO,
            ),
        ),
        effort=Effort(bags=0, minutes=30),
    ),
    Kind(
        slug="call",
        claim_lasts=timedelta(hours=4),
        name=gettext_lazy("a call"),
        title=gettext_lazy("Call"),
        quick=gettext_lazy("a call"),
        offer=gettext_lazy("A friendly call to somebody"),
        meanwhile=gettext_lazy("To talk to somebody now, day or night, ring Samaritans on 116 123. It costs nothing."),
        usually="tomorrow",
        fields=(
            Field("times", gettext_lazy("Good times to ring")),
            Field("about", gettext_lazy("What you like to talk about")),
        ),
        effort=Effort(minutes=20),
        needs_address=False,
        by_phone=True,
    ),
    Kind(
        slug="dog_walk",
        name=gettext_lazy("a dog walk"),
        title=gettext_lazy("Dog walk"),
        quick=gettext_lazy("a dog walked"),
        offer=gettext_lazy("A dog to walk"),
        meanwhile=gettext_lazy("If the dog needs a vet, ring the vet first and then us."),
        usually="tomorrow",
        fields=(
            Field("dog", gettext_lazy("The dog's name, size and ways")),
            Field("lead", gettext_lazy("Where the lead and key are")),
        ),
        effort=Effort(minutes=45, dog=True),
    ),
    Kind(
        slug="post",
        claim_lasts=timedelta(hours=6),
        name=gettext_lazy("something posted"),
        title=gettext_lazy("Post"),
        quick=gettext_lazy("something posted"),
        offer=gettext_lazy("Post to take for somebody"),
        meanwhile=gettext_lazy("Keep it by the door. Please give nobody a card or a PIN."),
        usually="tomorrow",
        fields=(
            Field("what", gettext_lazy("What is to be posted or fetched")),
            Field("paid", gettext_lazy("How stamps are paid, if they are wanted")),
        ),
        effort=Effort(minutes=20),
    ),
    Kind(
        slug="parcel",
        claim_lasts=timedelta(hours=6),
        name=gettext_lazy("a parcel"),
        title=gettext_lazy("Parcel"),
        quick=gettext_lazy("a parcel"),
        offer=gettext_lazy("A parcel to carry for somebody"),
        meanwhile=gettext_lazy("Keep the card or number that came with it: whoever fetches it may need it."),
        usually="this week",
        fields=(
            Field("where", gettext_lazy("Where it is, or where it goes")),
            Field("size", gettext_lazy("How big and heavy it is")),
        ),
        effort=Effort(bags=1, minutes=30),
    ),
    Kind(
        slug="welfare_check",
        claim_lasts=timedelta(minutes=30),
        name=gettext_lazy("a visit to see that somebody is all right"),
        title=gettext_lazy("Visit to see that somebody is all right"),
        quick=gettext_lazy("somebody to check I'm all right"),
        offer=gettext_lazy("A knock to see that somebody is all right"),
        meanwhile=gettext_lazy("If you think somebody is hurt or in danger, ring 999. If they are ill, ring 111."),
        usually="in 2 hours",
        fields=(Field("worry", gettext_lazy("What makes you think of them today")),),
        effort=Effort(minutes=20),
        indoors=True,
    ),
    Kind(
        slug="other",
        claim_lasts=timedelta(hours=6),
        name=gettext_lazy("something else"),
        title=gettext_lazy("Something else"),
        quick=gettext_lazy("something else"),
        offer=gettext_lazy("A hand for somebody"),
        meanwhile=gettext_lazy("If it becomes urgent, ring us. If you are ill, ring 111."),
        usually="this week",
        fields=(Field("more", gettext_lazy("Anything else we should know")),),
        effort=Effort(minutes=45),
        indoors=True,
    ),
)
KINDS: dict[str, Kind] = {kind.slug: kind for kind in _ALL}
QUICK = ("shopping", "prescription", "call", "dog_walk", "welfare_check", "other")
CHOICES: list[tuple[str, str]] = [(kind.slug, kind.title) for kind in _ALL]


@dataclass(frozen=True)
class Checks:
    """What a kind of ask needs, and the highest that may lawfully be asked for of whoever does it.

    ``most`` holds for everybody; ``most_in_care`` where it is done for people who need it because of their age, illness
    or a disability. ``why`` is the reason, as a sentence for whoever asked for more.
    """

    needs: str
    most: str
    most_in_care: str
    why: str


_DOORSTEP = gettext_lazy("It is done at the door, in a shop or out of doors: a basic check is the most.")
_HEALTH = gettext_lazy("Bringing medicine for a health service: a standard check is the most.")
_MONEY = gettext_lazy(
    "Shopping with the money of people who need it because of age, illness or disability: an enhanced check with the "
    "barred lists. For anybody else a basic check is the most."
)
_REGULAR = gettext_lazy(
    "Spending time regularly with people who need it because of age, illness or disability: an enhanced check. "
    "For anybody else a basic check is the most."
)
_UNKNOWN = gettext_lazy("It may be anything, so nothing above a basic check may be asked for.")
# "prescription, careful" is one with a controlled or chilled medicine. Read by a safeguarding lead before it is relied
# on: the law is on what is done and for whom, and this says it in the words of what we do.
CHECKS: dict[str, Checks] = {
    "shopping": Checks("none", "basic", "barred", _MONEY),
    "prescription": Checks("none", "basic", "standard", _HEALTH),
    "prescription, careful": Checks("basic", "basic", "standard", _HEALTH),
    "call": Checks("none", "basic", "enhanced", _REGULAR),
    "dog_walk": Checks("none", "basic", "basic", _DOORSTEP),
    "post": Checks("none", "basic", "basic", _DOORSTEP),
    "parcel": Checks("none", "basic", "basic", _DOORSTEP),
    "welfare_check": Checks("basic", "basic", "enhanced", _REGULAR),
    "other": Checks("none", "basic", "basic", _UNKNOWN),
}


def checks_for(slug: str, details: Mapping[str, object]) -> Checks:
    """The line of the table for one ask."""
    careful = slug == "prescription" and details.get("careful") in (YES, True)
    return CHECKS["prescription, careful" if careful else slug]


def checks_needed(slug: str, details: Mapping[str, object]) -> str:
    """The level of check a volunteer must have had. A controlled or chilled medicine needs one."""
    return checks_for(slug, details).needs


def most_to_ask(slugs: Iterable[str], in_care: bool) -> tuple[str, str]:
    """The highest level that may be asked for of somebody who does these kinds, and why it is no higher."""
    lines = [CHECKS[slug] for slug in slugs if slug in CHECKS]
    if not lines:
        return "none", _("They do nothing yet that a check may be asked for.")
    best = max(lines, key=lambda line: CHECK_LEVELS[line.most_in_care if in_care else line.most])
    return (best.most_in_care if in_care else best.most), best.why


def wanting(slug: str, details: Mapping[str, object]) -> str:
    """What must be known before this can be offered to anybody: a sentence, or empty when nothing is wanting."""
    if slug == "shopping" and details.get("paid") not in dict(PAYMENTS):
        return _("Ask how the shopping will be paid: it cannot be offered before that is known.")
    return ""


def need_by_default(slug: str, now: datetime) -> datetime:
    """By when, if nobody said. "Today" asked for late in the day is by noon tomorrow."""
    usually = KINDS[slug].usually
    if usually == "today" and local(now).hour >= LATE_IN_THE_DAY:
        usually = "tomorrow 12:00"
    return when.parse(usually, now).end or now + timedelta(days=1)


def effort(slug: str, words: str, details: Mapping[str, object], at_door: str = "") -> Effort:
    """How much it takes, from the usual effort of the kind and what was said about this one."""
    usual = KINDS[slug].effort
    listed = str(details.get("list") or words)
    things = len([part for part in re.split(r"[,;\n]|\band\b", listed) if part.strip()])
    bags = min(6, max(1, -(-things // 8))) if slug == "shopping" and things > 2 else usual.bags
    around = f"{words} {at_door}".lower()
    return Effort(
        bags=bags,
        minutes=usual.minutes + 10 * max(0, bags - 2),
        steps=bool(re.search(r"\b(?:steps?|stairs|floor|upstairs|flight)\b", around)),
        dog=usual.dog or bool(re.search(r"\b(?:dogs?|puppy)\b(?! food)", around)),
    )


def details_from(slug: str, words: str) -> dict[str, str]:
    """What the words already answer of the kind's own questions; nothing is made up."""
    text = kind_words.plain(words)
    found: dict[str, str] = {}
    if slug == "shopping":
        found |= {"list": listed} if (listed := kind_words.listed(words)) else {}
        found |= {"paid": paid} if (paid := kind_words.payment(text)) else {}
        found |= {"shop": shop} if (shop := kind_words.shop(words)) else {}
    elif slug == "prescription":
        found |= {"pharmacy": pharmacy} if (pharmacy := kind_words.pharmacy(words)) else {}
        found |= {"ready": ready} if (ready := kind_words.ready(text)) else {}
        found |= {"careful": YES} if kind_words.CAREFUL.search(text) else {}
    return found


def guess(words: str) -> list[tuple[str, str]]:
    """The asks in a sentence, each kind once, as (slug, the words that say it), in the order they were said.

    "Shopping + prescription, and could someone walk the dog" holds three. What fits no kind stays with its neighbour;
    words of no kind at all are one ask of "something else". Empty words hold none.
    """
    found: dict[str, list[str]] = {}
    waiting: list[str] = []
    latest = ""
    for piece in kind_words.pieces(words):
        slug = kind_words.kind_of(kind_words.plain(piece))
        if slug is None and not latest:
            waiting.append(piece)
            continue
        latest = slug or latest
        found.setdefault(latest, []).extend([*waiting, piece])
        waiting = []
    if not found and words.strip():
        return [("other", words.strip())]
    if len(found) == 1:
        return [(slug, words.strip()) for slug in found]
    return [(slug, ", ".join(parts)) for slug, parts in found.items()]
