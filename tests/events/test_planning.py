"""Making events, their sessions, times and stalls: what can be, and a sentence for everything that cannot."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from culture_site.culture.models import CoreValue
from events.exceptions import BadPlan, BadSlot, NotOpen, NotReady, StillNeeded, WouldTakeAway
from events.forms.hours import HourField
from events.models import (
    LARGEST_CAPACITY,
    BazaarStall,
    Event,
    EventKind,
    EventState,
    Session,
    SessionKind,
    Slot,
    SlotState,
)
from events.services.planning import (
    RESERVED,
    Plan,
    back_to_draft,
    change_event,
    copy_event,
    create_event,
    day_of_copy,
    free_slug,
    publish,
    remove_event,
    what_is_missing,
)
from events.services.seats import cancel, sign_up
from events.services.sessions import (
    add_session,
    add_slots,
    add_stall,
    change_slot,
    close_slot,
    move_session,
    open_slot,
    remove_session,
    remove_slot,
)
from tests.factories.events import BazaarStallFactory, EventFactory, SessionFactory, SlotFactory, at
from tests.factories.people import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    return UserFactory(nakawan=True)


@pytest.fixture
def event(official):
    """Of the official's office, from 09:00 to 15:00 in five days."""
    return EventFactory(office=official.office)


@pytest.fixture
def draft(official):
    return EventFactory(office=official.office, state=EventState.DRAFT)


def plan_at(office, **facts) -> Plan:
    usual = {
        "kind": EventKind.FAIR, "office": office, "place": "Lantai 2", "title_ind": "Pekan Raya",
        "title_eng": "Big Week", "starts_at": at(9), "ends_at": at(15),
    }  # fmt: skip
    return Plan(**usual | facts)


def put_in(slot, person=None):
    [outcome] = sign_up(person=person or UserFactory(office=slot.session.event.office), slots=[slot.pk])
    return outcome.sign_up


# ---- Events


def test_what_is_left_open_is_the_usual(official):
    event = create_event(plan=plan_at(official.office), by=official)

    assert event.state == EventState.DRAFT
    assert event.slug == "pekan-raya"
    assert event.closes_at == at(9)
    assert event.cancel_until == at(21, days=4)  # 12 hours before 09:00
    assert event.cap == 4
    assert event.opens_at <= timezone.now()


def test_same_plan_twice_makes_one_draft(official):
    first = create_event(plan=plan_at(official.office), by=official)

    assert create_event(plan=plan_at(official.office), by=official) == first
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"title_ind": "", "title_eng": ""}, "title_ind", "Beri judul"),
        ({"starts_at": at(9, 5)}, "starts_at", "seperempat jam"),
        ({"ends_at": at(9)}, "ends_at", "harus setelah mulainya"),
        ({"opens_at": at(8), "closes_at": at(8)}, "closes_at", "ditutup setelah dibuka"),
        ({"closes_at": at(16)}, "closes_at", "sebelum acara selesai"),
        ({"cancel_until": at(16)}, "cancel_until", "paling lambat sampai acara selesai"),
        ({"cap": 0}, "cap", "Dari 1 sampai 20"),
        ({"cap": 40_000}, "cap", "Dari 1 sampai 20"),
        ({"slug": "schedule"}, "slug", "milik situs ini"),
        ({"slug": "NEW"}, "slug", "milik situs ini"),
        ({"office": None}, "office", "Pilih kantornya"),
    ],
)
def test_what_cannot_be_about_an_event_is_said_at_its_field(official, facts, field, sentence):
    with pytest.raises(BadPlan) as refusal:
        create_event(plan=plan_at(**{"office": official.office} | facts), by=official)

    assert list(refusal.value.faults) == [field]
    assert sentence in refusal.value.faults[field]
    assert not Event.objects.exists()


def test_short_link_that_is_taken_is_refused_with_one_that_is_free(official):
    EventFactory(slug="pekan-raya")

    with pytest.raises(BadPlan) as refusal:
        create_event(plan=plan_at(official.office), by=official)

    year = timezone.localtime(at(9)).year
    assert f"“pekan-raya-{year}” masih bisa dipakai." in refusal.value.faults["slug"]


def test_free_slug_fits_and_skips_what_is_taken():
    long = "a" * 40
    EventFactory(slug=long)
    EventFactory(slug="a" * 35 + "-2027")

    assert free_slug(long, 2027) == "a" * 38 + "-2"


def test_every_address_beside_events_is_no_short_link():
    """What stands in a route where a short link could stand would hide the event of that name."""
    parts = set()
    for resolver in get_resolver().url_patterns:
        for included in getattr(resolver, "url_patterns", []):
            for pattern in getattr(included, "url_patterns", []):
                route = str(pattern.pattern) if isinstance(pattern, URLPattern) else ""
                for start in ("events/", "team/events/"):
                    if route.startswith(start):
                        parts.add(route.removeprefix(start).split("/")[0])

    assert {part for part in parts if part and "<" not in part} - RESERVED == set()
    assert {"schedule", "places", "tickets", "new"} <= parts


def test_event_of_another_office_is_not_made(official):
    with pytest.raises(BadPlan) as refusal:
        create_event(plan=plan_at(OfficeFactory()), by=official)

    assert "bukan bagianmu" in refusal.value.faults["office"]


def test_service_culture_makes_events_of_all_offices():
    event = create_event(plan=plan_at(None), by=UserFactory(service_culture=True))

    assert event.office is None


def test_event_of_another_office_is_not_changed(official):
    other = EventFactory(office=OfficeFactory())

    with pytest.raises(BadPlan):
        change_event(event=other, plan=Plan.of(other), by=official)
    with pytest.raises(BadPlan):
        publish(event=other, by=official)


def test_hours_of_sign_up_move_along_with_a_new_start(draft, official):
    plan = Plan.of(draft)
    later = Plan(**plan.__dict__ | {"starts_at": at(10, days=6), "ends_at": at(15, days=6)})

    change_event(event=draft, plan=later, by=official)

    draft.refresh_from_db()
    assert (draft.starts_at, draft.closes_at, draft.cancel_until) == (
        at(10, days=6), at(10, days=6), at(9, days=6),
    )  # fmt: skip


def test_start_and_office_stay_once_somebody_is_signed_up(event, official):
    put_in(SlotFactory(session__event=event))
    changed = Plan.of(event).__dict__ | {"starts_at": at(8), "office": None}

    with pytest.raises(BadPlan) as refusal:
        change_event(event=event, plan=Plan(**changed), by=UserFactory(service_culture=True))

    assert refusal.value.faults == {
        "starts_at": "1 orang sudah mendaftar. Pindahkan acaranya supaya mereka dikabari.",
        "office": "1 orang sudah mendaftar. Kantornya tetap.",
    }


def test_event_cannot_leave_a_time_outside(event, official):
    SlotFactory(session__event=event, session__title_ind="Puzzle", starts_at=at(14))

    with pytest.raises(BadPlan) as refusal:
        change_event(event=event, plan=Plan(**Plan.of(event).__dict__ | {"ends_at": at(14, 30)}), by=official)

    assert list(refusal.value.faults) == ["ends_at"]
    assert "Puzzle berlangsung dari" in refusal.value.faults["ends_at"]


def test_short_link_stays_once_it_was_shown(event, official):
    with pytest.raises(BadPlan) as refusal:
        change_event(event=event, plan=Plan(**Plan.of(event).__dict__ | {"slug": "lain"}), by=official)

    assert list(refusal.value.faults) == ["slug"]


def test_publishing_names_everything_that_is_missing(draft, official):
    Event.objects.filter(pk=draft.pk).update(title_eng="")

    with pytest.raises(NotReady) as refusal:
        publish(event=draft, by=official)

    assert str(refusal.value) == (
        "Judul bahasa Inggrisnya belum ada. Belum ada sesi: tambahkan kegiatan yang bisa diikuti."
    )


def test_session_without_an_open_time_is_not_enough(draft):
    session = SessionFactory(event=draft)
    SlotFactory(session=session, state=SlotState.CLOSED)

    assert what_is_missing(draft) == ["Belum ada waktu yang bisa dipilih: tambahkan satu."]


def test_event_that_is_over_is_not_published(official):
    over = EventFactory(office=official.office, state=EventState.DRAFT, starts_at=at(9, days=-2))
    SlotFactory(session__event=over)

    with pytest.raises(NotReady, match="sudah lewat"):
        publish(event=over, by=official)


def test_draft_is_published_and_hidden_again_while_nobody_is_signed_up(draft, official):
    slot = SlotFactory(session__event=draft)

    publish(event=draft, by=official)
    publish(event=draft, by=official)
    draft.refresh_from_db()
    assert draft.state == EventState.PUBLISHED

    taken = put_in(slot)
    with pytest.raises(StillNeeded, match="1 orang sudah mendaftar"):
        back_to_draft(event=draft, by=official)
    cancel(sign_up=taken)
    assert back_to_draft(event=draft, by=official).state == EventState.DRAFT


def test_only_a_draft_without_a_past_is_deleted(draft, event, official):
    with pytest.raises(StillNeeded):
        remove_event(event=event, by=official)
    SlotFactory(session__event=draft)

    remove_event(event=draft, by=official)

    assert list(Event.objects.all()) == [event]


def test_draft_that_people_had_signed_up_for_is_not_deleted(event, official):
    cancel(sign_up=put_in(SlotFactory(session__event=event)))
    back_to_draft(event=event, by=official)

    with pytest.raises(StillNeeded):
        remove_event(event=event, by=official)


def test_cancelled_event_is_not_changed(event, official):
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED)

    with pytest.raises(NotOpen, match="dibatalkan"):
        change_event(event=event, plan=Plan.of(event), by=official)
    with pytest.raises(NotOpen):
        add_session(event=event, title_ind="Puzzle", title_eng="Puzzle", by=official)


# ---- The copy


def test_copy_has_everything_but_the_people(event, official):
    value = CoreValue.objects.create(
        code="simple", name="Simple", promise_ind="-", promise_eng="-", position=1
    )
    first = SessionFactory(event=event, value=value, kind=SessionKind.DARTS, text_ind="Lempar")
    second = SessionFactory(event=event)
    slot = SlotFactory(session=first, starts_at=at(10), capacity=7, place="Aula")
    SlotFactory(session=first, starts_at=at(11), state=SlotState.CANCELLED)
    SlotFactory(session=second, starts_at=at(12), state=SlotState.CLOSED)
    BazaarStallFactory(event=event, code="A1", name="Lapak kopi")
    put_in(slot)
    day = timezone.localtime(event.starts_at).date() + timedelta(weeks=52)

    copy = copy_event(event=event, starts_on=day, slug="lagi", by=official, title_eng="Again")

    year = timedelta(weeks=52)
    assert (copy.state, copy.slug, copy.title_ind, copy.title_eng) == (
        EventState.DRAFT, "lagi", event.title_ind, "Again",
    )  # fmt: skip
    assert (copy.starts_at, copy.ends_at, copy.closes_at, copy.cancel_until, copy.opens_at) == (
        event.starts_at + year, event.ends_at + year, event.closes_at + year, event.cancel_until + year,
        event.opens_at + year,
    )  # fmt: skip
    assert list(copy.sessions.values_list("title_ind", "kind", "value", "text_ind", "position")) == [
        (first.title_ind, SessionKind.DARTS, value.pk, "Lempar", 1),
        (second.title_ind, SessionKind.PUZZLE, None, "", 2),
    ]
    slots = Slot.objects.filter(session__event=copy).order_by("starts_at")
    facts = ("starts_at", "place", "capacity", "state", "confirmed", "next_seq", "version")
    assert list(slots.values_list(*facts)) == [
        (at(10) + year, "Aula", 7, SlotState.OPEN, 0, 1, 0),
        (at(12) + year, "", 2, SlotState.OPEN, 0, 1, 0),
    ]
    assert list(copy.stalls.values_list("code", "name")) == [("A1", "Lapak kopi")]
    assert not copy.sign_ups.exists()
    assert (event.sessions.count(), event.sign_ups.count()) == (2, 1)


def test_same_copy_twice_makes_one(event, official):
    SlotFactory(session__event=event)
    day = timezone.localtime(event.starts_at).date() + timedelta(weeks=52)

    first = copy_event(event=event, starts_on=day, slug="lagi", by=official)
    again = copy_event(event=event, starts_on=day, slug="lagi", by=official)

    assert first == again
    assert (Event.objects.count(), Session.objects.count(), Slot.objects.count()) == (2, 2, 2)


def test_copy_of_a_cancelled_event_has_its_times(event, official):
    SlotFactory(session__event=event, state=SlotState.CANCELLED)
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED)
    event.refresh_from_db()

    copy = copy_event(event=event, starts_on=at(9, days=40).date(), slug="lagi", by=official)

    assert Slot.objects.get(session__event=copy).state == SlotState.OPEN


def test_copy_needs_a_link_of_its_own(event, official):
    with pytest.raises(BadPlan) as refusal:
        copy_event(event=event, starts_on=at(9, days=40).date(), slug=event.slug, by=official)

    assert list(refusal.value.faults) == ["slug"]
    assert Event.objects.count() == 1


def test_day_of_a_copy_is_the_same_weekday_to_come():
    event = EventFactory(starts_at=at(9, days=-800))
    today = timezone.localdate()

    day = day_of_copy(event, today)

    assert day.weekday() == timezone.localtime(event.starts_at).weekday()
    # -800 + 2 * 364 = -72 is over; three times 364 is 292 days from today.
    assert (day - today).days == 292


# ---- Sessions


def test_sessions_stand_in_the_order_that_was_chosen(event, official):
    made = [
        add_session(event=event, title_ind=name, title_eng=name, kind=SessionKind.OTHER, by=official)
        for name in ("Satu", "Dua", "Tiga")
    ]

    move_session(session=made[2], up=True, by=official)
    move_session(session=made[0], up=True, by=official)

    assert [one.title_ind for one in event.sessions.order_by("position")] == ["Satu", "Tiga", "Dua"]


def test_session_of_the_same_title_is_refused(event, official):
    SessionFactory(event=event, title_ind="Puzzle", title_eng="Jigsaw")

    with pytest.raises(BadPlan) as refusal:
        add_session(event=event, title_ind="puzzle", title_eng="Other", by=official)

    assert list(refusal.value.faults) == ["title_ind"]


def test_session_goes_with_its_times_while_nobody_ever_signed_up(event, official):
    free, taken = SlotFactory(session__event=event), SlotFactory(session__event=event)
    cancel(sign_up=put_in(taken))

    remove_session(session=free.session, by=official)
    with pytest.raises(StillNeeded, match="pernah mendaftar"):
        remove_session(session=taken.session, by=official)

    assert list(Slot.objects.all()) == [taken]


# ---- Slots

GOOD = {"starts_at": at(10), "ends_at": at(10, 45), "capacity": 6}


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"ends_at": at(9, 45)}, "ends_at", "harus setelah mulainya"),
        ({"ends_at": at(10)}, "ends_at", "harus setelah mulainya"),
        ({"starts_at": at(10, 5)}, "starts_at", "seperempat jam"),
        ({"starts_at": at(10) + timedelta(seconds=30)}, "starts_at", "seperempat jam"),
        ({"starts_at": at(8, 45)}, "starts_at", "Pilih waktu di dalamnya"),
        ({"starts_at": at(10, days=6), "ends_at": at(11, days=6)}, "starts_at", "Pilih waktu di dalamnya"),
        ({"starts_at": at(14, 30), "ends_at": at(15, 15)}, "ends_at", "Pilih waktu sebelum itu"),
        ({"capacity": 0}, "capacity", "1 sampai 5000"),
        ({"capacity": -3}, "capacity", "1 sampai 5000"),
        ({"capacity": LARGEST_CAPACITY + 1}, "capacity", "1 sampai 5000"),
        ({"capacity": 10_000_000}, "capacity", "1 sampai 5000"),
        ({"times": 0}, "times", "Dari 1 sampai 48"),
        ({"times": 10_000}, "times", "Dari 1 sampai 48"),
        ({"times": 2}, "every_minutes", "Tulis berapa menit"),
        ({"times": 2, "every_minutes": 20}, "every_minutes", "Kelipatan seperempat jam"),
        ({"times": 2, "every_minutes": 0}, "every_minutes", "Kelipatan seperempat jam"),
        ({"times": 2, "every_minutes": -15}, "every_minutes", "Kelipatan seperempat jam"),
        # 10:00, 11:00 ... 14:00: five; a sixth would be from 15:00 to 15:45.
        ({"times": 6, "every_minutes": 60}, "times", "Hanya 5 yang muat"),
        ({"times": 2, "every_minutes": 10**12 * 15}, "times", "Hanya 1 yang muat"),
    ],
)
def test_what_cannot_be_about_a_time_is_said_at_its_field(event, official, facts, field, sentence):
    session = SessionFactory(event=event)

    with pytest.raises(BadSlot) as refusal:
        add_slots(session=session, by=official, **GOOD | facts)

    assert list(refusal.value.faults) == [field]
    assert sentence in refusal.value.faults[field]
    assert not Slot.objects.exists()


def test_every_fault_of_a_time_is_named_at_once(event, official):
    with pytest.raises(BadSlot) as refusal:
        add_slots(
            session=SessionFactory(event=event), starts_at=at(10, 7), ends_at=at(9), capacity=0, by=official
        )

    assert set(refusal.value.faults) == {"starts_at", "ends_at", "capacity"}


def test_many_times_are_made_at_once(event, official):
    made = add_slots(
        session=SessionFactory(event=event), times=5, every_minutes=60, place="Aula", by=official, **GOOD
    )

    assert [(slot.starts_at, slot.ends_at, slot.place, slot.capacity) for slot in made] == [
        (at(hour), at(hour, 45), "Aula", 6) for hour in (10, 11, 12, 13, 14)
    ]


def test_parallel_groups_are_told_apart_by_their_place(event, official):
    session = SessionFactory(event=event)
    add_slots(session=session, by=official, **GOOD)
    add_slots(session=session, by=official, place="Ruang lain", **GOOD)

    with pytest.raises(BadSlot) as refusal:
        add_slots(session=session, by=official, **GOOD)

    assert "tulis tempat yang lain" in refusal.value.faults["starts_at"]
    assert Slot.objects.count() == 2


def test_time_is_changed_while_nobody_is_signed_up(event, official):
    slot = SlotFactory(session__event=event)

    change_slot(slot=slot, starts_at=at(11), ends_at=at(11, 30), place="Aula", capacity=9, by=official)

    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at, slot.place, slot.capacity) == (at(11), at(11, 30), "Aula", 9)


def test_time_with_people_in_it_is_moved_instead(event, official):
    slot = SlotFactory(session__event=event)
    put_in(slot)

    with pytest.raises(StillNeeded) as refusal:
        change_slot(slot=slot, starts_at=at(11), ends_at=at(11, 30), place="", capacity=9, by=official)

    assert refusal.value.faults == {
        "starts_at": "1 orang sudah mendaftar. Pindahkan waktu ini supaya mereka dikabari."
    }
    slot.refresh_from_db()
    assert (slot.starts_at, slot.capacity) == (at(9), 2)


def test_fewer_places_than_are_taken_change_nothing_unless_they_may(event, official):
    slot = SlotFactory(session__event=event, capacity=3)
    for _number in range(3):
        put_in(slot)
    facts = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "place": "Aula", "capacity": 1}

    with pytest.raises(WouldTakeAway, match="2 orang"):
        change_slot(slot=slot, by=official, **facts)
    slot.refresh_from_db()
    assert (slot.capacity, slot.place) == (3, "")
    change_slot(slot=slot, by=official, may_take_away=2, **facts)

    slot.refresh_from_db()
    assert (slot.capacity, slot.place, slot.confirmed, slot.waiting) == (1, "Aula", 1, 2)


@pytest.mark.parametrize(("agreed", "taken"), [(0, False), (1, False), (2, True), (3, True)])
def test_no_more_places_are_taken_than_were_agreed_to(event, official, agreed, taken):
    slot = SlotFactory(session__event=event, capacity=3)
    for _number in range(3):
        put_in(slot)
    facts = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "place": "Aula", "capacity": 1}

    with nullcontext() if taken else pytest.raises(WouldTakeAway) as refusal:
        change_slot(slot=slot, by=official, may_take_away=agreed, **facts)

    slot.refresh_from_db()
    assert (slot.place, slot.confirmed, slot.waiting) == (("Aula", 1, 2) if taken else ("", 3, 0))
    assert taken or refusal.value.people == 2


@pytest.mark.django_db(transaction=True)
def test_place_and_number_of_a_time_change_in_one_transaction(event, official):
    slot = SlotFactory(session__event=event, capacity=1)

    with CaptureQueriesContext(connection) as captured:
        change_slot(
            slot=slot, by=official, starts_at=slot.starts_at, ends_at=slot.ends_at, place="Aula", capacity=2
        )

    begun = [one["sql"] for one in captured if one["sql"].startswith(("BEGIN", "COMMIT"))]
    assert [sql.split()[0] for sql in begun] == ["BEGIN", "COMMIT"]


def test_time_is_closed_and_opened_and_its_counters_stay(event, official):
    slot = SlotFactory(session__event=event)
    stale = Slot.objects.select_related("session__event").get(pk=slot.pk)
    put_in(slot)

    assert close_slot(slot=stale, by=official).state == SlotState.CLOSED
    assert open_slot(slot=stale, by=official).state == SlotState.OPEN

    slot.refresh_from_db()
    assert (slot.confirmed, slot.next_seq) == (1, 2)


def test_cancelled_time_is_not_opened_again(event, official):
    slot = SlotFactory(session__event=event, state=SlotState.CANCELLED)

    with pytest.raises(NotOpen, match="sudah dibatalkan"):
        open_slot(slot=slot, by=official)


def test_time_is_deleted_only_while_nobody_ever_signed_up(event, official):
    free, taken = SlotFactory(session__event=event), SlotFactory(session__event=event)
    cancel(sign_up=put_in(taken))

    remove_slot(slot=free, by=official)
    with pytest.raises(StillNeeded):
        remove_slot(slot=taken, by=official)

    assert list(Slot.objects.all()) == [taken]


def test_stall_has_a_code_of_its_own(event, official):
    add_stall(event=event, code="A1", name="Kopi", by=official)

    with pytest.raises(BadPlan) as refusal:
        add_stall(event=event, code="A1", name="Teh", by=official)

    assert list(refusal.value.faults) == ["code"]
    assert BazaarStall.objects.get().name == "Kopi"


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "1999-12-31T23:45", "2100-01-01T00:00", "9999-12-31T23:59"]
)
def test_hour_is_one_of_this_century(typed):
    with pytest.raises(ValidationError, match="2000"):
        HourField(label="x").clean(typed)
