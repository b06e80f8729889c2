"""The demo on one machine: as in production, but with its own keys, mails in files and sample accounts."""

import secrets

from .base import *

VAR_DIR.mkdir(parents=True, exist_ok=True)


def _demo_secret() -> str:
    """The key of this demo, made at its first start and kept, so that a restart signs nobody out."""
    path = VAR_DIR / "demo-secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


DEMO = True
SECRET_KEY = SECRET_KEY or _demo_secret()
ALLOWED_HOSTS = ["*"]
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")
WAGTAILADMIN_BASE_URL = SITE_URL
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
# Loading the content writes three lines per page; the command itself says what it did.
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}
