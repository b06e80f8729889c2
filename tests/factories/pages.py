"""Messages to the academy team, and pages."""

import io
import random

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from culture_site.pages.models import (
    ContactMessage,
    EventBoundPage,
    EventIndexPage,
    EventPage,
    HomePage,
    RecapPage,
    SitePage,
    StandardPage,
)
from events.models import Event


class ContactMessageFactory(DjangoModelFactory):
    class Meta:
        model = ContactMessage

    name = factory.Sequence(lambda number: f"Contoh Sekolah {number}")
    email = factory.Sequence(lambda number: f"sekolah{number}@example.org")
    text = "Kami punya dua calon."
    language = "id"


def home_page(language: str = "id") -> HomePage:
    """The home page of a language, which is made where it is missing."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        home = HomePage(title="Home", slug=f"home-{language}", promise="Be a friend.", locale=locale)
        Page.get_first_root_node().add_child(instance=home)
    return home


def public_page(language: str = "id", **fields) -> StandardPage:
    """A published page below the home page of a language."""
    home = home_page(language)
    locale = home.locale
    number = StandardPage.objects.count() + 1
    page = StandardPage(
        **({"title": f"Contoh {number}", "slug": f"contoh-{number}", "locale": locale} | fields)
    )
    return home.add_child(instance=page)


def event_index(language: str = "id") -> EventIndexPage:
    """The page of the events of a language, which is made where it is missing."""
    index = EventIndexPage.objects.filter(locale__language_code=language).first()
    if index is None:
        home = home_page(language)
        index = EventIndexPage(title="Acara", slug=f"acara-{language}", locale=home.locale)
        home.add_child(instance=index)
    return index


def event_page(event: Event, language: str = "id", **fields) -> EventPage:
    """A published page of an event."""
    return _published(
        EventPage(event=event, slug=event.slug, **{"title": f"Halaman {event.slug}"} | fields), language
    )


def recap_page(event: Event, language: str = "id", **fields) -> RecapPage:
    """A published recap of an event."""
    return _published(
        RecapPage(event=event, slug=f"rekap-{event.slug}", title=f"Rekap {event.slug}", **fields), language
    )


def _published(page: EventBoundPage, language: str) -> EventBoundPage:
    index = event_index(language)
    page.locale = index.locale
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def photograph() -> Image:
    """Larger than any screen wants it, with as much detail as a photo: soft shapes under a little grain."""
    chance = random.Random(1)
    shapes = Pillow.frombytes("RGB", (48, 36), chance.randbytes(48 * 36 * 3)).resize((2000, 1500))
    grain = Pillow.frombytes("RGB", (2000, 1500), chance.randbytes(2000 * 1500 * 3))
    file = io.BytesIO()
    Pillow.blend(shapes, grain, 0.04).save(file, "JPEG", quality=92)
    image = Image(title="foto", file=ContentFile(file.getvalue(), "foto.jpg"))
    image._set_image_file_metadata()
    image.save()
    return image


def add_picture(page: SitePage, picture: Image) -> None:
    """A picture at the end of a page, published."""
    value = {"image": picture.pk, "alt_text": "Meja kerja dengan dua layar", "decorative": False}
    block = page.body.stream_block.child_blocks["picture"]
    page.body.append(("picture", block.to_python({"picture": value})))
    page.save_revision().publish()
