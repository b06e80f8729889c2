"""What is posted from a lesson. Whether it fits the lesson is for the services to say."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class PressForm(forms.Form):
    """A press that records something: its key makes the same press one fact. Without one, it counts by itself."""

    key = forms.UUIDField(required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid4()


class CheckForm(PressForm):
    option = forms.CharField(max_length=20, error_messages={"required": _("Choose one of the answers.")})
