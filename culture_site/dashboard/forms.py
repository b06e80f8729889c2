"""The sample forms of the components page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """A field with an error and one that was filled in."""

    full_name = forms.CharField(
        label=_("Full name"),
        help_text=_("As written on the school report."),
        error_messages={"required": _("Enter the student’s full name")},
    )
    phone = forms.CharField(
        label=_("Phone number"), help_text=_("We send one message only. Example: 0812 3456 7890")
    )


class MoreFieldsForm(forms.Form):
    """Choices, a single box, a long text and a list."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.BooleanField(label=_("Send me a copy by e-mail"), required=False)
    reply = forms.CharField(label=_("Your reply"), widget=forms.Textarea, required=False)
    office = forms.ChoiceField(
        label=_("City"),
        choices=[(city, city) for city in ("Jakarta", "Semarang", "Yogyakarta")],
        required=False,
    )
