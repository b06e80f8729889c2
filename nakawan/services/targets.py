"""The target that a team sets itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.people.models import Office, User

from ..activities import asked_of_team
from ..exceptions import BadTarget, NotServing
from ..models import TeamTarget, Term


@transaction.atomic
def set_target(*, office: Office, activities: int | None, by: User) -> TeamTarget | None:
    """Set how many activities the team of `office` wants to hold; None takes it back to what the terms ask for.

    Raises NotServing for who has no term there, BadTarget below what the terms ask for together.
    """
    if not Term.objects.active().filter(office=office, person=by).exists():
        raise NotServing(_("Only a Nakawan of that office can set the target."))
    if activities is None:
        TeamTarget.objects.filter(office=office).delete()
        return None
    if activities < (asked := asked_of_team(office)):
        raise BadTarget(
            _("Your terms ask for %(count)s together. Set at least that many.") % {"count": asked}
        )
    return TeamTarget.objects.update_or_create(
        office=office, defaults={"activities": activities, "set_on": today()}
    )[0]
