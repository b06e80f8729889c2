"""Batches: what is typed about them. The services know the rules."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.core.widgets import date_input
from culture_site.people.forms.people import PeopleField
from culture_site.people.models import Office, Role, User

from ..models import Cohort, CurriculumVersion
from ..services.cohorts import MOST_PLACES, mentors_at


class CohortForm(forms.Form):
    """A new batch."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example “Batch 12”."))
    version = forms.ModelChoiceField(
        label=_("Curriculum"), queryset=CurriculumVersion.objects.none(), empty_label=None
    )
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    starts_on = forms.DateField(
        label=_("First day"),
        widget=date_input(),
        help_text=_("If it is no working day, the first one after it."),
    )
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES, initial=25)
    mentors = PeopleField(
        label=_("Mentors"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People with the role mentor at the office."),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(user.access.offices(Role.ACADEMY_TEAM)).select_related("city")
        self.fields["office"].queryset = offices
        self.fields["mentors"].queryset = mentors_at(offices).select_related("office").order_by("name", "pk")
        versions = CurriculumVersion.objects.filter(modules__isnull=False).distinct()
        self.fields["version"].queryset = versions.select_related("programme").order_by(
            "programme", "-number"
        )


class CohortChangeForm(forms.Form):
    """The name, places and mentors of a batch that is there."""

    name = forms.CharField(label=_("Name"), max_length=80)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)
    mentors = PeopleField(
        label=_("Mentors"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People with the role mentor at the office."),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = list(cohort.mentors.values_list("pk", flat=True))
        people = mentors_at([cohort.office]) | User.objects.filter(pk__in=known)
        self.fields["mentors"].queryset = people.select_related("office").order_by("name", "pk")
        self.initial.update({"name": cohort.name, "capacity": cohort.capacity, "mentors": known})


class MoveForm(forms.Form):
    starts_on = forms.DateField(label=_("New first day"), widget=date_input())


class MoveConfirmForm(MoveForm):
    """The yes to the dates that the page showed."""

    was = forms.DateField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.ModelChoiceField(
        label=_("New version"), queryset=CurriculumVersion.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = CurriculumVersion.objects.filter(
            programme=cohort.version.programme_id, modules__isnull=False
        )
        self.fields["version"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=cohort.version_id).distinct().select_related("programme").order_by("-number")
        )


class BatchDayForm(forms.Form):
    """A day on which nobody of the batch has academy."""

    on = forms.DateField(label=_("Day"), widget=date_input())
    name = forms.CharField(
        label=_("What is it?"), max_length=80, help_text=_("For example “Office moves”. Everybody reads it.")
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first: date = max(today(), cohort.starts_on)
        self.fields["on"].widget.attrs |= {
            "min": first.isoformat(),
            "max": (cohort.starts_on + timedelta(days=731)).isoformat(),
        }
