"""The site as a WSGI application. It is started by serve.py, or by a server of your own."""

import os

from django.core.wsgi import get_wsgi_application

from kith.kit.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
application = get_wsgi_application()
settle()
