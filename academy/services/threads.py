"""Questions to the coach and the answers to them. The same press is one message, however often it arrives."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..exceptions import CannotLearn
from ..models import MAY_LEARN, Activity, Enrollment, Thread, ThreadMessage


@transaction.atomic
def ask(
    *, enrollment: Enrollment, text: str, key: UUID, activity: Activity | None = None, step: str = ""
) -> Thread:
    """Begin a thread with a question, from where it came up. Raises CannotLearn for whoever has left the batch."""
    enrollment = Enrollment.objects.lock(enrollment.pk)
    if enrollment.state not in MAY_LEARN:
        raise CannotLearn(_("You are not in this batch any more. Ask the academy team directly."))
    key = _own_key(key, enrollment.person)
    known = Thread.objects.filter(messages__key=key).first()
    if known:
        return known
    thread = Thread.objects.create(enrollment=enrollment, activity=activity, step=step)
    _add(thread, enrollment.person, text, key)
    return thread


@transaction.atomic
def answer(*, thread: Thread, by: User, text: str, key: UUID) -> ThreadMessage:
    """One more message: of the trainee, who then waits for an answer again, or of a coach.

    A trainee who has moved to another batch takes the thread along.
    """
    Enrollment.objects.lock(thread.enrollment_id)
    thread = Thread.objects.select_related("enrollment__person").get(pk=thread.pk)
    key = _own_key(key, by)
    known = ThreadMessage.objects.filter(key=key).first()
    if known:
        return known
    is_own = by == thread.enrollment.person
    if is_own:
        thread.enrollment = Enrollment.objects.current_of(by) or thread.enrollment
    thread.waits_for_coach = is_own
    return _add(thread, by, text, key)


def _own_key(key: UUID, author: User) -> UUID:
    """The press of one person is never that of another, whatever they post."""
    return uuid5(key, f"message of {author.pk}")


def _add(thread: Thread, author: User, text: str, key: UUID) -> ThreadMessage:
    message = ThreadMessage.objects.create(thread=thread, author=author, text=text.strip(), key=key)
    thread.last_at = message.at
    thread.save()
    task = "tell_coaches_of_question" if thread.waits_for_coach else "tell_answer"
    enqueue(f"academy.notices.{task}", message.pk, key=f"thread-message:{message.pk}")
    return message
