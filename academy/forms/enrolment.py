"""Giving people a place, and what happens to it later."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from culture_site.people.models import User

from ..models import Cohort, Enrollment, EnrollmentState
from ..services.enrolment_lists import LIST, Line, people_for, read_file, read_text
from .people import PeopleField


class EnrolForm(forms.Form):
    """A list of people, pasted or as a file."""

    people = forms.CharField(
        label=_("People, one per line"),
        required=False,
        strip=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("E-mail, trainee number or name; also “name; number; e-mail”."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("CSV or XLSX, at most 1 MB. Columns name, number and e-mail."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > LIST.bytes.most:
            raise ValidationError(str(LIST.bytes.sentence))
        return file

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("file") and not (typed.get("people") or "").strip():
            raise ValidationError(_("Write at least one person, or choose a file."))
        return typed

    def lines(self) -> list[Line]:
        """What was handed in; the file if there is one. Raises RuleError."""
        typed = self.cleaned_data
        return read_file(typed["file"].read()) if typed["file"] else read_text(typed["people"])


class ChosenForm(forms.Form):
    """The people of the preview that were left ticked. Whoever is outside of one's reach cannot be named."""

    person = PeopleField(
        queryset=User.objects.none(), error_messages={"required": _("Choose at least one person.")}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_for(user).distinct()  # type: ignore[attr-defined]


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
