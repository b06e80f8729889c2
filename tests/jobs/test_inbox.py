"""The inbox pages."""

import pytest
from django.urls import reverse
from django.utils import translation

from culture_site.jobs.models import Notice, NoticePreference
from tests.factories.jobs import NoticeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def test_inbox_asks_a_stranger_to_sign_in(client):
    inbox = reverse("jobs:notice-list")

    assert client.get(inbox).headers["Location"] == f"/id/accounts/login/?next={inbox}"


@pytest.mark.parametrize(("language", "title"), [("id", "Hasil terbit"), ("en", "Results are out")])
def test_inbox_shows_own_notices_in_the_readers_language(client, person, language, title):
    NoticeFactory(person=person, title_ind="Hasil terbit", title_eng="Results are out")
    NoticeFactory(title_ind="Kabar orang lain", title_eng="News of another")
    with translation.override(language):
        response = client.get(reverse("jobs:notice-list"))

    assert title in response.text
    assert "orang lain" not in response.text
    assert "of another" not in response.text


def test_inbox_without_notices_says_so(client, person):
    assert 'class="empty"' in client.get(reverse("jobs:notice-list")).text


def test_open_marks_as_read_and_leads_on_in_the_readers_language(client, person):
    notice = NoticeFactory(person=person, url="/id/home/")
    with translation.override("en"):
        address = reverse("jobs:notice-open", args=[notice.pk])

    response = client.get(address)

    assert response.headers["Location"] == "/en/home/"
    assert Notice.objects.get().is_read


def test_open_of_a_notice_that_leads_nowhere_returns_to_the_inbox(client, person):
    notice = NoticeFactory(person=person)

    response = client.get(reverse("jobs:notice-open", args=[notice.pk]))

    assert response.headers["Location"] == reverse("jobs:notice-list")
    assert Notice.objects.get().is_read


def test_open_of_anothers_notice_is_not_found_and_stays_unread(client, person):
    notice = NoticeFactory()

    response = client.get(reverse("jobs:notice-open", args=[notice.pk]))

    assert response.status_code == 404
    assert not Notice.objects.get().is_read


def test_read_all_leaves_anothers_notices_alone(client, person):
    mine, other = NoticeFactory(person=person), NoticeFactory()

    client.post(reverse("jobs:notices-read"))

    assert list(Notice.objects.unread()) == [other]
    assert client.get(reverse("jobs:notices-read")).status_code == 405
    assert Notice.objects.get(pk=mine.pk).is_read


def test_preferences_store_what_is_switched_off(client, person):
    address = reverse("jobs:preference-edit")
    assert "checked" in client.get(address).text

    client.post(address, {"by_mail": []})

    rows = NoticePreference.objects.filter(kind="test")
    assert rows.values_list("person", "kind", "by_mail").get() == (person.pk, "test", False)
    assert "checked" not in client.get(address).text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_inbox_costs_the_same_with_more_notices(client, person, django_assert_num_queries, rows):
    NoticeFactory.create_batch(rows, person=person)

    # session, user, roles, bell, count of pages, one page of notices
    with django_assert_num_queries(6):
        client.get(reverse("jobs:notice-list"))
