"""What trainees and coaches write to each other. Every form carries the key of its press (`key`)."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import LONGEST_TEXT
from ..services.submissions import Save

SHARED, COACHES = "shared", "coaches"


class Text(forms.CharField):
    """Words of several lines, up to the length that is kept."""

    def __init__(self, *, rows: int = 5, **kwargs: Any):
        super().__init__(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PressForm(forms.Form):
    """The same press twice is one fact: the key was made when the page was."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class QuestionForm(PressForm):
    text = Text(
        label=_("Your question"),
        help_text=_("Say what you tried and where you got stuck. Your coaches and you read it, nobody else."),
    )


class MessageForm(PressForm):
    text = Text(label=_("Your message"), rows=4)


class NoteForm(forms.Form):
    text = Text(
        label=_("Note"), rows=4, help_text=_("About how they learn. Nothing about health, family or money.")
    )
    reader = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[
            (SHARED, _("The trainee and the coaches: it stands on the trainee's home page")),
            (COACHES, _("Coaches only; the trainee gets it when they ask for their data")),
        ],
        initial=SHARED,
        widget=forms.RadioSelect,
    )


class ExtensionForm(forms.Form):
    """Which extension of an activity the page offered: its first, its second."""

    number = forms.IntegerField(min_value=1, max_value=10_000)


class DecisionForm(forms.Form):
    comment = Text(
        label=_("Your comment"),
        rows=5,
        required=False,
        help_text=_("For “Not yet” say what is missing and how to go on. For “Accept” it is up to you."),
    )


class WorkForm(PressForm):
    """An assignment. `client` and `sequence` come from the script of a phone, `seen` and `page` from the page."""

    text = Text(label=_("Your answer"), rows=12, required=False, strip=False)
    client = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sequence = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)
    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    @property
    def save_(self) -> Save:
        data = self.cleaned_data
        text = data["text"].replace("\r\n", "\n")
        return Save(text, data["client"], data["sequence"] or 0, data["page"], data["seen"])


class GridFilterForm(forms.Form):
    """Search and filter of a grid; whatever cannot be read filters nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    care = forms.BooleanField(label=_("Only those who need care"), required=False)

    def apply(self, enrollments: Any) -> Any:
        """Those who are asked for, among rows of academy.care.with_care."""
        if not self.is_valid():
            return enrollments
        if words := self.cleaned_data["q"].strip():
            enrollments = enrollments.filter(person__name__icontains=words)
        return enrollments.filter(needs_care=True) if self.cleaned_data["care"] else enrollments
