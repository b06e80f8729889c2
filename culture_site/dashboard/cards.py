"""The cards of the home page that no other room brings: the vision, the values, one's own team."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from culture_site.core.dates import today
from culture_site.core.related import Panel
from culture_site.culture.models import CoreValue, ServiceVision
from culture_site.people.models import Office, Role, User
from culture_site.people.requests import SignedInRequest
from nakawan.models import FocusPlan


def lead_panel() -> Panel | None:
    """The service vision, the largest block for everybody to whom no other room says what to do first."""
    vision = ServiceVision.objects.filter(valid_from__lte=today()).first()
    return Panel("dashboard/_vision_lead.html", {"vision": vision}) if vision else None


def values_panel() -> Iterable[Panel]:
    values = list(CoreValue.objects.all())
    return [Panel("dashboard/_values_card.html", {"values": values}, order=200)] if values else []


def team_panel(request: SignedInRequest) -> Iterable[Panel]:
    """A leader's own team: how many work in it, and the way to them."""
    if not request.user.access.has(Role.LEADER):
        return []
    count = User.objects.filter(leader=request.user).employed().count()
    if not count:
        return []
    return [
        Panel("dashboard/_team_card.html", {"count": count, "url": reverse("people:person-list")}, order=50)
    ]


def offices_panel(request: SignedInRequest) -> Iterable[Panel]:
    """For those who look after people: how many work in each office of their scope, one statement."""
    access = request.user.access
    if not access.has(Role.SERVICE_CULTURE, Role.ADMINISTRATOR):
        return []
    offices = Office.objects.filter(
        access.offices(Role.SERVICE_CULTURE, Role.ADMINISTRATOR)
    ).with_head_counts()
    rows = [office for office in offices if office.head_count]
    if not rows:
        return []
    total = sum(office.head_count for office in rows)
    context = {"offices": rows, "total": total, "url": reverse("people:person-list")}
    return [Panel("dashboard/_offices_card.html", context, order=60)]


def loop_panel(request: SignedInRequest, plan: FocusPlan) -> Iterable[Panel]:
    """On a plan: the whole loop of its office. Who reads the plan reads the loop."""
    context = {
        "title": _("The loop of %(office)s") % {"office": plan.office},
        "text": _("From the wave to the next one, with everything in between."),
        "url": reverse("dashboard:loop", args=[plan.office_id]),
        "link_text": _("See the loop"),
    }
    return [Panel("dashboard/_loop_card.html", context)]


def loops_panel(request: SignedInRequest, subject: object) -> Iterable[Panel]:
    """Beside the list of plans: where each office stands."""
    context = {
        "title": _("The loop, office by office"),
        "text": _("Where each office stands, and what is late."),
        "url": reverse("dashboard:loop-list"),
        "link_text": _("See the loop"),
    }
    return [Panel("dashboard/_loop_card.html", context)]
