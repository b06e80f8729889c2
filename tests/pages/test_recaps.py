"""The recap of an event: one press, by whom, what it knows, and who hears of it."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from culture_site.culture.models import CoreValue
from culture_site.jobs.models import Notice
from culture_site.pages.event_panels import recap_panels
from culture_site.pages.exceptions import NoRecap
from culture_site.pages.models import EventIndexPage, RecapPage
from culture_site.pages.recaps import start_recap
from events.figures import Photos, figures_of
from events.models import CheckIn, Event, EventState, SignUp, SlotState, Ticket
from events.services.retention import KEEP, forget_old_events
from events.services.seats import sign_up
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at
from tests.factories.pages import event_page
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def past_event(**fields) -> Event:
    """It was four days ago; nobody came."""
    return EventFactory(**{"starts_at": at(9, days=-4), "title_ind": "Pasar", "title_eng": "Market"} | fields)


def come(event: Event, *, photos: bool | None = None, walk_in: bool = False, enters: bool = True) -> None:
    """A person takes a place, and is scanned twice at the door."""
    person = UserFactory()
    sign_up(person=person, slots=[event.sessions.first().slots.first().pk])
    SignUp.objects.filter(person=person).update(is_walk_in=walk_in)
    ticket = Ticket.objects.get(person=person)
    Ticket.objects.filter(pk=ticket.pk).update(allows_photos=photos)
    for is_entry in (True, False) if enters else ():
        CheckIn.objects.create(uuid=uuid4(), ticket=ticket, is_entry=is_entry, at=timezone.now())


@pytest.fixture
def fair() -> Event:
    """Five had a place and three of them came, one more came to the door; two of the four allow photos."""
    event = past_event(starts_at=at(9), summary_ind="Satu hari bermain.", summary_eng="A day of games.")
    session = SessionFactory(
        event=event,
        title_ind="Panah Nilai",
        title_eng="Value darts",
        value=CoreValue.objects.get(code="trusted"),
    )
    SlotFactory(session=session, capacity=20)
    SessionFactory(event=event, title_ind="Obrolan", title_eng="A chat")
    SlotFactory(
        session=SessionFactory(event=event, title_ind="Batal", title_eng="Off"), state=SlotState.CANCELLED
    )
    for photos in (True, False, None):
        come(event, photos=photos)
    come(event, photos=True, walk_in=True)
    for _number in range(2):
        come(event, photos=True, enters=False)
    Event.objects.filter(pk=event.pk).update(starts_at=at(9, days=-4), ends_at=at(15, days=-4))
    event.refresh_from_db()
    return event


def words_of(page: RecapPage) -> list[str]:
    """The text blocks of the draft, without marks."""
    body = page.get_latest_revision_as_object().body
    assert {block.block_type for block in body} == {"text"}
    return [re.sub("<[^>]+>", " ", str(block.value.source)) for block in body]


def press(client, event: Event, **how):
    return client.post(reverse("pages:recap-start", args=[event.slug]), **how)


def test_recap_knows_the_totals_once_all_who_came_are_forgotten(fair):
    figures = figures_of(fair)
    with time_machine.travel(fair.ends_at + KEEP + timedelta(days=1), tick=False):
        assert forget_old_events() > 0

    page = start_recap(event=fair, by=UserFactory(service_culture=True)).pages["id"]

    assert words_of(page)[2].strip().endswith("punya tempat, 3 hadir (60%).")
    assert page.photos == figures.photos == Photos(asked=5, allowed=4)


def test_recap_says_no_rate_of_fewer_than_five():
    event = past_event(starts_at=at(9))
    SlotFactory(session__event=event, capacity=9)
    come(event)
    Event.objects.filter(pk=event.pk).update(starts_at=at(9, days=-4), ends_at=at(15, days=-4))

    page = start_recap(event=event, by=UserFactory(service_culture=True)).pages["id"]

    assert words_of(page)[2].strip().endswith("1 orang datang.")


def test_recap_holds_what_is_known_in_both_languages(fair):
    pages = start_recap(event=fair, by=UserFactory(service_culture=True)).pages

    assert {code: (page.title, page.introduction, page.slug, page.live) for code, page in pages.items()} == {
        "id": ("Rekap: Pasar", "Satu hari bermain.", f"rekap-{fair.slug}", False),
        "en": ("Recap: Market", "A day of games.", f"recap-{fair.slug}", False),
    }
    story, games, people, thanks = words_of(pages["id"])
    assert story.strip() == ""
    assert games.split() == "Apa saja yang ada Panah Nilai , untuk nilai Trusted Obrolan".split()
    assert people.strip().endswith("4 orang datang. Dari 5 orang yang punya tempat, 3 hadir (60%).")
    assert thanks.strip().startswith("Terima kasih untuk semua yang datang")
    assert "4 people came. Of 5 people who had a place, 3 came (60%)." in words_of(pages["en"])[2]
    assert pages["id"].translation_key == pages["en"].translation_key


def test_recap_of_an_event_that_nobody_signed_up_for_says_no_numbers():
    pages = start_recap(event=past_event(), by=UserFactory(service_culture=True)).pages

    assert len(words_of(pages["id"])) == 2


def test_hostile_titles_are_text_in_the_recap():
    event = past_event(title_ind="<script>x</script>")
    SessionFactory(event=event, title_ind="<script>x</script>")

    page = start_recap(event=event, by=UserFactory(service_culture=True)).pages["id"]

    assert "<script" not in str(page.body.get_prep_value())
    assert "&lt;script&gt;x" in str(page.body.get_prep_value())


def test_second_press_gives_the_same_pages_and_tells_nobody_again(fair):
    editor, official = UserFactory(content_editor=True), UserFactory(service_culture=True)
    first = start_recap(event=fair, by=official)

    second = start_recap(event=fair, by=UserFactory(service_culture=True))

    assert {code: page.pk for code, page in second.pages.items()} == {
        code: page.pk for code, page in first.pages.items()
    }
    assert RecapPage.objects.count() == 2
    assert Notice.objects.filter(person=editor).count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_by_many_at_once_there_is_one_recap_in_each_language():
    event, other = past_event(), past_event()
    officials = iter([UserFactory(service_culture=True) for _number in range(8)])
    events = iter([event, other] * 4)
    UserFactory(content_editor=True)

    started = at_once(8, lambda: start_recap(event=next(events), by=next(officials)))

    found = {(page.event_id, code): page.pk for one in started for code, page in one.pages.items()}
    assert len(found) == 4
    assert set(found.values()) == set(RecapPage.objects.values_list("pk", flat=True))
    assert Notice.objects.count() == 2
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_at": at(9)}, "setelah acaranya selesai"),
        ({"state": EventState.CANCELLED}, "tidak berlangsung"),
        ({"state": EventState.DRAFT}, "tidak berlangsung"),
    ],
)
def test_there_is_no_recap_of_what_has_not_been(fields, sentence):
    with pytest.raises(NoRecap, match=sentence):
        start_recap(event=past_event(**fields), by=UserFactory(service_culture=True))

    assert not RecapPage.objects.exists()


def test_press_without_a_page_of_the_events_says_what_to_do(client):
    EventIndexPage.objects.get(locale__language_code="en").delete()
    event = past_event()
    client.force_login(UserFactory(service_culture=True))

    text = press(client, event, follow=True).content.decode()

    assert "Halaman acara belum ada di CMS." in text
    assert not RecapPage.objects.exists()


def test_official_presses_and_the_editors_are_told_with_a_way_to_the_draft(client, fair):
    official = UserFactory(nakawan=True)
    Event.objects.filter(pk=fair.pk).update(office=official.office)
    editor = UserFactory(content_editor=True, language="en")
    UserFactory(content_editor=True, is_active=False)
    client.force_login(official)
    before = client.get(reverse("events:event-detail", args=[fair.slug])).content.decode()

    answer = press(client, fair, follow=True)

    assert "Mulai rekap" in before
    text = answer.content.decode()
    assert "Penyunting konten sudah diberi tahu" in text
    assert "Rekapnya sedang ditulis." in text
    assert "Mulai rekap" not in text
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (editor, "cms-recap")
    assert notice.title_ind == "Rekap menunggu kamu selesaikan: Pasar"
    assert "4 of 5 people who were asked" in notice.text_eng
    english = RecapPage.objects.get(locale__language_code="en")
    assert notice.url == f"/cms/pages/{english.pk}/edit/"


def test_official_reads_it_when_there_is_no_editor(client):
    event = past_event()
    client.force_login(UserFactory(service_culture=True))

    assert "belum ada penyunting konten" in press(client, event, follow=True).content.decode()


def test_editor_who_runs_the_event_goes_on_in_the_cms(client):
    person = UserFactory(service_culture=True, content_editor=True)
    event = past_event()
    client.force_login(person)

    answer = press(client, event)

    draft = RecapPage.objects.get(locale__language_code="id")
    assert answer.headers["Location"] == f"/cms/pages/{draft.pk}/edit/"
    assert not Notice.objects.exists()
    form = client.get(answer.headers["Location"]).content.decode()
    assert "Foto: hanya orang yang mengizinkannya.</p>" in form


def test_recap_is_not_published_while_the_story_is_empty(client, fair):
    client.force_login(UserFactory(service_culture=True, content_editor=True))
    press(client, fair)
    draft = RecapPage.objects.get(locale__language_code="id")
    form = {
        "title": draft.title, "slug": draft.slug, "introduction": "", "event": fair.pk, "body-count": "1",
        "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": str(uuid4()),
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1",
    }  # fmt: skip

    story = {
        "key": "a",
        "text": "Ramai.",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    online = []
    for value in ("null", json.dumps({"blocks": [story], "entityMap": {}})):
        client.post(f"/cms/pages/{draft.pk}/edit/", form | {"body-0-value": value})
        draft.refresh_from_db()
        online.append(draft.live)

    assert online == [False, True]


@pytest.mark.parametrize("role", ["nakawan", "leader"])
def test_officials_of_another_office_and_others_find_no_recap_to_start(client, role):
    event = past_event(office=UserFactory().office)
    seen = {}
    for who, person in (
        ("other office", UserFactory(**{role: True})),
        ("agent", UserFactory(office=event.office)),
        ("editor", UserFactory(content_editor=True, office=event.office)),
        ("own office", UserFactory(office=event.office, **{role: True})),
    ):
        client.force_login(person)
        page = client.get(reverse("events:event-detail", args=[event.slug]))
        seen[who] = "Mulai rekap" in page.content.decode(), press(client, event).status_code

    assert seen == {
        "other office": (False, 404), "agent": (False, 404), "editor": (False, 404), "own office": (True, 302)
    }  # fmt: skip


def test_recap_is_shown_to_everybody_once_it_is_online(client, rf):
    event = past_event()
    pages = start_recap(event=event, by=UserFactory(service_culture=True)).pages
    agent = UserFactory()
    client.force_login(agent)
    address = reverse("events:event-detail", args=[event.slug])
    before = client.get(address).content.decode()
    draft = pages["id"].get_latest_revision_as_object()
    draft.body.pop(0)
    draft.save_revision().publish()

    after = client.get(address).content.decode()

    assert "Rekap" not in before
    assert f'href="/id/acara/rekap-{event.slug}/"' in after
    text = client.get(f"/id/acara/rekap-{event.slug}/").content.decode()
    assert "<h1>Rekap: Pasar</h1>" in text
    request = rf.get("/")
    request.user, request.LANGUAGE_CODE = agent, "en"
    assert list(recap_panels(request, event)) == []


def test_recap_without_a_page_of_the_event_stands_alone(client):
    event = past_event()
    start_recap(event=event, by=UserFactory(service_culture=True))
    for page in RecapPage.objects.all():
        page.get_latest_revision().publish()

    text = client.get(f"/en/our-events/recap-{event.slug}/").content.decode()

    assert "Recap: Market" in text
    assert "The programme of that day" not in text
    event_page(event, "en")
    assert "The programme of that day" in client.get(f"/en/our-events/recap-{event.slug}/").content.decode()
