"""People come, change, leave and return: always the same row."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today

from ..exceptions import LeavingRefused, OutOfReach
from ..models import RoleAssignment, SignInCode, User
from ..permissions import can_care_for, can_place_in
from .passwords import end_sessions

BATCH = 500


@transaction.atomic
def add_person(*, person: User, by: User) -> User:
    """Save a new person whom `by` typed in; they cannot sign in until they set a password themselves.

    Raises OutOfReach for an office outside `by`'s scope.
    """
    if not can_place_in(by, person.office):
        raise OutOfReach(_("You look after other offices. Choose one of yours."))
    person.set_unusable_password()
    person.save()
    return person


@transaction.atomic
def change_person(*, person: User, by: User) -> User:
    """Save changed facts of a person. Raises OutOfReach where `by` cares neither for them nor for the new office."""
    before = User.objects.select_related("office").get(pk=person.pk)
    if not can_care_for(by, before) or not can_place_in(by, person.office):
        raise OutOfReach(_("You look after other offices. Choose one of yours."))
    person.save()
    return person


@transaction.atomic
def leave(*, person: User, on: date, by: User | None = None) -> User:
    """Set the last day of work. With it end the roles; after it the person cannot sign in.

    For a day that has passed, access and sessions end at once; else the night after the day sees to it (and the
    sign-in itself looks at the day). Raises LeavingRefused for a day before the first one, for oneself, or for
    somebody whom `by` does not look after.
    """
    person = User.objects.select_for_update(of=("self",)).select_related("office").get(pk=person.pk)
    _check_carer(by, person)
    if person.joined_on is not None and on < person.joined_on:
        raise LeavingRefused(
            _("%(name)s joined on %(day)s. The last day cannot be before that.")
            % {"name": person.name, "day": date_format(person.joined_on)}
        )
    person.left_on = on
    person.save(update_fields=["left_on"])
    end_memberships([person])
    return person


def end_memberships(people: Sequence[User]) -> None:
    """What follows from the last days that `people` were given: roles end with them; access, where they have passed.

    The same few statements for one and for a thousand, besides one or two for each session that is open.
    """
    last_day = Subquery(User.objects.filter(pk=OuterRef("user")).values("left_on"))
    roles = RoleAssignment.objects.filter(user__in=people).annotate(last_day=last_day)
    roles.filter(starts_on__gt=F("last_day")).delete()
    roles.exclude(ends_on__lte=F("last_day")).update(ends_on=last_day)
    close_access([person for person in people if person.has_left()])


@transaction.atomic
def rejoin(*, person: User, by: User | None = None) -> User:
    """Let a person who left sign in again, with the row, the number and the history they had. Roles do not return."""
    person = User.objects.select_for_update(of=("self",)).select_related("office").get(pk=person.pk)
    _check_carer(by, person)
    person.left_on = None
    person.is_active = True
    person.save(update_fields=["left_on", "is_active"])
    return person


def close_access(people: Sequence[User]) -> None:
    """End what would let `people` in: the account, the sessions, a code on paper. Safe to call twice."""
    if not people:
        return
    for person in people:
        person.is_active = False
    User.objects.bulk_update(people, ["is_active"], batch_size=BATCH)
    end_sessions(people)
    SignInCode.objects.filter(user__in=people).delete()


def close_access_of_leavers(on: date | None = None) -> int:
    """Each night: close the accounts of all whose last day has passed. Returns how many."""
    leavers = User.objects.filter(is_active=True, left_on__lt=on or today())
    for person in leavers:
        with transaction.atomic():
            close_access([person])
    return len(leavers)


def _check_carer(by: User | None, person: User) -> None:
    if by is None:
        return
    if by.pk == person.pk:
        raise LeavingRefused(_("You cannot set your own last day. Ask a colleague."))
    if not can_care_for(by, person):
        raise LeavingRefused(_("This person is looked after by others."))
