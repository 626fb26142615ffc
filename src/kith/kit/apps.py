"""Registers the package with Django, for its templates and static files."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kith.kit"
    label = "kit"
