"""What other rooms show of focus plans: the step from a verdict to a plan, and the way back from an activity."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.core.related import Panel
from culture_site.people.models import Office
from culture_site.people.requests import SignedInRequest
from events.models import Event
from surveys.models import WaveUnit, WaveValue
from surveys.pulse.edition import NextStep

from .models import FocusPlan, PlanState
from .permissions import can_read_plans, can_steer_plans

# More offices than this are found on the page of the loop.
MOST_OFFERED = 6


def pulse_steps(request: SignedInRequest, subject: NextStep) -> Iterator[Panel]:
    """Beside a wave's verdict: a plan for the lowest office and for each that may be the lowest; beside a weak value:
    a plan for it; and the plans that came of this wave. Three statements at most."""
    if not can_read_plans(request.user):
        return
    edition = subject.edition
    wave = edition.wave
    # Those that came of this wave, and those whose effect it showed: the loop is walked both ways.
    related = Q(wave=wave) | Q(next_wave=wave, state=PlanState.EVALUATED)
    plans = FocusPlan.objects.visible_to(request.user).filter(related).exclude(state=PlanState.STOPPED)
    found = list(plans.select_related("office", "value", "next_wave").order_by("office__name", "pk"))
    shown = [plan for plan in found if plan.wave_id == wave.pk or plan.is_out]
    if shown:
        yield Panel("nakawan/_pulse_plans.html", {"about": "plans", "plans": shown})
    known = [plan for plan in found if plan.wave_id == wave.pk]
    leading = _plan_of_the_lowest(subject, known)
    if leading:
        yield Panel("nakawan/_pulse_leading.html", {"about": "verdict", "plan": leading})
    weak = [(code, one["value"]) for code, found in edition.figures["stands_out"].items() for one in found]
    offices = _offices_to_open(request, subject, {code for code, _value in weak})
    if not offices:
        return
    open_for = {(plan.office_id, plan.value_id) for plan in known if plan.is_open}
    offered = [
        {"office": office, "url": address_of_new(wave.pk, office.pk)}
        for code in _possible(edition)
        if (office := offices.get(code)) and (office.pk, None) not in open_for
    ]
    if offered:
        yield Panel(
            "nakawan/_pulse_open.html",
            {
                "about": "verdict",
                "is_second": leading is not None,
                "first": offered[0],
                "others": offered[1:MOST_OFFERED],
            },
        )
    linked = WaveValue.objects.filter(wave=wave, core_value__isnull=False).select_related("core_value")
    values = {one.name: one.core_value for one in linked if one.core_value} if weak else {}
    for code, name in weak:
        office, value = offices.get(code), values.get(name)
        if office and value and (office.pk, value.pk) not in open_for:
            url = address_of_new(wave.pk, office.pk, value.code)
            yield Panel(
                "nakawan/_pulse_weakest.html", {"about": "weakest", "office": code, "value": name, "url": url}
            )


def address_of_new(wave: int, office: int, value: str = "") -> str:
    """Where a plan is opened."""
    address = reverse("nakawan:plan-new", args=[wave, office])
    return f"{address}?value={value}" if value else address


def _plan_of_the_lowest(subject: NextStep, known: list[FocusPlan]) -> FocusPlan | None:
    """The plan under way for the office with the lowest score: the one over all values, else any."""
    order = subject.edition.overall["order"]
    plans = [plan for plan in known if plan.is_open and order and plan.verdict["office"] == order[0]]
    return min(plans, key=lambda plan: plan.value_id is not None, default=None)


def _possible(edition: Any) -> list[str]:
    """Those that may be the lowest, the one with the lowest score first."""
    table = edition.overall
    return [code for code in table["order"] if code in table["lowest_set"]]


def _offices_to_open(request: SignedInRequest, subject: NextStep, weak: set[str]) -> dict[str, Office]:
    """{code in the wave: office} of those for which the reader may open a plan from this, the newest wave."""
    if not subject.is_newest:
        return {}
    codes = {*_possible(subject.edition), *weak}
    units = WaveUnit.objects.filter(wave=subject.edition.wave, code__in=codes, office__isnull=False)
    return {
        unit.code: unit.office
        for unit in units.select_related("office")
        if unit.office and can_steer_plans(request.user, unit.office)
    }


def plans_of_office(request: SignedInRequest, office: Office) -> Iterator[Panel]:
    """On the hub: what is under way for the office; one statement."""
    plans = FocusPlan.objects.visible_to(request.user).under_way().filter(office=office)
    if found := list(plans.select_related("office", "value", "next_wave").order_by("ends_on", "pk")):
        yield Panel("nakawan/_pulse_plans.html", {"plans": found}, order=40)


def event_plan(request: SignedInRequest, event: Event) -> Iterator[Panel]:
    """On an event that serves a plan: the way to it, for those who read it."""
    if not can_read_plans(request.user):
        return
    plan = (
        FocusPlan.objects.visible_to(request.user)
        .filter(proposals__event=event)
        .select_related("office", "value", "wave")
        .first()
    )
    if plan:
        context = {
            "plan": plan,
            "url": reverse("nakawan:plan-detail", args=[plan.uuid]),
            "title": _("For the focus plan %(plan)s") % {"plan": plan},
        }
        yield Panel("nakawan/_event_plan.html", context, order=20)
