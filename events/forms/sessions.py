"""What officials type about sessions, their times, and the stalls of a bazaar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.culture.models import CoreValue

from ..models import ACTIVE, LONGEST_TITLE, QUARTER, BazaarStall, Session, SessionKind, Slot, quarters_between
from .hours import HourField
from .planning import two_languages


class SessionForm(forms.Form):
    title_ind, title_eng = two_languages(
        _("Title (Indonesian)"), _("Title (English)"), max_length=LONGEST_TITLE
    )
    text_ind, text_eng = two_languages(
        _("What happens (Indonesian)"),
        _("What happens (English)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    value = forms.ModelChoiceField(
        label=_("FIRST value"),
        queryset=CoreValue.objects.all(),
        required=False,
        empty_label=pgettext_lazy("no choice", "None"),
    )

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if session:
            self.initial = {name: getattr(session, name) for name in self.fields}
            self.initial["value"] = session.value_id


class NewSlotForm(forms.Form):
    """One time of a session, or many at once."""

    starts_at = HourField(label=_("Starts"), quarters=True)
    ends_at = HourField(label=_("Ends"))
    capacity = forms.IntegerField(label=_("Number of places"))
    place = forms.CharField(
        label=_("Place"),
        max_length=160,
        required=False,
        help_text=_("Left empty: the place of the event. A second group at the same time has its own."),
    )
    times = forms.IntegerField(
        label=_("How many times"), initial=1, help_text=_("1: only this one. More: the same again, later.")
    )
    every_minutes = forms.IntegerField(
        label=_("Minutes from start to start"),
        required=False,
        help_text=_("Only if it is more than one: 30 is 09:00, 09:30, 10:00 …"),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, **kwargs)
        last = session.slots.order_by("-ends_at", "-pk").first()
        event = session.event
        after = max(quarters_between(last.starts_at, last.ends_at)) + QUARTER if last else event.ends_at
        starts_at = after if after < event.ends_at else event.starts_at
        self.initial = {"starts_at": starts_at, "times": 1}
        if last:
            self.initial |= {"capacity": last.capacity, "place": last.place}
            self.initial["ends_at"] = min(starts_at + (last.ends_at - last.starts_at), event.ends_at)


class SlotForm(forms.Form):
    """A time that is there. Its hours are asked for while nobody is signed up.

    `people` is how many the box of `may_take_away` spoke of when it was ticked.
    """

    starts_at = HourField(label=_("Starts"), quarters=True)
    ends_at = HourField(label=_("Ends"))
    capacity = forms.IntegerField(label=_("Number of places"))
    may_take_away = forms.BooleanField(
        label=_("Yes, take places away: those who came last go to the head of the waiting list."),
        required=False,
    )
    people = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Left empty: the place of the event.")
    )

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(slot, name) for name in ("starts_at", "ends_at", "capacity", "place")}
        if slot.sign_ups.filter(state__in=ACTIVE).exists():
            for name in ("starts_at", "ends_at"):
                if name not in self.data:
                    del self.fields[name]
        if "may_take_away" not in self.data:
            del self.fields["may_take_away"], self.fields["people"]

    def ask_to_take_away(self, people: int) -> None:
        """Show the box, empty, to whoever was told from how many places would be taken away."""
        for name in ("may_take_away", "people"):
            self.fields[name] = self.base_fields[name]
        self.data = {**self.data, "people": str(people), "may_take_away": ""}

    def facts(self) -> dict[str, Any]:
        """As services.sessions.change_slot takes them."""
        typed = dict(self.cleaned_data)
        people = typed.pop("people", None) or 0
        return typed | {"may_take_away": people if typed.pop("may_take_away", False) else 0}


class StallForm(forms.Form):
    code = forms.CharField(
        label=_("Stall"), max_length=4, help_text=_("A short code such as A1, as it stands on the plan.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    offer_ind, offer_eng = two_languages(
        _("What there is (Indonesian)"), _("What there is (English)"), max_length=120, required=False
    )

    def __init__(self, *args: Any, stall: BazaarStall | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if stall:
            self.initial = {name: getattr(stall, name) for name in self.fields}

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()
