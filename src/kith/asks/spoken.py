"""Languages people here may like to talk in, each under its own name in its own script. Any other can be written."""

from __future__ import annotations

SPOKEN: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("bfi", "British Sign Language"),
    ("zh", "中文"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("hi", "हिन्दी"),
    ("ku", "Kurdî"),
    ("lt", "Lietuvių"),
    ("ps", "پښتو"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("es", "Español"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
)


def spoken_name(code: str) -> str:
    """The language's own name for itself; the code where we do not know it."""
    return dict(SPOKEN).get(code, code)
