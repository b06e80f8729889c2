"""Whom each line of a pasted list, or of a file, names."""

import io

import pytest
from openpyxl import Workbook

from culture_site.core.grids import GridRefused
from culture_site.people.exceptions import ListRefused
from culture_site.people.models import User
from culture_site.people.services.lists import Unclear, find_people, read_file, read_text
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def trainee(**more):
    return UserFactory(trainee=True, **more)


def named(lines):
    """Whom each line names, or why nobody."""
    find_people(lines, among=User.objects.all())
    return [line.fate or line.person for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "siti@example.org", "SITI@Example.org ", "trn-1", "Siti Contoh", "siti   contoh",
        "Siti Contoh; TRN-1; siti@example.org", "Siti Contoh\tTRN-1", "Siti Contoh, siti@example.org",
    ],
)  # fmt: skip
def test_somebody_is_found_however_they_are_written(line):
    person = trainee(name="Siti Contoh", email="siti@example.org", trainee_number="TRN-1")

    assert named(read_text(line)) == [person]


def test_a_name_with_a_comma_is_found_whole():
    person = trainee(name="Rahma Contoh, S.Pd.")

    assert named(read_text("Rahma Contoh, S.Pd.")) == [person]


@pytest.mark.parametrize(
    "line",
    [
        "Siti Contoh; TRN-2", "TRN-1; budi@example.org", "Budi Contoh; TRN-1", "Siti Contoh; TRN-9",
        "Siti Contoh; lain@example.org",
    ],
)  # fmt: skip
def test_a_line_that_contradicts_itself_is_not_guessed(line):
    trainee(name="Siti Contoh", email="siti@example.org", trainee_number="TRN-1")
    trainee(name="Budi Contoh", email="budi@example.org", trainee_number="TRN-2")

    lines = read_text(line)

    assert named(lines) == [Unclear.SEVERAL]
    assert lines[0].person is None
    assert lines[0].reason


def test_two_of_one_name_are_shown_with_what_tells_them_apart():
    trainee(name="Budi Contoh", trainee_number="TRN-1")
    trainee(name="budi contoh", trainee_number="TRN-2")

    lines = read_text("Budi Contoh")

    assert named(lines) == [Unclear.SEVERAL]
    assert lines[0].reason.count("TRN-") == 2


def test_the_second_line_of_a_person_counts_for_nothing():
    person = trainee(email="siti@example.org", trainee_number="TRN-1")

    lines = read_text("TRN-1\nsiti@example.org")

    assert named(lines) == [person, Unclear.TWICE]
    assert find_people(read_text("TRN-1\nsiti@example.org"), among=User.objects.all()) == [person]


def test_who_is_not_among_them_is_as_unknown_as_nobody():
    person = trainee()
    lines = read_text(f"{person.email}\n{person.name}\n{person.trainee_number}\nnobody@example.org")

    find_people(lines, among=User.objects.exclude(pk=person.pk))

    assert {(line.fate, line.reason) for line in lines} == {(Unclear.UNKNOWN, lines[0].reason)}


def test_statements_stay_the_same_for_a_longer_list(django_assert_num_queries):
    people = [trainee() for _number in range(12)]

    for some in (people[:2], people):
        lines = read_text("\n".join(f"{person.email}; {person.name}" for person in some))
        with django_assert_num_queries(3):
            assert find_people(lines, among=User.objects.all()) == some


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_file_is_read_by_its_headings():
    person = trainee(name="Siti Contoh", email="siti@example.org", trainee_number="00017")
    rows = [
        ["Nama", "Nomor peserta", "Kota asal", "E-mail"],
        ["Siti Contoh", "00017", "Solo 2", "siti@example.org"],
    ]
    csv = "\n".join(";".join(row) for row in rows).encode()

    for content in (csv, workbook(*rows)):
        lines = read_file(content)
        assert [line.number for line in lines] == [2]
        assert named(lines) == [person]


def test_a_file_without_headings_is_read_whole():
    people = [trainee(), trainee()]

    assert named(read_file("\n".join(person.email for person in people).encode())) == people


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_a_sentence(content):
    with pytest.raises(GridRefused) as error:
        read_file(content)

    assert str(error.value)


def test_lists_have_an_end():
    for text in ("\n".join(["a@example.org"] * 301), " \n ; ; \n"):
        with pytest.raises(ListRefused):
            read_text(text)
