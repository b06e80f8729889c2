"""After a wave is published: the plans that came before it are evaluated, and who has to know is told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import notify, path_of
from culture_site.jobs.services import enqueue
from culture_site.people.models import Role, RoleAssignment, User
from surveys.audience import Reader
from surveys.models import Wave
from surveys.pulse.edition import Edition

from ..evaluation import NextWave, evaluate, read, sentence
from ..models import FocusPlan, PlanState

PLAN_KIND = "nakawan-plan"


@transaction.atomic
def evaluate_after(*, wave: Wave) -> list[FocusPlan]:
    """Evaluate each plan under way that an earlier wave of the same survey led to, by a published wave.

    A plan that began after the answers of `wave` were in waits for the one after. Nothing of it is shown before the
    wave is out for leaders and Nakawan; then its owner and Service Culture are told, once. A second call evaluates
    anew those that this very wave had evaluated: a wave that came from a file may have been loaded again.
    """
    if not wave.is_published:
        return []
    plans = FocusPlan.objects.filter(wave__version__survey=wave.version.survey_id).exclude(wave=wave)
    plans = plans.filter(state=PlanState.OPEN) | plans.filter(state=PlanState.EVALUATED, next_wave=wave)
    after = next_wave(wave)
    found = []
    for plan in plans.select_related("wave").select_for_update(of=("self",)).order_by("pk"):
        if _moment(plan.wave) >= _moment(wave) or wave.closed_on is None or plan.starts_on > wave.closed_on:
            continue
        plan.evaluation = evaluate(plan.verdict, after).stored()
        plan.state, plan.next_wave, plan.evaluated_at = PlanState.EVALUATED, wave, timezone.now()
        plan.save(update_fields=["evaluation", "state", "next_wave", "evaluated_at"])
        enqueue(
            "nakawan.tasks.tell_of_evaluation",
            plan.pk,
            key=f"plan-evaluated:{plan.pk}:{wave.pk}",
            at=max(wave.published_at or timezone.now(), timezone.now()),
        )
        found.append(plan)
    return found


def _moment(wave: Wave) -> tuple:
    return (wave.closed_on, wave.published_at, wave.pk)


def next_wave(wave: Wave) -> NextWave:
    """A published wave as those see it who read plans: all offices, no figure of items."""
    edition = Edition.of(wave, wave.published_result.figures, Reader(sees_offices=True))
    return NextWave(
        label=wave.label,
        figures=edition.figures,
        items=wave.version.fingerprint,
        weight_knowledge=wave.weight_knowledge,
        offices=dict(wave.units.values_list("code", "office_id")),
    )


@transaction.atomic
def tell_of_evaluation(*, plan: FocusPlan) -> int:
    """Tell the plan's owner and Service Culture what became of it, each once. Returns how many were told of it."""
    found = read(plan.evaluation)
    if found is None or not plan.is_out:
        return 0
    texts = {}
    for language, suffix in SUFFIXES.items():
        with override(language):
            texts[f"title_{suffix}"] = str(_("A focus plan is evaluated: %(plan)s") % {"plan": plan})
            texts[f"text_{suffix}"] = sentence(found)
    url = path_of("nakawan:plan-detail", plan.uuid)
    people = _to_tell(plan)
    for person in people:
        notify(person=person, kind=PLAN_KIND, key=f"plan-evaluated:{plan.pk}:{person.pk}", url=url, **texts)
    return len(people)


def _to_tell(plan: FocusPlan) -> list[User]:
    team = RoleAssignment.objects.active().filter(role=Role.SERVICE_CULTURE).values("user")
    people = list(User.objects.filter(pk__in=team, is_active=True).order_by("pk"))
    owner = plan.owner
    if owner is None or not owner.is_active or owner in people:
        return people
    may_read = FocusPlan.objects.visible_to(owner).filter(pk=plan.pk).exists()
    return [*people, owner] if may_read else people
