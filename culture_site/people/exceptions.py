"""What the rules of people and sign-in can say no to."""

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
