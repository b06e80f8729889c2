"""A sample fair at one office, half full, a talk for everybody, a draft, and a fair that is over with what people say.

All made by the very services of the site.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.jobs.models import Job
from culture_site.people.models import Office, User
from events.models import (
    BazaarStall,
    CheckIn,
    Event,
    EventKind,
    EventState,
    Session,
    SessionKind,
    SignUp,
    SignUpTransition,
    Slot,
    Ticket,
    TimeClaim,
)
from events.services.doors import Scan, check_in
from events.services.feedback import give_feedback
from events.services.seats import sign_up, walk_in

from .people import ACCOUNTS, DOMAIN

SATURDAY = 5
PEOPLE = 40
# (kind, value, title, text, minutes, places, starts)
SESSIONS = (
    (
        SessionKind.PUZZLE, "simple", ("Puzzle Visi Layanan", "Service vision puzzle"),
        ("Susun visi layanan kita bersama-sama.", "Put our service vision together as a team."),
        45, 6, ("09:30", "10:30", "11:30", "13:00"),
    ),
    (
        SessionKind.DARTS, "trusted", ("Panah Nilai", "Value darts"),
        ("Lempar panah ke sebuah nilai, lalu ceritakan contohnya.", "Hit a value, then tell a story about it."),
        15, 4, ("10:00", "11:15", "12:30", "14:00"),
    ),
    (
        SessionKind.WORKSHOP, "friendly", ("Dinding Terima Kasih", "Thank-you wall"),
        ("Tulis terima kasih kepada rekan yang menolongmu.", "Write a thank-you to somebody who helped you."),
        30, 12, ("09:00", "12:00"),
    ),
)  # fmt: skip
# Those of the accounts who were at the fair that is over: they can say how it was.
GUESTS = ("nakawan", "trainee")
COMMENTS = (
    "Puzzle-nya bikin aku ingat lagi visi layanan kita. Waktunya kurang panjang.",
    "Antrean panah nilai agak lama, tetapi seru.",
    "Dinding terima kasihnya jangan dicopot dulu, ya.",
    "The value darts were fun. More shade next time, please.",
    "Kopinya enak.",
)
STALLS = (
    ("A1", "Lapak contoh: kopi", "Kopi saring dan teh", "Filter coffee and tea"),
    ("A2", "Lapak contoh: batik", "Kain dan syal", "Cloth and scarves"),
    ("B1", "Lapak contoh: tukar buku", "Bawa satu, ambil satu", "Bring one, take one"),
)


def make_events(*, on: date, random: Random) -> list[Event]:
    """A fair that is over, one to come at the office of the agent's account, a talk of all offices, a draft."""
    agent = User.objects.get(email=f"agent@{DOMAIN}")
    if agent.office is None or Event.objects.exists():
        return []
    over = _make_past_fair(on=on, random=random)
    day = on + timedelta(days=(SATURDAY - on.weekday()) % 7 + 14)
    fair = _fair(day, "culture-fair-contoh", agent.office, ("Culture Fair (contoh)", "Culture Fair (sample)"))
    BazaarStall.objects.bulk_create(
        BazaarStall(event=fair, code=code, name=name, offer_ind=ind, offer_eng=eng)
        for code, name, ind, eng in STALLS
    )
    _fill(fair, random)
    talk = _event(
        day + timedelta(days=4), "ngobrol-contoh", EventKind.TALK, None, (16, 17), "Ruang daring",
        ("Ngobrol bareng: balasan yang diingat (contoh)", "A talk: the reply they remember (sample)"),
        ("Tiga CFS bercerita, lalu tanya jawab.", "Three CFS tell their story, then questions and answers."),
    )  # fmt: skip
    session = Session.objects.create(
        event=talk, kind=SessionKind.TALK, title_ind="Ngobrol bareng", title_eng="A talk"
    )
    Slot.objects.create(session=session, starts_at=talk.starts_at, ends_at=talk.ends_at, capacity=200)
    return [over, fair, talk, _draft(day + timedelta(weeks=3))]


def _fair(day: date, slug: str, office: Office, title: tuple[str, str]) -> Event:
    """A fair of three games in all their times."""
    fair = _event(
        day, slug, EventKind.FAIR, office, (9, 15), "Lantai 2", title,
        (
            "Satu hari bermain, jajan, dan mengenal nilai FIRST lebih dekat.",
            "One day to play, to eat, and to meet the FIRST values again.",
        ),
    )  # fmt: skip
    for position, (kind, value, title, text, minutes, places, starts) in enumerate(SESSIONS, start=1):
        session = Session.objects.create(
            event=fair, kind=kind, value=CoreValue.objects.filter(code=value).first(), position=position,
            title_ind=title[0], title_eng=title[1], text_ind=text[0], text_eng=text[1],
        )  # fmt: skip
        for start in starts:
            begins = _at(day, time.fromisoformat(start))
            Slot.objects.create(
                session=session,
                starts_at=begins,
                ends_at=begins + timedelta(minutes=minutes),
                capacity=places,
            )
    return fair


def _make_past_fair(*, on: date, random: Random) -> Event:
    """A fair at the office of the Nakawan's account, on the last Saturday.

    Places are given for days to come alone, so it is made on one of those and then moved back with all its rows.
    """
    office = User.objects.select_related("office").get(email=f"{GUESTS[0]}@{DOMAIN}").office
    assert office is not None
    before = on - timedelta(days=(on.weekday() - SATURDAY) % 7 or 7)
    later = today() + timedelta(days=30)
    fair = _fair(later, "hari-nilai-contoh", office, ("Hari Nilai (contoh)", "A day of values (sample)"))
    official = User.objects.get(email=f"{GUESTS[0]}@{DOMAIN}")
    slots = list(Slot.objects.filter(session__event=fair).order_by("pk"))
    guests = list(User.objects.filter(email__in=[f"{name}@{DOMAIN}" for name in GUESTS]).order_by("pk"))
    *others, first, second, third = colleagues(office)
    for person in [*guests, *others[:PEOPLE]]:
        sign_up(person=person, slots=[slot.pk for slot in random.sample(slots, 2)])
    for person in (first, second, third):
        walk_in(slot=slots[0], person=person, by=official, reason="Baru selesai sif pagi.")
    _move_back(fair, later - before)
    fair.refresh_from_db()
    _come_in(fair, guests, official, random)
    _say_how_it_was(fair, guests, random)
    return fair


def _move_back(event: Event, by: timedelta) -> None:
    """An event with everything that happened, so many whole days earlier; nobody is told any more of it."""
    steps = SignUpTransition.objects.filter(sign_up__event=event)
    Job.objects.filter(key__in=[f"sign-up:{pk}" for pk in steps.values_list("pk", flat=True)]).delete()
    for rows, names in (
        (
            Event.objects.filter(pk=event.pk),
            ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until"),
        ),
        (Slot.objects.filter(session__event=event), ("starts_at", "ends_at")),
        (TimeClaim.objects.filter(sign_up__event=event), ("quarter",)),
        (steps, ("at",)),
    ):
        rows.update(**{name: F(name) - by for name in names})
    signed_up = event.starts_at - by - timedelta(days=10)
    SignUp.objects.filter(event=event).update(created_at=signed_up)
    Ticket.objects.filter(event=event).update(created_at=signed_up)


def _come_in(event: Event, guests: list[User], official: User, random: Random) -> None:
    """Four of five come; the guests and those without a place always do. Nearly all may be shown in photos."""
    walk_ins = set(SignUp.objects.filter(event=event, is_walk_in=True).values_list("person", flat=True))
    sure = walk_ins | {person.pk for person in guests}
    for number, ticket in enumerate(Ticket.objects.filter(event=event).order_by("person"), start=1):
        if ticket.person_id in sure or random.random() < 0.8:
            at = event.starts_at + timedelta(minutes=2 * number)
            check_in(
                event=event, scans=[Scan(UUID(int=random.getrandbits(128)), ticket.code, at)], by=official
            )
            ticket.allows_photos, ticket.photos_asked_at = random.random() < 0.9, at
            ticket.save(update_fields=["allows_photos", "photos_asked_at"])


def _say_how_it_was(event: Event, guests: list[User], random: Random) -> None:
    """Half of those who came; the guests have not yet."""
    entries = CheckIn.objects.filter(ticket__event=event, is_entry=True).exclude(ticket__person__in=guests)
    for number, entry in enumerate(entries.select_related("ticket__person").order_by("pk")[::2]):
        give_feedback(
            event=event,
            person=entry.ticket.person,
            rating=random.choice((3, 4, 4, 5, 5, 5)),
            understanding=random.choice((2, 3, 4, 4, 5)),
            comment=COMMENTS[number] if number < len(COMMENTS) else "",
            now=event.ends_at + timedelta(days=1),
        )


def _draft(day: date) -> Event:
    """What a Nakawan has begun: a workshop that still needs its times."""
    nakawan = User.objects.get(email=f"nakawan@{DOMAIN}")
    draft = _event(
        day, "lokakarya-contoh", EventKind.WORKSHOP, nakawan.office, (10, 12), "Ruang Kenanga",
        ("Lokakarya: balasan yang hangat (contoh)", "Workshop: the warm reply (sample)"),
        ("Dua jam menulis ulang balasan yang terasa dingin.", "Two hours of rewriting replies that sound cold."),
        state=EventState.DRAFT,
    )  # fmt: skip
    Session.objects.create(
        event=draft, kind=SessionKind.WORKSHOP, value=CoreValue.objects.filter(code="friendly").first(),
        title_ind="Balasan yang hangat", title_eng="The warm reply",
    )  # fmt: skip
    return draft


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _event(
    day: date, slug: str, kind: str, office: Office | None, hours: tuple[int, int], place: str,
    title: tuple[str, str], summary: tuple[str, str], state: EventState = EventState.PUBLISHED,
) -> Event:  # fmt: skip
    starts_at, ends_at = (_at(day, time(hour)) for hour in hours)
    return Event.objects.create(
        slug=slug, kind=kind, state=state, office=office, place=place,
        title_ind=title[0], title_eng=title[1], summary_ind=summary[0], summary_eng=summary[1],
        starts_at=starts_at, ends_at=ends_at, closes_at=starts_at, cancel_until=starts_at - timedelta(hours=12),
        opens_at=_at(day - timedelta(weeks=5), time(9)),
    )  # fmt: skip


def colleagues(office: Office | None) -> list[User]:
    """People of an office, but for the accounts that are printed at the start."""
    to_try = [account.email for account in ACCOUNTS]
    return list(User.objects.filter(office=office).exclude(email__in=to_try).order_by("pk"))


def _fill(fair: Event, random: Random) -> None:
    """Colleagues of the office take places; the accounts that are printed at the start take none."""
    slots = list(Slot.objects.filter(session__event=fair).order_by("pk"))
    for person in colleagues(fair.office)[:PEOPLE]:
        sign_up(person=person, slots=[slot.pk for slot in random.sample(slots[:6], 2)])
