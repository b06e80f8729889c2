"""An uploaded roster between its preview and the decision."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...exceptions import RosterChanged
from ...models import DRAFT_LIFE, IMPORT_LIFE, Office, RosterDraft, RosterImport, User
from .headings import Roster
from .planning import make_plan
from .plans import Plan
from .writing import carry_out


@transaction.atomic
def open_draft(*, roster: Roster, file_name: str, full_for: Office | None, by: User) -> RosterDraft:
    """Keep an uploaded roster until `by` decides. One at a time: an earlier one of theirs goes."""
    RosterDraft.objects.filter(uploaded_by=by).delete()
    return RosterDraft.objects.create(
        uploaded_by=by, file_name=file_name[:200], full_for=full_for, table=roster.as_json()
    )


def plan_of(draft: RosterDraft) -> Plan:
    """What the draft would change as things are now."""
    return make_plan(
        roster=Roster.from_json(draft.table),
        by=draft.uploaded_by,
        full_for=draft.full_for,
        choices=draft.choices,
    )


def choose_offices(*, draft: RosterDraft, choices: Mapping[str, int]) -> None:
    """Note which offices the unknown spellings mean: {key of the spelling: id of the office}."""
    draft.choices = {**draft.choices, **choices}
    draft.save(update_fields=["choices"])


@transaction.atomic
def confirm_draft(*, pk: UUID, digest: str, many_may_leave: bool, by: User) -> RosterImport | None:
    """Carry the draft out as its preview showed it, once; the record, or None when nothing was to be done.

    Raises what `carry_out` raises, and RosterChanged for a draft that was decided on, or is too old.
    """
    drafts = RosterDraft.objects.open().visible_to(by).select_for_update(of=("self",))
    draft = drafts.select_related("full_for").filter(pk=pk).first()
    if draft is None:
        raise RosterChanged(_("This roster was decided on already, or is older than a day. Upload it again."))
    record = carry_out(
        roster=Roster.from_json(draft.table),
        file_name=draft.file_name,
        digest=digest,
        by=by,
        full_for=draft.full_for,
        choices=draft.choices,
        many_may_leave=many_may_leave,
    )
    draft.delete()
    return record


def prune_drafts() -> int:
    return RosterDraft.objects.filter(created_at__lt=timezone.now() - DRAFT_LIFE).delete()[0]


def prune_imports() -> int:
    return RosterImport.objects.filter(created_at__lt=timezone.now() - IMPORT_LIFE).delete()[0]
