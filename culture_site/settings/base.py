"""Settings that every home of the site shares. The environment is read here, once."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Where links in mails point to, without a slash at the end.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "culture_site.core",
    "culture_site.jobs",
    "culture_site.people",
    "culture_site.culture",
    "academy",
    "surveys",
    "events",
    "nakawan",
    "culture_site.pages",
    "culture_site.dashboard",
    "culture_site.demo",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "culture_site.people.apps.CmsUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_q",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages for poor connections, also where no proxy compresses; Django pads them against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "culture_site.core.middleware.ContentSecurityPolicyMiddleware",
    "culture_site.core.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "culture_site.core.middleware.OwnerMiddleware",
    "culture_site.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "culture_site.people.middleware.RefusedAttemptMiddleware",
    "culture_site.people.middleware.SecondFactorMiddleware",
    "culture_site.people.middleware.CmsAccessMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "culture_site.urls"
WSGI_APPLICATION = "culture_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "culture_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "culture_site.core.context_processors.frame",
                "culture_site.pages.context_processors.frame",
            ],
            "builtins": ["culture_site.core.templatetags.core_tags", "django.templatetags.i18n"],
        },
    }
]
# Our own field.html and error summary stand in templates/django/forms/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database. SQLite is a real home for one office: WAL, writers queue up at BEGIN instead of failing half-way.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache. Shared by all processes, since the sign-in limits count in it; nothing of the business lives there.
REDIS_URL = env("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
            # The default of 300 would let a flood of made-up names push the counters of real ones out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    ),
    # The worker cluster writes its status twice a second: on SQLite that would block every writer.
    "qcluster": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "qcluster"},
}

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["culture_site.people.auth.SignInBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "culture_site.people.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "culture_site.people.passwords.NotLikeThePersonValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "employee_number", "trainee_number")},
    },
    {"NAME": "culture_site.people.passwords.NotCommonValidator"},
    {"NAME": "culture_site.people.passwords.NotNumbersAloneValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "culture_site.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Addresses come by roster or are proved by the link of an invitation.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_DISPLAY = "culture_site.people.models.users.shown_name"
ACCOUNT_FORMS = {
    "login": "culture_site.people.forms.sign_in.SignInForm",
    "reauthenticate": "culture_site.people.forms.sign_in.ReauthenticateForm",
    "change_password": "culture_site.people.forms.sign_in.ChangePasswordForm",
    "set_password": "culture_site.people.forms.sign_in.SetPasswordForm",
    "reset_password": "culture_site.people.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "culture_site.people.forms.sign_in.ResetPasswordKeyForm",
}
# Wrong passwords and codes are counted by people.limits, for all doors together; allauth keeps the limits on
# mails. One office, one address: those per address are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
    "reauthenticate": "",
    "change_password": "",
    "reset_password": "200/m/ip,5/m/key",
    "reset_password_from_key": "200/m/ip",
}
MFA_ADAPTER = "culture_site.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Care Culture"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "culture_site.people.forms.sign_in.AuthenticateForm",
    "reauthenticate": "culture_site.people.forms.sign_in.MFAReauthenticateForm",
    "activate_totp": "culture_site.people.forms.sign_in.ActivateTOTPForm",
}
# A row per session, written at sign-in only: no write with each page.
USERSESSIONS_TRACK_ACTIVITY = False
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
SIGN_IN_CODE_DAYS = env.int("SIGN_IN_CODE_DAYS", default=14)
# The organisation's own sign-in (OpenID Connect), when it has one: it lets in people who are known here.
OIDC_SERVER_URL = env("OIDC_SERVER_URL", default="")
if OIDC_SERVER_URL:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "culture_site.people.social.SocialAccountAdapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": env("OIDC_NAME", default="SSO"),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_SERVER_URL},
                }
            ]
        }
    }

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "culture_site" / "locale"]
FORMAT_MODULE_PATH = ["culture_site.core.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = True

# Sessions and cookies
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Wagtail lets its own preview frames through.
X_FRAME_OPTIONS = "DENY"

# Content security policy: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
    },
}

if OIDC_SERVER_URL:
    # The button's form is answered with a redirect to the organisation's own sign-in, which browsers count as its aim.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))
    )
# Wagtail's and Django's own pages still have inline scripts and styles, and preview what is not uploaded yet.
LOOSER_POLICY_PREFIXES = ("/cms/", "/django-admin/")
LOOSER_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
}

# What a page may use of the device: nothing. A view that needs the camera says so itself.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()"

# Static and media
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "culture_site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "media"))) / "public"
PRIVATE_MEDIA_ROOT = MEDIA_ROOT.parent / "private"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# Private keys of open surveys: outside of the database, the media and every backup, for the worker alone.
SURVEY_KEY_DIR = Path(env("SURVEY_KEY_DIR", default=str(VAR_DIR / "survey-keys")))

# How many terms in a row one person serves as a Nakawan.
NAKAWAN_TERMS_IN_A_ROW = env.int("NAKAWAN_TERMS_IN_A_ROW", default=2)

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "localhost")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Care Culture <care-culture@example.org>")

# Background work: see docs/decisions and culture_site/jobs. The queue is a table of the same database.
Q_CLUSTER: dict[str, Any] = {
    "name": "care-culture",
    "orm": "default",
    "workers": 1 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else env.int("WORKERS", default=2),
    "timeout": 60,
    "retry": 120,
    "max_attempts": 3,
    "ack_failures": False,
    "bulk": 1,
    "save_limit": 0,
    "catch_up": False,
    "recycle": 500,
    "label": "Background work",
    "cache": "qcluster",
}
Q_CLUSTER["queue_limit"] = 2 * Q_CLUSTER["workers"]

# Wagtail
WAGTAIL_SITE_NAME = "Care Culture"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia")]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "culture_site.pages.forms.rich_text.RichTextArea"}}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
# A page or a folder is for everybody or for who signs in; a password that many share protects nothing.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Documents of the CMS are public files below /media/, as its pictures are.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "xlsx", "docx", "pptx", "txt"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A good phone takes 50 megapixels; more than that takes the memory of the whole process.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "culture_site.pages.forms.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]

# Second factor for staff roles. Only the demo switches it off.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=True)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "culture_site.core.secret_addresses.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Three lines per job; the ledger says it better.
        "django-q": {"level": "WARNING"},
        # Two lines for each thing that the CMS indexes would drown what a command says.
        "django_tasks": {"level": "WARNING"},
    },
}
