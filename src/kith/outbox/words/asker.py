"""What do we say to somebody who asked for somebody else? The same whether or not we know the person, and afterwards
just what the person allows: everything, when it is done, or nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import About, From, Said, clip, short, to_person

EVERYTHING, WHEN_DONE, NOTHING = "everything", "when-done", "nothing"


def asker_we_have_it(sender: From, *, what: str, who: str, reference: str, hear_by: datetime, now: datetime) -> Said:
    """We have it, and speak with the person first. Nothing here says whether they are known to us."""
    values = {"place": clip(sender.place, 40), "what": clip(what, 40), "who": clip(who, 40) or _("One of us")}
    parts = (
        _("%(place)s: thank you for telling us. We have your ask for %(what)s.") % values,
        _("We speak with them first, and tell you what they allow us to."),
        _("%(who)s has this.") % values,
        _("You will hear %(by)s.") % {"by": said.by(hear_by, now)},
        _("In danger? Ring 999. Else ring %(phone)s. Ref %(reference)s.")
        % {"phone": sender.phone, "reference": reference},
    )
    return short(_("We have your ask: %(reference)s") % {"reference": reference}, *parts, sender=sender)


def asker_they_said_yes(sender: From, *, may: str, what: str, reference: str) -> Said:
    """They would like it; ``may`` is what they allow the asker to hear. With nothing, it reads as a no does."""
    if may == NOTHING:
        return asker_they_were_asked(sender, reference=reference)
    yes = _("%(place)s: they have been asked and would like this: %(what)s.")
    after = _("We tell you when it is done.") if may == WHEN_DONE else _("We tell you how it goes.")
    return _to_asker(sender, yes % {"place": clip(sender.place, 40), "what": clip(what, 40)}, after, reference)


def asker_they_were_asked(sender: From, *, reference: str) -> Said:
    """They said no, or allow nothing: nobody can tell which from these words."""
    asked = _("%(place)s: they have been asked and have told us what they'd like.")
    thanks = _("Thank you for thinking of them.")
    return _to_asker(sender, asked % {"place": clip(sender.place, 40)}, thanks, reference)


def asker_news(about: About) -> Said:
    """Everything, as the person allows: the same four answers as the person has."""
    news = about.happening or _("we are on it.")
    return to_person(_("News: %(reference)s") % {"reference": about.reference}, clip(news, 110), about)


def asker_done(sender: From, *, what: str, reference: str) -> Said:
    """It is done, and no more than that."""
    done = _("%(place)s: what you asked for is done: %(what)s.")
    thanks = _("Thank you for thinking of them.")
    return _to_asker(sender, done % {"place": clip(sender.place, 40), "what": clip(what, 40)}, thanks, reference)


def _to_asker(sender: From, news: str, after: str, reference: str) -> Said:
    ring = _("Ring us: %(phone)s. Ref %(reference)s.") % {"phone": sender.phone, "reference": reference}
    return short(_("About your ask: %(reference)s") % {"reference": reference}, news, after, ring, sender=sender)
