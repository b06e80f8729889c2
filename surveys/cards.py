"""What the home page shows of the newest wave."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from culture_site.core.related import Panel
from culture_site.culture.models import CoreValue, ValueStanding
from culture_site.people.models import User
from culture_site.people.requests import SignedInRequest

from . import loading, numbers, wording
from .models import WIDE_ROLES, Wave
from .pulse.edition import Edition
from .pulse.lead import lead, own_office
from .standings import NOT_LOWEST


def newest(user: User) -> Edition | None:
    """The newest wave that the person may open, as they may see it; at most three statements."""
    wave = Wave.objects.visible_to(user).select_related("version__survey").newest_first().first()
    return loading.single(wave, user) if wave else None


def verdict_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """For leaders, Nakawan and Service Culture: who is lowest, how certain that is, and the way to the page."""
    if not request.user.access.has(*WIDE_ROLES):
        return
    edition = newest(request.user)
    if edition is None:
        return
    found = lead(edition)
    context = {
        "kicker": _("Culture pulse, %(wave)s") % {"wave": edition.wave.label},
        "title": found.title,
        "text": found.certainty,
        "url": reverse("surveys:pulse-detail", args=[edition.wave.pk]),
        "button": _("See the results"),
    }
    yield Panel("surveys/_home_verdict.html", context, order=10)


def waiting_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """A survey that the person was asked in and has not answered."""
    wave = Wave.objects.answerable_by(request.user).order_by("closes_on").first()
    if wave is None:
        return
    context = {
        "kicker": _("Eight minutes at most"),
        "title": _("The culture survey waits for you"),
        "text": _("Your answers cannot be traced to you. Open until %(day)s.")
        % {"day": date_format(wave.closes_on, "DATE_FORMAT")},
        "url": reverse("surveys:survey", args=[wave.pk]),
        "button": _("Look at it"),
    }
    yield Panel("surveys/_home_survey.html", context, order=5, waits=True)


def own_office_panel(request: SignedInRequest, subject: Any) -> Iterator[Panel]:
    """For every other Nakama: their own office, or the cities if it took no part."""
    user = request.user
    if user.access.has(*WIDE_ROLES) or not user.is_nakama:
        return
    edition = newest(user)
    if edition is None:
        return
    own = own_office(edition)
    page = "surveys:pulse-office" if own else "surveys:pulse-detail"
    context = {
        "wave": edition.wave,
        "text": own or lead(edition).certainty,
        "url": reverse(page, args=[edition.wave.pk]),
    }
    yield Panel("surveys/_home_own_office.html", context, order=40)


def value_panel(request: Any, value: CoreValue) -> Iterator[Panel]:
    """On the page of a value: where it stands in the newest wave, lowest first, for those who may see it."""
    if not request.user.is_authenticated:
        return
    standings = ValueStanding.objects.visible_to(request.user).filter(value=value).latest_wave()
    rows = list(standings.select_related("office").order_by("percent", "office__name"))
    if not rows:
        return
    newest = max(rows, key=lambda row: row.published_at).wave_label
    context = {
        "wave": newest,
        "rows": [
            {
                "office": row.office.name,
                "score": numbers.score(row.percent, 0),
                "interval": numbers.interval(row.low, row.high, 0),
                "state": "" if row.state == NOT_LOWEST else wording.state_label(row.state),
            }
            for row in rows
            if row.wave_label == newest
        ],
        "url": reverse("surveys:pulse-latest"),
    }
    yield Panel("surveys/_value_standing.html", context, order=20)
