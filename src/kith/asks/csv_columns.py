"""What the columns of a group's spreadsheet mean, whatever they are called and in whichever order they stand.

Shown to a person before anything is written. A column it does not know is kept word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.asks.kind_words import plain
from kith.kit import when
from kith.kit.csv import CsvProblem, Row, Sheet
from kith.kit.text import shorten
from kith.kit.words import gettext as _
from kith.kit.words import gettext_lazy

_SAMPLE = 200
_LONGEST_HEADING = 80

# In this order: the first that fits a heading has it. Patterns are looked for in the heading without capitals,
# accents and marks. Those that start with ^ must fit the whole of it.
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("tick:shopping", r"^(?:shopping|groceries|food(?: shop(?:ping)?)?|siopa)$"),
    ("tick:prescription", r"^(?:prescriptions?|medication|medicines?|(?:prescription|pharmacy|meds) collections?)$"),
    ("tick:dog_walk", r"^(?:dog ?walk(?:s|ing)?|dogs?|walk dog)$"),
    ("tick:call", r"^(?:(?:phone|telephone|friendly|befriending) calls?|befriending|chat|call for a chat)$"),
    ("tick:post", r"^(?:post|posting|letters|mail)$"),
    ("tick:parcel", r"^(?:parcels?|parcel collection)$"),
    ("tick:welfare_check", r"^(?:welfare|welfare checks?|check ins?|wellbeing checks?)$"),
    (
        "ignored",
        r"emergency contact|next of kin|\bnok\b|^county$|^country$|^region$|\bdob\b|date of birth|^age$|"
        r"nhs n|^why it was not taken in",
    ),
    ("taken_by", r"\b(?:taken|logged|entered|recorded|completed) by\b|call ?taker|call handler|initials"),
    ("helper", r"allocated|assigned|volunteer|matched|helper|buddy|actioned by"),
    ("must_not_know", r"must(?:nt| not) know|(?:dont|do not|not to) (?:tell|know)|keep from"),
    (
        "partners",
        r"(?:partners?|business(?:es)?|groups?)(?: or \w+)* (?:ok|okay|may help|allowed|all right)\b|"
        r"(?:may|can) we (?:also )?ask a (?:local )?(?:partner|business|group|service)",
    ),
    ("neighbour", r"neighbou?r (?:ok|helps?|allowed|okay|all right)|if a neighbou?r|further away|local volunteer ok"),
    ("access", r"access|at the door|^door|key ?safe|hearing|\bdeaf\b|mobility|disab|instructions|entry|\bentrance\b"),
    (
        "safe",
        r"(?:\bok\b|okay|safe|happy|fine|can we|may we|all right|permission|consent)(?: \w+){0,4} (?:text|ring|"
        r"call|contact|"
        r"phone|sms|whatsapp|message)|\bsafe\b|(?:text|contact|sms|call)s? ok\b|how to contact safely",
    ),
    ("knows", r"(?:do|does) (?:they|the person|she|he) know|said yes|consent|permission|are they aware|knows about"),
    (
        "asker_phone",
        r"(?:your|asker|referrer|caller|relative|family|carer)s?(?: \w+){0,2} (?:phone|tel|number|mobile|no)\b",
    ),
    (
        "asker",
        r"referr(?:ed|er)|(?:asked|requested|reported|called in) by|requester|who (?:is asking|asked|told us|"
        r"rang)|^your name$|"
        r"^(?:your )?full name of asker$|\bcaller\b|person asking|name of asker|^asker$|asking for",
    ),
    ("relation", r"relation"),
    ("interpreter", r"interpreter|translator"),
    ("language", r"language|\bspeaks?\b|spoken|^iaith$"),
    (
        "asked_at",
        r"time ?stamp|date (?:\w+ )?(?:received|requested?|asked|logged|taken|added|entered|in)\b|"
        r"date of (?:call|request|contact)|"
        r"^(?:received|created|logged|asked|requested|submitted)(?: (?:at|on))?$|start time|completion time|"
        r"(?:call|request|entry|contact) date|when asked|^date and time$|^date time$",
    ),
    (
        "need_by",
        r"need(?:ed)? by|by when|when (?:is |are )?(?:it |they |this )?(?:needed|wanted|required|for|by)|^when$|"
        r"deadline|\bdue\b|"
        r"required by|(?:date|day|time) (?:\w+ )?(?:needed|required|wanted|for)|delivery (?:date|day)|urgen|how soon|"
        r"preferred (?:day|date|time)|when (?:do|does|would)|^by$|erbyn",
    ),
    ("date", r"^(?:date|dates|day|dyddiad|time)$"),
    ("email", r"\be ?mail|^ebost$"),
    ("postcode", r"post ?code|\bp ?code\b|^zip|^pc$|cod post"),
    (
        "phone",
        r"phone|\btel\b|telephone|mobile|\bmob\b|landline|contact (?:no|num|number|nos)\b|^(?:number|cell|"
        r"whatsapp|ffon|rhif)$|"
        r"\bnumber to (?:ring|call)",
    ),
    ("contact", r"^contact(?: details?| info)?$|how (?:can|do) we reach|reach (?:you|them)"),
    ("first_name", r"first ?name|fore ?name|given name|christian name"),
    ("last_name", r"sur ?name|last ?name|family name"),
    ("title", r"^(?:title|mr mrs.*)$"),
    (
        "house",
        r"^(?:house|flat|no|property)(?: (?:no|number|name|name or number|no name))?$|door number|^number or name$",
    ),
    ("street", r"\bstreet\b|\broad\b|^(?:st|rd|stryd)$"),
    (
        "address",
        r"address|\baddr\b|^where|^location$|where (?:do|does|is|are)|lives|meeting place|meet (?:them|you)|"
        r"cyfeiriad",
    ),
    ("community", r"village|\btown\b|parish|community|\barea\b|hamlet|locality|^city$|^place$|\bward\b|\bpentref\b"),
    ("pharmacy", r"pharmacy|chemist"),
    ("list", r"shopping list|^list$|^items?$|what to buy"),
    ("shop", r"(?:which|preferred) (?:shop|supermarket)|^(?:shop|store|supermarket)$"),
    ("paid", r"\bpay|\bpaid\b|payment|money"),
    ("status", r"status|^done|completed|outcome|^closed|progress|finished"),
    (
        "name",
        r"^(?:full |their |persons? |residents? |clients? |customers? |contact )?names?$|name of|"
        r"who (?:is it for|needs|for)|^who$|"
        r"^(?:person|resident|client|customer|household|enw|neighbou?r)s?$|person (?:needing|who|in need)|name$",
    ),
    ("kind", r"\btype\b|category|^kind|^service"),
    (
        "need",
        r"need|want|request|\basks?\b|\bhelp\b|\btasks?\b|errand|^what\b|\bjob\b|requir|problem|message|tell us|"
        r"description|"
        r"support|\bangen\b",
    ),
    ("notes", r"note|comment|detail|\binfo|remark|anything|additional|^other|nodiadau|background"),
)
_READERS = tuple((role, re.compile(pattern)) for role, pattern in _HEADINGS)

# Roles that several columns may share; of the others the first column has it.
_SHARED = {"phone", "address", "need", "notes", "access", "email", "contact", "must_not_know"}
KEPT = frozenset({"ignored", "taken_by", "helper", "title", "kept"})

MEANINGS: Mapping[str, str] = {
    "name": gettext_lazy("the person's name"),
    "first_name": gettext_lazy("the person's first name"),
    "last_name": gettext_lazy("the person's last name"),
    "title": gettext_lazy("how they are addressed"),
    "phone": gettext_lazy("the person's phone"),
    "email": gettext_lazy("the person's e-mail"),
    "contact": gettext_lazy("how to reach the person"),
    "house": gettext_lazy("the house"),
    "street": gettext_lazy("the street"),
    "address": gettext_lazy("the address"),
    "community": gettext_lazy("the village or town"),
    "postcode": gettext_lazy("the postcode"),
    "need": gettext_lazy("what they need"),
    "kind": gettext_lazy("which sort of help"),
    "notes": gettext_lazy("notes"),
    "need_by": gettext_lazy("by when it is needed"),
    "asked_at": gettext_lazy("when they asked"),
    "safe": gettext_lazy("whether it is safe to text or ring"),
    "neighbour": gettext_lazy("whether a neighbour may help"),
    "partners": gettext_lazy("whether a business, group or service may be asked"),
    "must_not_know": gettext_lazy("who must not know"),
    "knows": gettext_lazy("whether the person knows"),
    "asker": gettext_lazy("who asked for them"),
    "asker_phone": gettext_lazy("the phone of whoever asked"),
    "relation": gettext_lazy("how the asker knows them"),
    "language": gettext_lazy("their language"),
    "interpreter": gettext_lazy("whether an interpreter is wanted"),
    "access": gettext_lazy("what helps at the door"),
    "pharmacy": gettext_lazy("the pharmacy"),
    "list": gettext_lazy("the shopping list"),
    "shop": gettext_lazy("the shop"),
    "paid": gettext_lazy("how it is paid"),
    "status": gettext_lazy("how far it is"),
    "kept": gettext_lazy("kept word for word"),
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the role it plays, that role in words, and its first cells as an example."""

    heading: str
    role: str
    means: str
    example: str = ""

    @property
    def is_kept_only(self) -> bool:
        """Whether we do not use it, and keep it word for word."""
        return self.role in KEPT


@dataclass(frozen=True)
class Understanding:
    """Which column means what. ``headings(role)`` are in the order of the sheet."""

    columns: tuple[Column, ...]
    encoding: str = ""
    separator: str = ","
    header_row: int = 1
    above: tuple[str, ...] = ()
    row_count: int = 0

    def headings(self, role: str) -> list[str]:
        """The headings of the columns that play this role."""
        return [column.heading for column in self.columns if column.role == role]

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """(heading, kind) of the columns that are ticked for a kind of help."""
        return [(c.heading, c.role.removeprefix("tick:")) for c in self.columns if c.role.startswith("tick:")]

    @property
    def asks_whether_safe(self) -> bool:
        """Whether the sheet says itself if people may be contacted; if not, somebody is asked once for the file."""
        return bool(self.headings("safe"))

    def sentences(self) -> list[str]:
        """What was understood, a line for each column, to be read before anything is written."""
        lines = []
        for column in self.columns:
            words = {"heading": column.heading, "means": column.means, "example": column.example}
            line = _("“%(heading)s”: %(means)s") if not column.example else _("“%(heading)s”: %(means)s (%(example)s)")
            lines.append(line % words)
        return lines


def role_of(heading: str) -> str | None:
    """The role a heading names, or None."""
    text = plain(heading[:_LONGEST_HEADING])
    return next((role for role, pattern in _READERS if pattern.search(text)), None) if text else None


def is_heading(text: str) -> bool:
    """Whether a cell reads like a heading we know: short, and not a number or a sentence."""
    return len(text) <= _LONGEST_HEADING and len(text.split()) <= 12 and role_of(text) is not None


def understand(sheet: Sheet, now: datetime) -> Understanding:
    """Which column of this sheet means what. Raises CsvProblem when no column says what anybody needs."""
    sample = [row for _n, row in zip(range(_SAMPLE), sheet.rows(), strict=False)]
    roles = _roles(sheet.header, sample, now)
    columns = tuple(
        Column(heading, role, str(_meaning(role)), _example(sample, n))
        for n, (heading, role) in enumerate(zip(sheet.header, roles, strict=True))
    )
    understood = Understanding(columns, sheet.encoding, sheet.separator, sheet.header_row, sheet.above, sheet.row_count)
    if not (understood.headings("need") or understood.headings("kind") or understood.ticks):
        names = ", ".join(f"“{name}”" for name in sheet.header[:12])
        raise CsvProblem(
            _(
                "No column of “%(file)s” says what people need. Its columns are: %(names)s. "
                "Call one of them “What do they need?” and save it again."
            )
            % {"file": sheet.path.name, "names": names}
        )
    return understood


def _meaning(role: str) -> str:
    if role.startswith("tick:"):
        return _("ticked for this sort of help")
    return MEANINGS["kept" if role in KEPT else role]


def _roles(header: Sequence[str], sample: Sequence[Row], now: datetime) -> list[str]:
    roles: list[str] = []
    for heading in header:
        role = role_of(heading) or "kept"
        taken = role in roles and role not in _SHARED
        roles.append("kept" if taken else role)
    if "name" not in roles and "first_name" not in roles and "last_name" not in roles:
        # A form that asks "Your name" and nothing about anybody else is filled in by the person.
        roles = [{"asker": "name", "asker_phone": "phone"}.get(role, role) for role in roles]
    if "need" not in roles and "notes" in roles:
        # "Details" are the need itself where nothing else says it.
        roles[roles.index("notes")] = "need"
    return [_date_role(roles, _cells(sample, n), now) if role == "date" else role for n, role in enumerate(roles)]


def _date_role(roles: Sequence[str], cells: Iterable[str], now: datetime) -> str:
    """A column called only "Date" is when they asked, unless its cells speak of what is to come."""
    if "asked_at" in roles:
        return "kept" if "need_by" in roles else "need_by"
    if "need_by" in roles:
        return "asked_at"
    filled = [cell for cell in cells if cell.strip()]
    ahead = sum(1 for cell in filled if (stamp := when.stamp(cell, now)) is None or stamp.date() > now.date())
    return "need_by" if filled and ahead * 2 > len(filled) else "asked_at"


def _cells(sample: Sequence[Row], column: int) -> list[str]:
    return [row.cells[column] for row in sample]


def _example(sample: Sequence[Row], column: int) -> str:
    return next((shorten(cell, 40) for cell in _cells(sample, column) if cell.strip()), "")
