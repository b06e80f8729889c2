"""A person's calendar: made on a page, read by two libraries that know nothing of each other, also after a move and
a cancel."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from culture_site.people.models import CalendarToken
from events.services.changes import cancel_slot, move_slot
from events.services.seats import cancel, sign_up
from tests.browser import ALL_LOOKS, NARROWEST, SMALL_PHONE
from tests.factories.academy import EnrollmentFactory, LiveSessionFactory
from tests.factories.events import EventFactory, SlotFactory, at
from tests.factories.people import UserFactory

pytestmark = pytest.mark.browser

ICAL_JS = Path(__file__).resolve().parent.parent / "vendor" / "ical" / "ical.es5.min.cjs"
# As an app does it: fetch the address, parse the text, take the times through the zone that the calendar brings.
READ = """async address => {
    const answer = await fetch(address, {credentials: "omit"});
    const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
    const events = calendar.getAllSubcomponents("vevent").map(one => new ICAL.Event(one));
    return events.map(event => ({
        uid: event.uid,
        sequence: event.sequence,
        status: event.component.getFirstPropertyValue("status"),
        starts_at: event.startDate.toUnixTime(),
        ends_at: event.endDate.toUnixTime(),
        zone: event.startDate.zone.tzid,
        title: event.summary,
        place: event.location,
        url: event.component.getFirstPropertyValue("url"),
    }));
}"""


@dataclass(frozen=True)
class Read:
    """An entry as a library read it."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str
    url: str


def by_ical_js(page, address: str) -> dict[str, Read]:
    if not page.evaluate("'ICAL' in window"):
        page.evaluate(ICAL_JS.read_text())
    found = {}
    for row in page.evaluate(READ, address):
        times = {name: datetime.fromtimestamp(row[name], UTC) for name in ("starts_at", "ends_at")}
        found[row["uid"]] = Read(**(row | times))
    return found


def by_icalendar(page, address: str) -> dict[str, Read]:
    answer = page.request.get(address)
    found = {}
    for event in Calendar.from_ical(answer.body()).events:
        found[str(event["UID"])] = Read(
            uid=str(event["UID"]),
            sequence=int(event["SEQUENCE"]),
            status=str(event["STATUS"]),
            starts_at=event.start.astimezone(UTC),
            ends_at=event.end.astimezone(UTC),
            zone=event["DTSTART"].params["TZID"],
            title=str(event["SUMMARY"]),
            place=str(event["LOCATION"]),
            url=str(event["URL"]),
        )
    return found


def both(page, address: str) -> dict[str, Read]:
    """What both libraries read, which has to be the same."""
    found = by_icalendar(page, address)
    assert by_ical_js(page, address) == found
    return found


@pytest.fixture
def person(transactional_db):
    return UserFactory(language="id")


@pytest.fixture
def slots(transactional_db):
    event = EventFactory(
        title_ind="Culture Fair; “ramah”, contoh", slug="fair-contoh", place="Aula, lantai 2"
    )
    return [
        SlotFactory(session__event=event, session__title_ind=f"Sesi {hour}", starts_at=at(hour))
        for hour in (9, 10, 12)
    ]


def test_two_libraries_read_the_same_before_and_after_a_move_and_a_cancel(visit, person, slots):
    official = UserFactory(service_culture=True)
    taken = sign_up(person=person, slots=[slot.pk for slot in slots])
    moved, called_off, given_back = (f"{one.sign_up.uuid}@calendar.care-culture" for one in taken)
    visitor = visit(user=person).goto("/id/accounts/calendar/")
    visitor.page.get_by_role("button", name="Buat alamatku").click()
    address = visitor.page.get_by_label("Alamat untuk aplikasi kalendermu").input_value()
    # The app is somebody else's program and has no session.
    app = visit().goto("/id/accounts/login/").page

    before = both(app, address)
    move_slot(slot=slots[0], starts_at=at(13, 30), ends_at=at(14, 15), by=official)
    cancel_slot(slot=slots[1], by=official)
    cancel(sign_up=taken[2].sign_up)
    after = both(app, address)

    assert before[moved] == Read(
        uid=moved,
        sequence=1,
        status="CONFIRMED",
        starts_at=at(9).astimezone(UTC),
        ends_at=at(9, 45).astimezone(UTC),
        zone="Asia/Jakarta",
        title="Sesi 9 · Culture Fair; “ramah”, contoh",
        place="Aula, lantai 2",
        url=f"{visitor.base_url}/id/events/fair-contoh/",
    )
    assert before.keys() == after.keys() == {moved, called_off, given_back}
    assert {uid: one.status for uid, one in before.items()} == dict.fromkeys(before, "CONFIRMED")
    assert (after[moved].starts_at, after[moved].ends_at) == (
        at(13, 30).astimezone(UTC),
        at(14, 15).astimezone(UTC),
    )
    assert {uid: one.status for uid, one in after.items()} == {
        moved: "CONFIRMED",
        called_off: "CANCELLED",
        given_back: "CANCELLED",
    }
    assert all(after[uid].sequence > before[uid].sequence for uid in before)
    assert after[called_off].title == "Batal: Sesi 10 · Culture Fair; “ramah”, contoh"
    assert after[called_off].starts_at == before[called_off].starts_at
    assert "sessionid" not in {cookie["name"] for cookie in app.context.cookies()}


def test_a_trainee_finds_the_meetings_of_the_batch(visit, transactional_db):
    enrollment = EnrollmentFactory()
    session = LiveSessionFactory(cohort=enrollment.cohort, starts_at=at(10), minutes=90, place="Ruang contoh")
    token = CalendarToken.objects.create(user=enrollment.person).token
    app = visit().goto("/id/accounts/login/")

    [entry] = both(app.page, f"{app.base_url}/calendar/{token}.ics").values()

    assert (entry.title, entry.status) == (str(session.activity), "CONFIRMED")
    assert (entry.starts_at, entry.ends_at) == (at(10).astimezone(UTC), at(11, 30).astimezone(UTC))


@pytest.mark.parametrize("javascript", [True, False])
def test_the_address_is_made_changed_and_switched_off(visit, person, javascript):
    page = visit(user=person, javascript=javascript).goto("/id/events/schedule/").page
    page.get_by_role("link", name="Tampilkan di aplikasi kalenderku").click()
    page.get_by_role("button", name="Buat alamatku").click()
    field = page.get_by_label("Alamat untuk aplikasi kalendermu")
    first = field.input_value()
    statuses = [page.request.get(first).status]

    page.get_by_role("link", name="Buat alamat baru").click()
    page.get_by_role("button", name="Buat alamat baru").click()
    second = field.input_value()
    statuses += [page.request.get(one).status for one in (first, second)]
    page.get_by_role("link", name="Nonaktifkan").click()
    page.get_by_role("button", name="Nonaktifkan").click()
    page.get_by_role("button", name="Buat alamatku").wait_for()
    statuses.append(page.request.get(second).status)

    assert statuses == [200, 404, 200, 404]


def test_pages_are_fine_in_both_languages_on_every_screen(visit, person):
    visitor = visit(user=person, looks=ALL_LOOKS)
    found = {}
    for has_address in (False, True):
        if has_address:
            CalendarToken.objects.create(user=person)
        for language in ("id", "en"):
            pages = ["", "renew/", "off/"] if has_address else [""]
            for path in [f"/{language}/accounts/calendar/{page}" for page in pages]:
                visitor.goto(path)
                wrong = visitor.wrong() + visitor.too_wide_for(SMALL_PHONE, NARROWEST)
                found[f"{path} {has_address}"] = visitor.status, wrong

    assert found == dict.fromkeys(found, (200, []))
    assert len(found) == 8
