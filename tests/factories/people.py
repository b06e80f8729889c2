"""Cities, offices, people and their dated roles.

A role's name as an argument gives a person that role today: `UserFactory(leader=True)` leads the person's own
office, `UserFactory(service_culture=True)` works for all offices. For anything else: `RoleAssignmentFactory`.
"""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from culture_site.core.dates import today
from culture_site.core.spellings import key_of
from culture_site.people.models import (
    City,
    JobGroup,
    Office,
    OfficeAlias,
    Role,
    RoleAssignment,
    RosterDraft,
    RosterImport,
    Scope,
    User,
)

PASSWORD = "kata-sandi-contoh"
# Roles that are held for the whole organisation; the others are held in the person's own office.
EVERYWHERE = {
    Role.ACADEMY_TEAM,
    Role.INTERVIEWER,
    Role.PARTNER_CONTACT,
    Role.OTHER_LINE,
    Role.SERVICE_CULTURE,
    Role.CONTENT_EDITOR,
    Role.ADMINISTRATOR,
}


class CityFactory(DjangoModelFactory):
    class Meta:
        model = City

    name = factory.Sequence(lambda n: f"Kota {n}")


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"KTR{n}")
    name = factory.Sequence(lambda n: f"Kantor {n}")
    city = factory.SubFactory(CityFactory)


class RoleAssignmentFactory(DjangoModelFactory):
    """A role in force since 30 days ago without an end, in the person's own office; name a city or set
    `scope=Scope.ALL` for more."""

    class Meta:
        model = RoleAssignment

    user = factory.SubFactory("tests.factories.people.UserFactory")
    role = Role.NAKAWAN
    scope = factory.LazyAttribute(
        lambda o: (
            Scope.CITY if getattr(o, "city", None) else Scope.ALL if o.role in EVERYWHERE else Scope.OFFICE
        )
    )
    office = factory.LazyAttribute(lambda o: o.user.office if o.scope == Scope.OFFICE else None)
    city = None
    starts_on = factory.LazyFunction(lambda: today() - timedelta(days=30))
    ends_on = None


class UserFactory(DjangoModelFactory):
    """A Nakama (agent) of an office of their own, who signs in with `PASSWORD`.

    Each role's name is a trait, True or False; `leader` also takes a person, who then is this one's leader.
    `trainee=True` and `partner_contact=True` are guests: a trainee has a trainee number, both have no employee
    number.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        guest = factory.LazyAttribute(
            lambda o: getattr(o, "trainee", False) or getattr(o, "partner_contact", False)
        )

    trainee = False
    partner_contact = False
    name = factory.Sequence(lambda n: f"Contoh Nakama {n}")
    email = factory.Sequence(lambda n: f"nakama{n}@example.org")
    employee_number = factory.Maybe("guest", None, factory.Sequence(lambda n: f"NIK-{n:05d}"))
    trainee_number = factory.Maybe("trainee", factory.Sequence(lambda n: f"TRN-{n:05d}"), None)
    office = factory.SubFactory(OfficeFactory)
    job_group = factory.Maybe("guest", "", JobGroup.AGENT)
    joined_on = factory.LazyFunction(lambda: today() - timedelta(days=365))
    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **fields):
        held = [role for role in Role if fields.get(role.value) is True]
        for role in held:
            fields.pop(role.value)
        for role in Role:
            if fields.get(role.value) is False:
                fields.pop(role.value)
        person = model_class.objects.create_user(**fields)
        for role in held:
            RoleAssignmentFactory(user=person, role=role)
        return person


class RosterDraftFactory(DjangoModelFactory):
    """An uploaded roster that brings nobody new: its one row is its uploader."""

    class Meta:
        model = RosterDraft

    uploaded_by = factory.SubFactory(UserFactory, service_culture=True)
    file_name = "roster.csv"
    table = factory.LazyAttribute(
        lambda o: {
            "heading_row": 1, "headings": [["employee_number", "nik"], ["name", "nama"], ["office", "kantor"]],
            "ignored": [], "blank": 0, "totals": 0, "faults": [],
            "rows": [[2, o.uploaded_by.employee_number or "0", o.uploaded_by.name, o.uploaded_by.office.code]],
        }
    )  # fmt: skip


class OfficeAliasFactory(DjangoModelFactory):
    class Meta:
        model = OfficeAlias

    spelling = factory.Sequence(lambda n: f"Kantor Simpang {n}")
    key = factory.LazyAttribute(lambda o: key_of(o.spelling))
    office = factory.SubFactory(OfficeFactory)


class RosterImportFactory(DjangoModelFactory):
    class Meta:
        model = RosterImport

    created_by = factory.SubFactory(UserFactory, service_culture=True)
    file_name = "roster.csv"
