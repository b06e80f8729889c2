"""Who teaches, who accompanies, who learns."""

from culture_site.people.models import Office, Role, User


def can_run_academy(user: User) -> bool:
    """Make batches, enrol people, move starts, pause and defer: the academy team, within its offices."""
    return user.access.has(Role.ACADEMY_TEAM)


def can_coach(user: User) -> bool:
    """Read the progress and the answers of the trainees one accompanies, and answer them."""
    return user.access.has(Role.ACADEMY_TEAM, Role.MENTOR)


def can_learn(user: User) -> bool:
    """Has a way through the academy of their own: the room "Learn" is theirs."""
    return user.access.has(Role.TRAINEE)


def can_run_batches_at(user: User, office: Office) -> bool:
    """Change the batches of this office and who is in them. Mentors of a batch read it."""
    return user.access.reaches(office, Role.ACADEMY_TEAM)
