"""Our own words, in the language of whoever reads them: pure modules take these from here and know no Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _promise

# A promise of words behaves as the words themselves wherever we use it.
gettext_lazy = cast("Callable[[str], str]", _promise)

__all__ = ["gettext", "gettext_lazy", "ngettext"]
