"""Registers the package with Django."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "kith.interop"
    label = "interop"
