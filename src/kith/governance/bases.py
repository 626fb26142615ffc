"""The words of the UK GDPR from which an organisation chooses why it may keep what it keeps. One for each purpose.

Kith chooses none: a practice, a council and a village scheme stand on different ground, and their own advisers say
which. What a person permitted is kept beside it, and is never taken for the basis in law.
"""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

ARTICLE_6: dict[str, LazyText] = {
    "6-1-a": _("Article 6(1)(a): the person gave consent in law"),
    "6-1-b": _("Article 6(1)(b): a contract with the person"),
    "6-1-c": _("Article 6(1)(c): a legal obligation"),
    "6-1-d": _("Article 6(1)(d): vital interests, that is somebody's life"),
    "6-1-e": _("Article 6(1)(e): a task in the public interest, or official authority"),
    "6-1-f": _("Article 6(1)(f): legitimate interests, weighed against the person's own"),
}
ARTICLE_9: dict[str, LazyText] = {
    "none": _("Nothing about health or the like is kept for this"),
    "9-2-a": _("Article 9(2)(a): explicit consent in law"),
    "9-2-b": _("Article 9(2)(b): social protection law"),
    "9-2-c": _("Article 9(2)(c): vital interests of somebody who cannot consent"),
    "9-2-d": _("Article 9(2)(d): a not-for-profit body, about those in regular contact with it"),
    "9-2-g": _("Article 9(2)(g): substantial public interest, such as keeping people safe"),
    "9-2-h": _("Article 9(2)(h): health or social care"),
    "9-2-i": _("Article 9(2)(i): public health"),
}


def said(article_6: str, article_9: str) -> str:
    """The two as one line."""
    first = str(ARTICLE_6.get(article_6, article_6))
    return first if article_9 in ("", "none") else f"{first}; {ARTICLE_9.get(article_9, article_9)}"
