"""Three questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import LONGEST_ANSWER


def _answer(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ApplicationForm(forms.Form):
    """Nothing is required to keep a draft; what is missing is said when it is sent."""

    why = _answer(
        _("Why would you like to be a Nakawan?"), _("A story from your own work says more than a big word.")
    )
    idea = _answer(
        _("Which activity would you hold at your office?"), _("Small is fine: who comes, what do you do?")
    )
    time = _answer(
        _("When do you have time for it, and what could get in the way?"), _("Shifts, school, family.")
    )

    def mark_missing(self) -> None:
        """Say at each question that nobody answered that an answer is needed."""
        for name in self.fields:
            if not self.cleaned_data.get(name, "").strip():
                self.add_error(name, _("Answer this, too."))
