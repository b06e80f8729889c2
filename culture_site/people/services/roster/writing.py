"""Carrying a plan out: all of it or nothing, and nothing at all when there is nothing to change."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from culture_site.core.spellings import key_of

from ...exceptions import ManyLeave, RosterChanged, RosterRefused
from ...models import Office, OfficeAlias, RosterArrival, RosterImport, User
from ..invitations import sync_email_addresses
from ..members import end_memberships
from .headings import Roster
from .planning import make_plan
from .plans import FACTS, Kind, Plan, Step

BATCH = 500


def carry_out(
    *,
    roster: Roster,
    file_name: str,
    digest: str,
    by: User | None = None,
    full_for: Office | None = None,
    choices: Mapping[str, int] | None = None,
    many_may_leave: bool = False,
) -> RosterImport | None:
    """Do what the plan with this `digest` says; the record of it, or None when nothing was to be done.

    The plan is made once more under locks. Raises RosterChanged when it is another one by now, RosterRefused when it
    holds refusals, ManyLeave when so many leave that `many_may_leave` has to say so. Nothing is written then.
    """
    try:
        with transaction.atomic():
            # Two imports take turns; people added by hand meanwhile meet the constraints.
            list(Office.objects.select_for_update(no_key=True).order_by("pk"))
            plan = make_plan(
                roster=roster, by=by, full_for=full_for, choices=choices,
                people=User.objects.select_for_update(of=("self",), no_key=True),
            )  # fmt: skip
            _check(plan, digest, many_may_leave)
            return _write(plan, file_name, by, choices or {})
    except IntegrityError as error:
        raise RosterChanged(_changed()) from error


def _check(plan: Plan, digest: str, many_may_leave: bool) -> None:
    if plan.digest != digest:
        raise RosterChanged(_changed())
    if plan.refused:
        raise RosterRefused(plan.refused)
    if plan.many_leave and not many_may_leave:
        raise ManyLeave(many_leave_text(plan))


def _changed() -> str:
    return _("People were changed since this preview was made. Nothing was written: look at the new preview.")


def many_leave_text(plan: Plan) -> str:
    return _("%(leaving)d of %(all)d people of the offices concerned would leave, more than 5 %%.") % {
        "leaving": plan.counts[Kind.LEAVING],
        "all": plan.leaving_of,
    }


def _write(plan: Plan, file_name: str, by: User | None, choices: Mapping[str, int]) -> RosterImport | None:
    _remember_spellings(plan, by, choices)
    if not plan.steps:
        return None
    _add([step for step in plan.steps if step.kind == Kind.NEW])
    _change([step for step in plan.steps if step.kind != Kind.NEW])
    leavers = [step.person for step in plan.steps if step.kind != Kind.NEW and _last_day(step) is not None]
    end_memberships(leavers)
    counts = {kind.value: number for kind, number in plan.counts.items()}
    record = RosterImport.objects.create(created_by=by, file_name=file_name[:200], **counts)
    RosterArrival.objects.bulk_create(
        [RosterArrival(roster_import=record, person=step.person) for step in plan.of(Kind.NEW)],
        batch_size=BATCH,
    )
    return record


def _remember_spellings(plan: Plan, by: User | None, choices: Mapping[str, int]) -> None:
    chosen = {key_of(spelling): (spelling, office) for spelling, office in plan.explained.items()}
    known = dict(OfficeAlias.objects.values_list("key", "office_id"))
    OfficeAlias.objects.bulk_create(
        [
            OfficeAlias(key=key, spelling=spelling, office=office, created_by=by)
            for key, (spelling, office) in chosen.items()
            if key in choices and known.get(key) != office.pk
        ],
        update_conflicts=True, unique_fields=["key"],
        update_fields=["spelling", "office", "created_by", "created_at"],
    )  # fmt: skip


def _add(steps: list[Step]) -> None:
    """Leaders before those they lead, so that each row is written once."""
    pending = steps
    while pending:
        ready: list[Step] = []
        later: list[Step] = []
        for step in pending:
            _before, leader = step.changes.get("leader", (None, None))
            (ready if leader is None or leader.pk else later).append(step)
        for step in ready:
            step.person.leader = step.changes.get("leader", (None, None))[1]
            step.person.set_unusable_password()
        User.objects.bulk_create([step.person for step in ready], batch_size=BATCH)
        pending = later
    sync_email_addresses([step.person for step in steps if step.person.email])


def _change(steps: list[Step]) -> None:
    """The facts of people who are here. Who is back may sign in again, without the roles they had."""
    if not steps:
        return
    names = [name for name in FACTS if any(name in step.changes for step in steps)]
    for step in steps:
        for name, (_before, after) in step.changes.items():
            setattr(step.person, name, after)
        step.person.is_active |= step.kind == Kind.RETURNING
    User.objects.bulk_update([step.person for step in steps], [*names, "is_active"], batch_size=BATCH)
    sync_email_addresses([step.person for step in steps if "email" in step.changes])


def _last_day(step: Step) -> date | None:
    _before, after = step.changes.get("left_on", (None, None))
    return after
