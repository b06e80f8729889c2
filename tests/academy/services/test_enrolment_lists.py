"""What becomes of each line of a pasted list or a file."""

import io
from datetime import timedelta

import pytest
from django.utils import translation
from openpyxl import Workbook

from academy.exceptions import EnrolmentRefused
from academy.models import Enrollment, EnrollmentState
from academy.services.enrolment_lists import Fate, judge, people_for, read_file, read_text
from culture_site.core.dates import today
from culture_site.core.grids import GridRefused
from culture_site.people.models import Role, Scope
from tests.factories.academy import CohortFactory, EnrollmentFactory
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def team(cohort):
    """Somebody who runs the batches of one office."""
    person = UserFactory(office=cohort.office)
    RoleAssignmentFactory(user=person, role=Role.ACADEMY_TEAM, scope=Scope.OFFICE)
    return person


def trainee(cohort, **more):
    return UserFactory(trainee=True, office=cohort.office, **more)


def fates(text, cohort, team):
    return [line.fate for line in judge(lines=read_text(text), cohort=cohort, by=team)]


@pytest.mark.parametrize(
    "line",
    [
        "siti@example.org", "SITI@Example.org ", "trn-1", "Siti Contoh", "siti   contoh",
        "Siti Contoh; TRN-1; siti@example.org", "Siti Contoh\tTRN-1", "Siti Contoh, siti@example.org",
    ],
)  # fmt: skip
def test_somebody_is_found_however_they_are_written(cohort, team, line):
    person = trainee(cohort, name="Siti Contoh", email="siti@example.org", trainee_number="TRN-1")

    (found,) = judge(lines=read_text(line), cohort=cohort, by=team)

    assert (found.person, found.fate) == (person, Fate.READY)


def test_a_name_with_a_comma_is_found_whole(cohort, team):
    person = trainee(cohort, name="Rahma Contoh, S.Pd.")

    (found,) = judge(lines=read_text("Rahma Contoh, S.Pd."), cohort=cohort, by=team)

    assert found.person == person


def test_each_line_says_what_becomes_of_it(cohort, team):
    free = trainee(cohort)
    here = EnrollmentFactory(cohort=cohort).person
    elsewhere = EnrollmentFactory(person=trainee(cohort)).person
    trainee(cohort, name="Budi Contoh")
    trainee(cohort, name="budi contoh")
    agent = UserFactory(office=cohort.office)
    gone = trainee(cohort, left_on=today() - timedelta(days=1))
    lines = [
        free.email, here.email, elsewhere.email, "Budi Contoh", "tidak.ada@example.org", agent.email, gone.email,
        free.trainee_number,
    ]  # fmt: skip

    assert fates("\n\n".join(lines), cohort, team) == [
        Fate.READY, Fate.HERE, Fate.ELSEWHERE, Fate.SEVERAL, Fate.UNKNOWN, Fate.NO_ROLE, Fate.GONE, Fate.TWICE,
    ]  # fmt: skip
    assert Enrollment.objects.count() == 2


@pytest.mark.parametrize(
    "line",
    [
        "Siti Contoh; TRN-2", "TRN-1; budi@example.org", "Budi Contoh; TRN-1", "Siti Contoh; TRN-9",
        "Siti Contoh; lain@example.org",
    ],
)  # fmt: skip
def test_a_line_that_contradicts_itself_is_not_guessed(cohort, team, line):
    trainee(cohort, name="Siti Contoh", email="siti@example.org", trainee_number="TRN-1")
    trainee(cohort, name="Budi Contoh", email="budi@example.org", trainee_number="TRN-2")

    (found,) = judge(lines=read_text(line), cohort=cohort, by=team)

    assert (found.person, found.fate) == (None, Fate.SEVERAL)
    assert found.reason


def test_a_list_tells_nothing_about_people_of_other_offices(cohort, team):
    stranger = EnrollmentFactory().person
    guest = UserFactory(trainee=False, office=OfficeFactory())
    RoleAssignmentFactory(user=guest, role=Role.TRAINEE, scope=Scope.OFFICE, office=cohort.office)

    assert fates(f"{stranger.email}\n{stranger.name}", cohort, team) == [Fate.UNKNOWN] * 2
    assert fates(guest.email, cohort, team) == [Fate.READY]
    assert stranger not in people_for(team)


def test_whoever_may_give_the_role_makes_trainees_of_others(cohort):
    actor = UserFactory(office=cohort.office, service_culture=True, academy_team=True)
    agent = UserFactory(office=cohort.office)

    assert fates(f"{agent.email}\n{actor.email}", cohort, actor) == [Fate.ROLE_GIVEN, Fate.NO_ROLE]
    assert not agent.role_assignments.exists()


def test_graduates_are_here_already_and_the_withdrawn_may_return(cohort, team):
    graduate = EnrollmentFactory(cohort=cohort, state=EnrollmentState.GRADUATED).person
    left = EnrollmentFactory(cohort=cohort, state=EnrollmentState.WITHDRAWN).person

    assert fates(f"{graduate.email}\n{left.email}", cohort, team) == [Fate.HERE, Fate.READY]


def test_statements_stay_the_same_for_a_longer_list(cohort, team, django_assert_num_queries):
    people = [trainee(cohort) for _number in range(12)]
    assert team.access.roles
    short = read_text("\n".join(person.email for person in people[:2]))
    long = read_text("\n".join(person.email for person in people))

    for lines in (short, long):
        with django_assert_num_queries(5):
            judge(lines=lines, cohort=cohort, by=team)


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_file_is_read_by_its_headings(cohort, team):
    person = trainee(cohort, name="Siti Contoh", email="siti@example.org", trainee_number="00017")
    rows = [
        ["Nama", "Nomor peserta", "Kota asal", "E-mail"],
        ["Siti Contoh", "00017", "Solo 2", "siti@example.org"],
    ]
    csv = "\n".join(";".join(row) for row in rows).encode()

    for content in (csv, workbook(*rows)):
        (line,) = judge(lines=read_file(content), cohort=cohort, by=team)
        assert (line.number, line.person, line.fate) == (2, person, Fate.READY)


def test_a_file_without_headings_is_read_whole(cohort, team):
    people = [trainee(cohort), trainee(cohort)]
    content = "\n".join(person.email for person in people).encode()

    assert [line.person for line in judge(lines=read_file(content), cohort=cohort, by=team)] == people


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_a_sentence(content):
    with pytest.raises(GridRefused) as error:
        read_file(content)

    assert str(error.value)


def test_lists_have_an_end(cohort):
    for text in ("\n".join(["a@example.org"] * 301), " \n ; ; \n"):
        with pytest.raises(EnrolmentRefused):
            read_text(text)


def test_labels_and_reasons_are_in_the_readers_language(cohort, team):
    with translation.override("en"):
        (line,) = judge(lines=read_text("nobody@example.org"), cohort=cohort, by=team)

        assert (line.label, line.reason[:21]) == ("Unknown", "Nobody here has this ")
