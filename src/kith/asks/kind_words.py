"""The words by which a kind of ask is known: English with its slips, some Welsh and Arabic. Tables and little else."""

from __future__ import annotations

import re

from kith.kit.text import fold, one_line

_READ_AT_MOST = 20_000
_MOST_PIECES = 200


def plain(words: str) -> str:
    """A form for looking words up: folded, apostrophes gone, other punctuation as spaces."""
    text = re.sub(r"[’'ʼ`]", "", fold(words[:_READ_AT_MOST]))
    return " ".join(re.sub(r"[^\w\s&]", " ", text).split())


def pieces(words: str) -> list[str]:
    """The words cut where one want may end and the next begin. Nothing but the joining words is lost."""
    text = _BETWEEN_NAMES.sub(r"\1\n", words[:_READ_AT_MOST])
    cut = [one_line(piece).strip(" .:-–—*•·") for piece in _JOINS.split(text)]
    kept = [piece for piece in cut if re.search(r"\w", piece)]
    # A whole novel in a cell is one ask with a long text, not a thousand pieces.
    return kept if len(kept) <= _MOST_PIECES else [one_line(words[:_READ_AT_MOST])]


def kind_of(text: str) -> str | None:
    """The kind a piece speaks of, or None. Where it could be two, the one that can wait least comes first."""
    return next((slug for slug, pattern in _KINDS if pattern.search(text)), None)


def payment(text: str) -> str:
    """A named way to pay, where the words name one."""
    return next((slug for slug, pattern in _PAYMENTS if pattern.search(text)), "")


def ready(text: str) -> str:
    """Whether the words say the medicine is ready."""
    if re.search(r"\b(?:not|isnt|wont be|nt) (?:yet )?ready\b", text):
        return "no"
    return "yes" if re.search(r"\b(?:is|are|be|its|now|already)? ?ready\b", text) else ""


def pharmacy(words: str) -> str:
    """ "From Bridge Chemist" names the pharmacy."""
    match = re.search(r"(?i:from|at)\s+((?:the\s+)?(?:[\w'’&]+\s+){0,3}(?i:pharmacy|chemists?))\b", words[:2_000])
    return match[1] if match else ""


def listed(words: str) -> str:
    """The shopping list in the words, without the word shopping before it; empty when nothing is named."""
    if not NAMES_THINGS.search(plain(words)):
        return ""
    return re.sub(r"(?i)^\s*(?:weekly |food )?shop(?:ping)?(?: list)?\s*[:\-–]\s*", "", words).strip()


def shop(words: str) -> str:
    """The first shop named."""
    match = re.search(rf"(?i)\b(?:{_SHOPS})\b", words[:2_000])
    return match.group() if match else ""


_SHOPS = r"tesco|lidl|aldi|co-?op|sainsbury'?s?|asda|morrisons?|waitrose|iceland|m ?& ?s|spar|londis|the butchers?"
_SHOPS_PLAIN = r"tescos?|lidl|aldi|co ?op|sainsburys?|asda|morrisons?|waitrose|iceland|m & s|spar|londis|butchers?"

_JOINS = re.compile(
    r"[,;+/|\n\r()\u060c\u061b•·]+|(?<=\w)[.!?](?=\s|$)|\s&\s|\s[-–—]\s|(?:^|\s)\d{1,2}[.)]\s|"
    r"(?i:\b(?:and also|and then|and|also|plus|then|as well as|hefyd)\b)|\sو(?=\w)|(?i:(?<=siopa))\s+ac?\s"
)
# What turns the word "shopping" into a list of things.
NAMES_THINGS = re.compile(
    r"\b(?:bread|milk|eggs?|butter|cheese|potato(?:es)?|carrots?|fruit|veg\w*|tea ?bags?|tea|coffee|sugar|"
    r"cereal|loo|toilet|"
    r"nappies|formula|tins?|soup|meat|ham|chicken|fish|bananas?|apples?|biscuits?|newspaper|paper|cat food|"
    r"dog food|bara|"
    r"llaeth)\b|خبز|حليب"
)
_NAMES = (
    r"shopping|groceries|prescriptions?|medication|dog[ -]walk(?:ing)?|post|parcels?|phone call|"
    r"befriending(?: call)?|welfare (?:check|call)"
)
_BETWEEN_NAMES = re.compile(rf"(?i)\b({_NAMES})[ \t]+(?=(?:{_NAMES})\b(?! office| box|code| code))")

CAREFUL = re.compile(
    r"\b(?:insulin|fridge|refrigerat\w*|controlled|morphine|oramorph|fentanyl|methadone|subutex|buprenorphine|"
    r"diazepam|pregabalin|gabapentin|oxycodone|tramadol|ritalin|ozempic|mounjaro)\b"
)
_PAYMENTS = (
    (
        "shop-by-phone",
        re.compile(r"\b(?:card over the phone|pays? (?:the )?(?:shop )?(?:by|over the) phone|by phone card)\b"),
    ),
    ("receipt", re.compile(r"\b(?:receipt|reimburse\w*|paid back|pay back)\b")),
    ("shop-account", re.compile(r"\b(?:on (?:the |her |his |my |their )?account|shop account|tab at)\b")),
    ("cash-at-door", re.compile(r"\b(?:cash)\b")),
)
_KINDS = tuple(
    (slug, re.compile(pattern))
    for slug, pattern in (
        (
            "welfare_check",
            r"\b(?:welfare|wellbeing|well being|safe and well)(?: check| call| visit)?\b|\bcheck(?:ing|"
            r"ed)? (?:in )?on\b|"
            r"\bcheck(?:ing)? (?:that |if |whether )?(?:she|he|they|i|im|mum|dad|shes|hes)\b|\blook in on\b|"
            r"\bsee (?:if |that |whether )?(?:\w+ ){1,3}(?:ok|okay|alright|all right|well)\b|"
            r"\b(?:not|nobody has|no one has|hasnt|havent) (?:been )?(?:seen|heard from|answered|answering)\b|"
            r"\bgwirio\b|\biawn\b|اطمين|الاطمينان",
        ),
        (
            "prescription",
            r"\bp(?:re|er)s?c?r[ie]pt?[is]\w*|\bpr[ei]scr\w*|\bmeds?\b|\bmed[ie]c\w+|\bmedec\w+|\btablets?\b|"
            r"\bpills?\b|"
            r"\binhalers?\b|\binsulin\b|\bpharmac\w*|\bchemists?\b|\brepeat script\b|\bscripts?\b|\bdos+ett?e\b|"
            r"\beye ?drops\b|"
            r"\bantibiotics?\b|\bpresgripsiwn\b|\bmoddion\b|\bmeddyginiaeth\w*|\bfferyll\w*|\btabledi\b|"
            r"دواء|ادويه|ادوية|وصفه|وصفة|صيدلي|انسولين",
        ),
        (
            "dog_walk",
            r"\bdog ?(?:s )?(?:\w+ ){0,3}(?:wal?ke?[a-z]*|wlk|exercis\w*|out)\b|"
            r"\bwal?k\w* (?:\w+ ){0,4}(?:dogs?|puppy|doggy|whippets?|"
            r"spaniels?|terriers?|collies?|labradors?|labs?)\b|\bexercise (?:\w+ ){0,2}dog\b|\btake (?:the |"
            r"her |his |"
            r"my )?dogs? out\b|"
            r"\bci am dro\b|\br ci\b|كلب|الكلب",
        ),
        (
            "parcel",
            r"(?<!food )\bparc[ea]ls?\b|\bparcle\b|(?<!food )\bpackages?\b|\bamazon return\b|"
            r"\breturns? (?:to )?(?:amazon|the depot)\b|"
            r"\bevri\b|\bdepot\b|\bparsel\b|طرد",
        ),
        (
            "call",
            r"^calls?$|\b(?:phone|telephone|weekly|daily|regular|friendly|befriend\w*|check in|social|buddy|"
            r"video) ?calls?\b|"
            r"\b(?:a|some) call\b|\bbefr[ie]+nd\w*|\bchats?\b|\blonely\b|\blonel\w*|\bsome(?:one|"
            r"body) to talk\b|\bphone ?friend\b|"
            r"\btalk to (?:some|any)(?:one|body)\b|\bisolated\b|\bcompany\b|\bring (?:her|him|them|me) (?:for|"
            r"every|once|weekly)\b|"
            r"\bgalwad\b|\bsgwrs\b|\bunig\b|مكالمه|مكالمة|محادثه|محادثة|وحيد",
        ),
        (
            "post",
            r"^(?:the )?post$|\bpost(?:ing|ed)\b|\bpost (?:a|an|the|her|his|my|some|this|these|letters?|"
            r"birthday|for)\b|"
            r"\bpost ?office\b|\bpost ?box\b|\bletters?\b|\bstamps?\b|\bbirthday cards?\b|\btake (?:her |his |"
            r"my |the )?(?:post|mail)\b|"
            r"\b(?:collect|fetch) (?:her |his |my |the )?(?:post|mail)\b|\bllythyr\w*|\bpostio\b|رساله|رسالة|بريد",
        ),
        (
            "shopping",
            r"\bshop+\w*|\bshpping\b|\bgroc\w+|\bfood\b|\bbread\b|\bmilk\b|\beggs?\b|\bbutter\b|\bcheese\b|"
            r"\bpotatoes\b|\bfruit\b|"
            r"\bveg\w*|\btea ?bags?\b|\bcoffee\b|\bsugar\b|\bcereal\b|\btoilet ?(?:rolls?|paper)\b|"
            r"\bloo ?rolls?\b|\bnappies\b|"
            r"\bbaby milk\b|\bformula\b|\bessentials\b|\btins?\b|\bsoup\b|\bmeat\b|\bham\b|\bbananas?\b|"
            r"\bnewspapers?\b|\bpaper\b|"
            rf"\b(?:{_SHOPS_PLAIN})\b|\belectric(?:ity)? (?:key|top ?up)\b|\bgas (?:card|top ?up)\b|\bsiopa\b|"
            rf"\bneges\b|\bbara\b|"
            r"\bllaeth\b|\bbwyd\b|تسوق|مشتريات|بقاله|بقالة|خبز|حليب|طعام",
        ),
        (
            "other",
            r"\bvisit\b|\b(?:lift|transport|drive|taxi) to\b|\bhospital\b|\bappointment\b|\bgarden\w*|\bgrass\b|"
            r"\bhedge\b|"
            r"\blawn\b|\bbins?\b|"
            r"\blight ?bulbs?\b|\b(?:fix|mend|repair)\w*\b|\bclean\w*|\bfurniture\b|\blibrary\b|\bforms?\b|"
            r"\bcurtains?\b|\bcomputer\b|"
            r"\bipad\b|\btap\b|\bboiler\b|\bheater\b|\bsnow\b|\blogs?\b|\bcoal\b|\bfirewood\b|\blaundry\b|"
            r"\bwashing\b|\bhaircut\b|"
            r"\bcat\b|\bchickens\b|\bvet\b|\bblue badge\b|\bgarddio\b|\bbiniau\b",
        ),
    )
)
