"""What single cells of a spreadsheet say: yes, no, nobody, a name with a number beside it, a street in an address."""

from __future__ import annotations

import re

from kith.asks.kind_words import plain
from kith.kit import phones
from kith.kit.text import fold, one_line

_BLANK_WORDS = "na,n a,none,nil,nothing,no need,blank,tbc,null,nan,not applicable"
_BLANK = frozenset(["", *_BLANK_WORDS.split(",")])
_YES_WORDS = (
    "y yes yeah yep ok okay fine true 1 x ✓ ✔ ☑ tick ticked sure both either 👍 agreed confirmed given oes ydi ie نعم "
    "tak так da sim oui 1.0"
)
_YES = frozenset(_YES_WORDS.split())
_NO_WORDS = "n no nope false 0 never dont not ✗ ✘ ❌ nac na لا nie ні nu non 0.0"
_NO = frozenset(_NO_WORDS.split())
_NOBODY_WORDS = (
    "anon,anonymous,unknown,not given,not known,rather not say,prefer not to say,withheld,no name,somebody,na,n a,none"
)
_NOBODY = frozenset(_NOBODY_WORDS.split(","))
_OTHERS_WORDS = (
    "self herself himself themselves me myself them person phone telephone website web online facebook whatsapp "
    "leaflet poster form email walk-in post text hotline helpline own unknown"
)
_NOT_AN_ASKER = frozenset(_OTHERS_WORDS.split())
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_STREET = re.compile(
    r"(?i)\b((?:[\w'’.-]+ ){1,4}(?:street|st|road|rd|lane|ln|close|avenue|ave|way|drive|terrace|hill|court|"
    r"crescent|square|"
    r"gardens|row|meadow|view|quay|place|strand|park|rise|walk|green|cross|grove|bank|ridge|fields))\b\.?(?=$|,|\n| )"
)
_COUNTIES = frozenset({"devon", "north devon", "torridge", "cornwall", "somerset", "uk", "united kingdom", "england"})
_HOUSE = re.compile(r"(?i)^\s*(?:flat\s+\w+\s*,?\s*)?(?:no\.?\s*)?\d+\s*[a-z]?\b[\s,]*")
_VAGUE = re.compile(r"(?i)\d|^(?:by|near|outside|behind|meet|at|no|the place|beside|opposite)\b")
_DOOR = re.compile(
    r"(?i)\d|,|\b(?:cottage|farm|house|flat|barn|lodge|bungalow|villa|caravan|boat|the|meet|outside|by|beside|"
    r"behind|near|"
    r"opposite|above|no address|station|park)\b"
)
AT_THE_DOOR = re.compile(
    r"\b(?:deaf|hearing|cant hear|cannot hear|hear the|knock|torch|ring the bell|key ?safe|back door|side door|"
    r"steps|blind|"
    r"wheelchair|frame|intercom|buzzer|lets? (?:him|her) self in|give (?:her|him) time|slow to (?:the|answer))\b"
)
FURTHER_AWAY = re.compile(
    r"\b(?:(?:not|no|dont want) (?:a |any |her |his |my )?(?:neighbou?rs?|locals?)|nobody local|no one local|"
    r"not local|"
    r"(?:some(?:body|one) )?from further away|further away please|out of (?:the )?village)\b"
)
_POINTER = re.compile(r"(?:please )?(?:see|as per|in|as in) (?:the )?(?:notes?|comments?|details?|below)")
_DONE = re.compile(r"\b(?:done|complete[d]?|closed|finished|cancelled|canceled|delivered|resolved|no longer|wneud)\b")
_NOT_DONE = re.compile(r"\b(?:not|to be|un|half|part)\b")
_LANGUAGES = {
    "arabic": "ar", "العربية": "ar", "عربي": "ar", "bengali": "bn", "bangla": "bn", "sylheti": "syl", "bsl": "bfi",
    "sign": "bfi", "cantonese": "yue", "chinese": "zh", "dari": "prs", "english": "en", "farsi": "fa",
    "persian": "fa", "french": "fr", "german": "de", "hindi": "hi", "hungarian": "hu", "italian": "it", "kurdish": "ku",
    "lithuanian": "lt", "mandarin": "zh", "pashto": "ps", "polish": "pl", "polski": "pl", "portuguese": "pt",
    "punjabi": "pa", "romanian": "ro", "russian": "ru", "somali": "so", "spanish": "es", "tigrinya": "ti",
    "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy", "cymraeg": "cy",
}  # fmt: skip


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "n/a"."""
    if len(cell) > 40:
        return not cell.strip()
    return plain(cell) in _BLANK and not re.search(r"[?؟]", cell) and answer(cell) != "yes"


def is_pointer(cell: str) -> bool:
    """Whether a cell only says to look in the notes."""
    return bool(
        re.fullmatch(
            r"(?:please )?(?:see|as per|in|as in) (?:the )?(?:notes?|comments?|details?|below)", plain(cell[:60])
        )
    )


def answer(cell: str, loosely: bool = False) -> str:
    """ "yes", "no", or empty when a cell says neither. ``loosely`` lets more words follow: "Yes - texts are fine"."""
    words = re.sub(r"[\s.,!’']+", " ", fold(cell[:40])).strip()
    if words in _YES or words in ("yes please", "all right", "alright", "text ok", "its fine"):
        return "yes"
    if words in _NO or words in ("no thanks", "no thank you", "not yet", "do not"):
        return "no"
    first = re.match(r"\s*(y|yes|n|no)\b", fold(cell[:40])) if loosely else None
    return {"y": "yes", "n": "no"}[first[1][0]] if first else ""


def safe(cell: str) -> str:
    """yes, please-ring, no or unknown. The more careful reading wins."""
    text = plain(cell[:200])
    if not text:
        return "yes" if answer(cell) == "yes" else "no" if answer(cell) == "no" else "unknown"
    if re.search(
        r"\bplease ring\b|\bonly (?:say|ring|call)\b|\b(?:ring|call|phone)s? only\b|\bno (?:texts?|messages?)\b", text
    ):
        return "please-ring"
    if re.search(r"\b(?:not safe|unsafe|do not|dont|never|not to)\b", text):
        return "no"
    found = answer(cell, loosely=True)
    if found:
        return found
    return "yes" if re.search(r"\b(?:text|sms|whatsapp|any|either|both|safe)\b", text) else "unknown"


def numbers(text: str) -> tuple[str, ...]:
    """The phone numbers of a cell, those that can be texted first."""
    return tuple(sorted(phones.find(text), key=lambda number: not phones.can_text(number)))


def without_numbers(name: str) -> str:
    """A name without the phone number somebody wrote beside it."""
    if sum(c.isdigit() for c in name) < 6:
        return name
    bare = re.sub(r"(?i)\b(?:tel|mob|mobile|phone|ph)\b[.:]?|[+(]?\d[\d\s()+.-]{6,}\d", " ", name)
    return one_line(bare).strip(" ,;:/-")


def name_in(contact: str) -> str:
    """The name in a cell that holds everything about how to reach somebody."""
    bare = _EMAIL.sub(" ", without_numbers(contact))
    return one_line(bare, 200).strip(" ,;:/-()")


def email(text: str) -> str:
    """The first e-mail address in the text, or empty."""
    match = _EMAIL.search(text[:2_000])
    return match.group().strip("'.").lower() if match else ""


def is_nobody(name: str) -> bool:
    """Whether a name says that there is none."""
    text = plain(name)
    return not re.search(r"\w", name) or text in _NOBODY


def is_not_an_asker(who: str) -> bool:
    """Whether "Referred by" names the person themselves, or a way of asking, rather than somebody."""
    return is_nobody(who) or fold(who) in _NOT_AN_ASKER


def is_self(relation: str) -> bool:
    """Whether the one who asked is the person."""
    return fold(relation) in {"self", "me", "myself", "same", "own"}


def is_a_door(address: str) -> bool:
    """Whether somebody could go there: more than the name of a street."""
    return bool(address.strip()) and bool(_DOOR.search(address))


def without_house(street: str) -> str:
    """ "12a Quay Street" is on Quay Street."""
    return _HOUSE.sub("", street).strip(" ,")


def street_and_community(address: str) -> tuple[str, str]:
    """The street and the village or town in an address, as well as its commas and words tell; each may be empty."""
    parts = [part.strip(" .") for part in re.split(r"[,\n]", address[:500]) if part.strip(" .")]
    street, after = "", parts
    for number, part in enumerate(parts):
        bare = without_house(part)
        match = _STREET.search(bare)
        if match or (bare and bare != part):
            street, after = match[1].strip() if match else bare, parts[number + 1 :]
            break
    if not street and parts and len(parts[0].split()) <= 3 and not _VAGUE.search(parts[0]):
        street, after = parts[0], parts[1:]
    towns = [part for part in after if fold(part) not in _COUNTIES and not re.search(r"\d", part)]
    return street, towns[-1] if towns and (street or len(parts) > 1) else ""


def sounds_done(status: str) -> bool:
    """Whether a status means that it is over."""
    text = plain(status)
    return answer(status) == "yes" or bool(_DONE.search(text) and not _NOT_DONE.search(text))


def language(written: str) -> str:
    """The code of a language named in English or by itself; empty when none is named."""
    words = fold(written).replace(",", " ").split()
    found = next((_LANGUAGES[word] for word in words if word in _LANGUAGES), "")
    return found or (written.lower() if re.fullmatch(r"[a-z]{2,3}", written.lower()) else "")
