"""Who reads what came in through the public pages."""

from culture_site.people.models import Role, User


def can_read_messages(user: User) -> bool:
    return user.access.has(Role.ACADEMY_TEAM)
