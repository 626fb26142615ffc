"""Registers the package with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kith.people"
    label = "people"

    def ready(self) -> None:
        """The policy, which comes before this package, asks among these people whom a colleague must not know of."""
        from kith.access import policy
        from kith.people.models import Person

        policy.people = Person
