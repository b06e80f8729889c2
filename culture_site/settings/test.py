"""Tests: a fast hasher, mails in memory, plain static names, files in a temporary folder."""

import atexit
import shutil
import tempfile

from .base import *

SECRET_KEY = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
_FILES = Path(tempfile.mkdtemp(prefix="care-culture-test-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
MEDIA_ROOT = _FILES / "public"
PRIVATE_MEDIA_ROOT = _FILES / "private"
STORAGES["private"]["OPTIONS"]["location"] = str(PRIVATE_MEDIA_ROOT)
LOGGING["root"]["level"] = "WARNING"
# Tests sign in with one step; those of the second factor switch it on.
REQUIRE_SECOND_FACTOR = False
SURVEY_KEY_DIR = _FILES / "survey-keys"
