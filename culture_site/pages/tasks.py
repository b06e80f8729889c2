"""What recurs for the public pages."""

from django.core.management import call_command


def publish_scheduled() -> None:
    """Put pages online, and take them offline, whose hour has come."""
    call_command("publish_scheduled")
