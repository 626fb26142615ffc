"""Registers the package with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kith.outbox"
    label = "outbox"
