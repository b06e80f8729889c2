"""What a coach writes down about how somebody learns."""

from django.db import transaction

from culture_site.jobs.services import enqueue
from culture_site.people.models import User

from ..models import Enrollment, Note


@transaction.atomic
def add_note(*, enrollment: Enrollment, by: User, text: str, is_shared: bool) -> Note:
    """Keep a note; one that is shared goes to the trainee, with a notice. The same note again is the same note."""
    Enrollment.objects.lock(enrollment.pk)
    text = text.strip()
    newest = Note.objects.filter(enrollment=enrollment, author=by).first()
    if newest and (newest.text, newest.is_shared) == (text, is_shared):
        return newest
    note = Note.objects.create(enrollment=enrollment, author=by, text=text, is_shared=is_shared)
    if is_shared:
        enqueue("academy.notices.tell_note", note.pk, key=f"note-shared:{note.pk}")
    return note
