"""Registers the package with Django."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "kith.dispatch"
    label = "dispatch"
