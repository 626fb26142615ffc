"""Our records keep a sentence in one language; this says it again in the reader's. What a person wrote stays as it is.

A sentence of ours was made from a template and a few values, so it can be taken apart again and put together in
another language. It guesses nothing: what fits no template is shown as it was written.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# Of an ask whose person we were told to leave in peace: nobody reads why.
NOT_NEEDED_NOW = _("It is not needed now.")
_TEMPLATES = (
    _("We had stopped looking, and look again now."),
    _("We have your ask for %(what)s. We are finding somebody nearby."),
    _("We have your ask for %(what)s. One of us looks at it first."),
    _("%(name)s will first ask them whether they would like this."),
    _("%(name)s is coming."),
    _("%(name)s said yes."),
    _("%(name)s cannot come after all. We are asking somebody else."),
    _("%(name)s said yes, and will be in touch with you."),
    _("%(name)s has been in touch with you."),
    _("%(name)s was not in touch in time. We are asking somebody else."),
    _("We do not know whether %(name)s has been in touch. We are asking somebody else."),
    _("As you wished, %(name)s does not have this any more. We are asking somebody else."),
    _("We have not heard from %(name)s. We are asking somebody else."),
    _("%(who)s says it is done."),
    _("%(who)s has this in hand and is ringing round."),
    _("%(name)s is sorting this out for you now."),
    _("The time we gave has passed; %(team)s was told."),
    _("The time we gave had passed. %(why)s"),
    _("It did not come."),
    _("Added: %(words)s"),
    _("Another time, please: %(words)s"),
    _("As you wished, nobody else is told. One of us looks at this with you."),
    _("You do not want help any more. One of us looks at this first and asks you."),
    _("It goes on, as you wished."),
    _("%(name)s may finish this one, as we agreed."),
    _("One of us does this for you, as we agreed. Nobody else is told."),
    # Why something was not done, for whoever pressed the button.
    _("This one is not for %(name)s. Thank you for offering."),
    _("This needs a check that %(name)s does not have yet."),
    _("%(name)s is not asked any more."),
    _("%(name)s is away. Choose somebody who is here."),
    _("There is already a team called %(name)s there."),
    _("%(name)s's check is to be looked at again. Do it together first."),
    _("They may not be asked for %(level)s. %(why)s"),
    # Who comes regularly, and the word they say.
    _("%(name)s comes regularly from now on, as the person wishes."),
    _("%(name)s does not come regularly any more."),
    _("The word a volunteer says was changed."),
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def again(text: str) -> str:
    """The sentence in the active language, if it is one of ours; else as it is."""
    if not text.strip():
        return text
    whole = gettext(text)
    if whole != text:
        return whole
    for template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return gettext(template) % {name: gettext(value) for name, value in found.groupdict().items() if value}
    return text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    made = []
    for template in _TEMPLATES:
        pieces = _PLACEHOLDER.split(template)
        pattern = "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
        made.append((template, re.compile(pattern, re.DOTALL)))
    return made
