"""Upload, preview, yes or no: by whom, for whom, and what happens when people change meanwhile."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.core.personal_data import erase, export
from culture_site.people.models import OfficeAlias, RosterDraft, RosterImport, Scope, User
from culture_site.people.services.roster.drafts import prune_drafts, prune_imports
from tests.factories.people import OfficeAliasFactory, OfficeFactory, RoleAssignmentFactory, UserFactory

from .rosters import small

pytestmark = pytest.mark.django_db
UPLOAD = reverse("people:roster-upload")


@pytest.fixture
def office():
    return OfficeFactory(code="SMG-A", name="Semarang Satu")


@pytest.fixture
def boss(office, client):
    person = UserFactory(name="Maya", employee_number="B0", office=office, service_culture=True)
    client.force_login(person)
    return person


def local(office, role="service_culture"):
    person = UserFactory(office=office, employee_number=f"L-{office.code}")
    RoleAssignmentFactory(user=person, role=role, scope=Scope.OFFICE, office=office)
    return person


def upload(client, content: bytes, name="roster.csv", **fields):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **fields}, follow=True)


def places(page) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in page.context["plan"].refused]


def confirm(client, page, **fields):
    draft = page.context["draft"]
    data = {"digest": page.context["plan"].digest, **fields}
    return client.post(reverse("people:roster-confirm", args=[draft.pk]), data, follow=True)


def messages_of(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


# The way through


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_preview_shows_what_would_change_and_writes_nothing(client, boss, office, language):
    UserFactory(name="Rani", employee_number="7", email="rani@example.org", office=office, job_group="agent")
    content = small("7,Rani Putri,rani@example.org,smg a,lead", "8,Budi,,SMG-A,agent", "", "Total,2",
                    head="nik,nama,surel,kantor,kelompok kerja")  # fmt: skip

    page = client.post(
        f"/{language}/team/roster/", {"file": SimpleUploadedFile("r.csv", content)}, follow=True
    )

    plan = page.context["plan"]
    assert {kind.value: number for kind, number in plan.counts.items()} == {
        "new": 1, "changed": 1, "returning": 0, "leaving": 0,
    }  # fmt: skip
    assert (plan.merged, plan.roster.blank, plan.roster.totals, plan.skipped) == (0, 1, 1, 2)
    text = page.content.decode()
    assert "<del>Rani</del>" in text
    assert "<ins>Rani Putri</ins>" in text
    assert "Budi" in client.get(page.request["PATH_INFO"], {"part": "new"}).content.decode()
    assert sorted(User.objects.values_list("name", flat=True)) == ["Maya", "Rani"]


def test_a_yes_carries_it_out_once_and_deletes_the_upload(client, boss, office):
    page = upload(client, small("8,Budi,budi@example.org,SMG-A"))

    done = confirm(client, page)
    again = confirm(client, page)

    record = RosterImport.objects.get()
    assert done.redirect_chain[-1][0] == reverse("people:roster-detail", args=[record.pk])
    assert (record.created_by, record.new, record.file_name) == (boss, 1, "roster.csv")
    assert User.objects.filter(name="Budi").count() == 1
    assert RosterDraft.objects.count() == 0
    assert again.redirect_chain == [(UPLOAD, 302)]
    assert len(messages_of(again)) == 1


def test_a_cancelled_preview_leaves_nothing(client, boss, office):
    page = upload(client, small("8,Budi,,SMG-A"))

    client.post(reverse("people:roster-cancel", args=[page.context["draft"].pk]))

    assert (User.objects.count(), RosterDraft.objects.count(), RosterImport.objects.count()) == (1, 0, 0)


def test_a_new_upload_takes_the_place_of_the_one_before(client, boss, office):
    first = upload(client, small("8,Budi,,SMG-A"))
    second = upload(client, small("9,Joko,,SMG-A"))

    assert list(RosterDraft.objects.values_list("pk", flat=True)) == [second.context["draft"].pk]
    assert client.get(first.request["PATH_INFO"]).status_code == 404


def test_with_a_refused_row_nothing_can_be_written(client, boss, office):
    page = upload(client, small("8,Budi,,SMG-A", "9,,,SMG-A"))

    answer = confirm(client, page)

    assert places(page) == [(3, "name")]
    assert reverse("people:roster-confirm", args=[page.context["draft"].pk]) not in page.content.decode()
    assert User.objects.count() == 1
    assert len(messages_of(answer)) == 1


def test_people_who_changed_meanwhile_give_a_new_preview(client, boss, office):
    person = UserFactory(name="Rani", employee_number="7", email="rani@example.org", office=office)
    page = upload(client, small("7,Rani Putri,rani@example.org,SMG-A"))
    User.objects.filter(pk=person.pk).update(name="Rani Wijaya")

    answer = confirm(client, page)

    person.refresh_from_db()
    assert person.name == "Rani Wijaya"
    assert answer.context["draft"] == page.context["draft"]
    assert "<del>Rani Wijaya</del>" in answer.content.decode()
    confirm(client, answer)
    person.refresh_from_db()
    assert person.name == "Rani Putri"


def test_what_the_plan_does_not_rest_on_may_change_meanwhile(client, boss, office):
    page = upload(client, small("8,Budi,,SMG-A"))
    UserFactory(name="Lain")

    confirm(client, page)

    assert User.objects.filter(name="Budi").exists()


def test_many_leaving_needs_a_second_yes(client, boss, office):
    for n in range(10):
        UserFactory(name=f"Orang {n}", employee_number=f"N{n}", email=None, office=office)
    rows = [f"N{n},Orang {n},,SMG-A" for n in range(9)]  # 1 of 11 is 9 %

    page = upload(client, small("B0,Maya,,SMG-A", *rows), full_for=office.pk)
    without = confirm(client, page)
    left_without = User.objects.filter(left_on__isnull=False).count()
    confirm(client, page, many_may_leave="on")

    assert "many_may_leave" in page.content.decode()
    assert left_without == 0
    assert len(messages_of(without)) == 1
    assert [p.name for p in User.objects.filter(is_active=False)] == ["Orang 9"]


def test_an_unknown_spelling_is_explained_once_and_remembered(client, boss, office):
    content = small("8,Budi,,Kantor Simpang Lima", "9,Joko,,kantor simpang-lima")
    page = upload(client, content)
    assert places(page) == [(2, "office"), (3, "office")]

    explained = client.post(
        page.request["PATH_INFO"], dict.fromkeys(page.context["form"].fields, office.pk), follow=True
    )
    before = OfficeAlias.objects.count()
    confirm(client, explained)

    assert (before, places(explained)) == (0, [])
    assert list(OfficeAlias.objects.values_list("key", "office")) == [("kantorsimpanglima", office.pk)]
    assert set(User.objects.filter(name__in=["Budi", "Joko"]).values_list("office", flat=True)) == {office.pk}
    again = upload(client, small("10,Dewi,,KANTOR SIMPANG LIMA"))
    assert places(again) == []


def test_the_preview_says_whether_to_name_offices_here_or_to_correct_the_file(client, boss, office):
    said = []
    for content in (small("8,Budi,,Simpang"), small("8,,,SMG-A")):
        page = upload(client, content)
        english = client.get(page.request["PATH_INFO"].replace("/id/", "/en/")).content.decode()
        said.append(
            ("Say which offices are meant." in english, "Each refused row says what is wrong." in english)
        )

    assert said == [(True, False), (False, True)]


def test_a_cancelled_preview_remembers_no_spelling(client, boss, office):
    page = upload(client, small("8,Budi,,Simpang"))
    client.post(page.request["PATH_INFO"], {"simpang": office.pk})
    client.post(reverse("people:roster-cancel", args=[page.context["draft"].pk]))

    assert OfficeAlias.objects.count() == 0


@pytest.mark.parametrize("language", ["id", "en"])
def test_remembered_spellings_are_listed_with_who_and_when_and_forgotten(client, boss, office, language):
    page = upload(client, small("8,Budi,,Kantor Simpang Lima"))
    client.post(page.request["PATH_INFO"], {"kantorsimpanglima": office.pk})
    confirm(client, client.get(page.request["PATH_INFO"]))
    alias = OfficeAlias.objects.get()

    uploading = client.get(f"/{language}/team/roster/").content.decode()
    listed = client.get(f"/{language}/team/roster/spellings/")
    done = client.post(reverse("people:spelling-forget", args=[alias.pk]), follow=True)
    again = upload(client, small("9,Joko,,Kantor Simpang Lima"))

    assert f"/{language}/team/roster/spellings/" in uploading
    assert (alias.created_by, alias.created_at.date()) == (boss, timezone.now().date())
    text = listed.content.decode()
    assert '<th scope="row">Kantor Simpang Lima<br>' in text
    assert "<td>Semarang Satu</td>" in text
    assert "Maya" in text.split("<main")[1]
    assert f"/{language}/team/roster/spellings/{alias.pk}/forget/" in text
    assert (OfficeAlias.objects.count(), len(messages_of(done))) == (0, 1)
    assert places(again) == [(2, "office")]
    assert User.objects.get(name="Budi").office == office


def test_spellings_are_for_those_who_look_after_the_office(client, office):
    there = OfficeFactory(code="YOG-A")
    own = OfficeAliasFactory(spelling="Simpang Lima", office=office)
    foreign = OfficeAliasFactory(spelling="Malioboro", office=there)
    client.force_login(local(office))

    listed = client.get(reverse("people:spelling-list"))
    answers = [
        client.post(reverse("people:spelling-forget", args=[alias.pk])).status_code
        for alias in (own, foreign)
    ]

    assert list(listed.context["spellings"]) == [own]
    assert answers == [302, 404]
    assert list(OfficeAlias.objects.all()) == [foreign]


def test_a_spelling_of_another_office_is_not_taken_over(client, office):
    alias = OfficeAliasFactory(spelling="Malioboro", office=OfficeFactory(code="YOG-A"))
    client.force_login(local(office))
    page = upload(client, small("8,Budi,,Malioboro"))

    client.post(page.request["PATH_INFO"], {"malioboro": office.pk})
    RosterDraft.objects.update(choices={"malioboro": office.pk})  # chosen before the other was remembered
    answer = confirm(client, client.get(page.request["PATH_INFO"]))

    assert "malioboro" not in page.context["form"].fields
    assert places(answer) == [(2, "office")]
    assert (OfficeAlias.objects.get().office_id, User.objects.filter(name="Budi").exists()) == (
        alias.office_id, False,
    )  # fmt: skip


def test_the_list_of_spellings_costs_the_same_statements_for_one_and_for_three(client, boss, office):
    OfficeAliasFactory(office=office, created_by=boss)
    address = reverse("people:spelling-list")
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    OfficeAliasFactory.create_batch(2, created_by=UserFactory())
    with CaptureQueriesContext(connection) as three:
        page = client.get(address)

    assert page.context["spellings"].count() == 3
    assert len(one) == len(three) <= 10


# Files that are none


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"PK\x03\x04 broken", b"x" * (5 * 1024 * 1024 + 1), small()],
    ids=["empty", "no heading", "no workbook", "too large", "nobody"],
)  # fmt: skip
def test_a_file_that_is_no_roster_is_refused_at_the_field(client, boss, content):
    page = upload(client, content)

    assert list(page.context["form"].errors) == ["file"]
    assert RosterDraft.objects.count() == 0


def test_20_mb_are_refused_with_the_sentence_about_the_size(client, boss):
    page = client.post("/en/team/roster/", {"file": SimpleUploadedFile("r.xlsx", b"x" * (20 * 1024 * 1024))})

    assert page.context["form"].errors["file"] == [
        "The file is larger than 5 MB. A roster of 20,000 people is smaller: is it the right file?"
    ]


def test_markup_in_a_roster_is_shown_as_text(client, boss, office):
    page = upload(client, small('8,"<script>alert(1)</script>",,"<b>Kantor</b>"', "9,<i>Joko</i>,,SMG-A"))
    new = client.get(page.request["PATH_INFO"], {"part": "new"})

    text = page.content.decode() + new.content.decode()
    assert "<script>alert" not in text
    assert "<i>Joko" not in text
    assert "&lt;i&gt;Joko" in text


# Scope


def test_a_carer_of_one_office_touches_no_other(client, office):
    there = OfficeFactory(code="YOG-A")
    UserFactory(name="Sana Rahasia", employee_number="77", email="sana@example.org", office=there)
    UserFactory(name="Sini", employee_number="7", email="sini@example.org", office=office)
    client.force_login(local(office))

    page = upload(
        client,
        small("77,Sana Baru,sana@example.org,YOG-A", "7,Sini,sini@example.org,YOG-A", "8,Budi,,YOG-A",
              "9,Joko,sana@example.org,SMG-A"),
    )  # fmt: skip

    assert places(page) == [(2, "name"), (3, "office"), (4, "office"), (5, "email")]
    assert "Sana Rahasia" not in page.content.decode()
    assert page.context["plan"].steps == []


def test_a_refusal_tells_nothing_of_people_whom_others_look_after(client, office):
    UserFactory(name="Sana", employee_number="0077", email="sana@example.org", office=OfficeFactory())
    client.force_login(local(office))

    page = upload(
        client,
        small("8,Sana,sana@example.org,SMG-A,", "9,Budi,,SMG-A,77", head="nik,nama,surel,kantor,nik atasan"),
    )
    english = client.get(page.request["PATH_INFO"].replace("/id/", "/en/"))

    assert [fault.reason for fault in english.context["plan"].refused] == [
        "This e-mail address belongs to somebody whom others look after.",
        "Nobody has the employee number 77, neither here nor in the file.",
    ]


def test_a_carer_of_one_office_declares_no_other_complete_and_maps_to_no_other(client, office):
    there = OfficeFactory(code="YOG-A")
    client.force_login(local(office))

    refused = upload(client, small("8,Budi,,SMG-A"), full_for=there.pk)
    page = upload(client, small("8,Budi,,Simpang"))
    answer = client.post(page.request["PATH_INFO"], {"simpang": there.pk})

    assert list(refused.context["form"].errors) == ["full_for"]
    assert list(answer.context["form"].errors) == ["simpang"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A1,Surya,baru@example.org,SMG-A,", "email"),
        ("A1,Surya,surya@example.org,SMG-A,2026-01-31", "left_on"),
        ("A1,Surya Baru,surya@example.org,SMG-A,", None),
    ],
)
def test_who_may_do_more_is_not_locked_out_nor_given_another_address(client, boss, office, row, column):
    UserFactory(
        name="Surya", employee_number="A1", email="surya@example.org", office=office, administrator=True,
        joined_on=None,
    )  # fmt: skip
    for n in range(30):
        UserFactory(employee_number=f"N{n}", office=office)

    page = upload(client, small(row, head="employee_number,name,email,office,left_on"))

    assert places(page) == ([(2, column)] if column else [])


def test_who_may_do_more_is_not_locked_out_by_being_left_out(client, boss, office):
    UserFactory(name="Surya", employee_number="A1", office=office, administrator=True)

    page = upload(client, small("B0,Maya,,SMG-A"), full_for=office.pk)

    assert places(page) == [(0, "Hari terakhir")]
    assert page.context["plan"].steps == []


def test_nobody_marks_himself_as_leaving(client, boss, office):
    page = upload(
        client, small(f"B0,Maya,,SMG-A,{today()}", head="employee_number,name,email,office,left_on")
    )

    assert places(page) == [(2, "left_on")]


def test_a_preview_belongs_to_who_uploaded_it(client, boss, office):
    page = upload(client, small("8,Budi,,SMG-A"))
    client.force_login(UserFactory(administrator=True))

    assert client.get(page.request["PATH_INFO"]).status_code == 404
    assert confirm(client, page).status_code == 404
    assert client.post(reverse("people:roster-cancel", args=[page.context["draft"].pk])).status_code == 404
    assert User.objects.filter(name="Budi").count() == 0


def test_a_leader_finds_no_such_page(client):
    client.force_login(UserFactory(leader=True))

    assert client.get(UPLOAD).status_code == 404


def test_imports_of_others_are_for_those_who_reach_all_offices(client, office, boss):
    confirm(client, upload(client, small("8,Budi,,SMG-A")))
    record = RosterImport.objects.get()
    address = reverse("people:roster-detail", args=[record.pk])

    client.force_login(local(office))
    elsewhere = client.get(address).status_code
    client.force_login(UserFactory(administrator=True))

    assert (elsewhere, client.get(address).status_code) == (404, 200)


# What it costs, and how long it is kept


def test_a_preview_costs_the_same_statements_for_two_people_and_for_two_hundred(client, boss, office):
    def statements(number: int) -> int:
        rows = []
        for n in range(number):
            UserFactory(name=f"Orang {n}", employee_number=f"P{number}-{n}", office=office)
            rows += [f"P{number}-{n},Orang Baru,,SMG-A", f"Q{number}-{n},Baru {n},,SMG-A"]
        page = upload(client, small(*rows))
        with CaptureQueriesContext(connection) as captured:
            client.get(page.request["PATH_INFO"])
        return len(captured)

    few, many = statements(1), statements(100)

    assert few == many
    assert many <= 15


def test_uploads_go_after_a_day_and_imports_after_a_year(client, boss, office):
    confirm(client, upload(client, small("8,Budi,,SMG-A")))
    page = upload(client, small("9,Joko,,SMG-A"))
    now = timezone.now()

    kept = (prune_drafts(), prune_imports())
    RosterDraft.objects.update(created_at=now - timedelta(hours=25))
    RosterImport.objects.update(created_at=now - timedelta(days=366))

    assert kept == (0, 0)
    assert client.get(page.request["PATH_INFO"]).status_code == 404
    assert prune_drafts() == 1
    assert prune_imports() == 2  # the import and its one arrival


def test_an_upload_goes_with_whoever_stands_in_it_and_tells_nobody_of_the_others(client, boss, office):
    person = UserFactory(name="Rani", employee_number="NIK-7777", office=office)
    upload(client, small("NIK-7777,Rani Putri,,SMG-A", "8,Budi Rahasia,,SMG-A"))

    exported = str(export(person))
    erase(person)

    assert "people.RosterDraft" in exported
    assert "Rahasia" not in exported
    assert RosterDraft.objects.count() == 0


def test_a_column_that_holds_no_offices_makes_no_endless_form(client, boss, office):
    page = upload(client, small(*(f"{n},Orang {'x' * n},,kota {n}" for n in range(1, 60)), "99,Budi,,???",
                                f"98,Joko,,{'k' * 300}"))  # fmt: skip

    assert len(page.context["form"].fields) == 25
    assert len(places(page)) == 61


def test_headings_broken_into_lines_and_zero_bytes_do_no_harm(client, boss, office):
    page = upload(client, b'"nik","nama\nlengkap","kantor","catatan\nbebas"\n8,Budi,SMG-A,x\n')
    refused = upload(client, b"nik,nama,kantor," + b"x" * 300 + b"\0\n8,Budi,SMG-A,\n")

    assert page.context["plan"].roster.headings["name"] == "nama lengkap"
    assert page.context["plan"].roster.ignored == ["catatan bebas"]
    assert list(refused.context["form"].errors) == ["file"]
