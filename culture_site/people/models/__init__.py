from .codes import SignInCode
from .offices import City, Holiday, Office, works_on
from .roles import STAFF_ROLES, Role, RoleAssignment, Scope
from .roster import (
    DRAFT_LIFE,
    IMPORT_LIFE,
    OfficeAlias,
    OfficeAliasQuerySet,
    RosterArrival,
    RosterDraft,
    RosterImport,
    RosterImportQuerySet,
)
from .users import CalendarToken, JobGroup, State, User, UserQuerySet

__all__ = [
    "DRAFT_LIFE",
    "IMPORT_LIFE",
    "STAFF_ROLES",
    "CalendarToken",
    "City",
    "Holiday",
    "JobGroup",
    "Office",
    "OfficeAlias",
    "OfficeAliasQuerySet",
    "Role",
    "RoleAssignment",
    "RosterArrival",
    "RosterDraft",
    "RosterImport",
    "RosterImportQuerySet",
    "Scope",
    "SignInCode",
    "State",
    "User",
    "UserQuerySet",
    "works_on",
]
