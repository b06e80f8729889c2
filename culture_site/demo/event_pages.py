"""The sample events' pages for everybody, from the texts beside this file."""

from pathlib import Path

from culture_site.core.content import read_text
from culture_site.core.loaded_pages import with_ids
from culture_site.core.text_blocks import Links, to_blocks
from culture_site.pages.models import EventIndexPage, EventPage, LoadedText
from events.models import Event

CONTENT = Path(__file__).resolve().parent / "content"


def make_event_pages() -> list[EventPage]:
    """A page in each language of every event that has texts here; none where the public pages are not in place."""
    made = []
    for path in sorted(CONTENT.glob("*.md")):
        slug, _dot, language = path.stem.rpartition(".")
        event = Event.objects.filter(slug=slug).first()
        index = EventIndexPage.objects.filter(locale__language_code=language).first()
        if event and index:
            made.append(_page(event, index, path, language))
    return made


def _page(event: Event, index: EventIndexPage, path: Path, language: str) -> EventPage:
    front, body = read_text(path)
    page = EventPage(
        event=event,
        locale_id=index.locale_id,
        slug=event.slug,
        title=front["title"],
        introduction=front["introduction"],
        search_description=front["description"],
        live=False,
    )
    blocks = to_blocks(body, _links(language), name=path.name)
    page.body = page._meta.get_field("body").to_python(with_ids(blocks))
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _links(language: str) -> Links:
    known = dict(LoadedText.objects.filter(language=language, page__isnull=False).values_list("key", "page"))

    def attributes(key: str) -> str | None:
        return f'linktype="page" id="{known[key]}"' if key in known else None

    return Links(attributes, known.get)
