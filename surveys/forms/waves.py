"""Planning a wave, publishing it, and correcting what it asked."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.core.widgets import date_input

from ..models import LONGEST_COMMENT, Item, ItemKind, SurveyVersion, Wave, WaveState


class WaveForm(forms.Form):
    """Shape only; the services know the rules."""

    label = forms.CharField(
        label=_("Name of the wave"), max_length=80, help_text=_("For example its quarter: Q4 2026.")
    )
    version = forms.ModelChoiceField(
        label=_("Survey"), queryset=SurveyVersion.objects.none(), empty_label=None
    )
    closes_on = forms.DateField(
        label=_("Last day for answers"), help_text=_("This day still counts."),
        widget=date_input(),
    )  # fmt: skip
    remind_every_days = forms.IntegerField(
        label=_("Days between reminders"), min_value=0, max_value=30, initial=3,
        help_text=_("Only those who have not answered are reminded. 0: nobody is."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        versions = SurveyVersion.objects.askable().select_related("survey")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["closes_on"].widget.attrs["min"] = today().isoformat()


class WaveChangeForm(WaveForm):
    """The same of a wave that is there; its name and its survey stay once it is open."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if wave.state != WaveState.PLANNED:
            del self.fields["label"], self.fields["version"]
        self.initial.update({name: getattr(wave, name) for name in self.fields})


class GiveUpForm(forms.Form):
    label = forms.CharField(
        label=_("Type the name of the wave to confirm"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class PublishForm(forms.Form):
    """The first instant of publication, in Jakarta."""

    day = forms.DateField(
        label=_("Leaders, Nakawan and Service Culture see it from this day"),
        widget=date_input(),
    )
    hour = forms.TimeField(
        label=_("At this hour (WIB)"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Everybody else sees the results one working day later, at the same hour."),
    )

    @classmethod
    def initial_of(cls, moment: datetime) -> dict[str, Any]:
        local = timezone.localtime(moment)
        return {"day": local.date(), "hour": local.time()}

    @property
    def moment(self) -> datetime:
        typed = self.cleaned_data
        return timezone.make_aware(datetime.combine(typed["day"], typed["hour"]))


class CorrectionForm(forms.Form):
    """What happens to an item, with the reason that stands beside the results."""

    new_key = forms.MultipleChoiceField(
        label=_("Options that count as right"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to drop the item."),
    )  # fmt: skip
    reason_ind = forms.CharField(label=_("Reason (Indonesian)"), max_length=300)
    reason_eng = forms.CharField(label=_("Reason (English)"), max_length=300)

    def __init__(self, *args: Any, item: Item, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if item.kind == ItemKind.KNOWLEDGE:
            choices = [(option, item.words_of(option)) for option in item.options]
            self.fields["new_key"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["new_key"]


class CommentForm(forms.Form):
    text = forms.CharField(
        required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )
