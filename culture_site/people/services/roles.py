"""Giving and ending dated roles."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.dates import today

from ..exceptions import RoleRefused
from ..models import City, Office, RoleAssignment, Scope, User
from ..permissions import can_give


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: str,
    place: Office | City | None,
    starts_on: date,
    ends_on: date | None,
    by: User,
) -> RoleAssignment:
    """Give `person` a role in an office, in a city or (`place` None) in all offices; both days included.

    Raises RoleRefused when `by` gives it to himself or may not give it there, when the days are the wrong way
    round or lie after the person's last one, and when the same role in the same place is held on any of the days.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _check_giver(by, person, role, place)
    if ends_on is not None and ends_on < starts_on:
        raise RoleRefused(_("The last day is before the first. Correct one of them."))
    if person.left_on is not None and (ends_on is None or ends_on > person.left_on):
        raise RoleRefused(
            _("%(name)s leaves on %(day)s: the role can last until then.")
            % {"name": person.name, "day": date_format(person.left_on)}
        )
    where = _where(place)
    days = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    if ends_on is not None:
        days &= Q(starts_on__lte=ends_on)
    held = RoleAssignment.objects.filter(days, user=person, role=role, **where).first()
    if held is not None:
        raise RoleRefused(
            _("%(name)s has this role there already, from %(day)s. End that one first, or choose other days.")
            % {"name": person.name, "day": date_format(held.starts_on)}
        )
    return RoleAssignment.objects.create(
        user=person, role=role, starts_on=starts_on, ends_on=ends_on, **where
    )


@transaction.atomic
def end_role(*, assignment: RoleAssignment, ends_on: date, by: User) -> RoleAssignment | None:
    """Let a role end with `ends_on`; one that has not begun by then is taken back (None).

    The day may be earlier or later than the one set before, but not before today: what was, was.
    Raises RoleRefused when `by` may not give such a role there, or prolongs his own.
    """
    assignment = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    person = assignment.user
    is_longer = assignment.ends_on is not None and ends_on > assignment.ends_on
    if is_longer and by.pk == person.pk:
        raise RoleRefused(_("You cannot give yourself a role. Ask another administrator."))
    if not can_give(by, assignment.role, assignment.office or assignment.city):
        raise RoleRefused(_("This role is not yours to end. Ask an administrator."))
    if assignment.starts_on > ends_on:
        if assignment.starts_on <= today():
            raise RoleRefused(_("The role began after that day. Choose a later one."))
        assignment.delete()
        return None
    if ends_on < min(today(), assignment.ends_on or today()):
        raise RoleRefused(_("A role cannot end in the past. Choose today or a later day."))
    if person.left_on is not None and ends_on > person.left_on:
        raise RoleRefused(
            _("%(name)s leaves on %(day)s: the role can last until then.")
            % {"name": person.name, "day": date_format(person.left_on)}
        )
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
    return assignment


def _check_giver(by: User, person: User, role: str, place: Office | City | None) -> None:
    if by.pk == person.pk:
        raise RoleRefused(_("You cannot give yourself a role. Ask another administrator."))
    if not can_give(by, role, place):
        raise RoleRefused(_("You may not give this role there. Ask an administrator of all offices."))


def _where(place: Office | City | None) -> dict[str, object]:
    if place is None:
        return {"scope": Scope.ALL, "office": None, "city": None}
    if isinstance(place, City):
        return {"scope": Scope.CITY, "office": None, "city": place}
    return {"scope": Scope.OFFICE, "office": place, "city": None}
