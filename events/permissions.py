"""Who takes part in events, and who looks after them."""

from django.db.models import QuerySet

from culture_site.people.models import Office, Role, User

OFFICIALS = (Role.NAKAWAN, Role.LEADER)


def can_attend(user: User) -> bool:
    """Every Nakama and every trainee; partners see their own nominees and nothing else."""
    return user.is_nakama or user.access.has(Role.TRAINEE)


def can_plan(user: User) -> bool:
    """Make events and look after them, somewhere."""
    return user.access.has(Role.SERVICE_CULTURE, *OFFICIALS)


def can_plan_for_all(user: User) -> bool:
    """Make events of all offices."""
    return user.access.has(Role.SERVICE_CULTURE)


def can_plan_at(user: User, office: Office | None) -> bool:
    """Make events of this office; `None` is all offices."""
    return can_plan_for_all(user) or (office is not None and user.access.reaches(office, *OFFICIALS))


def offices_to_plan_at(user: User) -> QuerySet[Office]:
    if can_plan_for_all(user):
        return Office.objects.all()
    return Office.objects.filter(user.access.offices(*OFFICIALS))
