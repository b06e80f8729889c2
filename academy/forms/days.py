"""What a trainee says about days: school, and days they cannot learn. Nobody asks why."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.core.widgets import date_input
from culture_site.core.workdays import is_workday

# This week and the next two.
WEEKS_SHOWN = 3


class SchoolForm(forms.Form):
    """A day of school, or that weekday every week until a day."""

    day = forms.DateField(label=_("School day"), widget=date_input())
    every_week = forms.BooleanField(label=_("Every week on this weekday"), required=False)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=date_input(),
        help_text=_("Only if it is every week. At most until the end of your batch."),
    )

    def __init__(self, *args: Any, ends_on: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("day", "until"):
            self.fields[name].widget.attrs |= {"min": today().isoformat(), "max": ends_on.isoformat()}
        self.fields["until"].initial = ends_on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("every_week") and not typed.get("until") and "until" not in self.errors:
            raise ValidationError({"until": _("Say until when it is every week.")})
        return typed


class AwayForm(forms.Form):
    """Days of this week and the next two on which one cannot learn."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days I can't"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )

    def __init__(self, *args: Any, blocked: Collection[date], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), date_format(day, "l, j F")) for day in days_ahead(blocked)]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


def days_ahead(blocked: Collection[date]) -> list[date]:
    """The days of this week and the next two, from today on, that count so far."""
    monday = today() - timedelta(days=today().weekday())
    days = (monday + timedelta(days=offset) for offset in range(7 * WEEKS_SHOWN))
    return [day for day in days if day >= today() and is_workday(day, blocked)]


class ExtensionForm(forms.Form):
    """The number of the extension that the page offered."""

    number = forms.IntegerField(min_value=1, max_value=100)
