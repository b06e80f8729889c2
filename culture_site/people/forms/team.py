"""The forms of those who look after people. They check the shape; the services check the rules."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.dates import today

from ..models import City, JobGroup, Office, Role, RoleAssignment, State, User, UserQuerySet
from ..permissions import CARERS, roles_given_by


class DayInput(forms.DateInput):
    """The browser's own calendar, which sends and wants ISO dates whatever the page's language."""

    input_type = "date"

    def __init__(self, **attrs: Any):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), input_formats=["%Y-%m-%d"], **options)


EVERYTHING = ("", pgettext_lazy("filter", "All"))
NOTHING = pgettext_lazy("no choice", "None")


class PersonFilterForm(forms.Form):
    """Search and filters of the list; whatever is unknown is left out rather than complained about."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=EVERYTHING[1],
    )
    city = forms.ModelChoiceField(
        label=_("City"),
        queryset=City.objects.none(),
        required=False,
        empty_label=EVERYTHING[1],
    )
    role = forms.ChoiceField(label=_("Role"), choices=[EVERYTHING, *Role.choices], required=False)
    job_group = forms.ChoiceField(
        label=_("Job group"),
        choices=[EVERYTHING, *JobGroup.choices],
        required=False,
    )
    state = forms.ChoiceField(label=_("State"), choices=[EVERYTHING, *State.choices], required=False)
    fields: dict[str, Any]  # each of its own class, with its rows or choices

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = user.access.offices(*CARERS, Role.LEADER)
        self.fields["office"].queryset = Office.objects.filter(reach).select_related("city")
        self.fields["city"].queryset = City.objects.filter(
            offices__in=Office.objects.filter(reach)
        ).distinct()

    def apply(self, people: UserQuerySet) -> UserQuerySet:
        """`people` narrowed down to what was chosen."""
        chosen = (
            {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        )
        if "q" in chosen:
            words = chosen["q"].strip()
            people = people.filter(
                Q(name__icontains=words)
                | Q(email__icontains=words)
                | Q(employee_number__icontains=words)
                | Q(trainee_number__icontains=words)
            )
        if "office" in chosen:
            people = people.filter(office=chosen["office"])
        if "city" in chosen:
            people = people.filter(office__city=chosen["city"])
        if "role" in chosen:
            held = RoleAssignment.objects.active().filter(user=OuterRef("pk"), role=chosen["role"])
            people = people.filter(Exists(held))
        if "job_group" in chosen:
            people = people.filter(job_group=chosen["job_group"])
        return people.in_state(chosen["state"]) if "state" in chosen else people


class PersonForm(forms.ModelForm):
    """One person, added or corrected by hand. Roles, superuser and the like are no fields of it."""

    leader_name = forms.CharField(
        label=_("Leader"),
        required=False,
        max_length=254,
        help_text=_("E-mail or number of the person who leads them."),
    )
    fields: dict[str, Any]

    class Meta:
        model = User
        fields = (
            "name", "email", "employee_number", "trainee_number", "office", "job_group", "squad", "language",
            "joined_on",
        )  # fmt: skip
        widgets = {"joined_on": DayInput()}
        help_texts = {
            "email": _(
                "For the invitation. Without one, the person signs in with a number and a one-time code."
            )
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(user.access.offices(*CARERS)).select_related("city")
        self.fields["office"].queryset = offices
        self.fields["office"].required = not user.access.covers_all(CARERS)
        self.fields["office"].empty_label = (
            _("Choose an office") if self.fields["office"].required else NOTHING
        )
        self.fields["job_group"].choices = [("", NOTHING), *JobGroup.choices]
        if self.instance.pk and self.instance.leader:
            names = self.instance.leader.identifiers
            self.fields["leader_name"].initial = names[0]
        self.order_fields(
            ["name", "email", "employee_number", "trainee_number", "office", "job_group", "leader_name"]
        )

    def clean_leader_name(self) -> User | None:
        typed = self.cleaned_data["leader_name"].strip()
        if not typed:
            return None
        leader = User.objects.identified_by(typed)
        if leader is None or leader.pk == self.instance.pk:
            raise ValidationError(
                _("Nobody else here has this e-mail or number. Check it in the list of people.")
            )
        return leader

    def save(self, commit: bool = True) -> User:
        self.instance.leader = self.cleaned_data["leader_name"]
        return super().save(commit)


class RoleForm(forms.Form):
    """A role in a place from a day to a day."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.ChoiceField(label=_("Where"))
    starts_on = day_field(_("From"))
    ends_on = day_field(
        _("Until"), required=False, help_text=_("Empty: until further notice. Both days count.")
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_given_by(user)]
        reach = user.access.offices(*CARERS)
        offices = list(Office.objects.filter(reach).select_related("city"))
        self.places: dict[str, Office | City | None] = {f"office-{office.pk}": office for office in offices}
        choices: list[tuple[Any, Any]] = [
            (_("One office"), [(f"office-{office.pk}", str(office)) for office in offices])
        ]
        everywhere = user.access.covers_all(CARERS)
        own_cities = {item.city_id for item in user.access.assignments if item.role in CARERS}
        cities = {o.city_id: o.city for o in offices if everywhere or o.city_id in own_cities}
        if cities:
            self.places |= {f"city-{pk}": city for pk, city in cities.items()}
            choices.append((_("One city"), [(f"city-{pk}", str(city)) for pk, city in cities.items()]))
        if everywhere:
            self.places["all"] = None
            choices.append(("all", _("All offices")))
        self.fields["place"].choices = choices
        self.fields["place"].initial = f"office-{person.office_id}"
        self.fields["starts_on"].initial = today()

    def clean_place(self) -> Office | City | None:
        return self.places[self.cleaned_data["place"]]


class DayForm(forms.Form):
    """One day: the last of a role, or of a person's work."""

    day = day_field(_("Last day"), help_text=_("It still counts."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today()


class LanguageForm(forms.ModelForm):
    """The language of mails, notices and of the first page."""

    class Meta:
        model = User
        fields = ("language",)
