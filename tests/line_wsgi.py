"""The site for gunicorn, with every address loaded before it forks: a process that replaces another answers at once."""

from django.urls import get_resolver

from culture_site.wsgi import application

__all__ = ["application"]

get_resolver()._populate()
