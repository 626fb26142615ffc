"""Registers the package with Django."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    name = "kith.asks"
    label = "asks"
