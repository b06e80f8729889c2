"""Messages to the academy team, and pages."""

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page

from culture_site.pages.models import ContactMessage, HomePage, StandardPage


class ContactMessageFactory(DjangoModelFactory):
    class Meta:
        model = ContactMessage

    name = factory.Sequence(lambda number: f"Contoh Sekolah {number}")
    email = factory.Sequence(lambda number: f"sekolah{number}@example.org")
    text = "Kami punya dua calon."
    language = "id"


def public_page(language: str = "id", **fields) -> StandardPage:
    """A published page below the home page of a language, which is made where it is missing."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        home = HomePage(title="Home", slug=f"home-{language}", promise="Be a friend.", locale=locale)
        Page.get_first_root_node().add_child(instance=home)
    number = StandardPage.objects.count() + 1
    page = StandardPage(
        **({"title": f"Contoh {number}", "slug": f"contoh-{number}", "locale": locale} | fields)
    )
    return home.add_child(instance=page)
