"""The target that a team sets itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import MOST_ACTIVITIES


class TargetForm(forms.Form):
    activities = forms.IntegerField(
        label=_("Activities together"), required=False, min_value=1, max_value=MOST_ACTIVITIES
    )

    def __init__(self, *args, asked: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activities"].help_text = _(
            "Your terms ask for %(count)s. Leave it empty to keep to that."
        ) % {"count": asked}
