"""Registers the package with Django."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "kith.governance"
    label = "governance"
