"""Activities of Nakawan: ready formats, and what is proposed, approved, held and looked back on."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.languages import in_language
from culture_site.culture.models import CoreValue
from culture_site.people.models import Office, Role, User
from events.models import LARGEST_CAPACITY, Event, EventState, SessionKind

from .plans import FocusPlan
from .terms import Term

LONGEST_WORDS = 300
LONGEST_REFLECTION = 1000
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 600
MOST_HELPERS = 20


class ActivityFormat(models.Model):
    """A ready format of the library: what it is, how long it takes, what one needs.

    `summary` is what people read who think of coming, `text` what whoever holds it does, a step a line.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=SessionKind.choices, default=SessionKind.OTHER)
    title_ind = models.CharField(_("title (Indonesian)"), max_length=120)
    title_eng = models.CharField(_("title (English)"), max_length=120)
    summary_ind = models.CharField(_("summary (Indonesian)"), max_length=LONGEST_WORDS, blank=True)
    summary_eng = models.CharField(_("summary (English)"), max_length=LONGEST_WORDS, blank=True)
    text_ind = models.TextField(_("what happens (Indonesian)"), max_length=1000)
    text_eng = models.TextField(_("what happens (English)"), max_length=1000)
    needs_ind = models.CharField(_("what one needs (Indonesian)"), max_length=300, blank=True)
    needs_eng = models.CharField(_("what one needs (English)"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    places = models.PositiveSmallIntegerField(_("places"))
    value = models.ForeignKey(
        CoreValue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activity_formats",
        verbose_name=_("FIRST value"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("ready format")
        verbose_name_plural = _("ready formats")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def steps(self) -> list[str]:
        """What happens, step by step, in the reader's language."""
        return [line for line in in_language(self, "text").splitlines() if line.strip()]


class ProposalState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("proposal", "Draft")
    SENT = "sent", pgettext_lazy("proposal", "Waiting for an answer")
    CHANGES = "changes", pgettext_lazy("proposal", "To be changed")
    APPROVED = "approved", pgettext_lazy("proposal", "Approved")
    DECLINED = "declined", pgettext_lazy("proposal", "Not this time")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")
    CLOSED = "closed", pgettext_lazy("proposal", "Done")


# Those that can still be written on, and those that came to something.
EDITABLE = (ProposalState.DRAFT, ProposalState.CHANGES)
HELD = (ProposalState.APPROVED, ProposalState.CLOSED)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ProposalQuerySet":
        """One's own, and what was sent at an office that one serves as a Nakawan or leads; all for Service Culture."""
        own, was_sent = Q(by=user), Q(sent_at__isnull=False)
        if user.access.has(Role.SERVICE_CULTURE):
            return self.filter(own | was_sent)
        reached = Office.objects.filter(user.access.offices(Role.NAKAWAN, Role.LEADER))
        served = Term.objects.active().filter(person=user).values("office")
        return self.filter(own | (was_sent & (Q(office__in=reached) | Q(office__in=served))))

    def to_answer_by(self, user: User) -> "ProposalQuerySet":
        """What was sent and is for `user` to answer: at their offices, and not their own."""
        reach = user.access.offices_looked_after(Role.LEADER)
        found = self.filter(office__in=Office.objects.filter(reach), sent_at__isnull=False)
        return found.exclude(by=user)

    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=ProposalState.SENT)

    def over(self, now: datetime) -> "ProposalQuerySet":
        """Approved, not closed yet, and the event is over."""
        return self.filter(state=ProposalState.APPROVED, event__ends_at__lte=now)


class Proposal(models.Model):
    """An activity that a Nakawan would like to hold. Approved, it becomes an event (`event`); closed, it is looked
    back on (`reflection`).

    One of the library without a budget is approved unless somebody answers by `answer_by`; others wait for an answer.
    A draft may lack its time. `ends_at` is `minutes` after `starts_at`; once there is an event, its hours are the ones
    that count (`begins_at`, `over_at`).
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("office")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="proposals",
        verbose_name=_("proposed by"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.DRAFT
    )
    format = models.ForeignKey(
        ActivityFormat,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("ready format"),
    )
    title_ind = models.CharField(_("title (Indonesian)"), max_length=120, blank=True)
    title_eng = models.CharField(_("title (English)"), max_length=120, blank=True)
    text_ind = models.CharField(_("what happens (Indonesian)"), max_length=LONGEST_WORDS, blank=True)
    text_eng = models.CharField(_("what happens (English)"), max_length=LONGEST_WORDS, blank=True)
    value = models.ForeignKey(
        CoreValue,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("FIRST value"),
    )
    plan = models.ForeignKey(
        FocusPlan,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("focus plan"),
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=20)
    budget_idr = models.PositiveIntegerField(_("budget in rupiah"), default=0)
    budget_note = models.CharField(_("what the budget is for"), max_length=300, blank=True)
    helpers_wanted = models.PositiveSmallIntegerField(_("helpers needed"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answer_by = models.DateTimeField(_("approved by itself at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    event = models.OneToOneField(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("event"),
    )
    reflection = models.TextField(_("looking back"), max_length=LONGEST_REFLECTION, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded to look back"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_ends_after_it_starts", condition=Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="proposal_has_both_hours_or_none",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_was_sent_with_its_time",
                condition=Q(starts_at__isnull=False) | Q(state__in=(*EDITABLE, ProposalState.WITHDRAWN)),
            ),
            models.CheckConstraint(
                name="proposal_waits_since_it_was_sent",
                condition=~Q(state=ProposalState.SENT) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_only_a_waiting_one_is_approved_by_itself",
                condition=Q(answer_by=None) | Q(state=ProposalState.SENT),
            ),
            models.CheckConstraint(name="proposal_has_a_title", condition=~Q(title_ind="", title_eng="")),
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=ProposalState.values)),
            models.CheckConstraint(
                name="proposal_has_places", condition=Q(places__gte=1, places__lte=LARGEST_CAPACITY)
            ),
            models.CheckConstraint(
                name="proposal_helpers_are_sensible", condition=Q(helpers_wanted__lte=MOST_HELPERS)
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="proposal_of_office")]

    def __str__(self) -> str:
        return in_language(self, "title")

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.SENT

    @property
    def begins_at(self) -> datetime | None:
        return self.event.starts_at if self.event else self.starts_at

    @property
    def over_at(self) -> datetime | None:
        return self.event.ends_at if self.event else self.ends_at

    @property
    def is_called_off(self) -> bool:
        """Was its event cancelled?"""
        return self.event is not None and self.event.state == EventState.CANCELLED

    @property
    def can_be_helped(self) -> bool:
        """Can somebody say that they help? From sending until it begins."""
        if self.state not in (ProposalState.SENT, ProposalState.APPROVED) or self.is_called_off:
            return False
        return self.begins_at is not None and self.begins_at > timezone.now()

    def can_be_closed(self, now: datetime) -> bool:
        """Is there an event that is over, or was called off?"""
        if self.state != ProposalState.APPROVED:
            return False
        return self.is_called_off or (self.over_at is not None and self.over_at <= now)


class StepKind(models.TextChoices):
    """What can happen to a proposal; each is written once."""

    SENT = "sent", pgettext_lazy("step of a proposal", "Sent")
    CHANGES = "changes", pgettext_lazy("step of a proposal", "A change was asked for")
    APPROVED = "approved", pgettext_lazy("step of a proposal", "Approved")
    BY_ITSELF = "by_itself", pgettext_lazy("step of a proposal", "Approved by itself")
    DECLINED = "declined", pgettext_lazy("step of a proposal", "Not this time")
    LAPSED = "lapsed", pgettext_lazy("step of a proposal", "Its time went by without an answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("step of a proposal", "Withdrawn")
    TAKEN_OVER = "taken", pgettext_lazy("step of a proposal", "Taken over")
    CLOSED = "closed", pgettext_lazy("step of a proposal", "Closed")


class ProposalStep(models.Model):
    """A step in the story of a proposal, written once. `by` is empty for what happened by itself."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="steps", verbose_name=_("proposal")
    )
    kind = models.CharField(_("what happened"), max_length=9, choices=StepKind.choices)
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
        ordering = ["proposal", "at", "pk"]
        constraints = [
            models.CheckConstraint(name="proposal_step_known", condition=Q(kind__in=StepKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_kind_display()}"


class Helper(models.Model):
    """A Nakawan of the office who helps with another's activity. `place` is which of the helpers needed they are."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="helpers", verbose_name=_("proposal")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="helps_with",
        verbose_name=_("person"),
    )
    place = models.PositiveSmallIntegerField(_("place"))
    created_at = models.DateTimeField(_("said yes"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="helper_once_per_proposal"),
            models.UniqueConstraint(fields=["proposal", "place"], name="helper_each_on_a_place"),
            models.CheckConstraint(
                name="helper_place_is_counted_from_1", condition=Q(place__gte=1, place__lte=MOST_HELPERS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.proposal}"
