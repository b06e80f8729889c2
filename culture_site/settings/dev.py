"""A developer's own machine: readable errors, mails on the console, nothing cached."""

from .base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "only-for-development-on-ones-own-machine-000000000000000000"
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
REQUIRE_SECOND_FACTOR = False
