"""Giving people a place from a list, and each step after that, in the browser's words."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from academy.models import Enrollment, EnrollmentState
from culture_site.core.dates import today
from culture_site.jobs.models import Notice
from tests.factories.academy import CohortFactory, EnrollmentFactory, path
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
State = EnrollmentState


@pytest.fixture
def team(client):
    person = UserFactory(academy_team=True)
    client.force_login(person)
    return person


@pytest.fixture
def cohort(team):
    return CohortFactory(capacity=3)


def address(cohort):
    return f"/id/team/cohorts/{cohort.pk}/enrol/"


def levels(response):
    return [message.level_tag for message in response.context["messages"]]


def seats(cohort):
    cohort.refresh_from_db()
    return cohort.seats_taken


def test_preview_writes_nothing_and_the_yes_writes_once(client, cohort):
    person = UserFactory(trainee=True, name="Siti Contoh")

    preview = client.post(address(cohort), {"people": "Siti Contoh\ntidak.ada@example.org"})
    nothing = Enrollment.objects.count()
    pages = [
        client.post(address(cohort), {"confirm": "1", "person": [person.pk]}, follow=True)
        for _press in range(2)
    ]

    assert [(line.number, line.fate) for line in preview.context["lines"]] == [(1, "ready"), (2, "unknown")]
    assert "tidak.ada@example.org" in preview.content.decode()
    assert nothing == 0
    assert [enrollment.person for enrollment in Enrollment.objects.all()] == [person]
    assert [levels(page) for page in pages] == [["success"], ["success"]]
    assert seats(cohort) == 1


def test_a_file_is_looked_at_as_well(client, cohort):
    people = [UserFactory(trainee=True) for _number in range(2)]
    rows = "\n".join(["nama;e-mail", *(f"{person.name};{person.email}" for person in people)])
    file = SimpleUploadedFile("batch.csv", rows.encode(), content_type="text/csv")

    preview = client.post(address(cohort), {"file": file})

    assert [line.person for line in preview.context["lines"]] == people


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"people": "  \n "},
        {"people": "\n".join(["a@example.org"] * 301)},
        {"file": SimpleUploadedFile("batch.xlsx", b"PK\x03\x04broken")},
        {"file": SimpleUploadedFile("batch.xls", b"\xd0\xcf\x11\xe0")},
        {"file": SimpleUploadedFile("batch.csv", b"a" * (1024 * 1024 + 1))},
        {"file": SimpleUploadedFile("batch.csv", b"")},
    ],
    ids=["nothing", "blank", "too many", "broken", "old", "too large", "empty"],
)
def test_a_list_that_cannot_be_read_is_a_sentence(client, cohort, data):
    page = client.post(address(cohort), data)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert "lines" not in page.context


def test_more_people_than_places_is_said_before_and_after(client, cohort):
    people = [UserFactory(trainee=True) for _number in range(4)]

    preview = client.post(address(cohort), {"people": "\n".join(person.email for person in people)})
    page = client.post(
        address(cohort), {"confirm": "1", "person": [person.pk for person in people]}, follow=True
    )

    assert preview.context["too_many"] == 1
    assert levels(page) == ["error"]
    assert seats(cohort) == 0


def test_nobody_chosen_and_nobody_known_write_nothing(client, cohort):
    for chosen in ([], ["0"], ["x"], ["9" * 30]):
        page = client.post(address(cohort), {"confirm": "1", "person": chosen}, follow=True)
        assert levels(page) == ["error"]

    assert Enrollment.objects.count() == 0


def test_somebody_without_the_role_is_named_with_the_reason(client, cohort):
    agent = UserFactory()

    page = client.post(address(cohort), {"confirm": "1", "person": [agent.pk]}, follow=True)

    assert levels(page) == ["error"]
    assert agent.name in page.content.decode()
    assert Enrollment.objects.count() == 0


@pytest.mark.parametrize("number", [1, 10])
def test_people_take_as_many_statements_with_more_of_them(client, team, number, django_assert_num_queries):
    cohort = EnrollmentFactory.create_batch(1)[0].cohort
    EnrollmentFactory.create_batch(number, cohort=cohort)
    client.get(address(cohort))

    with django_assert_num_queries(7):
        client.get(address(cohort))


def state(enrollment):
    enrollment.refresh_from_db()
    return enrollment.state


def step(client, enrollment, action, **data):
    return client.post(f"/id/team/trainees/{enrollment.pk}/state/", {"action": action, **data}, follow=True)


def test_each_step_is_asked_first_and_done_once(client, team):
    enrollment = EnrollmentFactory()
    page = f"/id/team/trainees/{enrollment.pk}/state/"

    asked = client.get(page, {"action": "pause"})
    before = state(enrollment)
    for _press in range(2):
        step(client, enrollment, "pause", reason="Ujian sekolah")
    paused = state(enrollment)
    step(client, enrollment, "resume")

    assert asked.context["form"].initial == {"action": "pause"}
    assert (before, paused, state(enrollment)) == (State.ACTIVE, State.PAUSED, State.ACTIVE)
    assert [row.to_state for row in enrollment.transitions.all()] == ["paused", "active"]
    assert enrollment.transitions.first().reason == "Ujian sekolah"
    assert "Ujian sekolah" in client.get(page).content.decode()
    assert Notice.objects.filter(person=enrollment.person).count() == 2


def test_defer_offers_the_later_batches_of_the_programme(client, team):
    enrollment = EnrollmentFactory()
    cohort = enrollment.cohort
    into = CohortFactory(version=cohort.version, starts_on=cohort.starts_on + timedelta(days=28))
    CohortFactory(version=cohort.version, starts_on=cohort.starts_on - timedelta(days=28))
    strange = CohortFactory(starts_on=today() + timedelta(days=28))
    page = f"/id/team/trainees/{enrollment.pk}/state/?action=defer"

    asked = client.get(page)
    refused = step(client, enrollment, "defer", into=strange.pk)
    step(client, enrollment, "defer", into=into.pk)

    assert list(asked.context["form"].fields["into"].queryset) == [into]
    assert refused.context["form"].errors.keys() == {"into"}
    assert state(enrollment) == State.DEFERRED
    assert Enrollment.objects.get(cohort=into).person == enrollment.person


def test_defer_without_a_later_batch_says_what_to_do(client, team):
    page = client.get(f"/id/team/trainees/{EnrollmentFactory().pk}/state/?action=defer")

    assert page.context["is_stuck"]


def test_graduating_too_early_names_what_is_missing_and_changes_nothing(client, team):
    enrollment = EnrollmentFactory()
    (missing,) = path(enrollment.cohort.version, 1)

    page = step(client, enrollment, "graduate")

    (sentence,) = page.context["form"].non_field_errors()
    assert missing.activity.title_ind in sentence
    assert state(enrollment) == State.ACTIVE


@pytest.mark.parametrize("action", ["", "promote", "delete"])
def test_an_unknown_step_changes_nothing(client, team, action):
    enrollment = EnrollmentFactory()

    page = step(client, enrollment, action)

    assert page.status_code == 200
    assert state(enrollment) == State.ACTIVE


def test_a_step_that_does_not_follow_is_a_sentence(client, team):
    enrollment = EnrollmentFactory(state=State.WITHDRAWN)

    page = step(client, enrollment, "pause")

    assert page.context["form"].non_field_errors()
    assert state(enrollment) == State.WITHDRAWN
