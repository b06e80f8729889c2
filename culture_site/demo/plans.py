"""Sample focus plans: one that went once around the loop, one under way, and one with an activity behind it."""

from datetime import date, timedelta

from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, User
from events.models import Event
from nakawan import verdicts
from nakawan.goals import usual_goal, usual_target
from nakawan.models import FocusPlan, Milestone, Proposal, ProposalState
from nakawan.services.evaluations import evaluate_after
from nakawan.services.plans import Basis, basis_of, open_plan, owners_for
from surveys.models import Wave

from .people import DOMAIN

# (Indonesian, English, days after the plan began)
STEPS = (
    ("Bicara dengan semua regu", "Talk with all squads", 10),
    ("Pekan “satu langkah lebih awal”", "“One step ahead” week", 45),
    ("Baca ulang 100 balasan bersama", "Read 100 replies again together", 90),
)
DAYS = 150
RESOURCES = "Contoh: satu jam seminggu untuk dua Nakawan, ruang lantai 2."


def make_plans(*, on: date) -> list[FocusPlan]:
    """For the office with the lowest score in the first and in the newest of the sample waves; none if there are plans.

    The first one is evaluated by the wave after it, as on the site.
    """
    waves = list(Wave.objects.filter(is_collected_elsewhere=True).published().order_by("closed_on", "pk"))
    team = User.objects.get(email=f"service-culture@{DOMAIN}")
    if len(waves) < 2 or FocusPlan.objects.exists():
        return []
    made = []
    for wave, following in ((waves[0], waves[1]), (waves[-1], None)):
        assert wave.closed_on is not None, "A wave that came from a file has closed."
        starts_on = min(wave.closed_on + timedelta(days=7), on - timedelta(days=1))
        if plan := _plan(wave, starts_on, team):
            _steps(plan, on)
            made.append(plan)
        if following:
            evaluate_after(wave=following)
    return made


def make_plan_with_activity(*, on: date, event: Event) -> FocusPlan | None:
    """A plan of the office of an event that is over, from the newest sample wave, looked after by its Nakawan, who
    held the event for it; None where there is no such wave."""
    wave = Wave.objects.filter(is_collected_elsewhere=True).published().order_by("-closed_on", "-pk").first()
    nakawan = User.objects.get(email=f"{Role.NAKAWAN.value}@{DOMAIN}")
    team = User.objects.get(email=f"service-culture@{DOMAIN}")
    if wave is None or event.office is None or not wave.units.filter(office=event.office).exists():
        return None
    # Data of an earlier day: the term may be over by now.
    owner = nakawan if owners_for(event.office).filter(pk=nakawan.pk).exists() else team
    plan = _open(wave, event.office, on - timedelta(days=13), team, owner=owner, value=None)
    _steps(plan, on)
    Proposal.objects.create(
        office=event.office, by=nakawan, state=ProposalState.CLOSED, title_ind=event.title_ind,
        title_eng=event.title_eng, text_ind=event.summary_ind, text_eng=event.summary_eng, plan=plan, event=event,
        starts_at=event.starts_at, ends_at=event.ends_at, place=event.place, places=60,
        sent_at=event.starts_at - timedelta(days=12), answered_by=team,
        answered_at=event.starts_at - timedelta(days=11),
        reflection="Contoh: puzzle paling ramai. Lain kali mulai lebih pagi.",
        closed_at=event.ends_at + timedelta(hours=2),
    )  # fmt: skip
    return plan


def _plan(wave: Wave, starts_on: date, team: User) -> FocusPlan | None:
    unit = wave.units.filter(code=_lowest(wave)).select_related("office").first()
    if unit is None or unit.office is None:
        return None
    value = _weakest(basis_of(wave=wave, office=unit.office, reader=team))
    return _open(wave, unit.office, starts_on, team, owner=_owner(unit.office, team), value=value)


def _open(
    wave: Wave, office: Office, starts_on: date, team: User, *, owner: User, value: CoreValue | None
) -> FocusPlan:
    verdict = basis_of(wave=wave, office=office, reader=team).verdict(value)
    target, until = usual_target(verdicts.smallest_detectable(verdict)), starts_on + timedelta(days=DAYS)
    return open_plan(
        wave=wave,
        office=office,
        value=value,
        by=team,
        target_points=target,
        owner=owner,
        starts_on=starts_on,
        ends_on=until,
        resources=RESOURCES,
        reason="Contoh: kantor ini meminta pendampingan.",
        **usual_goal(verdict, target=target, until=until),
    )


def _lowest(wave: Wave) -> str:
    order = wave.published_result.figures["overall"]["order"]
    return order[0] if order else ""


def _weakest(basis: Basis) -> CoreValue | None:
    """The value that stands out for the office, if one does."""
    named = {found["value"] for found in basis.edition.figures["stands_out"].get(basis.unit.code, [])}
    return next((value for value, name in basis.values.items() if name in named), None)


def _owner(office: Office, team: User) -> User:
    leader = owners_for(office).filter(email=f"{Role.LEADER.value}@{DOMAIN}").first()
    return leader or team


def _steps(plan: FocusPlan, on: date) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan,
            title_ind=title_ind,
            title_eng=title_eng,
            due_on=(due_on := plan.starts_on + timedelta(days=after)),
            done_on=due_on if due_on < on else None,
        )
        for title_ind, title_eng, after in STEPS
    )
