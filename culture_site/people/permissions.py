"""Who may look after whom. Each predicate reads the roles of today, which one query per request has fetched."""

from culture_site.core.dates import today

from .models import STAFF_ROLES, City, Office, Role, User

# Those who look after people: they add them, invite them, give roles and mark their leaving.
CARERS = (Role.SERVICE_CULTURE, Role.ADMINISTRATOR)


def can_open_people(user: User) -> bool:
    """The list of people: for those who look after them, and for leaders, who only read."""
    return user.access.has(*CARERS, Role.LEADER)


def can_care_for_people(user: User) -> bool:
    return user.access.has(*CARERS)


def can_reach(user: User, person: User) -> bool:
    """Is `person` in an office that `user` looks after?"""
    return user.access.reaches(person.office, *CARERS)


def can_care_for(user: User, person: User) -> bool:
    """Change the facts of `person`, invite them, print a code, mark their leaving.

    Whoever does that can come in as `person`: with the code, or by a link to an address they typed in. So nobody
    does it for somebody who holds a role, today or later, that they could not give; a superuser's account is for
    superusers.
    """
    if not can_reach(user, person):
        return False
    if user.pk == person.pk:
        return True
    if (person.is_superuser or person.is_staff) and not user.is_superuser:
        return False
    held = [item for item in person.role_assignments.all() if item.ends_on is None or item.ends_on >= today()]
    return all(can_give(user, item.role, item.office or item.city) for item in held)


def can_place_in(user: User, office: Office | None) -> bool:
    """Bring a person into `office`; into none, for those who reach all offices."""
    return user.access.reaches(office, *CARERS)


def roles_given_by(user: User) -> list[Role]:
    """The roles that `user` may give to others somewhere: staff roles are an administrator's to give."""
    if user.access.has(Role.ADMINISTRATOR):
        return list(Role)
    if user.access.has(Role.SERVICE_CULTURE):
        return [role for role in Role if role not in STAFF_ROLES]
    return []


def givers_of(role: str) -> tuple[Role, ...]:
    """The roles whose holders may give `role`."""
    return (Role.ADMINISTRATOR,) if role in STAFF_ROLES else CARERS


def can_give(user: User, role: str, place: Office | City | None) -> bool:
    """Give or end `role` in an office, in a city, or (`place` None) in all offices, within one's own scope."""
    givers = givers_of(role)
    if place is None:
        return user.access.covers_all(givers)
    if isinstance(place, City):
        return user.access.covers_all(givers) or any(
            item.role in givers and item.city_id == place.pk for item in user.access.assignments
        )
    return user.access.reaches(place, *givers)
