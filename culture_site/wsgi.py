"""The web application as gunicorn loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "culture_site.settings.production")

application = get_wsgi_application()

from culture_site.demo.checks import refuse_demo_accounts  # noqa: E402 - settings are loaded only now

refuse_demo_accounts()
