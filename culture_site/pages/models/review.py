"""A second pair of eyes: who looks at a page before it goes online."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from culture_site.people.models import User
from culture_site.people.services.cms import CMS_ROLES


class SecondReaderTask(Task):
    """A step of a workflow that any editor of today may settle, but for the one whose words it is about.

    Wagtail's own step asks a group; who edits here follows dated roles, and a group lets people approve themselves.
    """

    class Meta:
        verbose_name = _("second reader")
        verbose_name_plural = _("second readers")

    @classmethod
    def get_description(cls) -> Any:
        return _("Another editor than the one who wrote last reads the page and approves it.")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self._may_settle(obj, user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Who changes the page in the very step of approving it wrote last: then it waits for another reader."""
        if action_name != "approve" or self._may_settle(task_state.workflow_state.content_object, user):
            super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return is_editor(user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not is_editor(user):
            return waiting.none()
        return waiting.exclude(revision__user=user)

    @staticmethod
    def _may_settle(obj: Any, user: User) -> bool:
        latest = obj.get_latest_revision()
        return is_editor(user) and latest is not None and latest.user_id != user.pk


def is_editor(person: User) -> bool:
    return person.is_superuser or person.access.has(*CMS_ROLES)
