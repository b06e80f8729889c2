"""A call and its seats, and what is decided on an application. The services know the rules."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.core.widgets import date_input
from culture_site.people.models import Office

from ..days import is_years_away
from ..models import LONGEST_TITLE, MOST_SEATS, Call, Decision


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class CallForm(forms.Form):
    """A call; both days count as a whole, in Jakarta."""

    title_ind = forms.CharField(label=_("Title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = forms.CharField(label=_("Title (English)"), max_length=LONGEST_TITLE)
    text_ind = forms.CharField(
        label=_("Invitation (Indonesian)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_eng = forms.CharField(
        label=_("Invitation (English)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    opens_on = forms.DateField(label=_("First day"), widget=date_input())
    closes_on = forms.DateField(label=_("Last day"), widget=date_input())
    target = forms.IntegerField(
        label=_("Activities in a term"),
        min_value=1,
        max_value=30,
        initial=1,
        help_text=_("How many each Nakawan should start at least."),
    )

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        kept = {
            name: getattr(call, name) for name in ("title_ind", "title_eng", "text_ind", "text_eng", "target")
        }
        return kept | {
            "opens_on": timezone.localtime(call.opens_at).date(),
            "closes_on": timezone.localtime(call.closes_at).date() - timedelta(days=1),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("opens_on"), typed.get("closes_on")
        for name, day in (("opens_on", first), ("closes_on", last)):
            if day and is_years_away(day):
                self.add_error(name, _("That day is years away. Look at the year once more."))
                return typed
        if first and last and last < first:
            self.add_error("closes_on", _("The last day is before the first. Correct one of them."))
        elif last and last < today() and "closes_on" in self.changed_data:
            self.add_error("closes_on", _("That day is over already."))
        return typed

    def facts(self) -> dict[str, Any]:
        """What was typed, as the model keeps it."""
        typed = dict(self.cleaned_data)
        first, last = typed.pop("opens_on"), typed.pop("closes_on")
        return typed | {"opens_at": _midnight(first), "closes_at": _midnight(last + timedelta(days=1))}


class SeatsForm(forms.Form):
    """A number of seats for each office; none or 0 for an office that looks for nobody."""

    def __init__(self, *args: Any, seats: dict[int, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offices = list(Office.objects.select_related("city").order_by("city__name", "name"))
        for office in self.offices:
            self.fields[f"office-{office.pk}"] = forms.IntegerField(
                label=str(office), required=False, min_value=0, max_value=MOST_SEATS
            )
            self.initial[f"office-{office.pk}"] = seats.get(office.pk)

    def wanted(self) -> list[tuple[Office, int]]:
        return [(office, self.cleaned_data.get(f"office-{office.pk}") or 0) for office in self.offices]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=Decision.choices, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class AnnounceForm(forms.Form):
    starts_on = forms.DateField(
        label=_("First day of the terms"),
        widget=date_input(),
        help_text=_("Six months are counted from this day."),
    )
