import pytest

from academy.models import Note
from academy.services.notes import add_note
from culture_site.jobs.models import Notice
from tests.factories.academy import EnrollmentFactory, mentor_of
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_note_is_kept_once_and_only_a_shared_one_is_told(is_shared):
    enrollment = EnrollmentFactory()
    coach = mentor_of(enrollment.cohort)

    for _press in range(2):
        add_note(enrollment=enrollment, by=coach, text=" Hangat sekali. ", is_shared=is_shared)
    work_off()

    notes = Note.objects.values_list("text", "author", "is_shared")
    assert list(notes) == [("Hangat sekali.", coach.pk, is_shared)]
    assert [notice.person for notice in Notice.objects.all()] == ([enrollment.person] if is_shared else [])
