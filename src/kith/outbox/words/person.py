"""What do we say to the person whom the help is for? Always the four answers; never a date without its words; sorry
only where we broke a promise, once, and then what happens now."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.kit import said
from kith.outbox.words.shape import About, From, Said, clip, sentence_of, short, signed, text_of, to_person


def we_have_it(about: About, *, what: str, hours: str = "") -> Said:
    """We have the ask. ``what`` is the kind in words; ``hours`` says who looks next, when nobody does now."""
    news = _("we have your ask for %(what)s.") % {"what": clip(what, 40)}
    after = f"{hours} {_('In danger? Ring 999.')}" if hours else ""
    return to_person(_("We have your ask: %(reference)s") % {"reference": about.reference}, news, about, after=after)


def somebody_is_coming(
    about: About, *, kind: str, name: str, word: str, start: datetime | None = None, end: datetime | None = None
) -> Said:
    """A volunteer has it. ``name`` is their first name, ``word`` what they say to show that we sent them.

    Without a window the time is when the person next hears.
    """
    name = clip(name, 30)
    when = said.span(start, end, about.now) if start and end else said.by(end or about.hear_by, about.now)
    news = _coming(kind) % {"name": name, "when": when}
    several = _("%(name)s will say the words %(word)s.")
    says = (several if " " in word else _("%(name)s will say the word %(word)s.")) % {"name": name, "word": word}
    safe = _("We never ask for a card, PIN, code, bank details or money.")
    subject = _("%(name)s is coming: %(reference)s") % {"name": name, "reference": about.reference}
    return to_person(subject, news, about, after=f"{says} {safe}", usual=_("Trouble? Ring %(phone)s."), named=False)


def a_partner_has_it(about: About, *, name: str, word: str) -> Said:
    """A business, group or service has said yes. We still have the promise, and ask whether they were in touch."""
    values = {"name": clip(name, 40), "word": word, "phone": about.sender.phone}
    news = _("%(name)s has said yes, and will be in touch with you.") % values
    several = _("They will say the words %(word)s. We never ask for money or a PIN.")
    one = _("They will say the word %(word)s. We never ask for money or a PIN.")
    says = (several if " " in word else one) % values
    usual = _("Heard nothing from them by then? Ring %(phone)s.")
    subject = _("%(name)s has said yes: %(reference)s") % {**values, "reference": about.reference}
    return to_person(subject, news, about, after=says, usual=usual, named=False)


def have_they_been_in_touch(about: About, *, name: str) -> Said:
    """We ask the person, because only they know."""
    news = _("Has %(name)s been in touch with you?") % {"name": clip(name, 40)}
    after = _("If they have not, we ask somebody else.")
    return to_person(
        _("Have they been in touch? %(reference)s") % {"reference": about.reference},
        news,
        about,
        after=after,
        usual=_("Heard nothing from them? Ring %(phone)s."),
        named=False,
    )


def partner_was_not_in_touch(about: About, *, name: str) -> Said:
    """A partner said yes and the person has not heard from them."""
    news = _("Sorry that %(name)s was not in touch. We are asking somebody else now.") % {"name": clip(name, 40)}
    subject = _("Somebody else is asked: %(reference)s") % {"reference": about.reference}
    return to_person(subject, news, about, named=False)


def not_known_whether_in_touch(about: About, *, name: str) -> Said:
    """A partner said yes, and nobody told us whether they were in touch."""
    news = _("We do not know whether %(name)s has been in touch, so we are asking somebody else now.")
    subject = _("Somebody else is asked: %(reference)s") % {"reference": about.reference}
    return to_person(subject, news % {"name": clip(name, 40)}, about, named=False)


def moved_a_date(about: About, *, was: datetime, why: str) -> Said:
    """Another time than the one we gave, said before the first has passed."""
    news = _("we said you would hear %(was)s. It will be another time.") % {"was": said.by(was, about.now)}
    return to_person(_another_time(about), news, about, after=sentence_of(why, 80))


def we_are_late(about: About, *, was: datetime, why: str = "") -> Said:
    """The time we gave has passed."""
    news = _("Sorry: we said %(was)s and we are late.") % {"was": said.by(was, about.now)}
    usual = _("More people are being asked now.")
    return to_person(_another_time(about), news, about, after=sentence_of(why, 80) or usual, named=False)


def _another_time(about: About) -> str:
    return _("Another time: %(reference)s") % {"reference": about.reference}


def cannot_be_in_time(about: About, *, need_by: datetime, instead: str = "", instead_phone: str = "") -> Said:
    """We may be too late; ``instead`` is who can help now ("the pharmacy") and their number."""
    late = need_by <= about.now
    by = {"by": said.by(need_by, about.now)}
    news = (
        _("We can't be sure of getting this to you in time.")
        if late
        else _("We can't be sure of getting this to you %(by)s.") % by
    )
    whom = {"whom": clip(instead, 40), "phone": instead_phone or about.sender.phone}
    after = (
        _("Please also ring %(whom)s on %(phone)s: they can help now.")
        if instead
        else _("If it can't wait, please ring us on %(phone)s.")
    )
    trying = _("We keep trying.")
    subject = _("We may not be in time: %(reference)s") % {"reference": about.reference}
    return to_person(subject, news, about, after=f"{after % whom} {trying}", named=False)


def still_looking(about: About) -> Said:
    """News in between, in the words of the explanation: ``about.happening``."""
    news = sentence_of(about.happening, 110) or _("we are still looking for somebody.")
    return to_person(_("News: %(reference)s") % {"reference": about.reference}, news, about)


def somebody_else_is_sought(about: About, *, name: str) -> Said:
    """Whoever had it cannot come after all."""
    news = _("%(name)s cannot come after all. We are asking somebody else now.") % {"name": clip(name, 30)}
    return to_person(_("Somebody else is asked: %(reference)s") % {"reference": about.reference}, news, about)


def not_heard_from(about: About, *, name: str) -> Said:
    """Whoever had it said nothing more, and did not answer when asked."""
    news = _("We have not heard from %(name)s, so we are asking somebody else now.") % {"name": clip(name, 30)}
    return to_person(_("Somebody else is asked: %(reference)s") % {"reference": about.reference}, news, about)


def nobody_answered(about: About, *, name: str) -> Said:
    """Somebody knocked or rang, and nobody answered: no blame, and what happens now."""
    news = _("%(name)s called and could not reach you. Nothing is lost.") % {"name": clip(name, 30)}
    ring = _("Please ring %(phone)s when you can, or we come again.") % {"phone": about.sender.phone}
    return to_person(
        _("We called: %(reference)s") % {"reference": about.reference},
        news,
        about,
        after=ring,
        usual=_("In danger? Ring 999."),
    )


def it_did_not_come(about: About) -> Said:
    """The person said that it did not come; the same ask is open again."""
    news = _("Sorry that it did not come. We are on it again.")
    return to_person(_("Open again: %(reference)s") % {"reference": about.reference}, news, about)


def done(sender: From, *, kind: str, name: str, reference: str, link: str = "") -> Said:
    """It happened. The one thing left to know is what to do when it did not."""
    says = _done(kind) % {"name": clip(name, 30)}
    if_not = _("If it did not, press 'It did not come' or ring us on %(phone)s. Ref %(reference)s.")
    parts = (says, if_not % {"phone": sender.phone, "reference": reference}, _("Thank you for asking."))
    return short(_("Done: %(reference)s") % {"reference": reference}, *parts, sender=sender, link=link)


def not_done(sender: From, *, what: str, why: str, reference: str) -> Said:
    """It could not be done, and why."""
    parts = (
        _("%(place)s: we could not do this: %(what)s.") % {"place": clip(sender.place, 40), "what": clip(what, 40)},
        sentence_of(why, 100),
        _("Do you still need it? Ring %(phone)s. Ref %(reference)s.") % {"phone": sender.phone, "reference": reference},
    )
    return short(_("Not done: %(reference)s") % {"reference": reference}, *parts, sender=sender)


def no_longer_wanted(sender: From, *, what: str, reference: str) -> Said:
    """The person changed their mind, which is fine."""
    stopped = _("%(place)s: as you wished, we have stopped: %(what)s.")
    parts = (
        stopped % {"place": clip(sender.place, 40), "what": clip(what, 40)},
        _("Ask again whenever you like: %(phone)s. Ref %(reference)s.")
        % {"phone": sender.phone, "reference": reference},
    )
    return short(_("Stopped: %(reference)s") % {"reference": reference}, *parts, sender=sender)


def safe_wording(caller: str) -> Said:
    """The message that says nothing: no place, no reason, no link. ``caller`` is a first name or an agreed one."""
    words = _("Hello, please ring when you can. %(caller)s.") % {"caller": clip(caller, 60)}
    return Said(_("Hello"), words, text_of(words), words)


def noted_ok(sender: From) -> Said:
    """Thanks for an OK by text."""
    return short(_("Thank you"), _("Thank you. Need anything? Ring %(phone)s.") % {"phone": sender.phone})


def welcome_reply(sender: From, *, by: datetime, now: datetime) -> Said:
    """An answer to a text that we cannot read as yes or no: a person reads it, by when."""
    thanks = _("Thank you for your text. Somebody reads it %(by)s.") % {"by": said.by(by, now)}
    ring = _("Can't wait? Ring %(phone)s. In danger? Ring 999.") % {"phone": sender.phone}
    return Said(_("Thank you for your text"), f"{thanks} {ring}\n\n{signed(sender)}", text_of(thanks, ring))


def _coming(kind: str) -> str:
    return {
        "shopping": _("%(name)s is bringing your shopping %(when)s."),
        "prescription": _("%(name)s is bringing your prescription %(when)s."),
        "call": _("%(name)s will ring you %(when)s."),
        "dog_walk": _("%(name)s is coming for the dog %(when)s."),
        "post": _("%(name)s is coming about the post %(when)s."),
        "parcel": _("%(name)s is coming about the parcel %(when)s."),
        "welfare_check": _("%(name)s is coming to see that you are all right %(when)s."),
    }.get(kind) or _("%(name)s is coming about what you asked %(when)s.")


def _done(kind: str) -> str:
    return {
        "shopping": _("%(name)s says your shopping came."),
        "prescription": _("%(name)s says your prescription came."),
        "call": _("%(name)s says you have spoken."),
        "dog_walk": _("%(name)s says the dog has had a walk."),
        "post": _("%(name)s says the post is done."),
        "parcel": _("%(name)s says the parcel came."),
        "welfare_check": _("%(name)s says you were seen."),
    }.get(kind) or _("%(name)s says what you asked for is done.")
