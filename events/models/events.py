"""An event and what one can do there."""

from datetime import datetime
from typing import cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from culture_site.core.languages import in_language
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, User

LONGEST_TITLE = 120
LONGEST_SLUG = 40


class EventKind(models.TextChoices):
    FAIR = "fair", "Culture Fair"
    WORKSHOP = "workshop", _("Workshop")
    TALK = "talk", _("Talk")
    GATHERING = "gathering", _("Gathering")


class EventState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class EventQuerySet(models.QuerySet):
    def open_to(self, person: User) -> "EventQuerySet":
        """Published events that `person` may take part in: those for all offices, and those of their own."""
        return self.filter(state=EventState.PUBLISHED).filter(
            models.Q(office=None) | models.Q(office=person.office_id)
        )

    def run_by(self, person: User) -> "EventQuerySet":
        """Events whose sign-ups `person` looks after: an official of the office, or Service Culture everywhere."""
        if person.access.has(Role.SERVICE_CULTURE):
            return self
        if not person.access.has(Role.NAKAWAN, Role.LEADER):
            return self.none()
        reach = person.access.offices(Role.NAKAWAN, Role.LEADER)
        return self.filter(office__in=Office.objects.filter(reach))

    def upcoming(self, on: datetime) -> "EventQuerySet":
        return self.filter(ends_at__gte=on).order_by("starts_at", "pk")


class Event(models.Model):
    """A fair, a workshop, a talk: when and where, and for whom.

    `office` is empty for an event of all offices. Sign-up is open from `opens_at` until `closes_at`; a place can be
    given back until `cancel_until`. `cap` is how many sign-ups a person may have here at once, waiting ones counted.
    `sequence` grows with every change that a calendar has to learn of (RFC 5545).
    """

    slug = models.SlugField(_("short link"), max_length=LONGEST_SLUG, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=EventKind.choices, default=EventKind.FAIR)
    state = models.CharField(_("state"), max_length=9, choices=EventState.choices, default=EventState.DRAFT)
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("office"),
        help_text=_("Leave it empty for an event of all offices."),
    )
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE)
    summary_ind = models.CharField(_("summary (Indonesian)"), max_length=300, blank=True)
    summary_eng = models.CharField(_("summary (English)"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=160)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("sign-up opens"), default=timezone.now)
    closes_at = models.DateTimeField(_("sign-up closes"))
    cancel_until = models.DateTimeField(_("a place can be given back until"))
    cap = models.PositiveSmallIntegerField(_("sign-ups per person"), default=4)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="event_sign_up_closes_after_it_opens",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
            ),
            models.CheckConstraint(name="event_cap_is_one_at_least", condition=models.Q(cap__gte=1)),
            models.CheckConstraint(name="event_state_known", condition=models.Q(state__in=EventState.values)),
            models.CheckConstraint(
                name="event_is_of_known_kind", condition=models.Q(kind__in=EventKind.values)
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def spans_days(self) -> bool:
        """Does it end on another day than it begins?"""
        return timezone.localtime(self.starts_at).date() != timezone.localtime(self.ends_at).date()

    @property
    def is_over(self) -> bool:
        return cast(datetime, self.ends_at) <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Can people sign up now?"""
        return self.state == EventState.PUBLISHED and self.opens_at <= timezone.now() < self.closes_at

    @property
    def can_give_back(self) -> bool:
        return timezone.now() < cast(datetime, self.cancel_until)


class SessionKind(models.TextChoices):
    """What one does there; each has its icon."""

    PUZZLE = "puzzle", _("Vision puzzle")
    DARTS = "darts", _("Value darts")
    WORKSHOP = "workshop", _("Workshop")
    TALK = "talk", _("Talk")
    OTHER = "other", _("Something else")


ICONS = {
    SessionKind.PUZZLE: "layers",
    SessionKind.DARTS: "target",
    SessionKind.WORKSHOP: "pencil",
    SessionKind.TALK: "messages-square",
    SessionKind.OTHER: "sprout",
}


class Session(models.Model):
    """One thing to do at an event, in one or more slots. A person takes part in each session once."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("event")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=SessionKind.choices, default=SessionKind.OTHER)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=LONGEST_TITLE)
    title_eng = models.CharField(_("title (English)"), max_length=LONGEST_TITLE)
    text_ind = models.CharField(_("what happens (Indonesian)"), max_length=300, blank=True)
    text_eng = models.CharField(_("what happens (English)"), max_length=300, blank=True)
    value = models.ForeignKey(
        CoreValue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_sessions",
        verbose_name=_("FIRST value"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(name="session_kind_known", condition=models.Q(kind__in=SessionKind.values))
        ]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def icon(self) -> str:
        return ICONS[SessionKind(self.kind)]


class BazaarStall(models.Model):
    """A stall of the bazaar: the official store, or Nakama who sell their own products. Nobody signs up for it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="stalls", verbose_name=_("event"))
    code = models.CharField(_("stall"), max_length=4)
    name = models.CharField(_("name"), max_length=80)
    offer_ind = models.CharField(_("what there is (Indonesian)"), max_length=120, blank=True)
    offer_eng = models.CharField(_("what there is (English)"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("stall")
        verbose_name_plural = _("stalls")
        ordering = ["event", "code"]
        constraints = [models.UniqueConstraint(fields=["event", "code"], name="stall_code_once_per_event")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
