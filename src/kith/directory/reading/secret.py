"""Which entries are about something that must not be found: a refuge, a safe house. On doubt, a person looks first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.kit.text import fold
from kith.kit.words import gettext as _

_REFUGE = (
    r"\brefuges?\b(?! (?:area|point|chamber|island|bin))|\bwom[ea]n'?s'? (?:aid|refuges?|shelters?)\b"
    r"|\bsafe[ -]?houses?\b|\bsafe accommodation\b|\bsanctuary (?:scheme|house)s?\b|\bmen'?s refuge"
    r"|\bshelters? for (?:wom[ae]n|victims|survivors|abused|battered)"
    r"|\bdomestic (?:abuse|violence) (?:refuge|shelter|hous)"
)
_ABUSE = (
    r"\bdomestic (?:abuse|violence)\b|\b(?:honou?r)[ -]based\b|\bforced marriages?\b|\bmodern slavery\b|\btrafficked\b"
    r"|\bhuman trafficking\b|\brape crisis\b|\bsexual (?:assault|abuse|violence)\b|\bwitness protection\b"
    r"|\b(?:flee|escap)ing (?:abuse|violence)|\bsanctuary\b|\bundisclosed\b|\bsecret (?:location|address)\b"
    r"|\bstalking\b|\bidva\b|\bisva\b"
)
_SAID = (
    r"\bconfidential(?:ity)?\b.{0,25}\b(?:address|location|venue)|\b(?:address|location|venue)\b.{0,25}\b(?:is |kept )?"
    r"(?:confidential|withheld|undisclosed|not disclosed|secret|private)\b"
)
_ALONE = r"(?:confidential|withheld|undisclosed|not disclosed|secret|private|address (?:withheld|on request))\W*"
_STRONG, _DOUBT, _TOLD, _ONLY = map(re.compile, (_REFUGE, _ABUSE, _SAID, _ALONE))
_FLAGS = frozenset(
    {"confidential", "is_confidential", "confidential_address", "confidential_location", "hide_address", "is_private",
     "address_confidential", "address_withheld", "private_address", "hidden_address", "sensitive_location"}
)  # fmt: skip
_YES = frozenset({"true", "yes", "y", "1", "confidential", "private", "hidden", "withheld"})
# Not about anywhere that somebody lives in hiding.
_HARMLESS = re.compile(
    r"\b(?:wildlife|animals?|cats?|dogs?|donkeys?|birds?|horses?|hedgehogs?|nature|climate) [a-z]{0,12} ?"
    r"(?:refuges?|sanctuar(?:y|ies))"
)


@dataclass(frozen=True)
class Secret:
    """Whether an entry must show its phone and area only, and why a person should look before it is shown at all."""

    confidential: bool = False
    held_why: str = ""


OPEN = Secret()


def judge(name: str, description: str, terms: Iterable[str], location_words: str, flagged: bool) -> Secret:
    """What is known from the source's own mark, from its name and kind, and from what it says of itself."""
    title = _HARMLESS.sub(" ", fold(name).replace("\u2019", "'"))
    kinds = fold(" . ".join(terms)).replace("\u2019", "'")
    says = _HARMLESS.sub(" ", fold(f"{description} . {location_words}").replace("\u2019", "'"))
    strong, strong_kind = _STRONG.search(title), _STRONG.search(kinds)
    if flagged or _TOLD.search(says):
        return Secret(True)
    if strong or strong_kind:
        found = strong or strong_kind
        assert found is not None
        return Secret(True)
    doubt = _STRONG.search(says) or _DOUBT.search(f"{title} . {kinds} . {says}")
    if doubt:
        why = _(
            "It may be somewhere that must not be found: “%(words)s” stands in it. May it be shown with its address?"
        )
        return Secret(True, why % {"words": doubt.group()[:60]})
    return OPEN


def flagged(item: Mapping[str, Any]) -> bool:
    """Whether the source itself marks this as not to be found, by a field or in place of the address."""
    for name, value in item.items():
        word = str(name).casefold().replace(" ", "_").replace("-", "_")
        if word in _FLAGS and fold(str(value)) in _YES:
            return True
    lines = [item.get("name"), *(one.get("address_1") for one in item.get("addresses") or [] if isinstance(one, dict))]
    return any(isinstance(one, str) and _ONLY.fullmatch(fold(one)) is not None for one in lines)
