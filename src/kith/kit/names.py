"""Names of people, said with less of them."""

from __future__ import annotations


def letters_of(name: str) -> str:
    """The first letters, as "K. B.": enough to tell people apart in a list, too little to find them by."""
    words = [word for word in name.replace(",", " ").split() if word[0].isalnum()]
    return " ".join(f"{word[0].upper()}." for word in dict.fromkeys((words[0], words[-1]))) if words else ""
