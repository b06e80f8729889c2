"""The forms of a roster: the file, what unknown spellings mean, and the yes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from culture_site.core.spellings import key_of

from ..models import Office, OfficeAlias, User
from ..permissions import CARERS, can_place_in
from ..services.roster.headings import Roster, read_roster
from ..services.roster.matching import names_of
from ..services.roster.plans import Plan
from ..services.roster.reading import ROSTER
from ..services.roster.writing import many_leave_text
from .files import TableFileField

# A column of something else than offices would make a form without an end.
MOST_SPELLINGS = 25
LONGEST_KEY = OfficeAlias._meta.get_field("key").max_length or 0


def offices_of(user: User) -> Any:
    return Office.objects.filter(user.access.offices(*CARERS)).select_related("city")


class RosterUploadForm(forms.Form):
    """A file, and whether it lists an office completely. `roster` is what was read; the form's errors are those of
    the file as a whole, faults of its rows raise RosterRefused."""

    file = TableFileField(
        limits=ROSTER,
        label=_("File"),
        help_text=_("CSV or XLSX, at most 5 MB. Columns in any order; Indonesian or English headings."),
    )
    full_for = forms.ModelChoiceField(
        label=_("Lists everybody of"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("No office: nobody leaves for not being in it"),
        help_text=_("Whoever works in this office and is not in the file is marked as left."),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_for"].queryset = offices_of(user)

    def read(self) -> Roster:
        """The roster in the file. Raises RosterRefused."""
        return read_roster(self.cleaned_data["file"].read())


class RosterOfficesForm(forms.Form):
    """Which office does each unknown spelling mean? Asked once; the answer is remembered."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, plan: Plan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = offices_of(user)
        # What is remembered for an office of others is theirs to change.
        mine = [spelling for spelling, office in plan.explained.items() if can_place_in(user, office)]
        spellings = {**plan.unknown_offices, **{spelling: [] for spelling in mine}}
        for spelling, near in list(spellings.items())[:MOST_SPELLINGS]:
            key = key_of(spelling)
            if not key or key in self.fields or max(len(key), len(spelling)) > LONGEST_KEY:
                continue
            self.fields[key] = forms.ModelChoiceField(
                label=spelling,
                queryset=offices,
                initial=plan.explained.get(spelling),
                required=False,
                empty_label=_("Not decided yet"),
                help_text=_("Spelled alike: %(offices)s.") % {"offices": names_of(near)} if near else "",
            )

    def chosen(self) -> dict[str, int]:
        return {key: office.pk for key, office in self.cleaned_data.items() if office is not None}


class RosterConfirmForm(forms.Form):
    """The yes to one plan, and a second one when many leave."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    many_may_leave = forms.BooleanField(label=_("Yes, they leave"))
    fields: dict[str, Any]

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan is None:
            self.fields["many_may_leave"].required = False
        elif plan.many_leave:
            self.fields["many_may_leave"].help_text = many_leave_text(plan)
        else:
            del self.fields["many_may_leave"]
