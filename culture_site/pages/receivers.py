"""What follows when editors do something in the CMS."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from .models import SecondReaderTask
from .review import follow_revision, tell_author, tell_second_readers
from .translations import note_publication


@receiver([page_published, page_unpublished])
def keep_languages_in_step(sender: Any, instance: Page, **kwargs: Any) -> None:
    note_publication(instance)


@receiver(task_submitted, sender=TaskState)
def ask_second_readers(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    if isinstance(instance.task.specific, SecondReaderTask):
        tell_second_readers(state=instance)


@receiver(post_save, sender=Revision)
def read_what_was_written_last(sender: Any, instance: Revision, created: bool, **kwargs: Any) -> None:
    if created:
        follow_revision(instance)


@receiver([workflow_approved, workflow_rejected], sender=WorkflowState)
def answer_who_asked(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    tell_author(state=instance)
