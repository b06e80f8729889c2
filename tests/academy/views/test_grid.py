"""The grid of a batch: people by weeks."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from academy.grid import Cell
from academy.models import Cohort, Enrollment, EnrollmentSummary
from academy.services.progress import refresh_summary
from culture_site.core.dates import today
from culture_site.people.models import Scope, User
from tests.factories.academy import CohortFactory, EnrollmentFactory, ModuleFactory, mentor_of, path
from tests.factories.people import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = today() - timedelta(days=30)


@pytest.fixture
def cohort() -> Cohort:
    cohort = CohortFactory(name="Batch 12")
    path(cohort.version, 2)
    ModuleFactory(version=cohort.version)
    return cohort


@pytest.fixture
def mentor(client, cohort):
    mentor = mentor_of(cohort)
    client.force_login(mentor)
    return mentor


def trainee(cohort, name: str, *, met: int = 0, due=None, **fields) -> Enrollment:
    enrollment = EnrollmentFactory(cohort=cohort, person__name=name, **fields)
    refresh_summary(enrollment)
    EnrollmentSummary.objects.filter(enrollment=enrollment).update(
        weeks={"1": [met, 2], "2": [0, 0]}, next_due_on=due
    )
    return enrollment


def shown(response) -> list[tuple]:
    return [
        (str(row.enrollment.person), row.state, [cell.words for cell in row.cells])
        for row in response.context["rows"]
    ]


@pytest.mark.parametrize(
    ("met", "required", "state"), [(2, 2, "done"), (1, 2, "half"), (0, 2, "open"), (0, 0, "outline")]
)
def test_a_week_has_a_shape_and_words(met, required, state):
    assert Cell(1, met, required).state == state


@pytest.mark.parametrize("language", ["id", "en"])
def test_grid_lists_people_by_name_with_each_week_in_words(client, cohort, mentor, language):
    trainee(cohort, "Sari", met=2)
    trainee(cohort, "Adi", met=0, due=LONG_AGO)
    trainee(cohort, "Budi", met=1)

    page = client.get(f"/{language}/team/cohorts/{cohort.pk}/")

    # The word between the numbers is the language's own.
    words = [(name, state, cells[0].split()[::2], cells[1]) for name, state, cells in shown(page)]
    assert words == [
        ("Adi", "needs_care", ["0", "2"], "–"),
        ("Budi", "on_track", ["1", "2"], "–"),
        ("Sari", "on_track", ["2", "2"], "–"),
    ]


def test_grid_holds_no_sum_and_no_ranking(client, cohort, mentor):
    trainee(cohort, "Budi", met=1)

    page = client.get(reverse("academy:cohort-detail", args=[cohort.pk])).content.decode()

    assert "%" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert "sort" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "bud"}, ["Budi"]),
        ({"care": "on"}, ["Adi"]),
        ({"q": "bud", "care": "on"}, []),
        ({"q": "x" * 200}, ["Adi", "Budi", "Sari"]),
    ],
)
def test_search_and_filter_narrow_the_grid_and_the_file(client, cohort, mentor, query, names):
    trainee(cohort, "Sari", met=2, due=LONG_AGO, state="paused")
    trainee(cohort, "Adi", due=LONG_AGO)
    trainee(cohort, "Budi", due=today())

    page = client.get(reverse("academy:cohort-detail", args=[cohort.pk]), query)
    file = client.get(reverse("academy:cohort-csv", args=[cohort.pk]), query)

    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [name for name, _state, _cells in shown(page)] == names
    assert [row[1] for row in rows[1:]] == names


def test_files_hold_words_that_no_spreadsheet_takes_for_dates(client, cohort, mentor):
    one = trainee(cohort, "=Budi", met=1)

    table = client.get(f"/en/team/cohorts/{cohort.pk}/grid.csv")
    book = client.get(f"/en/team/cohorts/{cohort.pk}/grid.xlsx")

    expected = ["Batch 12", "'=Budi", one.person.trainee_number, "On track", "1 of 2", "–"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))[1] == expected
    assert [cell.value for cell in sheet[2]] == expected
    assert [cell.value for cell in sheet[1]][:4] == ["Batch", "Name", "Trainee number", "State"]


def test_academy_team_of_one_office_opens_its_batches_alone(client, cohort):
    here, there = (
        RoleAssignmentFactory(user__office=cohort.office, role="academy_team", scope=Scope.OFFICE).user,
        CohortFactory(),
    )
    client.force_login(here)

    answers = [
        client.get(reverse(f"academy:cohort-{name}", args=[pk])).status_code
        for pk in (cohort.pk, there.pk)
        for name in ("detail", "csv", "xlsx")
    ]

    assert answers == [200, 200, 200, 404, 404, 404]


def test_service_culture_and_leaders_do_not_see_the_grid(client, cohort):
    for role in ("service_culture", "leader"):
        client.force_login(UserFactory(office=cohort.office, **{role: True}))

        assert client.get(reverse("academy:cohort-detail", args=[cohort.pk])).status_code == 404


def batch_of(cohort: Cohort, size: int) -> None:
    people = User.objects.bulk_create(
        User(name=f"Peserta {number:04d}", trainee_number=f"T-{number:05d}", office=cohort.office)
        for number in range(size)
    )
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(cohort=cohort, person=person, state="active") for person in people
    )
    EnrollmentSummary.objects.bulk_create(
        EnrollmentSummary(enrollment=row, weeks={"1": [1, 2], "2": [0, 0]}, next_due_on=LONG_AGO)
        for row in enrollments
    )


@pytest.mark.parametrize("size", [30, 1000])
def test_grid_takes_the_same_statements_with_30_and_1000_people(
    client, cohort, mentor, size, django_assert_num_queries
):
    batch_of(cohort, size)
    client.get(reverse("academy:cohort-detail", args=[cohort.pk]))

    with django_assert_num_queries(10):
        page = client.get(reverse("academy:cohort-detail", args=[cohort.pk]))

    assert len(page.context["rows"]) == min(size, 50)
    assert page.context["page_obj"].paginator.count == size
