"""Two languages, one record: which language a request speaks and how a row is read in it."""

from typing import Any

from django.urls import translate_url
from django.utils.translation import get_language, get_language_from_path, override

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


def address_in(url: str, language: str) -> str:
    """A stored address of this site, in any language, as the same page in `language` ("id" or "en")."""
    # Django resolves an address only while its own language is active.
    with override(get_language_from_path(url) or language):
        return translate_url(url, language)
