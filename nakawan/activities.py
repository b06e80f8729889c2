"""The activities of an office as its hub shows them: the next one, a month, and what was done in a term."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import today
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office
from events.models import Event, EventState, Session

from .models import HELD, Proposal, ProposalState, TeamTarget, Term
from .reach import Reach, reach_by_event


class Mark(StrEnum):
    """How an activity of a month stands."""

    DONE = "done"
    OPEN = "open"
    COMING = "coming"
    WAITING = "waiting"
    CHANGES = "changes"
    SHARED = "shared"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Activity:
    """One line of a month: an event of the office or of all offices, or a proposal that waits.

    `url` is its page for who serves at the office. `helpers_missing` are still looked for.
    """

    title: str
    starts_at: datetime
    place: str
    mark: Mark
    url: str
    reach: Reach | None = None
    helpers_missing: int = 0

    @property
    def label(self) -> str:
        return {
            Mark.DONE: _("Done"),
            Mark.OPEN: _("Check-in open"),
            Mark.COMING: _("Coming"),
            Mark.WAITING: _("Waiting for an answer"),
            Mark.CHANGES: _("To be changed"),
            Mark.SHARED: _("Shared event"),
            Mark.CALLED_OFF: _("Cancelled"),
        }[self.mark]

    @property
    def badge(self) -> str:
        """The kind of components/badge.html."""
        kinds = {Mark.OPEN: "ok", Mark.WAITING: "warn", Mark.CHANGES: "warn", Mark.SHARED: "info"}
        return kinds.get(self.mark, "bad" if self.mark == Mark.CALLED_OFF else "")

    @property
    def step(self) -> str:
        """The state of components/step_mark.html."""
        return {Mark.DONE: "done", Mark.OPEN: "now", Mark.CALLED_OFF: "rest"}.get(self.mark, "next")

    @property
    def note(self) -> str:
        """The line below its title: who came, who is still looked for, or where it is."""
        if self.mark == Mark.DONE and self.reach:
            came = ngettext("%(count)s person came", "%(count)s people came", self.reach.came)
            words = came % {"count": self.reach.came}
            if self.reach.rating is None:
                return words
            rating = number_format(self.reach.rating, 1)
            return words + ", " + _("%(rating)s of 5 on average") % {"rating": rating}
        if self.helpers_missing:
            return ngettext(
                "%(count)s more helper needed", "%(count)s more helpers needed", self.helpers_missing
            ) % {"count": self.helpers_missing}
        return self.place


def month_of(office: Office, on: date, now: datetime | None = None) -> list[Activity]:
    """What the month of a day holds, in order: events of the office and of all offices, and proposals that wait.

    Constant statements, however many there are.
    """
    now = now or timezone.now()
    first, following = _month(on)
    in_month = Q(starts_at__gte=first, starts_at__lt=following)
    events = list(
        Event.objects.filter(in_month, Q(office=office) | Q(office=None))
        .exclude(state=EventState.DRAFT)
        .select_related("proposal")
        .annotate(helping=Count("proposal__helpers"))
    )
    reach = reach_by_event([event for event in events if event.ends_at <= now])
    proposals = Proposal.objects.filter(
        in_month, office=office, event=None, state__in=(ProposalState.SENT, ProposalState.CHANGES)
    ).annotate(helping=Count("helpers"))
    found = [_of_event(event, reach.get(event.pk), now) for event in events]
    found += [_of_proposal(proposal) for proposal in proposals]
    return sorted(found, key=lambda one: (one.starts_at, one.title))


def _month(on: date) -> tuple[datetime, datetime]:
    """The first moment of the month of a day, and of the next one, in Jakarta."""
    first = on.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return tuple(timezone.make_aware(datetime.combine(day, time())) for day in (first, following))  # type: ignore[return-value]


def _of_event(event: Event, reach: Reach | None, now: datetime) -> Activity:
    proposal = getattr(event, "proposal", None)
    if event.state == EventState.CANCELLED:
        mark = Mark.CALLED_OFF
    elif event.ends_at <= now:
        mark = Mark.DONE
    elif event.office_id is None:
        mark = Mark.SHARED
    elif timezone.localdate(event.starts_at) <= timezone.localdate(now):
        mark = Mark.OPEN
    else:
        mark = Mark.COMING
    looked_for = proposal.helpers_wanted - event.helping if proposal and event.starts_at > now else 0  # type: ignore[attr-defined]
    return Activity(
        title=str(event),
        starts_at=event.starts_at,
        place=event.place,
        mark=mark,
        url=reverse("nakawan:proposal-detail", args=[proposal.uuid])
        if proposal
        else reverse("events:event-detail", args=[event.slug]),
        reach=reach,
        helpers_missing=max(looked_for, 0) if mark != Mark.CALLED_OFF else 0,
    )


def _of_proposal(proposal: Proposal) -> Activity:
    assert proposal.starts_at is not None
    return Activity(
        title=str(proposal),
        starts_at=proposal.starts_at,
        place=proposal.place,
        mark=Mark.WAITING if proposal.is_waiting else Mark.CHANGES,
        url=reverse("nakawan:proposal-detail", args=[proposal.uuid]),
        helpers_missing=max(proposal.helpers_wanted - proposal.helping, 0),  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class NextActivity:
    """The next event of an office that is not over, with the value that it trains and how many are there already."""

    event: Event
    value: CoreValue | None
    reach: Reach
    proposal: Proposal | None
    now: datetime

    @property
    def is_today(self) -> bool:
        return timezone.localdate(self.event.starts_at) <= timezone.localdate(self.now)

    @property
    def has_begun(self) -> bool:
        return self.event.starts_at <= self.now


def next_activity(office: Office, now: datetime) -> NextActivity | None:
    """Four statements."""
    coming = Event.objects.filter(office=office, state=EventState.PUBLISHED).upcoming(now)
    event = coming.select_related("proposal__by").first()
    if event is None:
        return None
    session = Session.objects.filter(event=event).select_related("value").first()
    return NextActivity(
        event=event,
        value=session.value if session else None,
        reach=reach_by_event([event])[event.pk],
        proposal=getattr(event, "proposal", None),
        now=now,
    )


def held() -> QuerySet[Proposal]:
    """The activities that took place, closed or not."""
    return Proposal.objects.filter(
        state__in=HELD, event__state=EventState.PUBLISHED, event__ends_at__lte=timezone.now()
    )


def held_in_term(term: Term) -> QuerySet[Proposal]:
    """The activities that a Nakawan proposed and that took place within a term."""
    return held().filter(
        by=term.person_id,
        office=term.office_id,
        event__starts_at__date__gte=term.starts_on,
        event__starts_at__date__lte=min(term.ends_on, today()),
    )


def done_in_term(term: Term) -> int:
    """How many activities a Nakawan has held within a term, for its target."""
    return held_in_term(term).count()


@dataclass(frozen=True)
class TeamProgress:
    """How many activities were held at an office `since` the first of those who serve there now began.

    `asked` is what their terms ask for together; `target` is that, or more where the team set itself more.
    """

    since: date
    done: int
    asked: int
    target: int
    has_own_target: bool

    @property
    def left(self) -> int:
        return max(self.target - self.done, 0)


def team_progress(office: Office) -> TeamProgress:
    """Of an office where somebody serves; three statements."""
    terms = Term.objects.active().filter(office=office).aggregate(since=Min("starts_on"), asked=Sum("target"))
    since, asked = terms["since"] or today(), terms["asked"] or 0
    own = TeamTarget.objects.filter(office=office, set_on__gte=since).first()
    return TeamProgress(
        since=since,
        done=held().filter(office=office, event__starts_at__date__gte=since).count(),
        asked=asked,
        target=max(asked, own.activities if own else 0),
        has_own_target=own is not None,
    )


def asked_of_team(office: Office) -> int:
    """How many activities the terms that run at an office ask for together."""
    return Term.objects.active().filter(office=office).aggregate(asked=Sum("target"))["asked"] or 0
