"""The sign-ups of an event as a file: columns, times, scope, and cells that run nothing."""

import csv
import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from culture_site.core.dates import today
from events.models import CheckIn, SignUp, SignUpState, Ticket
from events.offers import ZONE
from events.services.seats import sign_up
from tests.factories.events import EventFactory, SessionFactory, SlotFactory, at, attend
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(name="Kantor Barat")


@pytest.fixture
def event(office):
    starts_at = datetime(2027, 3, 6, 9, tzinfo=ZONE)
    return EventFactory(
        office=office, starts_at=starts_at, opens_at=starts_at - timedelta(days=90), slug="pekan",
        title_ind="Pekan Nilai", title_eng="Week of Values",
    )  # fmt: skip


@pytest.fixture
def slot(event):
    session = SessionFactory(event=event, title_ind="Puzzle", title_eng="Jigsaw")
    return SlotFactory(session=session, capacity=1)


def address(event, kind: str = "csv", language: str = "id") -> str:
    return reverse("events:sign-ups-export", args=[event.slug, kind]).replace("/id/", f"/{language}/")


def rows(response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def filled(event, slot, office):
    """Ayu has the place and came at 09.05; Bima and Cici wait, in this order; Bima arrived at 15.00 the day before."""
    with time_machine.travel(datetime(2027, 3, 5, 15, 0, 12, 345, tzinfo=ZONE), tick=False):
        for name, number in (("Ayu", "N-1"), ("Bima", "N-2"), ("Cici", "N-3")):
            sign_up(person=UserFactory(name=name, employee_number=number, office=office), slots=[slot.pk])
    ticket = Ticket.objects.get(event=event)
    ticket.allows_photos = True
    ticket.save()
    CheckIn.objects.create(
        uuid="00000000-0000-4000-8000-000000000001", ticket=ticket, is_entry=True,
        at=datetime(2027, 3, 6, 9, 5, tzinfo=ZONE), by=UserFactory(name="Petugas"),
    )  # fmt: skip
    return event


def test_csv_holds_each_sign_up_in_order_with_times_of_wib(client, filled, office):
    client.force_login(UserFactory(office=office, nakawan=True))

    response = client.get(address(filled))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="sign-ups-pekan-{today()}.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    assert rows(response) == [
        [
            "Acara", "Sesi", "Waktu", "Mulai (WIB)", "Nama", "Nomor karyawan atau trainee", "Kantor", "Status",
            "Urutan mendaftar", "Urutan di daftar tunggu", "Mendaftar pada (WIB)", "Datang pukul (WIB)",
            "Dipindai oleh", "Datang langsung", "Boleh difoto",
        ],
        [
            "Pekan Nilai", "Puzzle", "09.00–09.45", "2027-03-06 09:00:00", "Ayu", "N-1", "Kantor Barat",
            "Dapat tempat", "1", "", "2027-03-05 15:00:00", "2027-03-06 09:05:00", "Petugas", "Tidak", "Ya",
        ],
        [
            "Pekan Nilai", "Puzzle", "09.00–09.45", "2027-03-06 09:00:00", "Bima", "N-2", "Kantor Barat",
            "Menunggu", "2", "1", "2027-03-05 15:00:00", "", "", "Tidak", "",
        ],
        [
            "Pekan Nilai", "Puzzle", "09.00–09.45", "2027-03-06 09:00:00", "Cici", "N-3", "Kantor Barat",
            "Menunggu", "3", "2", "2027-03-05 15:00:00", "", "", "Tidak", "",
        ],
    ]  # fmt: skip


def test_xlsx_holds_the_same_with_real_times_in_the_readers_language(client, filled):
    client.force_login(UserFactory(service_culture=True, language="en"))

    response = client.get(address(filled, "xlsx", "en"))

    sheet = load_workbook(io.BytesIO(response.content)).active
    head, first, *others = sheet.iter_rows(values_only=True)
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    assert sheet.title == "Sign-ups"
    assert head[:4] == ("Event", "Session", "Slot", "Starts (WIB)")
    assert first[:5] == ("Week of Values", "Jigsaw", "09:00–09:45", datetime(2027, 3, 6, 9), "Ayu")
    assert (first[8], first[11]) == (1, datetime(2027, 3, 6, 9, 5))
    assert len(others) == 2


def test_entry_stands_with_confirmed_places_alone(client, filled, office):
    SignUp.objects.filter(person__name="Ayu").update(state=SignUpState.CANCELLED)
    client.force_login(UserFactory(office=office, leader=True))

    _head, ayu, *_others = rows(client.get(address(filled)))

    assert ayu[11:13] == ["", ""]


HOSTILE = '=HYPERLINK("http://example.org","x")'


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_cells_run_nothing(client, event, office, kind):
    event.title_ind, event.title_eng = "+1", "+1"
    event.save()
    session = SessionFactory(event=event, title_ind="@cmd", title_eng="@cmd")
    person = UserFactory(name=HOSTILE, employee_number="-2+3", office=office)
    office.name = "=1+1"
    office.save()
    ticket = attend(event, person, slot=SlotFactory(session=session))
    ticket.check_ins.update(by=UserFactory(name="=cmd|' /C calc'!A0"))
    client.force_login(UserFactory(service_culture=True))

    response = client.get(address(event, kind))

    if kind == "csv":
        _head, row = rows(response)
    else:
        _head, row = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    texts = [row[number] for number in (0, 1, 4, 5, 6, 12)]
    assert texts == ["'+1", "'@cmd", f"'{HOSTILE}", "'-2+3", "'=1+1", "'=cmd|' /C calc'!A0"]


def test_export_is_for_those_who_run_the_event(client, filled, office):
    for person, status in (
        (UserFactory(office=office), 404),
        (UserFactory(nakawan=True), 404),
        (UserFactory(office=office, trainee=True), 404),
        (UserFactory(office=office, leader=True), 200),
    ):
        client.force_login(person)
        assert client.get(address(filled)).status_code == status


def test_rows_are_of_this_event_alone(client, filled, office):
    attend(
        EventFactory(office=office, starts_at=at(9, days=-2)), UserFactory(name="Orang lain", office=office)
    )
    client.force_login(UserFactory(office=office, leader=True))

    assert "Orang lain" not in client.get(address(filled)).content.decode()


def test_there_is_no_other_kind_of_file(client, filled):
    client.force_login(UserFactory(service_culture=True))

    assert client.get(address(filled, "pdf")).status_code == 404
