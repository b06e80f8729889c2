"""Ids made of keys, so that the addresses of the academy are the same on every installation."""

from uuid import UUID, uuid5

NAMESPACE = UUID("5c1f0c5e-6f0e-4a35-9d58-1b1d2a7c54e9")


def activity_uuid(key: str) -> UUID:
    return uuid5(NAMESPACE, f"activity:{key}")


def page_key(key: str) -> UUID:
    """The translation key of the page of an activity."""
    return uuid5(NAMESPACE, f"page:{key}")


LIBRARY_KEY = uuid5(NAMESPACE, "library")
