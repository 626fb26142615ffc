"""How Django is put together, for every instance alike; what differs between instances is read through env.py."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from kith.config import secret
from kith.config.database import django_database
from kith.config.env import Env
from kith.kit import csp, languages

ENV = Env()
KITH_HOME = ENV.home
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENV.get("KITH_DEBUG")
BASE_URL = ENV.get("KITH_BASE_URL")
SECRET_KEY = secret.key(ENV)
# What the seals of the trail are made with. By a name of its own it outlives a change of the other.
TRAIL_SECRET = ENV.get("KITH_TRAIL_SECRET") or SECRET_KEY
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENV.get("KITH_HOSTS")]
if (base_host := BASE_URL.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0]) not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(base_host)
HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "kith.kit",
    "kith.trail",
    "kith.places",
    "kith.accounts",
    "kith.access",
    "kith.people",
    "kith.volunteers",
    "kith.directory",
    "kith.governance",
    "kith.outbox",
    "kith.promises",
    "kith.safeguarding",
    "kith.asks",
    "kith.dispatch",
    "kith.outreach",
    "kith.interop",
    "kith.web",
    "kith.demo",
    "kith.proof",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kith.kit.languages.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Nearest to the pages: it is the first to hear that the database did not answer.
    "kith.access.resilience.KeepWhatWasTyped",
]

ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "kith.web.context.around",
    "kith.web.context.worry",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "kith.kit.jinja_env.environment", "context_processors": _CONTEXT},
    },
    # Second, and only for pages allauth draws itself and we have not restyled.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

DATABASES = {"default": django_database(ENV, os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Sign-in: one-time codes only, by e-mail or text. There are no passwords.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60
ACCOUNT_ADAPTER = "kith.web.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "kith.web.forms.AskForCode",
    "confirm_login_code": "kith.web.forms.GiveCode",
}
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone"]  # there is no sign-up; allauth wants the two lists to agree
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Somebody whose own phone is still signed in is asked for a fresh code on the sign-in page itself.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/5m/key"}
# Printed by ./kith up while the instance is empty, and asked for on its first page.
SETUP_WORD = secret.setup_word(SECRET_KEY)
# The demo command leaves this mark; only where it stands do the printed sign-in links work.
DEMO_MARK = KITH_HOME / "demo-instance"
DEMO_INSTANCE = DEMO_MARK.is_file()
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = languages.LANGUAGE_CODE
LANGUAGES = languages.LANGUAGES
LOCALE_PATHS = languages.LOCALE_PATHS
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served straight from the packages: nothing to collect, nothing to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600

CONTENT_SECURITY_POLICY = csp.POLICY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60 if HTTPS else 0
CSRF_FAILURE_VIEW = "kith.kit.errors.forged"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
# A whole CSV or a very long note is read, judged and answered in words, never cut off by a bare error.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# The duty phone: how long it has to answer, how long it is left alone between two lists, how long its link opens.
DUTY_ANSWER_WITHIN = timedelta(seconds=ENV.get("KITH_DUTY_ANSWER_SECONDS"))
DUTY_RING_EVERY = timedelta(seconds=ENV.get("KITH_DUTY_EVERY_SECONDS"))
DUTY_LINK_LASTS = timedelta(hours=24)
# How long a colleague has to say yes to somebody's promises, before the next on the duty list is asked.
CHECKS_LATE_AFTER = timedelta(seconds=ENV.get("KITH_WATCH_LATE"))
HAND_OVER_WITHIN = timedelta(seconds=ENV.get("KITH_HAND_OVER_SECONDS"))

EMAIL_URL = ENV.get("KITH_EMAIL_URL")
DEFAULT_FROM_EMAIL = ENV.get("KITH_EMAIL_FROM")
NOTIFY_KEY = ENV.get("KITH_NOTIFY_KEY")
NOTIFY_URL = ENV.get("KITH_NOTIFY_URL")
NOTIFY_TOKEN = ENV.get("KITH_NOTIFY_TOKEN")
NOTIFY_TEMPLATES = {name: ENV.get(f"KITH_NOTIFY_{name.upper()}") for name in ("text", "email", "letter")}
# Twenty of these, one after the other, still end within the lease of a message.
NOTIFY_SECONDS = 5

# Where the last seals of the trail are left, so that nobody can cut it short unseen.
ANCHOR_FILE = ENV.get("KITH_ANCHOR_FILE")
ANCHOR_EMAIL = ENV.get("KITH_ANCHOR_EMAIL")
ANCHOR_URL = ENV.get("KITH_ANCHOR_URL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "kith": {"level": ENV.get("KITH_LOG_LEVEL")},
        # A page that is not there is news to the visitor, not to whoever looks after the machine.
        "django.request": {"level": "ERROR"},
        "gunicorn.http": {"level": "ERROR"},
        # What a provider refused is written on the message, in words, and tried again; nobody has to read it twice.
        "notifications_python_client": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
