"""Answering on the site, as somebody with a phone and without JavaScript meets it."""

import pytest
from django.test import Client

from surveys.closing import close
from surveys.exceptions import NotOpen
from surveys.models import Ballot, Wave
from tests.factories.people import UserFactory

from .site_waves import OPTIONS, VALUES, counted, offices, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    offices(12)
    return opened()


@pytest.fixture
def person(client, wave):
    person = wave.invitations.first().person
    client.force_login(person)
    return person


def address(wave, page: str = "", language: str = "id") -> str:
    return f"/{language}/surveys/{wave.pk}/{page}"


FULL = {"item-0": "a", "item-1": "b", "item-2": "5", "item-3": "a", "item-4": "dont-know", "item-5": "1",
        "comment": "Terima kasih."}  # fmt: skip


def test_promise_stands_before_the_first_question(client, person, wave):
    text = client.get(address(wave)).content.decode()

    assert "Kami mencatat <b>bahwa</b> kamu sudah menjawab" in text
    assert "Jawaban dibuka bersama setelah survei ditutup, diacak, tanpa nama dan tanpa waktu." in text
    assert "Hasil kelompok di bawah lima jawaban tidak pernah ditampilkan; komentar mulai sepuluh." in text
    assert address(wave, "questions/") in text


@pytest.mark.parametrize(("language", "option"), [("id", "Opsi a"), ("en", "Option a")])
def test_form_asks_every_item_in_the_readers_language(client, person, wave, language, option):
    page = client.get(address(wave, "questions/", language))
    text = page.content.decode()

    assert text.count(option) == 4
    assert text.count('value="dont-know"') == 4
    assert [part.value for part in page.context["parts"]] == list(VALUES)
    assert "no-store" in page.headers["Cache-Control"]


def test_full_sheet_is_sent_and_thanked_for(client, person, wave):
    answer = client.post(address(wave, "questions/"), FULL)
    thanks = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == address(wave, "thanks/")
    assert "Terima kasih" in thanks.content.decode()
    assert Ballot.objects.count() == 1


def test_gaps_are_named_before_they_are_sent(client, person, wave):
    gappy = {name: value for name, value in FULL.items() if name != "item-1"}

    asked = client.post(address(wave, "questions/"), gappy)
    sent = client.post(address(wave, "questions/"), gappy | {"with_gaps": "1"})

    assert [field.name for field in asked.context["gaps"]] == ["item-1"]
    assert 'value="dont-know" id="id_item-4_3" checked' in asked.content.decode()
    assert (asked.status_code, sent.status_code, Ballot.objects.count()) == (200, 302, 1)


@pytest.mark.parametrize(
    ("name", "value"), [("item-0", "z"), ("item-2", "6"), ("item-2", "x"), ("comment", "x" * 1001)]
)
def test_answer_that_was_not_offered_is_refused_and_nothing_typed_is_lost(client, person, wave, name, value):
    page = client.post(address(wave, "questions/"), FULL | {name: value})

    assert list(page.context["form"].errors) == [name]
    assert 'id="id_item-1_1" checked' in page.content.decode()
    assert not Ballot.objects.exists()


def test_other_language_carries_the_answers_along(client, person, wave):
    page = client.post(address(wave, "questions/", "en"), FULL | {"item-3": "c", "to_language": "en"})
    text = page.content.decode()

    assert "Option c" in text
    assert 'id="id_item-3_2" checked' in text
    assert "Terima kasih." in text
    assert "error-summary" not in text
    assert not Ballot.objects.exists()


def test_second_answer_is_told_that_one_person_answers_once(client, person, wave):
    client.post(address(wave, "questions/"), FULL)

    again = client.post(address(wave, "questions/"), FULL, follow=True)

    assert "Kamu sudah menjawab" in again.content.decode()
    assert Ballot.objects.count() == 1


def test_answer_that_comes_after_closing_is_told_so(client, person, wave):
    close(wave=wave)

    page = client.post(address(wave, "questions/"), FULL, follow=True)

    assert "Survei ini sudah ditutup" in page.content.decode()
    assert not Ballot.objects.exists()


def test_answer_that_meets_the_closing_is_told_so(client, person, wave, monkeypatch):
    """The wave closes between the look at it and the last button's transaction."""

    def closed_meanwhile(**_facts):
        raise NotOpen("Survei ini sudah ditutup dan tidak menerima jawaban lagi.")

    monkeypatch.setattr("surveys.views.answering.submit", closed_meanwhile)

    page = client.post(address(wave, "questions/"), FULL, follow=True)

    assert "tidak menerima jawaban lagi" in page.content.decode()


def test_extra_fields_of_a_post_change_nothing(client, person, wave):
    other = wave.invitations.exclude(person=person).first()

    client.post(
        address(wave, "questions/"),
        FULL
        | {"person": other.person_id, "invitation": other.pk, "unit": 0, "answered": "0", "item-99": "a"},
    )

    assert wave.invitations.get(person=person).answered is True
    assert wave.invitations.filter(answered=True).count() == 1


@pytest.mark.parametrize("page", ["", "questions/", "thanks/"])
def test_survey_does_not_exist_for_who_was_not_asked(client, wave, page):
    client.force_login(UserFactory(service_culture=True))

    assert client.get(address(wave, page)).status_code == 404
    assert client.post(address(wave, "questions/"), FULL).status_code == 404


def test_stranger_is_asked_to_sign_in(wave):
    assert Client().get(address(wave)).headers["Location"].startswith("/id/accounts/login/")
    assert Client().post(address(wave, "questions/"), FULL).status_code == 302
    assert not Ballot.objects.exists()


def test_home_says_that_a_survey_waits_until_it_is_answered(client, person, wave):
    before = client.get("/id/home/").content.decode()
    client.post(address(wave, "questions/"), FULL)
    after = client.get("/id/home/").content.decode()

    assert address(wave) in before
    assert "belum ada yang perlu kamu kerjakan" not in before
    assert address(wave) not in after


def test_form_and_submit_stay_within_their_statements(client, person, wave, django_assert_max_num_queries):
    client.get("/id/home/")

    with django_assert_max_num_queries(8):
        client.get(address(wave, "questions/"))
    with django_assert_max_num_queries(12):
        client.post(address(wave, "questions/"), FULL)

    assert len(OPTIONS) == 3


def test_answers_stand_in_no_log(client, person, wave, caplog):
    client.post(address(wave, "questions/"), FULL | {"comment": "TANDA-7391", "item-0": "zzz-7391"})
    client.post(address(wave, "questions/"), FULL | {"comment": "TANDA-7391"})

    assert "7391" not in caplog.text


def test_counted_wave_still_tells_who_comes_back(transactional_db, client):
    offices(12)
    wave = opened()
    client.force_login(wave.invitations.first().person)
    counted(wave)

    assert "Survei ini sudah ditutup" in client.get(address(wave)).content.decode()
    assert Wave.objects.get().state == "cleaned"
