"""Applying: a draft, three answers, sent, withdrawn until the close."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from nakawan.exceptions import CallClosed, Incomplete
from nakawan.models import Application, ApplicationState
from nakawan.services.applying import save_application, submit, withdraw
from tests.factories.nakawan import CallFactory, QuotaFactory
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"why": "Senang menolong.", "idea": "Sarapan cerita.", "time": "Dua jam."}


@pytest.fixture
def quota():
    return QuotaFactory(call=CallFactory(is_open=True))


@pytest.fixture
def person(quota):
    return UserFactory(office=quota.office)


def test_draft_is_kept_sent_and_changed_until_the_close(quota, person):
    draft = save_application(call=quota.call, person=person, why="Senang", idea="", time="")
    assert (draft.state, draft.quota) == (ApplicationState.DRAFT, quota)
    with pytest.raises(Incomplete):
        submit(application=draft)

    save_application(call=quota.call, person=person, **ANSWERS)
    sent = submit(application=draft)
    assert submit(application=sent).submitted_at == sent.submitted_at
    save_application(call=quota.call, person=person, **{**ANSWERS, "time": "Tiga jam."})

    found = Application.objects.get()
    assert (found.state, found.time) == (ApplicationState.SUBMITTED, "Tiga jam.")


def test_sent_application_cannot_lose_an_answer(quota, person):
    submit(application=save_application(call=quota.call, person=person, **ANSWERS))

    with pytest.raises(Incomplete):
        save_application(call=quota.call, person=person, why="", idea="x", time="x")


def test_withdrawn_until_the_close_and_sent_again(quota, person):
    sent = submit(application=save_application(call=quota.call, person=person, **ANSWERS))

    assert withdraw(application=sent).state == ApplicationState.WITHDRAWN
    assert withdraw(application=sent).state == ApplicationState.WITHDRAWN
    assert submit(application=sent).state == ApplicationState.SUBMITTED
    with time_machine.travel(quota.call.closes_at, tick=False), pytest.raises(CallClosed):
        withdraw(application=sent)


def test_nothing_is_taken_before_the_opening_or_after_the_close(quota, person):
    for moment in (quota.call.opens_at - timedelta(seconds=1), quota.call.closes_at):
        with time_machine.travel(moment, tick=False), pytest.raises(CallClosed):
            save_application(call=quota.call, person=person, **ANSWERS)
    draft = save_application(call=quota.call, person=person, **ANSWERS)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False), pytest.raises(CallClosed):
        submit(application=draft)


def test_office_that_looks_for_nobody_takes_nobody(quota):
    with pytest.raises(CallClosed, match=r"office|Kantormu"):
        save_application(call=quota.call, person=UserFactory(), **ANSWERS)


def test_application_goes_to_the_office_where_the_person_is_when_it_is_sent(quota, person):
    other = QuotaFactory(call=quota.call)
    draft = save_application(call=quota.call, person=person, **ANSWERS)
    person.office = other.office
    person.save()

    assert submit(application=draft).quota == other
    person.office = OfficeFactory()
    person.save()
    with pytest.raises(CallClosed):
        submit(application=draft)
