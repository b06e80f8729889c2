"""What is filled in after an event: how it was, and of which days who came is asked for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.people.forms.team import day_field

from ..models import HIGHEST, LONGEST_COMMENT, LOWEST
from ..services.retention import KEEP

# What the page about attendance shows when nothing else is asked for: about the term of a Nakawan.
USUAL_PERIOD = timedelta(days=182)


def _scale(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        coerce=int,
        choices=[(grade, str(grade)) for grade in range(LOWEST, HIGHEST + 1)],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={
            "required": _("Choose a number from 1 to 5."),
            "invalid_choice": _("Choose a number from 1 to 5."),
        },
    )


class _Words(forms.CharField):
    """A browser counts a line break as one character and sends two."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class FeedbackForm(forms.Form):
    rating = _scale(_("How good was it?"), _("1: not good at all. 5: very good."))
    understanding = _scale(
        _("Do you understand our values better now?"), _("1: not at all. 5: very much so.")
    )
    comment = _Words(
        label=_("What shall stay, what shall change?"),
        required=False,
        max_length=LONGEST_COMMENT,
        help_text=_("If you like, at most 500 characters. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": _("At most %(limit_value)d characters; yours has %(show_value)d."),
        },
    )


class PeriodForm(forms.Form):
    """From a day to a day, both counted. Names of older events are deleted, and with them who came."""

    start = day_field(_("From"))
    end = day_field(_("Until"))

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if start < today() - KEEP:
            raise forms.ValidationError(
                _("Who came is known for two years. Choose a day after that."), code="too_early"
            )
        return start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first."))
        return cleaned

    @classmethod
    def usual(cls) -> dict[str, date]:
        return {"start": today() - USUAL_PERIOD, "end": today()}
