"""Registers the package with Django."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "kith.volunteers"
    label = "volunteers"
