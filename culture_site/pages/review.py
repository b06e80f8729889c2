"""The workflow for a second pair of eyes: put in place, and the people told whose turn it is."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Revision, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from culture_site.jobs.notices import notify
from culture_site.people.models import RoleAssignment, User
from culture_site.people.services.cms import CMS_ROLES

from .models import SecondReaderTask

KIND = "cms-review"
NAME = "Pembaca kedua / Second reader"
# What Wagtail's own migrations bring: it asks a group that nobody is in.
WAGTAILS_OWN = "Moderators approval"


@transaction.atomic
def place_workflow() -> bool:
    """Let all pages have a second reader, once; True if it was done now. What was changed since stays."""
    if SecondReaderTask.objects.exists():
        return False
    workflow = Workflow.objects.create(name=NAME)
    task = SecondReaderTask.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    root = Page.get_first_root_node()
    own = Workflow.objects.filter(name=WAGTAILS_OWN, workflow_pages__page=root).first()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    if own:
        own.active = False
        own.save(update_fields=["active"])
    return True


def tell_second_readers(*, state: TaskState) -> None:
    """One notice for each editor of today but the one whose words wait."""
    page = state.workflow_state.content_object
    author = state.revision.user_id if state.revision else None
    held = RoleAssignment.objects.active().filter(role__in=CMS_ROLES).values("user_id")
    for person in User.objects.filter(is_active=True, pk__in=held).exclude(pk=author):
        _tell(
            person, page, f"asked:{state.pk}:{state.revision_id}",
            "Menunggu pembaca kedua: {}", "Waiting for a second reader: {}",
        )  # fmt: skip


@transaction.atomic
def follow_revision(revision: Revision) -> None:
    """A page was changed while it waits: the new words are what is read, by somebody else than who wrote them."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type_id=revision.base_content_type_id,
        workflow_state__object_id=revision.object_id,
        task__in=SecondReaderTask.objects.all(),
    )
    for state in waiting:
        state.revision = revision
        state.save(update_fields=["revision"])
        tell_second_readers(state=state)


def tell_author(*, state: WorkflowState) -> None:
    """What came of it, for who asked."""
    person, page = state.requested_by, state.content_object
    if person is None or not person.is_active:
        return
    last = state.task_states.order_by("-finished_at").first()
    comment = last.comment if last else ""
    if state.status == WorkflowState.STATUS_APPROVED:
        titles = "Disetujui dan tayang: {}", "Approved and online: {}"
    else:
        titles = "Perlu diubah dulu: {}", "Changes are asked for: {}"
    _tell(person, page, f"answered:{last.pk if last else state.pk}", *titles, text=comment)


def _tell(person: User, page: Any, key: str, title_ind: str, title_eng: str, text: str = "") -> None:
    title = page.get_latest_revision_as_object().title
    # A notice holds 200 characters; the longest of our own words take 40.
    short = title if len(title) <= 150 else f"{title[:149]}…"
    with override(None):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    notify(
        person=person,
        kind=KIND,
        key=f"{KIND}:{key}:{person.pk}",
        title_ind=title_ind.format(short),
        title_eng=title_eng.format(short),
        text_ind=text,
        text_eng=text,
        url=url,
    )
