"""Put the public pages in place."""

from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from culture_site.core.content import LoadReport, as_rich_text, differing_fields, read_text

from .models import HomePage

CONTENT = Path(__file__).resolve().parent / "content"


@transaction.atomic
def load_home_pages(*, folder: Path = CONTENT) -> LoadReport:
    """Make the two home pages, translations of one another, and the site that starts at the Indonesian one.

    A page that is there stays as it is; where it differs from its file, the report names the fields. Wagtail's own
    welcome page goes, as long as nobody has put anything under it. Raises BrokenText for a file that cannot be read.
    """
    report = LoadReport()
    first_language, *others = [code for code, _name in settings.LANGUAGES]
    home = _load_home_page(report, folder, first_language, original=None)
    _start_site_at(home)
    for language in others:
        _load_home_page(report, folder, language, original=home)
    Site.clear_site_root_paths_cache()
    return report


def _load_home_page(report: LoadReport, folder: Path, language: str, original: HomePage | None) -> HomePage:
    path = folder / f"home.{language}.md"
    values, body = read_text(path)
    values["introduction"] = as_rich_text(body)
    slug = values.pop("slug")
    locale, _created = Locale.objects.get_or_create(language_code=language)
    pages = HomePage.objects.filter(locale=locale)
    if original is not None:
        pages = pages.filter(translation_key=original.translation_key)
    page = pages.order_by("path").first()
    if page is not None:
        report.note(path.name, differing_fields(page, values))
        return page
    root = Page.get_first_root_node()
    page = HomePage(locale=locale, slug=_free_slug(root, slug), **values)
    if original is not None:
        page.translation_key = original.translation_key
    root.add_child(instance=page)
    page.save_revision().publish()
    report.created.append(path.name)
    return page


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(other for other in numbered if other not in taken)


def _start_site_at(home: HomePage) -> None:
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
