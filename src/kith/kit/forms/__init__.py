"""Forms whose fields draw themselves: label, hint, control and error, with nhsuk-frontend's own markup.

In a view::

    class NeedForm(KithForm):
        need = LongText(_("What do you need?"), limit=2000, missing=_("Enter what you need"))
        when = When(_("When do you need it by?"), required=False)

In a template, inside ``<form method="post">`` with ``{{ csrf_input }}``::

    {{ form.summary() }}                    the error summary, empty while there are none
    {{ form.draw() }}                       every field in order, hidden ones too
    {{ form.need.draw() }}                  one field; or form["need"].draw() where the name is also a form's word
    {{ form.need.draw(heading=True) }}      its label as the page's h1 (leave the layout's ``heading`` block empty)
    {{ form.need.draw(hint=_("..."), size="l") }}   what the page knows better than the form
    {{ form.hidden() }}                     only the hidden fields

A field decides nothing about what the words mean: that is for the form's ``clean`` and the package's own rules.
"""

from kith.kit.forms.base import DrawnField, KithForm
from kith.kit.forms.choices import Checkboxes, Radios, Select, Tick, YesNo
from kith.kit.forms.texts import Email, Hidden, LongText, Number, Phone, Postcode, Text, When

__all__ = [
    "Checkboxes",
    "DrawnField",
    "Email",
    "Hidden",
    "KithForm",
    "LongText",
    "Number",
    "Phone",
    "Postcode",
    "Radios",
    "Select",
    "Text",
    "Tick",
    "When",
    "YesNo",
]
