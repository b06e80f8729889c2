"""The sign-in page and its neighbours, as people meet them."""

import re
import statistics
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from culture_site.core.dates import today
from culture_site.people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.worker import work_off

from .doors import NEW_PASSWORD, WRONG, is_signed_in

pytestmark = pytest.mark.django_db


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": name, "password": password, **more})


def text_of(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("spelling", [str, str.upper, "  {} ".format])
@pytest.mark.parametrize("field", ["email", "employee_number", "trainee_number"])
def test_email_and_both_numbers_sign_in_whatever_their_case(client, field, spelling):
    person = UserFactory(trainee=True) if field == "trainee_number" else UserFactory()

    answer = sign_in(client, spelling(getattr(person, field)))

    assert answer.headers["Location"] == "/id/home/"
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("language", ["id", "en"])
def test_sign_in_page_has_one_field_for_all_names(client, language):
    page = client.get(f"/{language}/accounts/login/").content.decode()

    names = re.findall(r'<input[^>]*name="(\w+)"', page)
    assert set(names) - {"csrfmiddlewaretoken"} == {"login", "password", "remember"}
    assert f"/{language}/accounts/code/" in page


def test_next_page_opens_after_sign_in_unless_it_is_elsewhere(client):
    person = UserFactory()

    ours = sign_in(client, person.email, next="/id/inbox/")
    client.logout()
    theirs = sign_in(client, person.email, next="https://example.net/")

    assert (ours.headers["Location"], theirs.headers["Location"]) == ("/id/inbox/", "/id/home/")


def test_remembered_session_lasts_and_the_other_ends_with_the_browser(client):
    person = UserFactory()

    remembered, other = Client(), Client()
    sign_in(remembered, person.email, remember="on")
    sign_in(other, person.email)

    assert remembered.cookies["sessionid"]["max-age"] > 24 * 3600
    assert other.cookies["sessionid"]["max-age"] == ""


def test_wrong_password_and_unknown_name_get_the_same_answer(client):
    person = UserFactory()
    without_password = UserFactory(password=None)

    answers = [
        text_of(sign_in(client, name, WRONG)).replace(name, "NAME")
        for name in (person.email, person.number, without_password.email, "siapa@example.org", "NIK-0")
    ]

    assert len(set(answers)) == 1


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_unknown_name_costs_as_much_work_as_a_wrong_password():
    known = UserFactory()
    without_password = UserFactory(password=None)

    def seconds(name):
        times = []
        for _try in range(3):
            start = time.thread_time()
            sign_in(Client(), name, WRONG)
            times.append(time.thread_time() - start)
        return statistics.median(times)

    of_known = seconds(known.email)

    assert seconds("siapa@example.org") == pytest.approx(of_known, rel=0.5)
    assert seconds(without_password.email) == pytest.approx(of_known, rel=0.5)


def test_inactive_person_and_leaver_do_not_get_in(client):
    inactive = UserFactory(is_active=False)
    left = UserFactory(left_on=today().replace(year=today().year - 1), joined_on=None)

    for person in (inactive, left):
        right = sign_in(client, person.email)
        assert right.headers["Location"] == "/id/accounts/inactive/"
        assert not is_signed_in(client)


def test_nobody_signs_up(client):
    form = {"email": "baru@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    page = client.post(reverse("account_signup"), form)

    assert "account/signup_closed.html" in [template.name for template in page.templates]
    assert not User.objects.exists()


def test_sign_out_wants_a_post(client):
    client.force_login(UserFactory())

    client.get(reverse("account_logout"))
    still_in = is_signed_in(client)
    client.post(reverse("account_logout"))

    assert (still_in, is_signed_in(client)) == (True, False)


# A forgotten password


def ask_for_reset(client, name):
    return client.post(reverse("account_reset_password"), {"email": name})


def test_reset_answers_alike_for_known_and_unknown(client):
    person = UserFactory()
    paper_only = UserFactory(email=None)

    answers = [
        ask_for_reset(Client(), name)
        for name in (person.email, person.number, paper_only.number, "siapa@example.org")
    ]
    pages = {text_of(client.get(answer.headers["Location"])) for answer in answers}

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, "/id/accounts/password/reset/done/")
    }
    assert len(pages) == 1


@pytest.mark.parametrize("field", ["email", "employee_number"])
def test_reset_by_email_or_number_sends_a_link_in_the_persons_language(client, field):
    person = UserFactory(language="en")

    ask_for_reset(client, getattr(person, field))
    work_off()

    assert [message.to for message in mail.outbox] == [[person.email]]
    assert "/en/accounts/password/reset/key/" in mail.outbox[0].body


def test_reset_sends_nothing_to_strangers_leavers_and_people_without_address(client):
    UserFactory(email=None, employee_number="NIK-K")
    UserFactory(email="pergi@example.org", is_active=False)

    for name in ("siapa@example.org", "NIK-K", "pergi@example.org"):
        ask_for_reset(client, name)
    work_off()

    assert mail.outbox == []


def test_reset_link_sets_the_password_once_ends_sessions_and_proves_the_address(client):
    person = UserFactory()
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    ask_for_reset(client, person.email)
    work_off()
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.outbox[0].body)[1]

    form = client.get(link).headers["Location"]
    client.post(form, {"password1": NEW_PASSWORD})

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert elsewhere.get("/id/home/").headers["Location"].startswith("/id/accounts/login/")
    assert UserSession.objects.filter(user=person).count() == 0
    assert EmailAddress.objects.get(user=person).verified
    again = Client().get(link)
    assert again.status_code == 200
    assert 'name="password1"' not in again.content.decode()


# Sessions


def test_other_sessions_end_when_the_password_changes():
    person = UserFactory()
    here, there = Client(), Client()
    sign_in(here, person.email)
    sign_in(there, person.email)

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    assert here.get("/id/home/").status_code == 200
    assert there.get("/id/home/").headers["Location"].startswith("/id/accounts/login/")
    assert UserSession.objects.filter(user=person).count() == 1


def test_person_sees_sessions_and_ends_the_others():
    person = UserFactory()
    here, there = Client(headers={"user-agent": "Ponsel"}), Client(headers={"user-agent": "Komputer kantor"})
    sign_in(here, person.email)
    sign_in(there, person.email)

    page = here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))

    assert ("Ponsel" in page, "Komputer kantor" in page) == (True, True)
    assert here.get("/id/home/").status_code == 200
    assert there.get("/id/home/").headers["Location"].startswith("/id/accounts/login/")


def test_session_ends_with_the_day_after_the_last(client):
    person = UserFactory()
    sign_in(client, person.email)
    before = client.get("/id/home/").status_code

    User.objects.filter(pk=person.pk).update(joined_on=None, left_on=today().replace(year=today().year - 1))

    assert before == 200
    assert client.get("/id/home/").headers["Location"].startswith("/id/accounts/login/")


def test_address_row_follows_the_email():
    person = UserFactory(email="lama@example.org")
    EmailAddress.objects.filter(user=person).update(verified=True)

    person.email = "baru@example.org"
    person.save()

    assert list(EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified")) == [
        ("baru@example.org", True, False)
    ]


def test_posted_extra_fields_change_nothing(client):
    person = UserFactory()

    sign_in(client, person.email, is_superuser="1", is_staff="1")
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "is_superuser": "1", "email": "x@example.org"},
    )

    fresh = User.objects.get(pk=person.pk)
    assert (fresh.is_superuser, fresh.is_staff, fresh.email) == (False, False, person.email)


def test_empty_form_says_what_is_missing_and_where(client):
    page = client.post("/id/accounts/login/", {}).content.decode()

    assert "Email atau nomor: Bagian ini perlu diisi.</a>" in page
    assert "Kata sandi: Bagian ini perlu diisi.</a>" in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("rahasia", "Kata sandi ini terlalu pendek. Pakai 10 huruf atau lebih."),
        ("1234567890", "Kata sandi ini hanya angka. Tambahkan huruf."),
        ("password123", "Banyak orang memakai kata sandi ini, jadi mudah ditebak."),
        ("sekar-contoh", "Kata sandi ini terlalu mirip dengan nama, email, atau nomormu."),
    ],
)
def test_weak_password_is_refused_in_our_words(client, password, said):
    client.force_login(UserFactory(name="Sekar Contoh"))

    page = client.post(
        "/id/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password}
    ).content.decode()

    assert said in page
    assert "anda" not in page.lower().split()
