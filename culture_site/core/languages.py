"""Two languages, one record: which language a request speaks and how a row is read in it."""

from typing import Any

from django.utils.translation import get_language

SUFFIXES = {"id": "ind", "en": "eng"}
FALLBACK = "id"


def current_suffix() -> str:
    """`ind` or `eng`, the ending of the paired fields for the language of this request."""
    return SUFFIXES.get((get_language() or FALLBACK).split("-")[0], SUFFIXES[FALLBACK])


def in_language(record: Any, field: str) -> str:
    """The text of a paired field (`title` for `title_ind` and `title_eng`) in the reader's language.

    Falls back to the other language when one is empty: a text in the other language says more than nothing.
    """
    suffix = current_suffix()
    other = next(ending for ending in SUFFIXES.values() if ending != suffix)
    return getattr(record, f"{field}_{suffix}") or getattr(record, f"{field}_{other}")
