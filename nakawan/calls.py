"""Which call concerns a person now."""

from django.db.models import QuerySet

from culture_site.people.models import Office, Role, User

from .models import Application, Call, SeatQuota


def call_for(person: User) -> Call | None:
    """The open call with seats at the person's office."""
    return Call.objects.open().for_office(person.office_id).order_by("-opens_at").first()


def newest_application(person: User, call: Call | None) -> Application | None:
    """The person's application to `call`; without one, the last they made."""
    own = Application.objects.filter(person=person).select_related("call", "quota__office", "person")
    return (own.filter(call=call) if call else own).order_by("-call__opens_at").first()


def quotas_for(user: User) -> QuerySet[SeatQuota]:
    """The seats that `user` may fill: Service Culture everywhere, a leader those of the own office."""
    offices = Office.objects.filter(user.access.offices_looked_after(Role.LEADER))
    return SeatQuota.objects.filter(office__in=offices).select_related("call", "office__city")
