from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ContactMessage


class ContactForm(forms.ModelForm):
    """A message to the academy team. `website` is a trap: people do not see it, scripts fill it in."""

    website = forms.CharField(required=False, max_length=200)

    class Meta:
        model = ContactMessage
        fields = ["name", "organisation", "email", "text"]
        labels = {"name": _("Your name"), "email": _("Your e-mail"), "text": _("Your message")}
        help_texts = {
            "organisation": _("Leave it empty if you write for yourself."),
            "text": _("Please write nothing about the health, family or money of a candidate."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def is_from_a_script(self) -> bool:
        return bool(self.cleaned_data.get("website"))
