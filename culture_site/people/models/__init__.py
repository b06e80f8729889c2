from .codes import SignInCode
from .offices import City, Holiday, Office
from .roles import STAFF_ROLES, Role, RoleAssignment, Scope
from .users import CalendarToken, JobGroup, State, User, UserQuerySet

__all__ = [
    "STAFF_ROLES",
    "CalendarToken",
    "City",
    "Holiday",
    "JobGroup",
    "Office",
    "Role",
    "RoleAssignment",
    "Scope",
    "SignInCode",
    "State",
    "User",
    "UserQuerySet",
]
