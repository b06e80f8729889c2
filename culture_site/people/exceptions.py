"""What the rules of people and sign-in can say no to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from culture_site.core.exceptions import RuleError


class PeopleError(RuleError):
    """A rule about people said no."""


class TooManyAttempts(PeopleError):
    """The account, or the address it is tried from, used up its wrong attempts for now."""


class CannotInvite(PeopleError):
    """There is no address to send an invitation to, or the person may not sign in."""


class InvitationInvalid(PeopleError):
    """The link was changed, was used, or belongs to an account that moved on."""


class InvitationExpired(PeopleError):
    """The link was right but is too old; `person` is whom it was made for."""

    def __init__(self, message: str, person):
        super().__init__(message)
        self.person = person


class RoleRefused(PeopleError):
    """The role may not be given, changed or ended in this way by this person."""


class LeavingRefused(PeopleError):
    """The last day does not fit the person's dates, or is not for this person to set."""


class OutOfReach(PeopleError):
    """Somebody tried to act for an office outside their own scope."""


class ListRefused(PeopleError):
    """A list of people names nobody, or too many."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a roster: where (row as a spreadsheet counts, 0 for the whole file; heading), and why."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = {"row": self.row, "column": self.column, "reason": self.reason}
        if self.row and self.column:
            return _("Row %(row)s, column %(column)s: %(reason)s") % place
        return _("Row %(row)s: %(reason)s") % place if self.row else self.reason


class RosterRefused(PeopleError):
    """The file is no roster, or some of its rows cannot be carried out; `faults` says where and why."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RosterChanged(PeopleError):
    """What the preview rested on is no longer so: there is a new preview to look at."""


class ManyLeave(PeopleError):
    """So many would leave that somebody has to say that this is right."""
