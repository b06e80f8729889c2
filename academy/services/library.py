"""The pages of the library: from text files, and then in the hands of editors."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page

from culture_site.core.content import LoadReport
from culture_site.core.loaded_pages import differing, free_slug, is_untouched, with_ids

from ..keys import LIBRARY_KEY
from ..models import Activity, BriefPage, Kind, LessonPage, LibraryPage, LoadedPage
from ..text_files import PageText

# Title and slug of the shelf in each language.
LIBRARIES = {
    "id": ("Perpustakaan akademi", "perpustakaan-akademi"),
    "en": ("Academy library", "academy-library"),
}
Rows = dict[tuple[str, str], LoadedPage]


@transaction.atomic
def place_libraries() -> dict[str, LibraryPage]:
    """{language: its shelf}, below the root and outside every site; made where it is missing."""
    return {language: _library(language) for language in LIBRARIES}


def _library(language: str) -> LibraryPage:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    found: LibraryPage | None = LibraryPage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.get_first_root_node()
    title, slug = LIBRARIES[language]
    page = LibraryPage(
        title=title, slug=free_slug(root, slug), locale=locale, translation_key=LIBRARY_KEY, live=False
    )
    root.add_child(instance=page)
    page.save_revision().publish()
    return page


def loaded_rows() -> Rows:
    rows = LoadedPage.objects.select_related("page", "revision").select_for_update(of=("self",))
    return {(row.key, row.language): row for row in rows}


@transaction.atomic
def put_page(
    *, report: LoadReport, activity: Activity, language: str, text: PageText, row: LoadedPage | None
) -> None:
    """Make the page of `activity` in `language`, or let it follow `text`.

    `row` is what a load remembers of it. A page that was edited, taken offline or deleted is left alone and named.
    Raises ValidationError for a text that the CMS would not take from an editor either.
    """
    if row is None:
        page = _new_page(activity, language, text.title)
        _publish(page, text, LoadedPage(key=activity.key, language=language))
        report.created.append(text.name)
    elif row.page is None:
        report.left_alone.append(f"{text.name} (deleted)")
    else:
        _follow(report, row.page.specific, text, row)


def _new_page(activity: Activity, language: str, title: str) -> LessonPage | BriefPage:
    """In the tree, and not online yet."""
    library = LibraryPage.objects.get(locale__language_code=language)
    model = LessonPage if activity.kind == Kind.LESSON else BriefPage
    page = model(
        title=title,
        slug=free_slug(library, activity.key),
        locale=library.locale,
        translation_key=activity.page_key,
        live=False,
    )
    library.add_child(instance=page)
    return page


def _follow(report: LoadReport, page: LessonPage | BriefPage, text: PageText, row: LoadedPage) -> None:
    fields = differing(page, _fields(page, text))
    if fields and is_untouched(page, row.revision_id):
        _publish(page, text, row)
        report.updated.append(f"{text.name} ({', '.join(fields)})")
    else:
        report.note(text.name, fields)


def _publish(page: LessonPage | BriefPage, text: PageText, row: LoadedPage) -> None:
    """Write the text into the page, put it online and remember that it was us."""
    for name, value in _fields(page, text).items():
        setattr(page, name, value)
    content = page.steps if isinstance(page, LessonPage) else page.body
    content.stream_block.clean(content)
    revision = page.save_revision()
    revision.publish()
    row.page, row.revision = page, revision
    row.save()


def _fields(page: LessonPage | BriefPage, text: PageText) -> dict[str, Any]:
    name, blocks = "body", text.blocks
    if isinstance(page, LessonPage):
        name, blocks = (
            "steps",
            [
                {"type": "step", "value": {"key": step.key, "title": step.title, "body": step.blocks}}
                for step in text.steps
            ],
        )
    content = page._meta.get_field(name).to_python(with_ids(blocks))
    return {"title": text.title, "summary": text.summary, name: content}


def sentences_of(error: ValidationError) -> Iterator[str]:
    """What is wrong with a page, field by field and block by block: "steps, 2, do: Ensure this value has ..."."""
    if hasattr(error, "as_json_data"):
        yield from _within(error.as_json_data(), ())
    elif hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            for one in errors:
                yield from (f"{field}: {sentence}" for sentence in sentences_of(one))
    else:
        yield from error.messages


def _within(data: Any, way: tuple[str, ...]) -> Iterator[str]:
    """The messages in the nested errors of blocks; blocks in a list are counted from 1."""
    if isinstance(data, str):
        yield f"{', '.join(way)}: {data}" if way else data
    elif isinstance(data, list):
        for part in data:
            yield from _within(part, way)
    elif isinstance(data, dict):
        for name, part in data.items():
            is_frame = name in ("blockErrors", "messages")
            step = () if is_frame else (str(name + 1) if isinstance(name, int) else str(name),)
            yield from _within(part, (*way, *step))
