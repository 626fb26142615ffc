"""The guards read the code; they need Django set up, and no database."""

import django
from django.apps import apps

if not apps.ready:
    django.setup()
