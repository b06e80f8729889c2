"""A list of people for a batch: what becomes of each line. Nothing is written here."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from culture_site.core.dates import today
from culture_site.people.models import Office, Role, RoleAssignment, User, UserQuerySet
from culture_site.people.models.roles import RoleAssignmentQuerySet
from culture_site.people.permissions import can_give
from culture_site.people.services.lists import Line, find_people

from ..models import Cohort, Enrollment, EnrollmentState


class Fate(TextChoices):
    """What becomes of a line. READY and ROLE_GIVEN get a place; the others say why they do not."""

    READY = "ready", pgettext_lazy("enrolment", "Found and free")
    ROLE_GIVEN = "role_given", pgettext_lazy("enrolment", "Becomes a trainee")
    HERE = "here", pgettext_lazy("enrolment", "Here already")
    ELSEWHERE = "elsewhere", pgettext_lazy("enrolment", "In another batch")
    NO_ROLE = "no_role", pgettext_lazy("enrolment", "No trainee")
    GONE = "gone", pgettext_lazy("enrolment", "Has left")


def judge(*, lines: list[Line], cohort: Cohort, by: User) -> list[Line]:
    """Say of each line whom it names and what becomes of it; five statements at most, however long the list.

    People are looked for among those whom `by` may enrol (`people_for`), so that a list tells nothing of others.
    """
    found = find_people(lines, among=people_for(by))
    held = dict(Enrollment.objects.filter(person__in=found).holding_a_place().values_list("person", "cohort"))
    graduates = set(
        Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.GRADUATED).values_list(
            "person", flat=True
        )
    )
    trainees = set(_trainees().filter(user__in=found).values_list("user", flat=True))
    may_give = can_give(by, Role.TRAINEE, cohort.office)
    for line in lines:
        person = line.person
        if person is None or line.fate is not None:
            continue
        if held.get(person.pk) == cohort.pk or person.pk in graduates:
            line.settle(Fate.HERE, _("Has a place in this batch, or has graduated from it."))
        elif person.pk in held:
            line.settle(
                Fate.ELSEWHERE, _("Holds a place in another batch. Move or withdraw them there first.")
            )
        elif not person.may_sign_in:
            line.settle(Fate.GONE, _("Has left and cannot sign in."))
        elif person.pk in trainees:
            line.settle(Fate.READY, is_ready=True)
        elif may_give and person.pk != by.pk:
            line.settle(Fate.ROLE_GIVEN, _("Is given the role of a trainee at this office."), is_ready=True)
        else:
            line.settle(
                Fate.NO_ROLE, _("Has no role as a trainee. Ask the Service Culture team to give it first.")
            )
    return lines


def people_for(by: User) -> UserQuerySet:
    """Whom `by` may enrol at all: people of the offices they run batches for, and trainees of those offices."""
    if by.access.covers_all([Role.ACADEMY_TEAM]):
        return User.objects.all()
    offices = Office.objects.filter(by.access.offices(Role.ACADEMY_TEAM))
    trainees = _trainees().filter(Q(office__in=offices) | Q(city__offices__in=offices))
    return User.objects.filter(Q(office__in=offices) | Q(pk__in=trainees.values("user")))


def _trainees() -> RoleAssignmentQuerySet:
    held: RoleAssignmentQuerySet = RoleAssignment.objects.filter(role=Role.TRAINEE)
    return held.exclude(ends_on__lt=today())
