"""The public pages of events: what strangers read, what they do not, and what an editor may make of them."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale

from culture_site.culture.models import CoreValue
from culture_site.pages.forms.events import EventField
from culture_site.pages.models import EventIndexPage, EventPage
from culture_site.pages.translations import find_gaps, translate
from events.models import EventState, SlotState
from events.services.seats import sign_up
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.pages import event_index, event_page, photograph, recap_page
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def text_of(client, page) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def fair(**fields):
    """A fair with a game for a value at two times, one of them elsewhere, and a stall."""
    event = EventFactory(title_ind="Pasar Budaya", title_eng="Culture market", **fields)
    session = SessionFactory(
        event=event,
        title_ind="Panah Nilai",
        title_eng="Value darts",
        value=CoreValue.objects.get(code="trusted"),
    )
    SlotFactory(session=session, starts_at=event.starts_at)
    SlotFactory(session=session, starts_at=event.starts_at + timedelta(hours=1), place="Teras")
    BazaarStallFactory(
        event=event, code="A1", name="Lapak kopi", offer_ind="Kopi saring", offer_eng="Filter coffee"
    )
    return event


def test_page_shows_the_programme_in_its_language(client):
    event = fair()
    indonesian, english = event_page(event, "id"), event_page(event, "en")

    texts = text_of(client, indonesian), text_of(client, english)

    ind = (
        "Panah Nilai",
        "09.00–09.45",
        "10.00–10.45 · Teras",
        "Kopi saring",
        "Pendaftaran dibuka",
        ">Daftar<",
    )
    eng = (
        "Value darts",
        "09:00–09:45",
        "10:00–10:45 · Teras",
        "Filter coffee",
        "Sign-up is open",
        ">Sign up<",
    )
    for text, words in zip(texts, (ind, eng), strict=True):
        assert [word for word in words if word not in text] == []
        assert "badge value trusted" in text
    assert f'href="/id/events/{event.slug}/"' in texts[0]
    assert f'href="/en/events/{event.slug}/"' in texts[1]
    assert f'hreflang="en" href="http://testserver{english.get_url()}"' in texts[0]


def test_event_of_several_days_names_them(client):
    event = fair()
    event.ends_at = event.starts_at + timedelta(days=1)
    event.save()
    slot = SlotFactory(session=event.sessions.get(), starts_at=event.starts_at + timedelta(days=1, hours=-2))
    first, last = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)

    text = text_of(client, event_page(event))

    assert f"{date_format(first, 'l, j F Y')} – {date_format(last, 'l, j F Y')}</span>" in text
    assert f"{date_format(last, 'D j')}, 07.00–07.45" in text
    assert f"{date_format(first, 'D j')}, 09.00–09.45" in text
    assert slot.own_place == ""


def test_page_follows_the_event_and_names_and_counts_nobody(client):
    event = fair()
    slot = event.sessions.get().slots.first()
    person = UserFactory(name="Contoh Rahasia")
    sign_up(person=person, slots=[slot.pk])
    page = event_page(event)
    event.sessions.update(title_ind="Panah Baru")
    event.sessions.get().slots.filter(place="Teras").update(state=SlotState.CANCELLED)

    text = text_of(client, page)

    assert "Panah Baru" in text
    assert "Teras" not in text
    assert "Rahasia" not in text
    assert "tempat" not in text.split("<h2")[1]


def test_session_of_which_every_time_was_cancelled_is_left_out(client):
    event = fair()
    SessionFactory(event=event, title_ind="Belum ada jam")
    page = event_page(event)
    event.sessions.get(title_ind="Panah Nilai").slots.update(state=SlotState.CANCELLED)

    text = text_of(client, page)

    assert "Panah Nilai" not in text
    assert "Belum ada jam" in text


def test_draft_of_an_event_shows_neither_day_nor_place_nor_a_way_in(client):
    event = fair(state=EventState.DRAFT, place="Ruang rahasia")

    text = text_of(client, event_page(event, introduction="Tunggu kabarnya."))

    assert "Programnya sedang disusun." in text
    assert "Tunggu kabarnya." in text
    for word in ("Ruang rahasia", "Panah Nilai", "WIB", f"/events/{event.slug}/"):
        assert word not in text


def test_cancelled_event_says_so_and_takes_nobody(client):
    event = fair(state=EventState.CANCELLED)

    text = text_of(client, event_page(event))

    assert "Acara ini dibatalkan." in text
    assert "Panah Nilai" not in text
    assert f"/events/{event.slug}/" not in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": at(8, days=2)}, "Pendaftaran dibuka "),
        ({"opens_at": at(8, days=-3), "closes_at": at(8, days=-1)}, "Pendaftaran ditutup."),
    ],
    ids=["before", "after"],
)
def test_page_says_when_sign_up_is_not_open(client, fields, sentence):
    text = text_of(client, event_page(fair(**fields)))

    assert sentence in text
    assert ">Daftar<" not in text
    assert "Ke acaranya" in text


def test_whoever_cannot_take_part_finds_no_way_that_leads_nowhere(client):
    office = OfficeFactory(name="Kantor Contoh")
    page = event_page(fair(office=office))
    address = f"/id/events/{page.event.slug}/"

    seen = {"stranger": address in text_of(client, page)}
    for who, person in (
        ("own office", UserFactory(office=office)),
        ("other office", UserFactory(office=OfficeFactory())),
        ("service culture", UserFactory(service_culture=True)),
        ("partner", UserFactory(partner_contact=True)),
    ):
        client.force_login(person)
        seen[who] = address in text_of(client, page)

    assert seen == {
        "stranger": True, "own office": True, "other office": False, "service culture": True, "partner": False
    }  # fmt: skip
    assert "Pendaftarannya untuk rekan-rekan di Kantor Contoh." in text_of(client, page)


def test_event_that_is_over_leads_to_its_recap_once_that_is_online(client):
    event = fair(starts_at=at(9, days=-4))
    page = event_page(event)
    before = text_of(client, page)
    recap = recap_page(event)

    after = text_of(client, page)

    assert "Sudah selesai" in before
    assert "Baca rekapnya" not in before
    assert f'href="{recap.get_url()}"' in after
    assert f'href="{page.get_url()}"' in text_of(client, recap)
    recap.unpublish()
    assert "Baca rekapnya" not in text_of(client, page)


def test_words_stay_when_the_event_is_deleted(client):
    page = event_page(EventFactory(), introduction="Kata-kata penyunting.")
    page.event.delete()

    assert "Kata-kata penyunting." in text_of(client, page)


def test_hostile_titles_are_text(client):
    bad = "<script>alert(1)</script>"
    event = fair(place=bad, summary_ind=bad)
    event.sessions.update(title_ind=bad, text_ind=bad)
    event.stalls.update(name=bad, offer_ind=bad)

    text = text_of(client, event_page(event, title=bad)) + text_of(client, event_index())

    assert bad not in text
    assert text.count("&lt;script&gt;alert(1)") > 8


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_picture_stands_above_the_programme_with_its_words(client):
    page = event_page(fair())
    value = {"image": photograph().pk, "alt_text": "Papan panah", "decorative": False}
    block = page.picture.stream_block.child_blocks["picture"]
    page.picture.append(("picture", block.to_python({"picture": value})))
    page.save_revision().publish()

    text = text_of(client, page)

    assert 'alt="Papan panah"' in text
    assert text.index("Papan panah") < text.index("Panah Nilai")


def test_index_lists_what_is_coming_and_what_was(client):
    later, sooner = (event_page(EventFactory(starts_at=at(9, days=days))) for days in (9, 2))
    unsettled = event_page(EventFactory(state=EventState.DRAFT, starts_at=at(9, days=1)))
    off = event_page(EventFactory(state=EventState.CANCELLED, starts_at=at(9, days=20)))
    past = event_page(EventFactory(starts_at=at(9, days=-9)))
    told = EventFactory(starts_at=at(9, days=-2))
    recap = recap_page(told)
    event_page(EventFactory(state=EventState.CANCELLED, starts_at=at(9, days=-3)))
    EventFactory()

    context = client.get(event_index().get_url()).context

    assert [one.main for one in context["coming"]] == [sooner, later, off, unsettled]
    assert [one.main for one in context["past"]] == [recap, past]
    text = text_of(client, event_index())
    assert text.count('class="link-card"') == 6
    assert "Dibatalkan" in text
    assert "Programnya sedang disusun." in text


def test_index_of_the_other_language_lists_its_own_pages_alone(client):
    event_page(EventFactory(), "id")

    assert client.get(event_index("en").get_url()).context["coming"] == []


def test_menu_and_home_lead_to_events_once_there_is_a_page_to_read(client):
    index = event_index().get_url()
    before = client.get("/id/").content.decode()
    page = event_page(fair())
    draft = event_page(EventFactory(state=EventState.DRAFT))

    after = client.get("/id/").content.decode()

    assert f'href="{index}"' not in before
    assert "Yang akan datang" not in before
    assert after.count(f'href="{index}"') == 2
    assert f'href="{page.get_url()}"' in after
    assert f'href="{draft.get_url()}"' not in after


def test_page_is_found_by_search_and_machines_and_a_draft_is_not(client):
    page = event_page(fair(), introduction="Bawa rebana.")
    hidden = event_page(EventFactory(), introduction="Bawa rebana.")
    hidden.unpublish()

    results = client.get("/id/search/", {"q": "rebana"}).context["results"]
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").content)
    named = [element.text for element in sitemap.iter() if element.tag.endswith("loc")]

    assert [result.url for result in results] == [page.get_url()]
    assert f"http://localhost{page.get_url()}" in named
    assert f"http://localhost{hidden.get_url()}" not in named
    assert client.get(hidden.url_path.replace("/home", "/id", 1)).status_code == 404


def test_pages_take_the_same_statements_however_large_the_programme(client, django_assert_num_queries):
    event = fair()
    page, index = event_page(event), event_index()
    event_page(EventFactory(starts_at=at(9, days=-3)))
    client.get(page.get_url())
    client.get(index.get_url())
    for more in (0, 6):
        for _number in range(more):
            session = SessionFactory(event=event, value=CoreValue.objects.get(code="simple"))
            for hour in range(9, 15):
                SlotFactory(session=session, starts_at=at(hour))
            BazaarStallFactory(event=event)
            event_page(EventFactory())
            over = EventFactory(starts_at=at(9, days=-3))
            event_page(over)
            recap_page(over)
        with django_assert_num_queries(PAGE):
            client.get(page.get_url())
        with django_assert_num_queries(INDEX):
            client.get(index.get_url())


# Session-less readers: the tree, the site, the menu; then the event with its office, sessions, slots and stalls.
PAGE = 18
INDEX = 20


def test_second_page_of_an_event_in_a_language_is_refused_with_a_sentence(client):
    event = EventFactory()
    event_page(event)
    second = EventPage(event=event, title="Lagi", slug="lagi", locale=Locale.objects.get(language_code="id"))

    with pytest.raises(ValidationError, match="Sudah ada halaman acara ini"):
        second.full_clean(exclude=["path", "depth"])
    second.live = False
    index = event_index()
    with pytest.raises(IntegrityError), transaction.atomic():
        index.add_child(instance=second)


def test_page_keeps_its_event(client):
    page = event_page(EventFactory())
    page.event = EventFactory()

    with pytest.raises(ValidationError, match="milik acara lain"):
        page.full_clean()


def test_pages_of_both_languages_are_translations_however_they_are_made(client):
    event, other = EventFactory(), EventFactory()
    by_hand = event_page(event, "id"), event_page(event, "en")
    page = event_page(other, "id")

    copied = translate(page, user=None)

    assert by_hand[0].translation_key == by_hand[1].translation_key
    assert copied.specific.event == other
    assert copied.translation_key == page.translation_key
    assert {gap.page for gap in find_gaps().values()} == {page.pk}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(content_editor=True))
    return client


def form_of(page_title: str, event, **more) -> dict:
    return {
        "title": page_title, "slug": "halaman-baru", "introduction": "", "event": event.pk, "picture-count": "0",
        "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1",
    } | more  # fmt: skip


def test_editor_makes_a_page_and_hears_of_a_second_one(editor):
    event = fair()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventpage", event_index().pk])

    editor.post(address, form_of("Pasar", event))
    again = editor.post(address, form_of("Pasar", event, slug="lagi"))

    page = EventPage.objects.get()
    assert (page.live, page.event, page.locale.language_code) == (True, event, "id")
    assert again.status_code == 200
    assert "Sudah ada halaman acara ini dalam bahasa ini." in again.content.decode()


def test_editor_cannot_copy_a_page_of_an_event(editor):
    page = event_page(EventFactory())

    answers = [
        editor.post(
            f"/cms/pages/{number}/copy/", {"new_title": "x", "new_slug": "x", "new_parent_page": parent}
        )
        for number, parent in ((page.pk, event_index().pk), (event_index().pk, event_index().get_parent().pk))
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (EventPage.objects.count(), EventIndexPage.objects.count()) == (1, 2)


def test_events_are_chosen_by_title_and_day_the_newest_first(editor):
    old = EventFactory(title_ind="Lama", starts_at=at(9, days=-30))
    new = EventFactory(title_ind="Baru", state=EventState.DRAFT)
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventpage", event_index().pk])

    field = editor.get(address).context["form"].fields["event"]

    assert isinstance(field, EventField)
    labels = [label for value, label in field.choices if value]
    assert [label.split(",")[0] for label in labels] == ["Baru", "Lama"]
    assert f"{timezone.localtime(old.starts_at):%Y}" in labels[1]
    assert [value.value for value, label in field.choices if value] == [new.pk, old.pk]


def test_page_behind_sign_in_leads_to_the_public_one_in_the_language(client):
    event = fair()
    page = event_page(event, "id")
    client.force_login(UserFactory())
    link = f'href="{page.get_url()}"'

    seen = [link in client.get(f"/{code}/events/{event.slug}/").content.decode() for code in ("id", "en")]
    page.unpublish()

    assert seen == [True, False]
    assert link not in client.get(f"/id/events/{event.slug}/").content.decode()
