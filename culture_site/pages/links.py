"""Links of pages that lead nowhere: of the public site and of the academy's library."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from .leaves import leaves_of_page

ANCHOR = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
TAG = re.compile(r"<[^>]+>")
SERVED_BY_CMS = "wagtail_serve"


@dataclass(frozen=True)
class Link:
    """Where a text leads: a page or a document by its id, or an address. `words` is what readers see of it."""

    words: str
    page: int | None = None
    document: int | None = None
    address: str = ""


@dataclass(frozen=True)
class BrokenLink:
    link: Link
    reason: Any


def links_of(page: Page) -> Iterator[Link]:
    """All links in the bodies of a page."""
    for leaf in leaves_of_page(page):
        if not leaf.value:
            continue
        if isinstance(leaf.block, blocks.RichTextBlock):
            yield from _in_rich_text(leaf.value)
        elif isinstance(leaf.block, blocks.PageChooserBlock):
            yield Link(leaf.words, page=leaf.value)
        elif isinstance(leaf.block, blocks.URLBlock):
            yield Link(leaf.words, address=leaf.value)


def _in_rich_text(text: str) -> Iterator[Link]:
    for attributes, content in ANCHOR.findall(text):
        found = dict(ATTRIBUTE.findall(attributes))
        words = html.unescape(TAG.sub("", content)).strip()
        kind, number = found.get("linktype"), found.get("id", "")
        if kind == "page" and number.isdigit():
            yield Link(words, page=int(number))
        elif kind == "document" and number.isdigit():
            yield Link(words, document=int(number))
        else:
            yield Link(words, address=html.unescape(found.get("href", "")))


class LinkChecker:
    """Judges links against the pages and documents that there are now. Asks nothing of other sites."""

    def __init__(self) -> None:
        pages = Page.objects.values_list("pk", "live")
        self.pages = dict(pages)
        self.documents = set(Document.objects.values_list("pk", flat=True))
        self.hosts = {urlsplit(settings.SITE_URL).hostname, *Site.objects.values_list("hostname", flat=True)}
        self._addresses: set[str] | None = None

    def broken(self, page: Page) -> list[BrokenLink]:
        judged = [(link, self.fault(link)) for link in links_of(page)]
        return [BrokenLink(link, reason) for link, reason in judged if reason]

    def fault(self, link: Link) -> Any:
        """Why a link leads nowhere, as a lazily translated sentence; None if nothing is known against it."""
        if link.page is not None:
            return self._page_fault(link.page)
        if link.document is not None:
            return None if link.document in self.documents else _("The document has been deleted.")
        return self._address_fault(link.address)

    def _page_fault(self, number: int) -> Any:
        if number not in self.pages:
            return _("The page has been deleted.")
        return None if self.pages[number] else _("The page is not online.")

    def _address_fault(self, address: str) -> Any:
        if not address:
            return _("The link has no address.")
        if address.startswith("#"):
            return None
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return None if _is_valid(validate_email, parts.path) else _("The e-mail address is not one.")
        if parts.scheme == "tel":
            return None
        if not parts.scheme and address.startswith("/"):
            return self._path_fault(parts.path)
        if parts.scheme not in ("http", "https") or not _is_valid(URLValidator(), address):
            return _("The address is not one.")
        return self._path_fault(parts.path or "/") if parts.hostname in self.hosts else None

    def _path_fault(self, path: str) -> Any:
        # Addresses below /id/ are known while Indonesian is spoken, those below /en/ while English is.
        with override(get_language_from_path(path)):
            try:
                name = resolve(unquote(path)).view_name
            except Resolver404:
                name = None
        if name and name != SERVED_BY_CMS:
            return None
        return None if path.rstrip("/") in self._public_paths() else _("There is no page at this address.")

    def _public_paths(self) -> set[str]:
        if self._addresses is None:
            urls = (page.get_url() for page in Page.objects.live().select_related("locale"))
            self._addresses = {urlsplit(url).path.rstrip("/") for url in urls if url}
        return self._addresses


def _is_valid(validator: Any, text: str) -> bool:
    try:
        validator(text)
    except ValidationError:
        return False
    return True
