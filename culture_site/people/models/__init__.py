from .codes import SignInCode
from .offices import City, Holiday, Office
from .roles import Role, RoleAssignment, Scope
from .users import CalendarToken, JobGroup, User

__all__ = [
    "CalendarToken",
    "City",
    "Holiday",
    "JobGroup",
    "Office",
    "Role",
    "RoleAssignment",
    "Scope",
    "SignInCode",
    "User",
]
