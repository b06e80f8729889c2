"""A believable unit: five offices in three cities, squads with their leads, and people in every role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.timezone import get_current_timezone

from culture_site.people.models import City, Holiday, JobGroup, Office, Role, RoleAssignment, Scope, User
from nakawan.terms import term_end

from .names import draw_name

# Nobody can own an address under .example, so no mail of the demo ever reaches a person.
DOMAIN = "contoh.example"
PASSWORD = "belajar-jadi-sahabat"  # noqa: S105 printed at the start of every demo; production refuses these accounts
SQUAD_SIZE = 14

# Office code, name, city, share of the people. Which city has how many offices is sample data, not a fact.
OFFICES = (
    ("JKT-A", "Jakarta Satu", "Jakarta", 0.31),
    ("JKT-B", "Jakarta Dua", "Jakarta", 0.21),
    ("SMG-A", "Semarang Satu", "Semarang", 0.23),
    ("SMG-B", "Semarang Dua", "Semarang", 0.07),
    ("YOG-A", "Yogyakarta Satu", "Yogyakarta", 0.18),
)
# National holidays that fall on the same day each year.
FIXED_HOLIDAYS = (
    (1, 1, "Tahun Baru Masehi", "New Year's Day"),
    (5, 1, "Hari Buruh Internasional", "International Labour Day"),
    (6, 1, "Hari Lahir Pancasila", "Pancasila Day"),
    (8, 17, "Hari Kemerdekaan Republik Indonesia", "Independence Day"),
    (12, 25, "Hari Raya Natal", "Christmas Day"),
)


@dataclass(frozen=True)
class Account:
    """One person to sign in as: the local part of the address, the role and where it holds."""

    local: str
    role: Role | None
    name: str
    office: str | None
    everywhere: bool = False
    job_group: JobGroup = JobGroup.SUPPORT

    @property
    def email(self) -> str:
        return f"{self.local}@{DOMAIN}"


ACCOUNTS = (
    Account("service-culture", Role.SERVICE_CULTURE, "Maya Contoh", "JKT-A", everywhere=True),
    Account("leader", Role.LEADER, "Haris Contoh", "SMG-A", job_group=JobGroup.LEAD),
    Account("nakawan", Role.NAKAWAN, "Sekar Contoh", "YOG-A", job_group=JobGroup.AGENT),
    Account("agent", None, "Bagas Contoh", "SMG-B", job_group=JobGroup.AGENT),
    Account("trainee", Role.TRAINEE, "Rani Contoh", "YOG-A"),
    Account("mentor", Role.MENTOR, "Dwi Contoh", "YOG-A"),
    Account("academy", Role.ACADEMY_TEAM, "Laras Contoh", "JKT-A", everywhere=True),
    Account("interviewer", Role.INTERVIEWER, "Yusuf Contoh", "SMG-A"),
    Account("partner", Role.PARTNER_CONTACT, "Citra Contoh", None, everywhere=True),
    Account("other-line", Role.OTHER_LINE, "Daniel Contoh", None, everywhere=True),
    Account("editor", Role.CONTENT_EDITOR, "Nadia Contoh", "JKT-A", everywhere=True),
    Account("administrator", Role.ADMINISTRATOR, "Surya Contoh", "JKT-A", everywhere=True),
)
GUESTS = {Role.TRAINEE, Role.PARTNER_CONTACT, Role.OTHER_LINE}


def make_offices() -> dict[str, Office]:
    """The five sample offices by code, made when they are missing."""
    offices = {}
    for code, name, city_name, _share in OFFICES:
        city, _ = City.objects.get_or_create(name=city_name)
        offices[code], _ = Office.objects.get_or_create(code=code, defaults={"name": name, "city": city})
    return offices


def make_holidays(on: date) -> None:
    """The fixed national holidays of last year, this one and the next."""
    for year in (on.year - 1, on.year, on.year + 1):
        for month, day, name_ind, name_eng in FIXED_HOLIDAYS:
            Holiday.objects.get_or_create(
                on=date(year, month, day), office=None, defaults={"name_ind": name_ind, "name_eng": name_eng}
            )


def head_counts(people: int) -> dict[str, int]:
    """How many of `people` work in each office; the shares are rounded, the first office takes the rest."""
    counts = {code: int(people * share) for code, _name, _city, share in OFFICES}
    counts[OFFICES[0][0]] += people - sum(counts.values())
    return counts


def _seen(on: date, random: Random) -> dict[str, datetime | None]:
    """When somebody was invited and came in last: most have, a few were only invited, a few not even that."""
    luck = random.random()
    invited_at = datetime.combine(
        on - timedelta(days=random.randint(90, 300)), time(9), get_current_timezone()
    )
    came_at = datetime.combine(
        on - timedelta(days=random.randint(1, 60)), time(random.randint(6, 22), 15), get_current_timezone()
    )
    return {"invited_at": invited_at if luck < 0.96 else None, "last_login": came_at if luck < 0.9 else None}


def draw_people(
    *, people: int, offices: dict[str, Office], on: date, random: Random, taken: set[str]
) -> Iterator[User]:
    """Unsaved Nakama, office by office: one lead for each squad, one in twelve in support, the rest agents."""
    number = 0
    for code, count in head_counts(people).items():
        for position in range(count):
            number += 1
            name = draw_name(random)
            local = ".".join(name.lower().split())
            while local in taken:
                local = f"{'.'.join(name.lower().split())}{random.randint(2, 9999)}"
            taken.add(local)
            is_lead = position % SQUAD_SIZE == 0
            squad = position // SQUAD_SIZE + 1
            is_support = not is_lead and random.random() < 1 / 12
            yield User(
                name=name,
                # One in twenty has no address of their own and signs in with a code on paper.
                email=None if random.random() < 0.05 else f"{local}@{DOMAIN}",
                employee_number=f"C{number:05d}",
                language="en" if random.random() < 0.08 else "id",
                office=offices[code],
                job_group=JobGroup.LEAD if is_lead else JobGroup.SUPPORT if is_support else JobGroup.AGENT,
                squad=f"{offices[code].name} {squad:02d}",
                joined_on=on - timedelta(days=random.randint(20, 2200)),
                password=make_password(None),
                **_seen(on, random),
            )


def make_people(*, people: int, on: date, random: Random, tick: Callable[[int], object]) -> dict[str, Office]:
    """Write the whole unit. `tick(n)` is told after each batch how many people were written."""
    offices = make_offices()
    make_holidays(on)
    everyone = list(
        draw_people(
            people=people,
            offices=offices,
            on=on,
            random=random,
            taken={account.local for account in ACCOUNTS},
        )
    )
    for start in range(0, len(everyone), 200):
        batch = everyone[start : start + 200]
        User.objects.bulk_create(batch)
        tick(len(batch))
    leads = {person.squad: person for person in everyone if person.job_group == JobGroup.LEAD}
    for person in everyone:
        person.leader = leads[person.squad] if person.job_group != JobGroup.LEAD else None
    User.objects.bulk_update(everyone, ["leader"], batch_size=200)
    _give_roles(everyone, on, random)
    _make_trainees(offices, on, random)
    _make_accounts(offices, leads, on)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in User.objects.filter(email__endswith=f"@{DOMAIN}", emailaddress=None)
    )
    return offices


def _give_roles(everyone: list[User], on: date, random: Random) -> None:
    """Leads of a squad lead; in each office two to four agents are Nakawan for six months."""
    assignments = [
        RoleAssignment(
            user=person,
            role=Role.LEADER,
            scope=Scope.OFFICE,
            office=person.office,
            starts_on=person.joined_on or on,
        )
        for person in everyone
        if person.job_group == JobGroup.LEAD
    ]
    by_office: dict[int | None, list[User]] = {}
    for person in everyone:
        if person.job_group == JobGroup.AGENT:
            by_office.setdefault(person.office_id, []).append(person)
    for agents in by_office.values():
        for person in random.sample(agents, min(len(agents), max(2, len(agents) // 70))):
            starts_on = on - timedelta(days=random.randint(10, 150))
            assignments.append(
                RoleAssignment(
                    user=person,
                    role=Role.NAKAWAN,
                    scope=Scope.OFFICE,
                    office=person.office,
                    starts_on=starts_on,
                    ends_on=term_end(starts_on),
                )
            )
    RoleAssignment.objects.bulk_create(assignments)


def _make_trainees(offices: dict[str, Office], on: date, random: Random) -> None:
    """A batch of trainees in two cities. Few of them have an address, all have a number."""
    since = on - timedelta(weeks=4)
    trainees = [
        User(
            name=draw_name(random),
            trainee_number=f"T{number:04d}",
            office=offices["YOG-A" if number % 2 else "SMG-A"],
            joined_on=since,
            password=make_password(None),
        )
        for number in range(1, 25)
    ]
    User.objects.bulk_create(trainees)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=trainee,
            role=Role.TRAINEE,
            scope=Scope.OFFICE,
            office=trainee.office,
            starts_on=since,
        )
        for trainee in trainees
    )


def _make_accounts(offices: dict[str, Office], leads: dict[str, User], on: date) -> None:
    """One account per role with the demo's password; the administrator may open Django's admin, too."""
    password = make_password(PASSWORD)
    for number, account in enumerate(ACCOUNTS, start=1):
        office = offices[account.office] if account.office else None
        is_administrator = account.role == Role.ADMINISTRATOR
        lead = leads.get(f"{office.name} 01") if office else None
        user = User.objects.create(
            name=account.name,
            email=account.email,
            employee_number=None if account.role in GUESTS else f"CONTOH-{number:02d}",
            trainee_number="CONTOH-T1" if account.role == Role.TRAINEE else None,
            office=office,
            job_group="" if account.role in GUESTS else account.job_group,
            leader=lead if account.job_group != JobGroup.LEAD and account.role not in GUESTS else None,
            joined_on=on - timedelta(days=400),
            password=password,
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
        if account.job_group == JobGroup.LEAD:
            User.objects.filter(leader=lead).update(leader=user)
        if account.role is None:
            continue
        starts_on = on - timedelta(days=60)
        RoleAssignment.objects.create(
            user=user,
            role=account.role,
            scope=Scope.ALL if account.everywhere else Scope.OFFICE,
            office=None if account.everywhere else office,
            starts_on=starts_on,
            ends_on=term_end(starts_on) if account.role == Role.NAKAWAN else None,
        )
