"""Answers to the check questions of lessons."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..exceptions import NotOnTheList
from ..models import CheckAnswer, Enrollment, QuestionVersion
from .progress import locked_path, open_item


@transaction.atomic
def answer_check(
    *, enrollment: Enrollment, uuid: UUID, question_key: str, option: str, key: UUID
) -> CheckAnswer:
    """Keep an answer given in the lesson with this uuid; whether it is right is looked up here.

    The same `key` again gives the same answer. Raises NotOnTheList for an option that the question does not have,
    CannotLearn if the lesson is not open for the person.
    """
    path = locked_path(enrollment)
    item = open_item(path, uuid)
    person = path.enrollment.person
    if known := CheckAnswer.objects.filter(key=key, person=person).first():
        return known
    version = QuestionVersion.objects.filter(question__key=question_key, is_current=True).first()
    options = {item["id"]: item for item in version.options} if version else {}
    if version is None or option not in options:
        raise NotOnTheList(_("Choose one of the answers."))
    return CheckAnswer.objects.create(
        person=person,
        activity=item.activity,
        version=version,
        answer={"option": option},
        is_right=options[option]["weight"] >= 100,
        key=key,
    )
