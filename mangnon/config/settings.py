"""All settings, from the environment; a wrong value stops the program with a sentence.

MANGNON_DATA       the data folder (database, keys, uploads, logs); default: the user's own data folder
MANGNON_DATABASE   postgres://user:password@host:port/name instead of the folder's SQLite file
MANGNON_HOSTS      host names the server answers to, comma separated (default: this machine only)
MANGNON_DEBUG      "1" shows developer's error pages; never with real data
"""
from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlparse

import platformdirs
from django.utils.translation import gettext_lazy as _

from mangnon.accounts import settings_part as accounts
from mangnon.core import keys

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("MANGNON_DATA") or platformdirs.user_data_dir("mangnon", appauthor=False))
KEYS_DIR = DATA_DIR / "keys"
UPLOADS_DIR = DATA_DIR / "uploads"
DEBUG = os.environ.get("MANGNON_DEBUG") == "1"

try:
    SECRET_KEY = keys.read(KEYS_DIR, "web").hex()
except keys.KeyMissing:
    # Commands that prepare a folder run before its keys exist; serving refuses to start without them.
    SECRET_KEY = "not-a-secret-no-key-yet"  # noqa: S105 - says itself what it is

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]",
                 *filter(None, os.environ.get("MANGNON_HOSTS", "").split(","))]

ROOMS = ["core", "web", "places", "accounts", "plan", "registry", "health", "education", "delivery",
         "participation", "protection", "intake", "indicators", "publish"]
INSTALLED_APPS = [
    # Our rooms first: their templates take the place of the libraries' own.
    *(f"mangnon.{room}" for room in ROOMS),
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django_htmx", *accounts.INSTALLED_APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside the files as well, so that no answer at all leaves without them.
    "csp.middleware.CSPMiddleware",
    "mangnon.web.middleware.PrivateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mangnon.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *accounts.MIDDLEWARE,
]
ROOT_URLCONF = "mangnon.config.urls"
WSGI_APPLICATION = "mangnon.config.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages", "django.template.context_processors.i18n",
            "mangnon.web.context.house",
        ],
        "builtins": ["django.templatetags.i18n", "django.templatetags.static", "mangnon.web.templatetags.mn"],
    },
}]

WAL_SAFE = {(3, 44): 6, (3, 50): 7}
"""Release lines with the repair of the WAL-reset fault, and the first patch that has it."""


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite library is free of the WAL-reset fault (committed rows lost); 3.52.0 was withdrawn."""
    if version[:2] == (3, 52) and version[2] == 0:
        return False
    if version >= (3, 51, 3):
        return True
    return version[:2] in WAL_SAFE and version[2] >= WAL_SAFE[version[:2]]


def _postgres(url: str) -> dict[str, object]:
    parts = urlparse(url)
    options: dict[str, object] = {"options": "-c lock_timeout=2000"} if os.environ.get("MANGNON_SERVING") else {}
    host = unquote(parts.hostname or "")
    if "host=" in parts.query:
        host = unquote(parts.query.split("host=")[1].split("&")[0])
    return {"ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
            "HOST": host, "PORT": parts.port or "", "OPTIONS": options, "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60}


def _sqlite(path: Path) -> dict[str, object]:
    journal = "WAL" if wal_is_safe() else "DELETE"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE", "timeout": 2 if os.environ.get("MANGNON_SERVING") else 20,
                "init_command": f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;"
                                "PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
                                "PRAGMA cell_size_check=ON;PRAGMA cache_size=-32000"}}


DATABASE_URL = os.environ.get("MANGNON_DATABASE", "")
DATABASES = {"default": _postgres(DATABASE_URL) if DATABASE_URL else _sqlite(DATA_DIR / "mangnon.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = None
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                        "OPTIONS": {"location": UPLOADS_DIR}},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

MESSAGE_STORAGE = "mangnon.web.notices.NoticeStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mangnon.web.views.stale_form"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_HTTPS = os.environ.get("MANGNON_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
if BEHIND_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 86400
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"],
    "font-src": ["'self'"], "connect-src": ["'self'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"], "manifest-src": ["'self'"],
}}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "mangnon.core.quiet.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SITE_NAME = _("Măng Non")

globals().update({name: getattr(accounts, name) for name in dir(accounts)
                  if name.isupper() and name not in ("INSTALLED_APPS", "MIDDLEWARE")})
