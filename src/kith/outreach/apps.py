"""Registers the package with Django, and has texts from groups read before those of anybody else."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "kith.outreach"
    label = "outreach"

    def ready(self) -> None:
        """An earlier package takes texts in; it knows of nobody who reads them here."""
        from kith.dispatch.actions import ALSO_HEARD
        from kith.outreach.actions import hear_by_text

        if hear_by_text not in ALSO_HEARD:
            ALSO_HEARD.append(hear_by_text)
