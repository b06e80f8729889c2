"""What follows from events elsewhere."""

from typing import Any

from django.core.management import call_command
from django.db import connections

from . import schedules
from .models import Notice


def prepare_ground(using: str, **signal: Any) -> None:
    """After `migrate`: the table of the shared cache and the schedules exist. Safe to run again."""
    if using != "default":
        return
    call_command("createcachetable", database=using, verbosity=0)
    if "django_q_schedule" in connections[using].introspection.table_names():
        schedules.write_all()


def unread_count(person: Any) -> int:
    """The number on the bell."""
    return Notice.objects.visible_to(person).unread().count()
