"""One settings file, read from the environment; a wrong or missing value stops the start with a sentence.

Without any variable the program runs embedded: SQLite, a filesystem broker and local files, all below
DATA_DIR. DATABASE_URL, REDIS_URL and FILES_URL move each part to PostgreSQL, Redis and object storage.
Every variable is described in docs/operations.md.
"""

import secrets
from pathlib import Path
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, why: str) -> str:
    """The value of a variable, or a start refused with the sentence that names it."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


def boolean(name: str, default: bool) -> bool:
    value = env.str(name, default="").strip().lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise ImproperlyConfigured(f"{name} is '{value}': write true or false.")


def whole_number(name: str, default: int, low: int, high: int) -> int:
    value = env.str(name, default=str(default))
    # "²" is a digit to isdigit and no number to int.
    if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is '{value}': write a whole number from {low} to {high}.")
    return int(value)


def address(name: str, value: str, *, schemes: tuple[str, ...], form: str) -> ParseResult:
    """The parts of an address, or a start refused with its form; never with its value, which holds secrets."""
    try:
        parts = urlparse(value)
        sound = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise ImproperlyConfigured(f"{name} must read {form} .")
    return parts


def data_folder() -> Path:
    folder = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ImproperlyConfigured(f"DATA_DIR cannot be made at {folder}: {problem.strerror}.") from problem
    return folder


DATA_DIR = data_folder()

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
FILES_URL = env.str("FILES_URL", default="")
EMBEDDED = not DATABASE_URL
if REDIS_URL:
    address("REDIS_URL", REDIS_URL, schemes=("redis", "rediss"), form="redis://HOST:PORT/NUMBER")

DEBUG = boolean("DEBUG", False)


def secret_key() -> str:
    """SECRET_KEY; an embedded installation makes and keeps its own, readable by its owner only."""
    given = env.str("SECRET_KEY", default="")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters: make a new one.")
        return given
    if not EMBEDDED:
        required("SECRET_KEY", "every server of one installation needs the same secret of 50 characters.")
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(60))
    return kept.read_text().strip()


SECRET_KEY = secret_key()
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
site = address(
    "SITE_URL", SITE_URL, schemes=("http", "https"), form="as the address users type, https://HOST"
)
SECURE = site.scheme == "https"
# Everybody knows the password of the demo's accounts: only an address without TLS, on one's own desk, has them.
DEMO = boolean("DEMO", EMBEDDED and not SECURE)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[site.hostname, "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "emulation.audit",
    "emulation.jobs",
    "emulation.drafts",
    "emulation.organisations",
    "emulation.accounts",
    "emulation.notices",
    "emulation.documents",
    "emulation.ballots",
    "emulation.legislation",
    "emulation.indicators",
    "programmes",
    "clusters",
    "awards",
    "emulation.portal",
    "emulation.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "emulation.accounts.middleware.SessionManners",
    "emulation.drafts.middleware.SentDrafts",
    "django_htmx.middleware.HtmxMiddleware",
    "emulation.portal.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "emulation.portal.context.page",
            ],
            "libraries": {"ui_tags": "emulation.ui_tags"},
        },
    },
]


def postgres_at(url: str) -> dict[str, object]:
    """PostgreSQL as DATABASE_URL says; no other database."""
    try:
        found = env.db_url("DATABASE_URL") if url.startswith(("postgres://", "postgresql://")) else {}
    except ValueError:
        found = {}
    if not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgres://USER:PASSWORD@HOST:PORT/NAME ; without it SQLite is used."
        )
    return {**found, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


if DATABASE_URL:
    DATABASES = {"default": postgres_at(DATABASE_URL)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "emulation.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
                    "PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"
                ),
            },
        }
    }

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = REDIS_URL
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
        }
    }
    broker = DATA_DIR / "broker"
    for folder in ("messages", "processed"):
        (broker / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(broker / "messages"),
        "data_folder_out": str(broker / "messages"),
        "processed_folder": str(broker / "processed"),
        "control_folder": str(broker / "control"),
        "store_processed": False,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
JOB_LEASE_SECONDS = whole_number("JOB_LEASE_SECONDS", 60, 5, 3600)


def storage_at(where: str) -> dict[str, object]:
    """Where issued documents and uploads lie: s3://KEY:SECRET@HOST/BUCKET, or DATA_DIR/files without one."""
    if not where:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": DATA_DIR / "files", "base_url": None, "file_permissions_mode": 0o640},
        }
    form = "s3://KEY:SECRET@HOST[:PORT]/BUCKET"
    url = address("FILES_URL", where, schemes=("s3", "s3+http"), form=form)
    bucket = url.path.strip("/")
    if not (bucket and url.username and url.password):
        raise ImproperlyConfigured(f"FILES_URL must read {form} .")
    host = f"{url.hostname}:{url.port}" if url.port else f"{url.hostname}"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(url.username),
            "secret_key": unquote(url.password),
            "bucket_name": bucket,
            "endpoint_url": ("http://" if url.scheme == "s3+http" else "https://") + host,
            "region_name": parse_qs(url.query).get("region", ["us-east-1"])[0],
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }


STORAGES = {
    "default": storage_at(FILES_URL),
    # Compressing takes a quarter of a minute: worth it for a network, not for a browser on this machine.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
SEAL_FORMS = (
    "NUMBER=pkcs12://:PASSPHRASE@/PATH or NUMBER=pkcs11://:PIN@/PATH/OF/MODULE.so?token=LABEL&key=LABEL, "
    "several separated by spaces"
)


def seal_keys() -> dict[int, str]:
    """Which organisations (by number) seal with a key of their own, and where it lies; nobody without SEAL_KEYS."""
    found: dict[int, str] = {}
    for part in env.str("SEAL_KEYS", default="").split():
        number, _sign, where = part.partition("=")
        if not (number.isascii() and number.isdigit() and names_a_key(where)):
            # Never with its value, which holds secrets.
            raise ImproperlyConfigured(f"SEAL_KEYS must read {SEAL_FORMS} .")
        found[int(number)] = where
    return found


def names_a_key(where: str) -> bool:
    try:
        url = urlparse(where)
    except ValueError:
        return False
    wanted: dict[str, set[str]] = {"pkcs12": set(), "pkcs11": {"token", "key"}}
    return url.scheme in wanted and len(url.path) > 1 and wanted[url.scheme] <= parse_qs(url.query).keys()


def seal_passphrase() -> str:
    """What the keys made here are encrypted with; without SEAL_PASSPHRASE it comes from SECRET_KEY."""
    given = env.str("SEAL_PASSPHRASE", default="")
    if given and len(given) < 20:
        raise ImproperlyConfigured("SEAL_PASSPHRASE is shorter than 20 characters: make a longer one.")
    return given


# Seals on documents (emulation/documents/sealing.py); docs/operations.md, Keys.
SEAL_FOLDER = Path(env.str("SEAL_FOLDER", default=str(DATA_DIR / "seals")))
SEAL_PASSPHRASE = seal_passphrase()
SEAL_KEYS = seal_keys()
SEAL_TIMESTAMP_URL = env.str("SEAL_TIMESTAMP_URL", default="")
if SEAL_TIMESTAMP_URL:
    address(
        "SEAL_TIMESTAMP_URL",
        SEAL_TIMESTAMP_URL,
        schemes=("http", "https"),
        form="as the authority gives it, http://HOST/PATH",
    )

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_HANDLERS = ["emulation.uploads.receiving.CappedUploadHandler"]
UPLOAD_MAX_BYTES = whole_number("UPLOAD_MAX_MEGABYTES", 25, 1, 2000) * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "emulation.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# An office shares one address: what one account fails there must not keep the others out (accounts/adapter.py).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key",
    "login_failed_anywhere": "50/h/key,300/h/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = site.scheme
MFA_ADAPTER = "emulation.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Thi đua - Khen thưởng"
# A write on every page view would cost more than it tells: SessionManners notes activity every ten minutes.
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", 0, 0, 9)

SESSION_ENGINE = "emulation.accounts.session_store"
SESSION_COOKIE_AGE = whole_number("SESSION_HOURS", 12, 1, 720) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "emulation.portal.views.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
        "manifest-src": ["'self'"],
    }
}

# Every mail is written to the outbox (emulation.notices) in the transaction of the act that sends it; a timer
# hands it to the mail server of EMAIL_URL. Without one it waits there.
EMAIL_URL = env.str("EMAIL_URL", default="")
MAIL_DELIVERY_BACKEND = ""
if EMAIL_URL:
    address(
        "EMAIL_URL",
        EMAIL_URL,
        schemes=("smtp", "smtps", "smtp+tls", "smtp+ssl"),
        form="smtp+tls://USER:PASSWORD@HOST:PORT (or smtp://, smtp+ssl://)",
    )
    vars().update(env.email_url("EMAIL_URL"))
    MAIL_DELIVERY_BACKEND = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "emulation.notices.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="thi-dua-khen-thuong@localhost")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["emulation.formats"]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# X_FRAME_OPTIONS is SAMEORIGIN on purpose: a document is read in a frame beside its checks.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR"):
    raise ImproperlyConfigured(f"LOG_LEVEL is '{env.str('LOG_LEVEL')}': write DEBUG, INFO, WARNING or ERROR.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # One line for every step of every page, and for every table of every font, is no log.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools", "pikepdf")},
}
