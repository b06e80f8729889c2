"""Ending a term early, and what is left to those who follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from culture_site.core.widgets import date_input

from ..models import LONGEST_NOTE


class EndForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=date_input())
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("Kept with the term. Health and family stay private: “personal reasons” is enough."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("A note to those who follow you"),
        help_text=_("What worked, whom to ask, what you would do differently."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
