"""The words ``when`` knows for days and hours, with the spellings people use. Tables only; the reading is next door."""

from __future__ import annotations

import re

WEEKDAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
NOT_SAID = {"n/a", "na", "none", "not said", "unknown", "tbc", "?", "-", "not known", "dont know", "not given"}
RELATIVE_DAYS = {"today", "week", "weekend", "by", "yesterday", "tomorrow", "day"}
# How a named day is meant: "today" and "week" run from now, "by" ends on that day.
DAY_SORTS = {
    "tonight": "today",
    "this": "today",
    "last night": "yesterday",
    "day after tomorrow": "day",
    "by the weekend": "by",
    "this week": "week",
    "end of the week": "week",
    "end of the month": "week",
    "next weekend": "weekend",
}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "half an": 0.5, "half a": 0.5, "couple of": 2, "few": 3, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
}  # fmt: skip

_SPELLINGS = {
    "tomorrow": "tomorow tommorow tommorrow tomorro tommorro tomorrows tomoz tomoro tmrw tmrow tmoro tmw 2moro 2morrow "
    "2mrw yfory fory jutro завтра غدا غداً غدًا بكرة بكرا demain mâine maine amanhã yarın",
    "today": "2day tday todays todya heddiw dziś dzisiaj dzis сьогодні اليوم today's",
    "tonight": "tonite 2nite 2night tonigt heno الليلة",
    "urgent": "urgently urgant urjent urgnt pilne терміново عاجل فورا brys",
    "asap": "a.s.a.p a.s.a.p. asp aysap",
    "monday": "mon mondays munday llun",
    "tuesday": "tue tues tuesdays teusday tuseday",
    "wednesday": "wed weds wednesdays wensday wednsday wendsday mercher",
    "thursday": "thu thur thurs thursdays thrusday thirsday iau",
    "friday": "fri fridays firday gwener",
    "saturday": "sat saturdays satuday saterday sadwrn",
    "sunday": "sun sundays suday",
    "morning": "mornin morn mornings bore",
    "afternoon": "aft arvo afternoons pnawn prynhawn",
    "evening": "eve evenings",
    "weekend": "wkend w/e weekends",
    "week": "wk",
    "midday": "mid-day",
    "by": "bfore befor b4 before erbyn",
    "until": "till til untill",
}
_AS = {alias: word for word, aliases in _SPELLINGS.items() for alias in aliases.split()}
_WORD = re.compile(r"[^\s\-]+")


def spelt(text: str) -> str:
    """The text with known spellings and shortenings put right. "Before" counts as "by"; the weekend keeps its own."""
    text = re.sub(r"(?<!\d)(?<!\d )\bam\b", "morning", text)
    text = re.sub(r"(?<!\d)(?<!\d )\bpm\b", "afternoon", text)
    text = re.sub(r"\bdydd mawrth\b", "tuesday", text).replace("dydd ", "").replace("mid-day", "midday")
    return _WORD.sub(lambda word: _AS.get(word[0].rstrip("."), _AS.get(word[0], word[0].rstrip("."))), text)


def picked(match: re.Match[str]) -> dict[str, str]:
    """What a pattern found, by plain name: alternatives of one thing are named ``h``, ``h_2``, ``h_3``."""
    return {name.split("_")[0]: found for name, found in match.groupdict().items() if found}


def one_of_two(match: re.Match[str], which: str) -> dict[str, str]:
    """Hour, minutes and am or pm of the first ("1") or second ("2") time of a range."""
    return {name[:-1]: found for name, found in match.groupdict().items() if found and name.endswith(which)}


def part_of(text: str) -> str:
    """The part of the day in the words: "morning", "night", "end of"; empty when none is said."""
    for pattern, name in _PARTS:
        if pattern.search(text):
            return name
    return ""


_PARTS = [
    (re.compile(rf"\b(?:{pattern})\b"), name)
    for pattern, name in (
        ("first thing", "first thing"),
        (r"end of (?:the )?(?:day|play|business|working day)|eod|cob", "day"),
        ("end of", "end of"),
        ("morning", "morning"),
        ("lunch ?time|lunch|dinner ?time", "lunchtime"),
        ("tea ?time", "teatime"),
        ("afternoon", "afternoon"),
        ("evening", "evening"),
        ("night|bed ?time", "night"),
    )
]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = "|".join(WEEKDAYS)
_YEAR = r"(?:[\s\-/.]+(?P<y>\d{4}|\d{2}(?![:.\d]|\s?[ap]m)))?"
_HALF = r"(?:\s?(?P<half{0}>[ap]m)\b)"
_TIME = r"(?P<h{0}>[01]?\d|2[0-4])(?:[:.h](?P<min{0}>[0-5]\d)(?::[0-5]\d)?)?" + _HALF + "?"

ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{3}(?:\d{3})?)?)?\s?(?:z|[+-]\d{2}:?\d{2})?")
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
YMD = re.compile(
    r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:t(?=\d)|\b)"
    r"|\b(?P<y_2>20\d\d)(?P<m_2>\d\d)(?P<d_2>\d\d)\b"
)
DMY = re.compile(
    r"(?<![\d/.\-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})\b"
    r"|(?<![\d/])(?P<d_2>\d{1,2})/(?P<m_2>\d{1,2})(?![\d/])"
)
DAY_MONTH = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\s+)?(?:the\s+)?\b(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th)?[\s\-/]*(?:of\s+)?\b{_MONTH}\b{_YEAR}"
)
MONTH_DAY = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\s+)?\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d|\s?[ap]m)(?:\s+(?P<y>\d{{4}}))?"
)
NTH = re.compile(r"\b(?:the\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)\b")
NAMED = re.compile(
    r"\b(?P<name>day after tomorrow|end of the month|end of the week|by the weekend|this week|next weekend|next week|"
    r"weekend|yesterday|last night|today|tonight|tomorrow|this(?=\s+(?:morning|afternoon|evening|night)))\b"
)
WEEKDAY = re.compile(
    rf"(?P<before>\b(?:a )?week (?:on )?)?\b(?:(?P<which>this|next|last|coming)\s+)?"
    rf"\b(?P<weekday>{_WEEKDAY})\b(?P<later>\s+week\b)?"
)
LENGTH = re.compile(
    r"\b(?P<count>\d{1,3}|half an?|an?|one|two|three|four|five|six|seven|eight|ten|twelve|couple of|few)\s?"
    r"(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|fortnight)\b"
    rf"(?!\s+(?:on\b|today|tomorrow|{_WEEKDAY}))"
)
RANGE = re.compile(
    r"(?<![\d:./])" + _TIME.format("1") + r"\s?(?:-|to|and|&|until)\s?" + _TIME.format("2") + r"(?![\d/])"
)
NOON = re.compile(r"\b(?:noon|midday|midnight)\b")
HALF_PAST = re.compile(rf"\b(?P<how>half past|quarter past|quarter to)\s+(?P<h>1[0-2]|\d)\b{_HALF.format('')}?")
CLOCK = re.compile(
    r"(?<![\d:./])(?:"
    rf"(?P<h>[01]?\d|2[0-4])(?:[:.h](?P<min>[0-5]\d)(?::[0-5]\d)?)?{_HALF.format('')}|"
    r"(?P<h_2>[01]?\d|2[0-4])[:.h](?P<min_2>[0-5]\d)(?::[0-5]\d)?|"
    r"(?P<h_3>[01]?\d)\s?oclock|"
    r"(?P<h_4>[01]\d|2[0-3])(?P<min_4>[0-5]\d)(?:\s?(?:hrs|hours|h))?"
    r")(?![\d/])"
)
BARE = re.compile(r"(?:\b(?:by|at|until|about|around|approx|from|after|for|since)|@)\s?(?P<h>1[0-2]|\d)(?![\d:./])\b")
FIRST_FIGURE = re.compile(r"\s*(?P<h>1[0-2]|\d)(?=\s|$)")
FROM = re.compile(r"\b(?:after|from|not by|since)\b")
FOLD = re.compile(r"\b(after|by) the clocks go back")
BY = re.compile(r"\b(?:by|until|latest|no later than|deadline|due)\b")
NO_HURRY = re.compile(
    r"\b(?:not (?:at all |very |that )?urgent|non[- ]urgent|no (?:rush|hurry|urgency)|whenever|any ?time(?! after)|"
    r"any ?day|when (?:you|u|someone|somebody) can|when(?:ever)? possible|when convenient|flexible|dim brys|"
    r"does ?n[o ]?t matter)\b"
)
URGENT = re.compile(
    r"\b(?:asap|urgent|immediate(?:ly)?|straight ?away|right (?:now|away)|now|emergency|at once|soonest|"
    r"as soon as (?:possible|poss|you can|u can)|desperate(?:ly)?)\b"
)
AGAIN = re.compile(
    r"\b(?:every|each|weekly|daily|fortnightly|ongoing|regular(?:ly)?|(?:once|twice|times) a (?:day|week|month)|24/7)\b"
)
MENTION = re.compile(
    r"\b(?:asap|urgent|as soon as possible|straight ?away)\b|"
    r"\b(?:by|for|on|needed|until|at|every|each)?\s*(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?\s+)?(?:on\s+)?(?:this |next )?"
    rf"(?:\b(?:today|tonight|tomorrow|by the weekend|this week|{_WEEKDAY}))\b"
    r"(?:\s+(?:morning|afternoon|evening|night))?(?:\s+(?:by|at)?\s*\d{1,2}(?:[:.]\d\d)?\s?[ap]m)?|"
    r"\bby\s+\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?\b"
)
