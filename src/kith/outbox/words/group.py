"""What do we say to whoever runs a group? One question a quarter, and one line to each answer. Never about anybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.outbox.words.shape import From, Said, clip, short


def group_question(sender: From, *, group: str, link: str) -> Said:
    """Is it still right? One word answers it; the link shows what we say."""
    values = {"place": clip(sender.place, 40), "group": clip(group, 40)}
    asked = _("%(place)s: is what we tell people about %(group)s still right?") % values
    answer = _("Reply RIGHT, REST, FULL, CHANGE, or how many places are left, like 3. Rather ring? Reply RING.")
    return short(_("Is this still right: %(group)s?") % values, asked, answer, link=link)


def group_thanks(*, name: str, group: str) -> Said:
    """It is written down."""
    words = _("Thank you %(name)s: %(group)s is up to date. Nothing more to do for three months.")
    return short(_("Thank you"), words % {"name": clip(name, 30), "group": clip(group, 40)})


def group_until_when(*, group: str, what: str) -> Said:
    """Full, or having a rest: until when?"""
    first = _("%(group)s is shown as full.") if what == "full" else _("%(group)s is shown as having a rest.")
    return short(_("Until when?"), first % {"group": clip(group, 40)}, _("Until when? Reply like this: UNTIL MARCH."))


def group_change(sender: From, *, group: str, link: str) -> Said:
    """Where to change it, in five minutes."""
    ring = _("Or ring %(place)s on %(phone)s.") % {"place": clip(sender.place, 40), "phone": sender.phone}
    words = _("Change what we say about %(group)s here, in five minutes.") % {"group": clip(group, 40)}
    return short(_("Change your entry"), words, ring if sender.phone else "", link=link)


def group_ring(*, group: str, who: str, by: str) -> Said:
    """They would rather be rung: who rings them, and by when."""
    words = _("%(who)s rings you about %(group)s %(by)s.") % {"who": clip(who, 30), "group": clip(group, 40), "by": by}
    return short(_("We ring you"), words, _("From now on we ring, and do not write."))


def group_not_read(sender: From, *, group: str) -> Said:
    """One word we could not read."""
    words = _("Sorry, we could not read that. Reply RIGHT, REST, FULL or CHANGE about %(group)s.")
    ring = _("Or ring %(place)s on %(phone)s.") % {"place": clip(sender.place, 40), "phone": sender.phone}
    return short(_("One word, please"), words % {"group": clip(group, 40)}, ring if sender.phone else "")
