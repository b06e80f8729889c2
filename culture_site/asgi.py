"""The web application for a server that speaks ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "culture_site.settings.production")

application = get_asgi_application()
