"""My calendar as a trainee uses it. The worked example of the issue goes through the page."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from academy.models import BlackoutDay, DayKind, EnrollmentState, Extension, Kind
from academy.path import load_path
from academy.services.progress import refresh_summary
from culture_site.people.models import Holiday
from tests.factories.academy import (
    CohortFactory,
    EnrollmentFactory,
    LiveSessionFactory,
    ModuleFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db
START = date(2026, 8, 10)
PAGE = "/id/academy/days/"


def august(*days):
    return [date(2026, 8, day) for day in days]


@pytest.fixture(autouse=True)
def on_the_first_day():
    with time_machine.travel("2026-08-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def enrollment(client):
    Holiday.objects.create(on=date(2026, 8, 17), name_ind="Hari Kemerdekaan", name_eng="Independence Day")
    cohort = CohortFactory(starts_on=START)
    modules = [ModuleFactory(version=cohort.version) for _week in range(4)]
    for offset in (0, 4, 5, 9, 10, 19):
        PlacementFactory(module=modules[offset // 5], offset_days=offset)
    enrollment = EnrollmentFactory(cohort=cohort)
    refresh_summary(enrollment)
    client.force_login(enrollment.person)
    return enrollment


def shown(response):
    """The due dates of the page, in their order."""
    agenda = response.context["agenda"]
    entries = [*agenda.late, *(entry for week in agenda.weeks for entry in week.entries)]
    return [entry.on for entry in entries if entry.item]


def school(client, day, until=None):
    data = {"kind": "school", "school-day": day, "school-until": until or ""}
    return client.post(PAGE, data | ({"school-every_week": "on"} if until else {}))


def test_page_shows_the_worked_example_and_moves_it(client, enrollment):
    before = client.get(PAGE)
    moved = school(client, "2026-08-14", until="2026-08-21")

    assert shown(before) == [*august(10, 14, 18, 24, 25), date(2026, 9, 7)]
    assert shown(moved) == shown(client.get(PAGE)) == [*august(10, 18, 19, 26, 27), date(2026, 9, 9)]
    assert [(shift.before, shift.after) for shift in moved.context["shifts"]] == [
        *zip(august(14, 18, 24, 25), august(18, 19, 26, 27), strict=True),
        (date(2026, 9, 7), date(2026, 9, 9)),
    ]
    html = moved.content.decode()
    assert html.count("<del>") == 5
    assert "Waktu sekolah" in html
    assert "Hari Kemerdekaan" in html


def test_i_cannot_this_week_takes_days_and_asks_no_reason(client, enrollment):
    page = client.get(PAGE)
    moved = client.post(PAGE, {"kind": "away", "away-days": ["2026-08-12", "2026-08-13"]})

    # This week and the next two: 15 working days without the holiday.
    assert [value for value, _label in page.context["away_form"].fields["days"].choices] == [
        day.isoformat() for day in august(10, 11, 12, 13, 14, 18, 19, 20, 21, 24, 25, 26, 27, 28)
    ]
    assert shown(moved)[1] == date(2026, 8, 19)
    assert set(BlackoutDay.objects.values_list("on", "kind")) == {
        (date(2026, 8, 12), DayKind.AWAY),
        (date(2026, 8, 13), DayKind.AWAY),
    }


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "school", "school-day": "2026-08-07"},
        {"kind": "school", "school-day": "2026-08-15"},
        {"kind": "school", "school-day": "2027-08-16"},
        {"kind": "school", "school-day": "bukan tanggal"},
        {"kind": "school", "school-day": "2026-08-14", "school-every_week": "on"},
        {"kind": "school", "school-day": "2026-08-14", "school-every_week": "on", "school-until": "2026-08-01"},
        {"kind": "school", "school-day": "2026-08-14", "school-every_week": "on", "school-until": "9999-12-31"},
        {"kind": "away", "away-days": ["2026-08-07"]},
        {"kind": "away", "away-days": ["2026-09-07"]},
        {"kind": "away"},
    ],
    ids=[
        "past", "weekend", "after the end", "no date", "no end", "end before start", "no end in sight", "away past",
        "away too far", "away nothing",
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_a_sentence_and_stays_typed(client, enrollment, data):
    response = client.post(PAGE, data)
    form = response.context[f"{data['kind']}_form"]

    assert response.status_code == 200
    assert form.errors
    assert form.data == response.wsgi_request.POST
    assert BlackoutDay.objects.count() == 0


def test_posted_extra_fields_change_nothing_else(client, enrollment):
    other = EnrollmentFactory(cohort=enrollment.cohort)

    client.post(
        PAGE,
        {
            "kind": "school", "school-day": "2026-08-14", "person": other.person_id, "enrollment": other.pk,
            "cohort": CohortFactory().pk, "name": "Rahasia",
        },
    )  # fmt: skip

    (day,) = BlackoutDay.objects.all()
    assert (day.person, day.cohort, day.name) == (enrollment.person, enrollment.cohort, "")


def test_an_unknown_kind_is_refused(client, enrollment):
    assert client.post(PAGE, {"kind": "office", "school-day": "2026-08-14"}).status_code == 400
    assert BlackoutDay.objects.count() == 0


def test_remove_gives_a_day_back_however_often_it_is_pressed(client, enrollment):
    school(client, "2026-08-14", until="2026-08-21")
    day = BlackoutDay.objects.get(on=date(2026, 8, 21))
    address = f"/id/academy/days/{day.pk}/delete/"

    pages = [client.post(address, follow=True) for _press in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert shown(pages[1]) == [*august(10, 18, 19, 25, 26), date(2026, 9, 8)]


def test_a_day_that_has_passed_is_not_removed(client, enrollment):
    day = BlackoutDay.objects.create(
        cohort=enrollment.cohort, person=enrollment.person, on=date(2026, 8, 7), kind=DayKind.SCHOOL
    )

    page = client.post(f"/id/academy/days/{day.pk}/delete/", follow=True)

    assert BlackoutDay.objects.filter(pk=day.pk).exists()
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_days_of_others_and_of_the_batch_do_not_exist(client, enrollment):
    other = EnrollmentFactory(cohort=enrollment.cohort)
    days = [
        BlackoutDay.objects.create(cohort=enrollment.cohort, person=person, on=date(2026, 8, 14))
        for person in (other.person, None)
    ]

    for day in days:
        assert client.post(f"/id/academy/days/{day.pk}/delete/").status_code == 404
    assert BlackoutDay.objects.count() == 2


def test_extension_by_one_press_is_once_per_press_and_twice_in_all(client, enrollment):
    activity = load_path(enrollment).items[0].activity
    address = reverse("academy:extension-take", args=[activity.uuid])

    due = [shown(client.post(address, {"number": number}, follow=True)) for number in (1, 1, 2, 3)]

    # Monday 10 and three working days: Thursday 13; then 14, 18, 19 August. The third one is the coach's to give.
    assert [sorted(days)[0] for days in due] == [date(2026, 8, 13)] * 2 + [date(2026, 8, 14)] * 2
    assert load_path(type(enrollment).objects.get()).items[0].due_on == date(2026, 8, 19)
    assert Extension.objects.count() == 2


def test_extension_is_offered_for_what_is_near(client, enrollment):
    offered = {
        entry.on: entry.next_extension
        for week in client.get(PAGE).context["agenda"].weeks
        for entry in week.entries
        if entry.item
    }

    assert offered == {
        date(2026, 8, 10): 1, date(2026, 8, 14): 1, date(2026, 8, 18): 0, date(2026, 8, 24): 0,
        date(2026, 8, 25): 0, date(2026, 9, 7): 0,
    }  # fmt: skip


def test_graduates_read_their_calendar_and_change_nothing(client, enrollment):
    enrollment.state = EnrollmentState.GRADUATED
    enrollment.save()

    page = client.get(PAGE)
    school(client, "2026-08-14")

    assert "school_form" not in page.context
    assert BlackoutDay.objects.count() == 0


def test_page_reads_in_english(client, enrollment):
    html = client.get("/en/academy/days/").content.decode()

    assert "My calendar" in html
    assert "Independence Day" in html


@pytest.mark.parametrize("days", [1, 12])
def test_page_takes_as_many_statements_with_more_days(client, enrollment, days, django_assert_num_queries):
    BlackoutDay.objects.bulk_create(
        BlackoutDay(cohort=enrollment.cohort, person=enrollment.person, on=date(2026, 8, 11 + number))
        for number in range(days)
    )
    client.get(PAGE)

    with django_assert_num_queries(11):
        client.get(PAGE)


def test_live_session_says_when_where_and_what_it_is_about(client, enrollment):
    placement = PlacementFactory(
        module=enrollment.cohort.version.modules.first(), activity__kind=Kind.LIVE, offset_days=2
    )
    address = reverse("academy:live-detail", args=[placement.activity.uuid])
    unset = client.get(address).content.decode()
    LiveSessionFactory(
        cohort=enrollment.cohort, activity=placement.activity, place="Ruang Melati",
        link="https://meet.example.org/batch",
    )  # fmt: skip
    LiveSessionFactory(activity=placement.activity, place="Ruang lain")

    html = client.get(address).content.decode()

    assert "12 Agustus" in unset
    assert "Ruang Melati" in html
    assert 'href="https://meet.example.org/batch"' in html
    assert "Ruang lain" not in html
