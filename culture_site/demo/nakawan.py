"""Sample Nakawan: those who hold the role serve a term, an office is about to choose, and a call is open."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from culture_site.people.models import Office, Role, RoleAssignment, User
from nakawan.models import Application, ApplicationState, Call, Decision, SeatQuota, Term
from nakawan.terms import term_end

from .people import ACCOUNTS

CHOOSING, OPEN_AT = "SMG-A", ("JKT-A", "SMG-B", "YOG-A")
ANSWERS = (
    (
        "Saya suka melihat teman baru berani bertanya setelah sebulan bekerja.",
        "Sarapan cerita tiap dua minggu: satu meja, satu pelanggan yang diingat.",
        "Selasa pagi sebelum shift siang. Bulan puasa perlu diatur ulang.",
    ),
    (
        "Tim saya pernah menyelesaikan keluhan berantai berkat satu catatan kecil.",
        "Klinik layanan: bawa kasus sulit, pulang dengan dua cara menyelesaikannya.",
        "Tiga jam seminggu, kecuali akhir bulan.",
    ),
    (
        "Saya ingin ucapan terima kasih tidak hanya datang dari atasan.",
        "Dinding terima kasih di lorong lantai dua, diganti tiap bulan.",
        "Sore hari. Kuliah malam hanya Kamis.",
    ),
    (
        "Visi layanan kita sering dihafal, jarang dibicarakan.",
        "Puzzle visi untuk dua belas orang, lalu satu cerita per kata.",
        "Jumat siang, asal jadwal dibuat dua minggu sebelumnya.",
    ),
    (
        "Saya baru pindah shift dan ingin mengenal orang di luar tim saya.",
        "Tukar peran setengah jam antara chat dan surel.",
        "Senin dan Rabu pagi.",
    ),
)


def make_nakawan(*, on: date, random: Random) -> None:
    """Terms for everybody who holds the role, a call that an office has to choose from, and one that is open."""
    begun = _call(on - timedelta(days=170), 14, ("Panggilan pertama (contoh)", "First call (sample)"))
    roles = RoleAssignment.objects.filter(role=Role.NAKAWAN).select_related("user", "office").order_by("pk")
    for role in roles:
        assert role.office is not None
        quota, _is_new = SeatQuota.objects.get_or_create(
            call=begun,
            office=role.office,
            defaults={"seats": 1, "announced_at": _at(on - timedelta(days=150))},
        )
        quota.selected += 1
        quota.seats = quota.selected
        quota.save()
        Term.objects.create(
            person=role.user,
            office=role.office,
            application=_applied(quota, role.user, random, decision=Decision.SELECTED),
            seat=quota.selected,
            first_started_on=role.starts_on,
            starts_on=role.starts_on,
            ends_on=term_end(role.starts_on),
            planned_end_on=term_end(role.starts_on),
            target=begun.target,
            role=role,
        )
    closed = _call(on - timedelta(days=16), 14, ("Panggilan Semarang (contoh)", "Call for Semarang (sample)"))
    choosing = SeatQuota.objects.create(call=closed, office=Office.objects.get(code=CHOOSING), seats=6)
    for person in _colleagues(choosing.office)[: len(ANSWERS)]:
        _applied(choosing, person, random)
    title = ("Jadi Nakawan di kantormu (contoh)", "Be a Nakawan at your office (sample)")
    is_open = _call(on - timedelta(days=3), 14, title)
    for code in OPEN_AT:
        SeatQuota.objects.create(call=is_open, office=Office.objects.get(code=code), seats=2)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _call(first: date, days: int, title: tuple[str, str]) -> Call:
    return Call.objects.create(
        title_ind=title[0],
        title_eng=title[1],
        text_ind="Kami mencari teman yang mau menghidupkan nilai FIRST di kantornya sendiri.",
        text_eng="We look for friends who bring the FIRST values to life at their own office.",
        opens_at=_at(first),
        closes_at=_at(first + timedelta(days=days)),
        target=3,
    )


def _colleagues(office: Office) -> list[User]:
    """Agents of the office who serve nowhere; the accounts that are printed at the start apply for nothing."""
    to_try = [account.email for account in ACCOUNTS]
    found = User.objects.filter(office=office, job_group="agent").exclude(email__in=to_try)
    return list(found.exclude(role_assignments__role=Role.NAKAWAN).order_by("pk"))


def _applied(quota: SeatQuota, person: User, random: Random, decision: str = "") -> Application:
    why, idea, when = random.choice(ANSWERS)
    return Application.objects.create(
        quota=quota, call=quota.call, person=person, state=ApplicationState.SUBMITTED, why=why, idea=idea, time=when,
        submitted_at=quota.call.closes_at - timedelta(days=2), saved_at=quota.call.closes_at - timedelta(days=2),
        decision=decision,
    )  # fmt: skip
