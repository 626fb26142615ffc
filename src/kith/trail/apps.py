"""Registers the package with Django."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "kith.trail"
    label = "trail"
