"""Registers the package with Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    name = "kith.access"
    label = "access"

    def ready(self) -> None:
        """From here on every sign-in, by whatever way, begins its twelve hours."""
        from kith.access.sessions import signed_in

        user_logged_in.connect(signed_in, dispatch_uid="kith.access.sessions.signed_in")
