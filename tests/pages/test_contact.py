"""Writing to the academy team: what is kept, who is told, who reads it, and when it goes."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from culture_site.core.register import entries
from culture_site.jobs.models import Job, Notice
from culture_site.pages.contact import PER_ADDRESS, tell_academy_team
from culture_site.pages.models import ContactMessage
from culture_site.pages.personal_data import prune_messages
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Ibu Ratna",
    "organisation": "SMK Contoh",
    "email": "ratna@example.org",
    "text": "Ada dua calon.",
}


@pytest.fixture(autouse=True)
def _no_turns_taken():
    cache.clear()


def message(**given) -> ContactMessage:
    return ContactMessage.objects.create(**(WORDS | {"language": "id"} | given))


def test_a_message_is_kept_and_the_sender_told(client, site):
    answer = client.post("/en/contact/", WORDS, follow=True)

    kept = ContactMessage.objects.get()
    assert {name: getattr(kept, name) for name in WORDS} == WORDS
    assert kept.language == "en"
    assert kept.handled_at is None
    assert "The academy team has your message" in answer.content.decode()


def test_job_names_the_message_by_its_id_alone_and_the_notice_names_nobody(client):
    team, _other = UserFactory(academy_team=True, language="en"), UserFactory(service_culture=True)
    client.post("/id/contact/", WORDS)
    job = Job.objects.get(key__startswith="contact-message:")

    tell_academy_team(*job.args)
    tell_academy_team(*job.args)

    notice = Notice.objects.get()
    assert job.args == [ContactMessage.objects.get().pk]
    assert (notice.person, notice.url) == (team, "/id/team/messages/")
    assert "Ratna" not in f"{notice.title_ind}{notice.title_eng}{notice.text_ind}{notice.text_eng}"


def test_a_message_that_says_too_little_keeps_what_was_typed(client):
    page = client.post("/en/contact/", WORDS | {"email": "ratna", "text": ""}).content.decode()

    assert not ContactMessage.objects.exists()
    assert "<title>Error: Write to the academy team" in page
    assert 'value="Ibu Ratna"' in page
    assert 'href="#id_text"' in page


def test_a_script_that_fills_in_the_trap_is_thanked_and_nothing_is_kept(client):
    answer = client.post("/en/contact/", WORDS | {"website": "https://spam.example"})

    assert answer.status_code == 302
    assert not ContactMessage.objects.exists()


def test_one_address_writes_so_many_messages_an_hour_and_no_more(client):
    answers = [client.post("/en/contact/", WORDS) for _ in range(PER_ADDRESS + 1)]
    elsewhere = client.post("/en/contact/", WORDS, REMOTE_ADDR="203.0.113.9")

    assert [answer.status_code for answer in answers] == [302] * PER_ADDRESS + [429]
    assert "Too many messages from here" in answers[-1].content.decode()
    assert elsewhere.status_code == 302
    assert ContactMessage.objects.count() == PER_ADDRESS + 1


def test_the_form_stands_on_the_page_of_nakatara(client, site):
    page = client.get("/en/nakatara/").content.decode()

    assert 'action="/en/contact/"' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_the_academy_team_reads_and_marks_messages(client):
    old, new = message(name="Pak Hadi", handled_at=timezone.now()), message(text="<script>x</script>")
    client.force_login(UserFactory(academy_team=True))

    page = client.get("/en/team/messages/").content.decode()
    client.post(f"/en/team/messages/{new.pk}/answered/")
    client.post(f"/en/team/messages/{old.pk}/answered/", {"again": "1"})

    assert page.index("Ibu Ratna, SMK Contoh") < page.index("Pak Hadi")
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert ContactMessage.objects.get(pk=new.pk).handled_at is not None
    assert ContactMessage.objects.get(pk=old.pk).handled_at is None


@pytest.mark.parametrize(("rows"), [1, 3])
def test_the_list_takes_as_many_statements_for_three_messages_as_for_one(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        message()
    client.force_login(UserFactory(academy_team=True))
    client.get("/en/team/messages/")

    with django_assert_num_queries(6):
        client.get("/en/team/messages/")


def test_messages_go_half_a_year_after_their_answer_and_after_a_year_in_any_case():
    now = timezone.now()
    kept = message(handled_at=now - timedelta(days=100))
    message(handled_at=now - timedelta(days=200))
    stale = message()
    ContactMessage.objects.filter(pk=stale.pk).update(received_at=now - timedelta(days=400))

    assert prune_messages() == 2
    assert list(ContactMessage.objects.all()) == [kept]


def test_what_a_person_wrote_is_found_by_their_address():
    person = UserFactory(email="ratna@example.org")
    mine = message(email="Ratna@example.org")
    message(email="hadi@example.org")

    entry = next(entry for entry in entries() if entry.label == "pages.ContactMessage")

    assert list(entry.rows(person)) == [mine]
