"""Inviting whom an import brought: in batches, with counts, and on paper."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from culture_site.jobs.models import Job
from culture_site.people.models import RosterArrival, RosterImport, Scope, User
from culture_site.people.services.roster import arrivals
from culture_site.people.services.roster.arrivals import invite_batch, invite_new, progress_of, remind
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def boss():
    return UserFactory(service_culture=True)


@pytest.fixture
def record(boss):
    return RosterImport.objects.create(created_by=boss, file_name="roster.csv", new=0)


def arrive(record, number: int, **facts) -> list[User]:
    office = facts.pop("office", None) or OfficeFactory()
    people = UserFactory.create_batch(number, office=office, **facts)
    RosterArrival.objects.bulk_create(RosterArrival(roster_import=record, person=person) for person in people)
    return people


def counts(record, reader) -> tuple[int, ...]:
    now = progress_of(record, reader)
    return now.people, now.with_email, now.asked, now.sent, now.came, now.to_invite


def test_everybody_with_an_address_is_invited_in_batches(record, boss, monkeypatch):
    monkeypatch.setattr(arrivals, "BATCH", 3)
    people = arrive(record, 7)
    arrive(record, 2, email=None)
    before = counts(record, boss)

    number = invite_new(record=record, by=boss)
    asked = counts(record, boss)
    work_off()

    assert number == 7
    assert before == (9, 7, 0, 0, 0, 7)
    assert asked == (9, 7, 7, 0, 0, 0)
    assert counts(record, boss) == (9, 7, 7, 7, 0, 0)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert Job.objects.filter(function="culture_site.people.tasks.invite_batch").count() == 3


def test_asking_twice_or_a_job_that_runs_twice_sends_no_second_mail(record, boss):
    arrive(record, 3)

    first = invite_new(record=record, by=boss)
    second = invite_new(record=record, by=boss)
    work_off()
    again = invite_batch(record_id=record.pk, stamp="x", number=1)
    work_off()

    assert (first, second, again) == (3, 3, 0)
    assert len(mail.outbox) == 3


def test_who_has_not_come_in_is_reminded_after_an_hour_and_not_before(record, boss):
    late, inside = arrive(record, 2)
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        invite_new(record=record, by=boss)
        work_off()
        too_soon = remind(record=record, by=boss)
    User.objects.filter(pk=inside.pk).update(last_login=timezone.now())
    arrive(record, 1)

    number = remind(record=record, by=boss)
    work_off()

    assert (too_soon, number) == (0, 1)
    assert [message.to for message in mail.outbox[2:]] == [[late.email]]


def test_a_reminder_counts_anew_and_is_not_offered_twice(record, boss):
    arrive(record, 2)
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        invite_new(record=record, by=boss)
        work_off()
    before = progress_of(record, boss)

    remind(record=record, by=boss)
    asked = progress_of(record, boss)
    work_off()
    done = progress_of(record, boss)

    assert [(now.asked, now.sent, now.waiting, now.to_remind) for now in (before, asked, done)] == [
        (2, 2, 0, 2), (2, 0, 2, 0), (2, 2, 0, 0),
    ]  # fmt: skip


def test_links_that_are_too_old_are_counted_and_sent_anew(client, record, boss, settings):
    settings.INVITATION_DAYS = 3
    for days in (4, 2):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            arrive(record, 1)
            invite_new(record=record, by=boss)
            work_off()
    client.force_login(boss)
    address = reverse("people:roster-detail", args=[record.pk])

    old = client.get(address)
    client.post(reverse("people:roster-invite", args=[record.pk]), {"again": "1"})
    work_off()
    new = client.get(address)

    assert (old.context["progress"].expired, old.context["progress"].to_remind) == (1, 2)
    assert old.context["days"] == 3
    assert (new.context["progress"].expired, new.context["progress"].sent) == (0, 2)


def test_who_left_or_lost_the_address_meanwhile_is_passed_over(record, boss):
    gone, stays = arrive(record, 2)
    invite_new(record=record, by=boss)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    work_off()

    assert [message.to for message in mail.outbox] == [[stays.email]]
    assert not RosterArrival.objects.to_be_invited().exists()


def test_only_people_within_the_scope_are_counted_and_invited(record, boss):
    here = OfficeFactory()
    carer = UserFactory(office=here)
    RoleAssignmentFactory(user=carer, role="service_culture", scope=Scope.OFFICE, office=here)
    arrive(record, 2, office=here)
    arrive(record, 3)

    assert counts(record, carer)[0] == 2
    assert invite_new(record=record, by=carer) == 2


def test_the_page_shows_progress_and_sends(client, record, boss):
    arrive(record, 4)
    client.force_login(boss)
    address = reverse("people:roster-invite", args=[record.pk])

    answer = client.post(address, follow=True)
    work_off()
    page = client.get(reverse("people:roster-detail", args=[record.pk]))

    assert (answer.context["progress"].asked, answer.context["progress"].waiting) == (4, 4)
    assert (page.context["progress"].sent, page.context["progress"].waiting) == (4, 0)
    assert '<progress class="progress" value="4" max="4"' in page.content.decode()


def test_code_sheets_are_for_those_without_an_address(client, record, boss):
    arrive(record, 2)
    on_paper = arrive(record, 60, email=None)
    client.force_login(boss)

    page = client.get(reverse("people:roster-detail", args=[record.pk]))
    sheets = page.context["sheets"]
    printed = client.post(reverse("people:code-sheet"), {"person": [person.pk for person in sheets[0]]})

    assert [len(sheet) for sheet in sheets] == [50, 10]
    assert {person.pk for sheet in sheets for person in sheet} == {person.pk for person in on_paper}
    assert printed.content.decode().count("code-slip") == 50
