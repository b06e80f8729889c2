"""What officials type about an event. The forms check the shape; the services know the rules."""

from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.dates import today
from culture_site.people.models import Office, User

from ..models import LONGEST_MESSAGE, LONGEST_TITLE, Event, EventKind, EventState
from ..permissions import can_plan_for_all, offices_to_plan_at
from ..services.planning import (
    LONGEST_SLUG,
    USUAL_CAP,
    Plan,
    count_people,
    day_of_copy,
    free_slug,
    usual_slug,
)
from .hours import FIRST_YEAR, LAST_YEAR, HourField

MANY = 10


def two_languages(label_ind: Any, label_eng: Any, **options: Any) -> tuple[forms.CharField, forms.CharField]:
    """The same words in Indonesian and in English."""
    return (
        forms.CharField(label=label_ind, **options),
        forms.CharField(label=label_eng, **options),
    )


class PlanForm(forms.Form):
    """An event: a new one, or `event`. What cannot be changed any more is not asked for."""

    title_ind, title_eng = two_languages(
        _("Title (Indonesian)"), _("Title (English)"), max_length=LONGEST_TITLE, required=False
    )
    summary_ind, summary_eng = two_languages(
        _("Summary (Indonesian)"),
        _("Summary (English)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    place = forms.CharField(label=_("Place"), max_length=160)
    starts_at = HourField(label=_("Starts"), quarters=True)
    ends_at = HourField(label=_("Ends"))
    opens_at = HourField(
        label=_("Sign-up opens"), required=False, help_text=_("Left empty: as soon as it is published.")
    )
    closes_at = HourField(
        label=_("Sign-up closes"), required=False, help_text=_("Left empty: when the event starts.")
    )
    cancel_until = HourField(
        label=_("Places can be given back until"),
        required=False,
        help_text=_("Left empty: 12 hours before the start."),
    )
    cap = forms.IntegerField(
        label=_("Sign-ups per person"),
        initial=USUAL_CAP,
        help_text=_("How many a person may have at once, waiting lists counted."),
    )
    slug = forms.SlugField(
        label=_("Short link"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=_("Letters, digits and dashes. Left empty: made of the title."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, event: Event | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.event = event
        offices = self.fields["office"].queryset = offices_to_plan_at(user)
        if can_plan_for_all(user):
            self.fields["office"].required = False
            self.fields["office"].empty_label = _("All offices")
        elif offices.count() == 1:
            self.fields["office"].empty_label = None
        if event:
            self.initial = {field.name: getattr(event, field.name) for field in fields_of(Plan)}
            for name in self._settled(event):
                # Who has the field on an older page gets a sentence instead of silence.
                if name not in self.data:
                    del self.fields[name]

    @staticmethod
    def _settled(event: Event) -> list[str]:
        people = ["starts_at", "office"] if count_people(event) else []
        return people if event.state == EventState.DRAFT else [*people, "slug"]

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def plan(self) -> Plan:
        if self.event:
            return replace(Plan.of(self.event), **self.cleaned_data)
        return Plan(**self.cleaned_data)

    def suggest_slug(self) -> None:
        """Fill a link in that is free, where none was typed and the one made of the title was refused."""
        if not self["slug"].value() and "slug" in self.errors:
            title = self["title_ind"].value() or self["title_eng"].value()
            year = self.cleaned_data.get("starts_at", timezone.now()).year
            self.data = {**self.data, self.add_prefix("slug"): free_slug(usual_slug(title), year)}


class PlanFilterForm(forms.Form):
    """Search and filter of the list; whatever is unknown is left out rather than complained about."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=pgettext_lazy("filter", "All"),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if can_plan_for_all(user):
            self.fields["office"].queryset = Office.objects.all()
        else:
            del self.fields["office"]

    def apply(self, events: QuerySet[Event]) -> QuerySet[Event]:
        self.is_valid()
        if words := self.cleaned_data.get("q", "").strip():
            names = ("title_ind", "title_eng", "place", "slug")
            found = Q()
            for name in names:
                found |= Q(**{f"{name}__icontains": words})
            events = events.filter(found)
        if office := self.cleaned_data.get("office"):
            events = events.filter(office=office)
        return events


class CopyForm(forms.Form):
    """On which day an event is held again, and under which names."""

    title_ind, title_eng = two_languages(
        _("Title (Indonesian)"), _("Title (English)"), max_length=LONGEST_TITLE, required=False
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Every hour stays what it was. Unless you choose another day: the same weekday a year later."
        ),
    )
    slug = forms.SlugField(
        label=_("Short link"),
        max_length=LONGEST_SLUG,
        help_text=_("Letters, digits and dashes."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        super().__init__(*args, **kwargs)
        day = day_of_copy(event, today())
        name = event.slug.removesuffix(f"-{timezone.localtime(event.starts_at).year}")
        self.initial = {
            "title_ind": event.title_ind,
            "title_eng": event.title_eng,
            "starts_on": day,
            "slug": free_slug(f"{name[: LONGEST_SLUG - 5]}-{day.year}", day.year),
        }

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Choose a year from %(first)s to %(last)s.")
                % {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            )
        return day


class MessageForm(forms.Form):
    """A message to everybody whom a change concerns, or none."""

    message_ind, message_eng = two_languages(
        _("Message (Indonesian)"),
        _("Message (English)"),
        max_length=LONGEST_MESSAGE,
        required=False,
        help_text=_("May stay empty. Each person reads it in their language."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveEventForm(MessageForm):
    starts_at = HourField(
        label=_("New start"), quarters=True, help_text=_("Every time of the event moves along with it.")
    )
    field_order = ("starts_at",)


class MoveSlotForm(MessageForm):
    starts_at = HourField(label=_("New start"), quarters=True)
    ends_at = HourField(label=_("New end"))
    field_order = ("starts_at", "ends_at")


class SureForm(forms.Form):
    """The yes to a change that concerns so many people; where they are many, in a box to tick.

    `people` is how many there were on the page that was said yes to.
    """

    people = forms.CharField(widget=forms.HiddenInput)
    yes = forms.BooleanField(
        required=False, error_messages={"required": _("Tick this, so that nobody is told by mistake.")}
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, count: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.count = count
        self.initial = {"people": str(count)}
        self.fields["yes"].label = _("Yes, tell %(count)s people.") % {"count": count}
        self.fields["yes"].required = count >= MANY
        if count < MANY:
            del self.fields["yes"]

    def clean_people(self) -> str:
        seen = str(self.cleaned_data["people"])
        if seen != str(self.count):
            raise forms.ValidationError(
                _("Meanwhile it concerns %(count)s people. Look at it once more.") % {"count": self.count}
            )
        return seen

    def anew(self) -> "SureForm":
        """The same with the number of now, to be said yes to; with what was wrong, where anything was."""
        if self.is_bound:
            self.data = {**self.data, "people": str(self.count)}
        return self
