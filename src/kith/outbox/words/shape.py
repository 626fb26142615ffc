"""How is a message put together, so that it fits a text, a letter and a card? The words themselves are beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said

ONE_TEXT, LONGEST_TEXT = 160, 320
CARD_WORDS = 60
# What a phone network carries without doubling the price; anything else makes a text of 70 signs.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO = frozenset("^{}\\[~]|€")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "`": "'"}
)


@dataclass(frozen=True)
class Said:
    """One message in its shapes: a letter or e-mail, a text, and a card of at most sixty words."""

    subject: str
    body: str
    sms: str
    card: str = ""


@dataclass(frozen=True)
class From:
    """Who writes: the place as people call it, and the number to ring, as it is said."""

    place: str
    phone: str


@dataclass(frozen=True)
class About:
    """What every message to a person carries besides its news: the four answers and the reference.

    ``who`` is the one of us who has this. ``meanwhile`` is empty for the usual: ring us. ``happening`` is for the
    letter, where there is more to say than the news itself. ``wants_ok`` asks for an OK, because a message that
    left has told nobody yet.
    """

    sender: From
    who: str
    hear_by: datetime
    now: datetime
    reference: str
    meanwhile: str = ""
    happening: str = ""
    link: str = ""
    wants_ok: bool = True


def gsm_length(text: str) -> int | None:
    """How many signs the text takes on a phone network, or None when it needs the wide alphabet."""
    if not all(sign in _GSM or sign in _GSM_TWO for sign in text):
        return None
    return len(text) + sum(sign in _GSM_TWO for sign in text)


def segments(text: str) -> int:
    """How many texts the network sends, and charges, for this one."""
    length = gsm_length(text)
    single, each = (160, 153) if length is not None else (70, 67)
    signs = length if length is not None else len(text.encode("utf-16-be")) // 2
    return 1 if signs <= single else -(-signs // each)


def clip(text: str, most: int) -> str:
    """The text in one line, cut after a whole word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 3].rsplit(" ", 1)[0] if " " in line[: most - 3] else line[: most - 3]
    return f"{cut.rstrip(' ,;:.')}..."


def sentence_of(text: str, most: int = 110) -> str:
    """Somebody's own words as a sentence: clipped, and ended with a full stop."""
    line = capital(clip(text, most))
    return line if not line or line[-1] in ".!?؟。" else f"{line}."


def capital(text: str) -> str:
    """The text as a sentence of its own begins."""
    return text[:1].upper() + text[1:]


def text_of(*parts: str, link: str = "") -> str:
    """Sentences as one text: curly signs made plain, never longer than two; a link only where it fits."""
    words = " ".join(part.strip() for part in parts if part.strip()).translate(_PLAIN)
    words = clip(words, LONGEST_TEXT)
    return f"{words} {link}" if link and len(words) + 1 + len(link) <= LONGEST_TEXT else words


def card_of(*parts: str) -> str:
    """Sentences as a card: one to a line, the longest cut first until it holds at most sixty words."""
    lines = [part.strip() for part in parts if part.strip()]
    while sum(len(line.split()) for line in lines) > CARD_WORDS:
        longest = max(range(len(lines)), key=lambda number: len(lines[number].split()))
        words = lines[longest].removesuffix("...").split()
        lines[longest] = f"{' '.join(words[:-1]).rstrip(',;:.')}..."
    return "\n".join(lines)


def to_person(subject: str, news: str, about: About, *, after: str = "", usual: str = "", named: bool = True) -> Said:
    """A message to the person: the news, then who has this, when they will hear, meanwhile, and the reference.

    ``after`` is a line that belongs to the news and must not be lost; ``usual`` is the meanwhile where none is given.
    ``named`` puts the place first in the text.
    """
    who = _("%(who)s has this.") % {"who": clip(about.who, 40) or _("One of us")}
    hear = _("You will hear %(by)s.") % {"by": said.by(about.hear_by, about.now)}
    meanwhile = sentence_of(about.meanwhile) or usual or _("Need it sooner? Ring %(phone)s.")
    meanwhile = meanwhile.replace("%(phone)s", about.sender.phone)
    ref = _("Ref %(reference)s.") % {"reference": about.reference}
    place = clip(about.sender.place, 40)
    first = _("%(place)s: %(news)s") % {"place": place, "news": news} if named else news
    ends = (after, who, hear, meanwhile, ref, _("Reply OK.") if about.wants_ok else "")
    room = LONGEST_TEXT - len(" ".join(part for part in ends if part)) - 1
    lines = (capital(news), after, who, hear, meanwhile)
    return Said(
        subject=subject,
        body=_letter(capital(news), after, about, meanwhile),
        sms=text_of(clip(first, room), *ends, link=about.link),
        card=card_of(place, *lines, ref if about.sender.phone in meanwhile else f"{about.sender.phone}. {ref}"),
    )


def _letter(news: str, after: str, about: About, meanwhile: str) -> str:
    lines = [
        " ".join(part for part in (news, after) if part),
        "",
        _("What is happening: %(text)s") % {"text": sentence_of(about.happening, 600) or news},
        _("Who has this: %(text)s") % {"text": about.who or _("One of us")},
        _("You will hear by: %(text)s") % {"text": said.point(about.hear_by, about.now)},
        _("Meanwhile: %(text)s") % {"text": meanwhile},
        "",
        _("Your reference is %(reference)s.") % {"reference": about.reference},
    ]
    if about.link and about.wants_ok:
        lines.append(_("Please open this page and press 'I have seen this': %(link)s") % {"link": about.link})
    elif about.link:
        lines.append(_("See what is happening: %(link)s") % {"link": about.link})
    return "\n".join([*lines, "", signed(about.sender)])


def signed(sender: From) -> str:
    """The end of a letter."""
    return _("%(place)s, %(phone)s") % {"place": sender.place, "phone": sender.phone}


def short(subject: str, *parts: str, sender: From | None = None, link: str = "") -> Said:
    """A message of a few sentences that is the same as a text and as a letter."""
    words = " ".join(part for part in parts if part)
    letter = "\n\n".join(part for part in (words, link, signed(sender) if sender else "") if part)
    return Said(subject, letter, text_of(*parts, link=link), card_of(*parts))
