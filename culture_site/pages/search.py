"""Searching the public pages of one language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.blocks import ChooserBlock
from wagtail.models import Locale, Page

from .leaves import leaves_of
from .models import SitePage, StoryPage

LONGEST_QUERY = 100
MOST_RESULTS = 40
# How much of the text stands before and after the first word found.
BEFORE, AFTER = 60, 140


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    snippet: SafeString


def find(query: str, *, request: HttpRequest) -> list[Result]:
    """Public pages in the reader's language that hold all words, best first; the last word may be a beginning."""
    query = " ".join(query.split())[:LONGEST_QUERY]
    locale = Locale.objects.filter(language_code=request.LANGUAGE_CODE).first()
    words = words_of(query)
    if not words or locale is None:
        return []
    pages = Page.objects.live().public().filter(locale=locale)
    clean = " ".join(words)
    found: dict[int, Page] = {}
    for hits in (pages.search(clean, operator="and"), pages.autocomplete(clean, operator="and")):
        for page in hits[:MOST_RESULTS]:
            found.setdefault(page.pk, page)
    return list(_results(list(found.values())[:MOST_RESULTS], words, request))


def words_of(query: str) -> list[str]:
    """The words alone: signs mean something to the index of either database."""
    return re.findall(r"\w+", query.lower())


def _results(pages: list[Page], words: list[str], request: HttpRequest) -> Iterator[Result]:
    specific = Page.objects.filter(pk__in=[page.pk for page in pages]).specific().in_bulk()
    for page in (specific[page.pk] for page in pages):
        if not isinstance(page, SitePage) or (isinstance(page, StoryPage) and not page.has_consent):
            continue
        if url := page.get_url(request):
            yield Result(page.headline, url, snippet(text_of(page), words))


def text_of(page: Any) -> str:
    parts = [page.introduction, *_words_in(page)]
    return " ".join(" ".join(str(part) for part in parts if part).split())


def _words_in(page: SitePage) -> Iterator[str]:
    # From the raw body: asking its blocks would fetch every page that a card or a button leads to.
    for leaf in leaves_of(page.body):
        if not isinstance(leaf.block, ChooserBlock):
            yield from leaf.block.get_searchable_content(leaf.block.to_python(leaf.value))


def snippet(text: str, words: list[str]) -> SafeString:
    """The stretch around the first word found, each find marked; the beginning if none is in the text."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE)
    first = pattern.search(text)
    start = max(first.start() - BEFORE, 0) if first else 0
    if start:
        start = text.find(" ", start) + 1
    end = min((first.start() if first else 0) + AFTER, len(text))
    if end < len(text):
        end = text.rfind(" ", start, end)
    stretch = text[start:end]
    parts: list[SafeString] = []
    last = 0
    for match in pattern.finditer(stretch):
        parts.append(format_html("{}<mark>{}</mark>", stretch[last : match.start()], match.group()))
        last = match.end()
    parts.append(format_html("{}", stretch[last:]))
    return format_html(
        "{}{}{}", "… " if start else "", format_html_join("", "{}", ((part,) for part in parts)),
        " …" if end < len(text) else "",
    )  # fmt: skip
