"""The command, and with it everything a roster may and may not do."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from culture_site.core.dates import today
from culture_site.people.models import (
    OfficeAlias,
    RoleAssignment,
    RosterArrival,
    RosterDraft,
    RosterImport,
    User,
)
from tests.factories.people import OfficeFactory, RoleAssignmentFactory, UserFactory

from .rosters import csv_text, facts, make_offices, people_of_300, shapes, small, xlsx

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def run(tmp_path):
    """Runs the command on some bytes; what it said."""

    def _run(content: bytes, *options: str, name: str = "roster.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content)
        said = io.StringIO()
        call_command("import_roster", str(path), *options, stdout=said, no_color=True)
        return said.getvalue()

    return _run


def refusal(run, content: bytes, *options: str, **kwargs) -> str:
    before = (facts(), RosterImport.objects.count(), OfficeAlias.objects.count())
    with pytest.raises(CommandError) as caught:
        run(content, *options, **kwargs)
    assert (facts(), RosterImport.objects.count(), OfficeAlias.objects.count()) == before
    return str(caught.value)


@pytest.fixture
def office():
    return OfficeFactory(code="SMG-A", name="Semarang Satu")


# Nine shapes


def expected() -> list[tuple]:
    return [
        (*(value for value in row.values()), row["left_on"] is None)
        for row in people_of_300()
    ]  # fmt: skip


@time_machine.travel(date(2026, 11, 23))
@pytest.mark.parametrize("shape", sorted(shapes()))
def test_each_of_nine_shapes_gives_the_same_300_people(run, shape):
    make_offices()

    run(shapes()[shape])

    assert facts() == expected()


@time_machine.travel(date(2026, 11, 23))
def test_after_one_shape_no_other_changes_a_row(run):
    make_offices()
    files = shapes()
    run(files["utf-8"])

    with CaptureQueriesContext(
        connection,
    ) as captured:
        said = [run(content) for content in files.values()]

    assert [query["sql"] for query in captured if query["sql"].startswith(WRITES)] == []
    assert len(files) == 9
    assert {"Unchanged: 300" in text and "Nothing to change." in text for text in said} == {True}


@time_machine.travel(date(2026, 11, 23))
def test_blank_and_total_rows_and_equal_duplicates_are_counted(run):
    make_offices()

    said = run(shapes()["blank rows, total rows, duplicates"], "--dry-run")

    # Blank: two after each of rows 0, 100, 200 and one before the totals. Equal: rows 50, 150, 250.
    assert "Skipped: 3 equal duplicates, 7 blank rows, 2 total rows" in said


def test_1100_people_come_in_with_few_statements(run):
    OfficeFactory(code="SMG-A")
    rows = [["employee_number", "name", "email", "office", "leader_employee_number"]]
    rows += [
        [f"{n:05d}", f"Orang {n}", f"o{n}@example.org", "SMG-A", f"{n // 12:05d}" if n else ""]
        for n in range(1100)
    ]

    with CaptureQueriesContext(connection) as captured:
        run(csv_text(rows).encode())

    assert User.objects.count() == 1100
    assert len(captured) < 100


def test_300_people_leave_and_come_back_with_as_many_statements_as_thirty(run, office):
    def statements(number: int) -> tuple[int, int]:
        people = in_office(office, number)
        for person in people:
            RoleAssignmentFactory(user=person)
        counted = []
        for day in ("2026-07-01", ""):
            with CaptureQueriesContext(connection) as captured:
                run(small(*(row_of(person, day) for person in people), head=LEAVE_HEAD), "--yes")
            counted.append(len(captured))
            assert User.objects.filter(is_active=not day, office=office).count() == number
        assert not RoleAssignment.objects.filter(user__in=people, ends_on=None).exists()
        User.objects.all().delete()
        return counted[0], counted[1]

    few, many = statements(30), statements(300)

    # A roster of 300 is deleted and looked up by the library in a few more portions.
    assert [after - before <= 6 for before, after in zip(few, many, strict=True)] == [True, True]


# Names, numbers, addresses


@pytest.mark.parametrize(
    "name",
    ["Nur 'Aini", "Suharto", "Prof. Dr. Ir. H. Budi Santoso, M.Sc., Ph.D.", "王小明", "ᬯᬬᬦ᭄", "محمد", "d'Arc", "Ng",
     "<b>Rani</b>", "Dewi  Lestari", "-Tanda"],
)  # fmt: skip
def test_names_stay_as_they_are(run, office, name):
    run(csv_text([["nik", "nama", "kantor"], ["007", name, "smg a"]]).encode())

    assert list(User.objects.values_list("employee_number", "name")) == [("007", name)]


def test_new_people_cannot_sign_in_before_they_are_invited_and_hold_no_role(run, office):
    run(small("007,Rani,RANI@Example.org,SMG-A"))

    person = User.objects.get()
    assert (person.email, person.has_usable_password(), person.is_staff, person.is_superuser) == (
        "rani@example.org", False, False, False,
    )  # fmt: skip
    assert person.access.roles == frozenset()
    assert list(EmailAddress.objects.values_list("user", "email", "primary", "verified")) == [
        (person.pk, "rani@example.org", True, False)
    ]
    assert list(RosterArrival.objects.values_list("person", flat=True)) == [person.pk]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("00123", "00123"),
        ("123.0", "123"),
        ('"=""00123"""', "00123"),
        ("'00123", "00123"),
        ("'NIK-7", "NIK-7"),
        ("0\u200b01\u00ad23", "00123"),
        ("NIK-7", "NIK-7"),
    ],
)
def test_numbers_are_repaired_and_keep_their_zeros(run, office, cell, number):
    run(small(f"{cell},Rani,,SMG-A"))

    assert User.objects.get().employee_number == number


def test_dropped_zeros_are_noticed_by_the_name(run, office):
    UserFactory(employee_number="00123", name="Rani Putri", office=office)

    said = refusal(run, small("123,RANI PUTRI,,SMG-A", "0123,Budi,,SMG-A"))

    assert said.splitlines()[0].startswith("Row 2, column employee_number: Rani Putri (00123) is here")
    assert "1 refused" in said


# Changes


def test_changed_facts_are_shown_and_written(run, office):
    other = OfficeFactory(code="YOG-A", name="Yogyakarta Satu")
    leader = UserFactory(employee_number="L1", name="Dwi", office=other)
    person = UserFactory(employee_number="7", name="Rani", email="rani@example.org", office=office, squad="A")

    said = run(
        small("7,Rani Putri,rani.putri@example.org,YOG-A,support,L1,2 Mei 2024",
              head="nik,nama,surel,kantor,kelompok kerja,nik atasan,tanggal masuk")
    )  # fmt: skip

    person.refresh_from_db()
    assert (person.name, person.email, person.office, person.job_group, person.leader, person.joined_on) == (
        "Rani Putri", "rani.putri@example.org", other, "support", leader, date(2024, 5, 2),
    )  # fmt: skip
    assert person.squad == "A"
    assert "Rani (7): Name: Rani > Rani Putri; E-mail: rani@example.org > rani.putri@example.org;" in said
    assert list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)) == [
        "rani.putri@example.org"
    ]
    record = RosterImport.objects.get()
    assert (record.new, record.changed, record.returning, record.leaving) == (0, 1, 0, 0)


def test_an_empty_cell_leaves_what_is_known(run, office):
    person = UserFactory(employee_number="7", name="Rani", office=office, language="en", job_group="lead")
    before = facts()

    run(small("7,Rani,,,,,", head="nik,nama,surel,kantor,bahasa,kelompok kerja,tanggal masuk"))

    assert facts() == before
    assert person.email is not None


def test_a_trainee_who_becomes_an_employee_is_the_same_person(run, office):
    trainee = UserFactory(trainee=True, name="Rani", email="rani@example.org", office=office)

    run(small("0815,Rani,rani@example.org,SMG-A"))

    trainee.refresh_from_db()
    assert (trainee.employee_number, User.objects.count()) == ("0815", 1)


def test_a_dry_run_writes_nothing(run, office):
    said = run(small("7,Rani,,SMG-A"), "--dry-run")

    assert "New: 1\n  Rani (7)" in said
    assert User.objects.count() == 0


# Leaving and coming back


def in_office(office, number: int) -> list[User]:
    return [
        UserFactory(employee_number=f"N{n}", name=f"Orang {n}", email=f"n{n}@example.org", office=office)
        for n in range(number)
    ]


def row_of(person: User, left_on: str = "") -> str:
    return f"{person.employee_number},{person.name},{person.email},SMG-A,{left_on}"


LEAVE_HEAD = "employee_number,name,email,office,left_on"


def test_a_leaver_is_deactivated_and_signed_out_and_comes_back_as_the_same_person(run, office, client):
    person, *others = in_office(office, 20)
    RoleAssignmentFactory(user=person)
    client.force_login(person)
    UserSession.objects.create(user=person, ip="203.0.113.7", session_key=client.session.session_key)
    gone = (today() - timedelta(days=3)).isoformat()

    run(small(row_of(person, gone), *map(row_of, others), head=LEAVE_HEAD))

    person.refresh_from_db()
    assert (person.left_on.isoformat(), person.is_active) == (gone, False)
    assert client.get("/id/home/").status_code == 302
    assert RosterImport.objects.get().leaving == 1

    said = run(small(row_of(person), *map(row_of, others), head=LEAVE_HEAD))

    back = User.objects.get(employee_number="N0")
    assert (back.pk, back.left_on, back.is_active, back.access.roles) == (person.pk, None, True, frozenset())
    assert "Returning: 1" in said


def test_a_last_day_to_come_leaves_the_account_open_until_then(run, office):
    person, *_others = in_office(office, 20)
    day = today() + timedelta(days=10)

    run(small(row_of(person, day.isoformat()), head=LEAVE_HEAD))

    person.refresh_from_db()
    assert (person.left_on, person.is_active) == (day, True)


def test_absence_means_nothing_unless_the_file_is_full_for_the_office(run, office):
    people = in_office(office, 40)

    run(small(*map(row_of, people[:39]), head=LEAVE_HEAD))

    assert User.objects.filter(is_active=True).count() == 40


def test_who_is_missing_from_a_full_file_leaves_and_nobody_else(run, office):
    people = in_office(office, 40)
    elsewhere = UserFactory(employee_number="X1")
    guest = UserFactory(trainee=True, office=office)

    said = run(small(*map(row_of, people[:38]), head=LEAVE_HEAD), "--full-for", "semarang satu")

    left = User.objects.filter(is_active=False).order_by("employee_number")
    assert [person.employee_number for person in left] == ["N38", "N39"]
    assert {person.left_on for person in left} == {today() - timedelta(days=1)}
    assert "Leaving: 2" in said
    assert {elsewhere.pk, guest.pk} <= set(User.objects.filter(is_active=True).values_list("pk", flat=True))


def test_more_than_five_percent_leaving_is_asked_about(run, office):
    people = in_office(office, 40)
    content = small(*map(row_of, people[:37]), head=LEAVE_HEAD)  # 3 of 40 are 7.5 %

    said = refusal(run, content, "--full-for", "SMG-A")
    run(content, "--full-for", "SMG-A", "--yes")

    assert said == (
        "3 of 40 people of the offices concerned would leave, more than 5 %. Nothing was written. "
        "If that is right: --yes."
    )
    assert User.objects.filter(is_active=False).count() == 3


def test_an_unknown_office_to_be_full_for_is_named_with_those_alike(run, office):
    said = refusal(run, small("7,Rani,,SMG-A"), "--full-for", "Semarang")

    assert said == "There is no office “Semarang”. Offices: Semarang Satu (SMG-A)."


# Bad input: a sentence each, with row and column, and nothing written


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (small(), "Row 1: There is nobody below the heading."),
        (small("1,2,3,4", head="a,b,c,d"), "Row 1: There is no heading that names the columns."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Row 4: This cannot be read as text."),
        (b"PK\x03\x04 not a workbook", "This is not an XLSX file that can be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel file (.xls)"),
        (b"a" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
        (small("7,Rani,,SMG-A", '8,"Budi,,SMG-A', "9,Joko,,SMG-A"), "Row 3: The table cannot be read from here."),
        (small("7,Rani,,SMG-A", head="nik,nama,surel,umur"), "Row 1: This column is missing: Office."),
        (small("7,Rani,,SMG-A", head="umur,nama,telepon,kantor"), "Row 1: This column is missing: Employee number."),
        ("employee_number,name,office\n7,Rañi,SMG-A\n8,".encode() + b"Jos\xe9,SMG-A",
         "Row 3: This cannot be read as text."),
        (small("7,Rani,,SMG-A", "8,Budi,,SMG-A,x"), "Row 3: The row has more cells than the heading."),
        (small("7,Rani,,SMG-A,", head="nik,nama,surel,kantor,name"),
         "Row 1, column name: Two columns say the same: nama and name."),
        (small("7,Rani,,SMG-A,", "8,Budi,,SMG-A,superuser", head="nik,nama,surel,kantor,role"),
         "Row 3, column role: Roles, rights and passwords never come from a file."),
        (small("7,Rani,,SMG-A,1", head="nik,nama,surel,kantor,is_superuser"),
         "Row 2, column is_superuser: Roles, rights and passwords never come from a file."),
        (small("7,,,SMG-A"), "Row 2, column name: The name is missing."),
        (small("7,12345,,SMG-A"), "Row 2, column name: “12345” is no name."),
        (small(",Rani,,SMG-A"), "Row 2, column employee_number: Neither an employee number nor an e-mail"),
        (small("7,Rani,rani(at)example.org,SMG-A"),
         "Row 2, column email: “rani(at)example.org” is no e-mail address."),
        (small("7,Rani,,"), "Row 2, column office: A new person needs an office."),
        (small("7,Rani,,Semarng Satu"),
         "Row 2, column office: There is no office “Semarng Satu”. Spelled alike: Semarang Satu (SMG-A)."),
        (small("1.2E+05,Rani,,SMG-A"), "Row 2, column employee_number: A spreadsheet shortened this number"),
        (small("12.5,Rani,,SMG-A"), "Row 2, column employee_number: “12.5” is no employee number."),
        (small("...,Rani,,SMG-A"), "Row 2, column employee_number: “...” is no employee number."),
        (small("=A1+1,Rani,,SMG-A"), "Row 2, column employee_number: The cell holds a formula."),
        (small('7,"Ra\nni",,SMG-A'), "Row 2, column name: The cell holds a line break"),
        (small(f"7,{'x' * 151},,SMG-A"), "Row 2, column name: The name has more than 150 signs."),
        (small("7,Rani,a@example.org,SMG-A", "8,Budi,A@example.org,SMG-A"),
         "Row 3, column email: Row 2 has the same e-mail address."),
        (small("7,Rani,,SMG-A", "7,Budi,,SMG-A"), "Row 3, column name: The person stands in row 2, too"),
        (small("7,Rani,,SMG-A,7", head="nik,nama,surel,kantor,nik atasan"),
         "Row 2, column nik atasan: Nobody leads himself."),
        (small("7,Rani,,SMG-A,7,1/2/2026", head="nik,nama,surel,kantor,nik atasan,tanggal keluar"),
         "Row 2, column nik atasan: Nobody leads himself."),
        (small("7,Rani,,SMG-A,404", head="nik,nama,surel,kantor,nik atasan"),
         "Row 2, column nik atasan: Nobody has the employee number 404"),
        (small("7,Rani,,SMG-A,9", "8,Budi,,SMG-A,7", "9,Joko,,SMG-A,8", head="nik,nama,surel,kantor,nik atasan"),
         "Row 2, column nik atasan: They lead one another in a circle: Rani (7) > Joko (9) > Budi (8) > Rani (7)."),
        (small("7,Rani,,SMG-A,7/13/2026", head="nik,nama,surel,kantor,tanggal masuk"),
         "Row 2, column tanggal masuk: “7/13/2026” is no date."),
        (small("7,Rani,,SMG-A,46204", head="nik,nama,surel,kantor,tanggal masuk"),
         "Row 2, column tanggal masuk: “46204” is no date, but how a spreadsheet counts days."),
        (small("7,Rani,,SMG-A,1/7/26", head="nik,nama,surel,kantor,tanggal masuk"),
         "Row 2, column tanggal masuk: “1/7/26” is no date."),
        (small("7,Rani,,SMG-A,1/7/0026", head="nik,nama,surel,kantor,tanggal masuk"),
         "Row 2, column tanggal masuk: “1/7/0026” lies outside"),
        (small("7,Rani,,SMG-A,2/2/2026,1/2/2026", head="nik,nama,surel,kantor,tanggal masuk,tanggal keluar"),
         "Row 2, column tanggal keluar: The last day is before the first."),
        (small("7,Rani,,SMG-A,fr", head="nik,nama,surel,kantor,bahasa"), "Row 2, column bahasa: “fr” is no language"),
        (small("7,Rani,,SMG-A,boss", head="nik,nama,surel,kantor,grup kerja"),
         "Row 2, column grup kerja: “boss” is no job group."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_a_sentence(run, office, content, sentence):
    said = refusal(run, content)

    assert said.startswith(sentence)


def test_every_fault_is_named_and_one_is_enough_to_write_nothing(run, office):
    said = refusal(run, small("7,Rani,,SMG-A", "8,,x,SMG-A", "9,Joko,,Bandung"))

    assert said.splitlines() == [
        "Row 3, column email: “x” is no e-mail address.",
        "Row 3, column name: The name is missing.",
        "Row 4, column office: There is no office “Bandung”.",
        "3 refused. Nothing was written.",
    ]


def test_an_address_of_somebody_else_is_refused(run, office):
    UserFactory(name="Maya", employee_number="1", email="maya@example.org", office=office)

    said = refusal(run, small("7,Rani,Maya@Example.org,SMG-A"))

    assert said.startswith("Row 2, column email: This e-mail address belongs to Maya (1).")


def test_a_trainee_number_is_nobody_elses_employee_number(run, office):
    UserFactory(trainee=True, trainee_number="T-1", name="Tari", office=office)

    said = refusal(run, small("t-1,Rani,,SMG-A"))

    assert said.startswith("Row 2, column employee_number: This is the trainee number of Tari (T-1).")


def test_two_rows_for_one_person_by_number_and_by_address_are_refused(run, office):
    UserFactory(name="Rani", employee_number="7", email="rani@example.org", office=office)

    said = refusal(run, small("7,Rani,baru@example.org,SMG-A", ",Rani,rani@example.org,SMG-A"))

    assert said.startswith("Row 3, column name: This is the person of row 2")


def test_a_last_day_before_a_first_that_only_the_site_knows_names_it(run, office):
    UserFactory(employee_number="7", name="Rani", office=office, joined_on=date(2024, 5, 2))

    said = refusal(run, small("7,Rani,,SMG-A,1/5/2024", head="nik,nama,surel,kantor,tanggal keluar"))

    assert said.splitlines()[0] == (
        "Row 2, column tanggal keluar: The last day is before the first. Known here as the first is 2 May 2024."
    )


def test_a_dash_stands_for_nothing(run, office):
    person = UserFactory(employee_number="7", name="Rani", office=office, language="en")
    before = facts()

    run(small("7,Rani,-,SMG-A,–,---", head="nik,nama,surel,kantor,nik atasan,tanggal keluar"))
    said = refusal(run, small("8,-,-,SMG-A", "-,Budi,-,SMG-A"))

    assert facts() == before
    assert person.email is not None
    assert [line.split(":")[0] for line in said.splitlines()[:2]] == [
        "Row 2, column name", "Row 3, column employee_number",
    ]  # fmt: skip


def test_a_leader_whose_zeros_were_dropped_is_asked_about(run, office):
    UserFactory(employee_number="00123", office=office)
    head = "nik,nama,surel,kantor,nik atasan"

    said = refusal(run, small("7,Rani,,SMG-A,123", "0042,Budi,,SMG-A,", "8,Joko,,SMG-A,42", head=head))

    assert [line.split("file. ")[1] for line in said.splitlines()[:2]] == [
        "Is it 00123? A spreadsheet drops zeros in front.", "Is it 0042? A spreadsheet drops zeros in front.",
    ]  # fmt: skip


def test_a_new_number_for_somebody_who_is_here_is_told_from_an_address_that_is_taken(run, office):
    UserFactory(name="Maya", employee_number="1", email="maya@example.org", office=office)

    changed = refusal(run, small("2,MAYA,maya@example.org,SMG-A"))
    taken = refusal(run, small("2,Rani,maya@example.org,SMG-A"))

    assert "belongs to Maya (1). Is the number a new one?" in changed
    assert "Is the number" not in taken


def test_a_circle_with_those_who_are_here_is_refused(run, office):
    boss = UserFactory(employee_number="1", name="Dwi", office=office)
    UserFactory(employee_number="2", name="Rani", office=office, leader=boss)

    said = refusal(run, small("1,Dwi,,SMG-A,2", head="nik,nama,surel,kantor,nik atasan"))

    assert said.startswith(
        "Row 2, column nik atasan: They lead one another in a circle: Dwi (1) > Rani (2) > Dwi (1)."
    )


def test_an_empty_role_column_is_left_aside_by_name(run, office):
    said = run(small("7,Rani,,SMG-A,,Jakarta", head="nik,nama,surel,kantor,role,kota"))

    assert "Columns that were left aside: role, kota" in said


def test_a_column_of_leaders_names_is_left_aside_and_one_of_numbers_used(run, office):
    head = "nik,nama,surel,kantor,atasan"

    said = run(small("7,Rani,,SMG-A,", "8,Budi,,SMG-A,Rani", head=head))
    run(small("7,Rani,,SMG-A,", "8,Budi,,SMG-A,7", head=head))

    assert "Columns that were left aside: atasan" in said
    assert User.objects.get(employee_number="8").leader.employee_number == "7"


def test_a_formula_in_a_workbook_is_refused_in_its_cell_but_not_below_the_table(run, office):
    head = ["nik", "nama", "kantor", "umur"]
    total = ["Total", "=COUNTA(B2:B3)"]

    run(xlsx([head, ["7", "Rani", "SMG-A", "=1+1"], total]))
    said = refusal(run, xlsx([head, ["8", '=CONCATENATE("Bu","di")', "SMG-A", 30], total]))

    assert said.startswith("Row 2, column nama: The cell holds a formula.")
    assert User.objects.get().name == "Rani"


def test_merged_cells_are_refused_where_they_hide_what_a_row_says(run, office):
    head = ["nik", "nama", "kantor", "grup kerja", "umur"]
    people = [["7", "Rani", "SMG-A", "lead", 30], ["8", "Budi", "SMG-A", None, None]]

    run(xlsx([["Daftar karyawan"], head, *people], merged=["A1:E1", "E3:E4"]))
    said = refusal(run, xlsx([["Daftar karyawan"], head, *people], merged=["A1:E1", "D3:D4"]))

    assert said.splitlines()[0] == (
        "Row 4, column grup kerja: The cell is merged with others. Unmerge them and fill in each one."
    )
    assert said.splitlines()[1] == "1 refused. Nothing was written."


def test_an_error_in_a_workbook_is_refused_in_its_cell(run, office):
    said = refusal(run, xlsx([["nik", "nama", "kantor"], ["7", "#N/A", "SMG-A"]]))

    assert said.startswith("Row 2, column nama: The cell shows an error (#N/A).")


def test_two_sheets_that_look_like_rosters_are_refused(run, office):
    import openpyxl

    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Lama")):
        sheet.append(["nik", "nama", "kantor"])
        sheet.append(["7", "Rani", "SMG-A"])
    file = io.BytesIO()
    book.save(file)

    assert refusal(run, file.getvalue()).startswith("More than one sheet looks like a roster.")


def test_a_missing_file_is_said_so():
    with pytest.raises(CommandError, match=r"no-such\.csv cannot be read: No such file or directory\."):
        call_command("import_roster", "no-such.csv")


def test_no_draft_is_left_behind_by_the_command(run, office):
    run(small("7,Rani,,SMG-A"))

    assert RosterDraft.objects.count() == 0
