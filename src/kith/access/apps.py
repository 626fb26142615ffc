"""Registers the package with Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.backends.signals import connection_created


class AccessConfig(AppConfig):
    name = "kith.access"
    label = "access"

    def ready(self) -> None:
        """From here on every sign-in begins its twelve hours, and the database hears who acts and what is an act."""
        from kith.access.acting import an_act, greet
        from kith.access.sessions import signed_in
        from kith.kit import whole

        whole.around_an_act = an_act
        connection_created.connect(greet, dispatch_uid="kith.access.acting.greet")
        user_logged_in.connect(signed_in, dispatch_uid="kith.access.sessions.signed_in")
