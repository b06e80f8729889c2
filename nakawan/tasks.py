"""What the worker does for Nakawan: each is safe to run twice."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from surveys.models import Wave

from .models import FocusPlan, Proposal, Term
from .services import afterwards, answering, evaluations, terms


def fill_place(term_id: int) -> None:
    """A term has ended early: the first of the reserve has its place."""
    term = Term.objects.select_related("office").filter(pk=term_id).first()
    if term is not None:
        terms.fill_place(term=term)


def look_after_terms() -> None:
    """Close what is over, end the terms of leavers, and give on places that nobody could take when they fell free."""
    terms.end_terms_of_leavers()
    terms.close_ended()
    free = Term.objects.filter(ends_on__lt=F("planned_end_on"), replacement=None)
    for term in free.select_related("office").order_by("pk"):
        terms.fill_place(term=term)


def look_after_proposals(now: datetime | None = None) -> None:
    """Approve what nobody answered within its two working days, give back what nobody answered before its start, and
    remind of what is over and not closed."""
    now = now or timezone.now()
    waiting = Proposal.objects.waiting().order_by("pk")
    for proposal in waiting.filter(answer_by__lte=now, starts_at__gt=now):
        answering.approve_by_itself(proposal=proposal, now=now)
    for proposal in waiting.filter(starts_at__lte=now):
        answering.lapse(proposal=proposal, now=now)
    afterwards.remind_of_unfinished(now=now)


def evaluate_plans(wave_id: int) -> None:
    """A wave is published: evaluate the plans that came before it."""
    wave = Wave.objects.select_related("version", "published_result").filter(pk=wave_id).first()
    if wave is not None:
        evaluations.evaluate_after(wave=wave)


def tell_of_evaluation(plan_id: int) -> None:
    plan = (
        FocusPlan.objects.select_related("office", "value", "owner", "next_wave").filter(pk=plan_id).first()
    )
    if plan is not None:
        evaluations.tell_of_evaluation(plan=plan)
