"""What happens to the place of somebody in a batch."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from culture_site.people.models import User

from ..models import Cohort, Enrollment, EnrollmentState

PAUSE, RESUME, DEFER, WITHDRAW, GRADUATE = "pause", "resume", "defer", "withdraw", "graduate"
ACTIONS = (PAUSE, RESUME, DEFER, WITHDRAW, GRADUATE)
# What follows from where somebody stands.
POSSIBLE = {
    EnrollmentState.ADMITTED: (PAUSE, DEFER, WITHDRAW),
    EnrollmentState.ACTIVE: (GRADUATE, PAUSE, DEFER, WITHDRAW),
    EnrollmentState.PAUSED: (RESUME, DEFER, WITHDRAW),
}


class CohortChoice(forms.ModelChoiceField):
    def label_from_instance(self, cohort: Any) -> str:
        return _("%(cohort)s, from %(day)s, %(left)s places left") % {
            "cohort": cohort.name,
            "day": date_format(cohort.starts_on, "j F Y"),
            "left": cohort.places_left,
        }


class StateForm(forms.Form):
    """One step of an enrolment, with a reason for the academy team."""

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS], widget=forms.HiddenInput)
    into = CohortChoice(label=_("Batch"), queryset=Cohort.objects.none(), empty_label=None)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Optional. Only the academy team reads it. Write nothing about health or family."),
    )

    def __init__(self, *args: Any, enrollment: Enrollment, action: str, user: User, **kwargs: Any):
        super().__init__(*args, **{"initial": {"action": action}} | kwargs)
        if action == DEFER:
            self.fields["into"].queryset = later_cohorts(enrollment, user)  # type: ignore[attr-defined]
        else:
            del self.fields["into"]


def later_cohorts(enrollment: Enrollment, user: User) -> Any:
    """The batches somebody can be moved to."""
    cohort = enrollment.cohort
    return (
        Cohort.objects.visible_to(user)
        .filter(version__programme=cohort.version.programme_id, starts_on__gt=cohort.starts_on)
        .order_by("starts_on", "name")
    )
