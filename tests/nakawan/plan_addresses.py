"""The lines of focus plans in the table of addresses."""

from datetime import timedelta

from culture_site.core.dates import today
from culture_site.people.models import Role, User
from nakawan.models import FocusPlan, Milestone
from surveys.models import Wave
from tests.factories.people import OfficeFactory, UserFactory
from tests.nakawan.waves import plan_from
from tests.permissions import Line
from tests.surveys.waves import small_wave

# Focus plans: who reads those of the own office, and who changes them.
PLANNERS = frozenset({Role.NAKAWAN, Role.LEADER, Role.SERVICE_CULTURE})
STEERERS = frozenset({Role.LEADER, Role.SERVICE_CULTURE})
# Service Culture knows no plan that is another's.
OF_ONE_OFFICE = frozenset({Role.NAKAWAN, Role.LEADER})


def wave_of(person: User) -> dict:
    """A wave that the person's office took part in, as the address of a new plan takes it."""
    wave = small_wave(f"Wave of {person.office.code}")
    wave.units.filter(code="A").update(office=person.office)
    return {"wave": wave.pk, "office": person.office_id}


def plan_of(person: User) -> dict:
    """A plan of the person's office, which looks after it itself if it may."""
    wave = Wave.objects.get(pk=wave_of(person)["wave"])
    plan = plan_from(wave, person.office, by=UserFactory(service_culture=True), reason="Tim baru.")
    if person.access.has(Role.NAKAWAN):
        FocusPlan.objects.filter(pk=plan.pk).update(owner=person)
    return {"uuid": plan.uuid}


def step_of(person: User) -> dict:
    found = plan_of(person)
    plan = FocusPlan.objects.get(**found)
    made = Milestone.objects.create(
        plan=plan, title_ind="Langkah", title_eng="Step", due_on=today() + timedelta(days=9)
    )
    return found | {"pk": made.pk}


def of_another_office(make):
    return lambda person: make(UserFactory(office=OfficeFactory()))


PLANS: dict[str, Line] = {
    "nakawan:plan-list": Line(open_to=PLANNERS),
    "nakawan:plan-new": Line(
        open_to=STEERERS,
        own=wave_of,
        foreign=of_another_office(wave_of),
        foreign_to=frozenset({Role.LEADER}),
    ),
    "nakawan:plan-take-over": Line(
        open_to=PLANNERS,
        post=True,
        answers=302,
        own=plan_of,
        foreign=of_another_office(plan_of),
        foreign_to=OF_ONE_OFFICE,
    ),
    "nakawan:plan-detail": Line(
        open_to=PLANNERS, own=plan_of, foreign=of_another_office(plan_of), foreign_to=OF_ONE_OFFICE
    ),
    **{
        f"nakawan:{name}": Line(
            open_to=STEERERS, own=make, foreign=of_another_office(make), foreign_to=frozenset({Role.LEADER})
        )
        for name, make in (
            ("plan-edit", plan_of),
            ("plan-stop", plan_of),
            ("milestone-new", plan_of),
            ("milestone-edit", step_of),
        )
    },
    # Here the Nakawan look after the plan.
    "nakawan:milestone-tick": Line(
        open_to=PLANNERS,
        answers=302,
        post=True,
        own=step_of,
        foreign=of_another_office(step_of),
        foreign_to=OF_ONE_OFFICE,
    ),
    "nakawan:milestone-remove": Line(
        open_to=STEERERS,
        answers=302,
        post=True,
        own=step_of,
        foreign=of_another_office(step_of),
        foreign_to=frozenset({Role.LEADER}),
    ),
}
