"""The one writer of feedback."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from culture_site.people.models import User

from ..exceptions import NotOpen, NotThere
from ..feedback import is_open, was_there
from ..models import Event, Feedback


@transaction.atomic
def give_feedback(
    *,
    event: Event,
    person: User,
    rating: int,
    understanding: int,
    comment: str = "",
    now: datetime | None = None,
) -> Feedback:
    """Keep the answers of somebody who was there; given again, they replace the earlier ones.

    Raises NotThere without an entry at the door, NotOpen before the end of the event and after the two weeks.
    """
    if not was_there(event, person):
        raise NotThere(_("Feedback is for those who were there."))
    if not is_open(event, now or timezone.now()):
        raise NotOpen(_("Feedback to this event is closed."))
    given, _is_new = Feedback.objects.update_or_create(
        event=event,
        person=person,
        defaults={"rating": rating, "understanding": understanding, "comment": comment},
    )
    return given
