"""Registers the package with Django."""

from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "kith.proof"
    label = "proof"
