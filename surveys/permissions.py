"""Who runs surveys, and who reads what only they may see."""

from culture_site.people.models import Role, User


def can_run_surveys(user: User) -> bool:
    """Plan, open, close, review and publish waves; read comments and how the items did."""
    return user.access.has(Role.SERVICE_CULTURE)
