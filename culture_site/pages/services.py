"""Put the public pages in place."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from culture_site.core.content import BrokenText, LoadReport
from culture_site.core.loaded_pages import differing, free_slug, is_untouched, with_ids
from culture_site.core.text_blocks import Links, page_keys, to_blocks
from culture_site.culture.models import CoreValue

from . import models
from .models import HomePage, LoadedText, SitePage
from .text_files import HOME, Text, read_texts

CONTENT = Path(__file__).resolve().parent / "content"

Pages = dict[tuple[str, str], SitePage | None]


@transaction.atomic
def load_pages(*, folder: Path = CONTENT) -> LoadReport:
    """Make a page of each text where there is none, and the site that starts at the Indonesian home page.

    A page that nobody has edited since it was loaded follows its file. One that was edited, taken offline or deleted
    is left alone and named, with the fields that differ. Both languages of a key are translations of one another.
    Links between pages are set once all of them are there. Raises BrokenText for a file that cannot be read.
    """
    report = LoadReport()
    texts = read_texts(folder)
    _check_links(texts)
    rows = {
        (row.key, row.language): row
        for row in LoadedText.objects.select_related("page", "revision").select_for_update(of=("self",))
    }
    pages: Pages = {}
    new: set[tuple[str, str]] = set()
    for text in texts:
        at = text.key, text.language
        if at in rows:
            page = rows[at].page
            pages[at] = page.specific if page else None
        else:
            pages[at] = _place(text, pages)
            new.add(at)
    _start_site(pages)
    for text in texts:
        page = pages[text.key, text.language]
        if page is None:
            report.left_alone.append(f"{text.name} (deleted)")
        elif (text.key, text.language) in new:
            # Fresh: it has children by now, and saving an older count of them would lose them.
            _fill(text, Page.objects.get(pk=page.pk).specific, pages, row=None)
            report.created.append(text.name)
        else:
            _follow(report, text, page, pages, rows[text.key, text.language])
    Site.clear_site_root_paths_cache()
    return report


def _check_links(texts: list[Text]) -> None:
    known = {text.key for text in texts}
    for text in texts:
        if unknown := page_keys(text.body) - known:
            raise BrokenText(f"{text.name}: links to {', '.join(sorted(unknown))}, which is no text")


def _place(text: Text, pages: Pages) -> SitePage | None:
    """An empty page that is not online yet, where its text says; None if its parent was deleted."""
    parent = pages[text.parent, text.language] if text.parent else Page.get_first_root_node()
    if parent is None:
        return None
    parent = Page.objects.get(pk=parent.pk)
    locale, _created = Locale.objects.get_or_create(language_code=text.language)
    page: SitePage = getattr(models, text.type)(
        locale=locale, slug=free_slug(parent, text.slug), live=False, **_own_fields(text)
    )
    others = [pages.get((text.key, code)) for code, _name in settings.LANGUAGES]
    if original := next((other for other in others if other is not None), None):
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    return page


def _own_fields(text: Text) -> dict[str, Any]:
    fields = dict(text.fields)
    if "value" in fields:
        value = CoreValue.objects.filter(code=fields["value"]).first()
        if value is None:
            raise BrokenText(f"{text.name}: there is no value {fields['value']}")
        fields["value"] = value
    return fields


def _wanted(text: Text, page: SitePage, pages: Pages) -> dict[str, Any]:
    """The fields as the file has them, links to other pages included."""

    def page_id(key: str) -> int | None:
        found = pages.get((key, text.language))
        return found.pk if found else None

    def attributes(key: str) -> str | None:
        found = page_id(key)
        return f'linktype="page" id="{found}"' if found else None

    blocks = to_blocks(text.body, Links(attributes, page_id), name=text.name)
    return _own_fields(text) | {"body": page._meta.get_field("body").to_python(with_ids(blocks))}


def _fill(text: Text, page: SitePage, pages: Pages, row: LoadedText | None) -> None:
    """Write the text into the page, publish it and remember that it was us."""
    for name, value in _wanted(text, page, pages).items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    row = row or LoadedText(key=text.key, language=text.language, page=page)
    row.revision = revision
    row.save()


def _follow(report: LoadReport, text: Text, page: SitePage, pages: Pages, row: LoadedText) -> None:
    wanted = _wanted(text, page, pages)
    fields = differing(page, wanted)
    if fields and is_untouched(page, row.revision_id):
        _fill(text, page, pages, row)
        report.updated.append(f"{text.name} ({', '.join(fields)})")
    else:
        report.note(text.name, fields)


def _start_site(pages: Pages) -> None:
    """Let the default site start at the home page of the first language, unless it starts at a home page already."""
    home = pages.get((HOME, settings.LANGUAGE_CODE))
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME
        )
        return
    if isinstance(site.root_page.specific, HomePage):
        return
    welcome = site.root_page
    site.root_page, site.site_name = home, settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
