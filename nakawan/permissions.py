"""Who applies, who selects, who looks after terms; who proposes activities, and who answers."""

from datetime import date

from culture_site.people.models import Office, Role, Scope, User

from .models import FocusPlan, Proposal, Term


def can_apply(user: User) -> bool:
    """Every Nakama: agents, leaders, the support team."""
    return user.is_nakama


def can_open_room(user: User) -> bool:
    """The room in the navigation: for who serves, and who looks after them."""
    return user.access.has(Role.NAKAWAN) or can_open_selection(user)


def can_select(user: User, office: Office) -> bool:
    """Read the applications of an office and decide: Service Culture, with a local leader."""
    return user.access.has(Role.SERVICE_CULTURE) or user.access.reaches(office, Role.LEADER)


def can_open_selection(user: User) -> bool:
    return user.access.has(Role.SERVICE_CULTURE, Role.LEADER)


def can_call(user: User) -> bool:
    """Open a call and set the seats."""
    return user.access.has(Role.SERVICE_CULTURE)


# ---- Proposals


def office_served(user: User) -> Office | None:
    """Where `user` is a Nakawan today: the office of their term, else the one that their role is for."""
    term = Term.objects.active().filter(person=user).select_related("office__city").first()
    if term is not None:
        return term.office
    if user.office is not None and user.access.reaches(user.office, Role.NAKAWAN):
        return user.office
    held = (one for one in user.access.assignments if one.role == Role.NAKAWAN and one.scope == Scope.OFFICE)
    return next((one.office for one in held), None)


def serves(person: User, office: Office, on: date) -> bool:
    """Is `person` a Nakawan of `office` on a day: by a term, or by the role?"""
    if Term.objects.active(on).filter(person=person, office=office).exists():
        return True
    return person.role_assignments.active(on).filter(role=Role.NAKAWAN).reaching(office).exists()


def can_read_ideas(user: User) -> bool:
    """The library: Nakawan, leaders, Service Culture."""
    return user.access.has(Role.NAKAWAN, Role.LEADER, Role.SERVICE_CULTURE) or office_served(user) is not None


def can_open_queue(user: User) -> bool:
    """Read what waits and answer: Service Culture, and leaders for their offices."""
    return user.access.has(Role.SERVICE_CULTURE, Role.LEADER)


def can_answer(user: User, proposal: Proposal) -> bool:
    """Approve, ask for a change, decline: as who selects there, and never one's own."""
    return user.pk != proposal.by_id and can_select(user, proposal.office)


# ---- Focus plans


def can_read_plans(user: User) -> bool:
    """Focus plans and the loop: leaders and Nakawan for their own offices, Service Culture for all."""
    return user.access.has(Role.SERVICE_CULTURE, Role.LEADER, Role.NAKAWAN)


def can_read_plans_of(user: User, office: Office) -> bool:
    return user.access.has(Role.SERVICE_CULTURE) or user.access.reaches(office, Role.LEADER, Role.NAKAWAN)


def can_steer_plans(user: User, office: Office) -> bool:
    """Open, change and stop the plans of an office: a leader of it, and Service Culture."""
    return user.access.has(Role.SERVICE_CULTURE) or user.access.reaches(office, Role.LEADER)


def can_tick(user: User, plan: FocusPlan) -> bool:
    """Say that a milestone is done: also the one who looks after the plan."""
    return plan.owner_id == user.pk or can_steer_plans(user, plan.office)
