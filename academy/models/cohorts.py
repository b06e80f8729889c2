"""Batches, who is in them, and the days that count for them."""

from typing import cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from culture_site.core.dates import today
from culture_site.people.models import Office, Role, User

from .curriculum import Activity, CurriculumVersion


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CohortQuerySet":
        """Batches of the offices that the academy team member looks after, and those a mentor accompanies."""
        if user.access.covers_all([Role.ACADEMY_TEAM]):
            return self
        reached = models.Q(office__in=Office.objects.filter(user.access.offices(Role.ACADEMY_TEAM)))
        if user.access.has(Role.MENTOR):
            reached |= models.Q(pk__in=Cohort.mentors.through.objects.filter(user=user).values("cohort"))
        return self.filter(reached)

    def lock(self, *pks: int) -> "list[Cohort]":
        """The rows in the order of their ids, held until the transaction ends: for whatever counts places.

        The lock leaves the key alone, so that rows which point here (a day of a trainee) can be written meanwhile.
        """
        found = self.select_for_update(of=("self",), no_key=True).filter(pk__in=pks).order_by("pk")
        return cast("list[Cohort]", list(found.select_related("version__programme", "office__city")))


class Cohort(models.Model):
    """A batch: the people who walk one version of a programme from one day on, at one office.

    `seats_taken` counts the enrolments that hold a place; the services keep it, a constraint holds it under
    `capacity`, and `manage.py verify` counts it again.
    """

    name = models.CharField(_("name"), max_length=80, help_text=_("For example “Batch 12”."))
    version = models.ForeignKey(
        CurriculumVersion, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("curriculum")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("office")
    )
    starts_on = models.DateField(_("starts on"))
    capacity = models.PositiveSmallIntegerField(_("places"), default=25)
    seats_taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    mentors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="mentored_cohorts", blank=True, verbose_name=_("mentors")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="cohort_name_once_without_case",
                violation_error_message=_("There is a batch of that name already."),
            ),
            models.CheckConstraint(
                name="cohort_never_overfull", condition=models.Q(seats_taken__lte=models.F("capacity"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_started(self) -> bool:
        return self.starts_on <= today()

    @property
    def places_left(self) -> int:
        return self.capacity - self.seats_taken


class EnrollmentState(models.TextChoices):
    ADMITTED = "admitted", pgettext_lazy("enrolment", "Admitted")
    ACTIVE = "active", pgettext_lazy("enrolment", "Learning")
    PAUSED = "paused", pgettext_lazy("enrolment", "Paused")
    DEFERRED = "deferred", pgettext_lazy("enrolment", "Moved to a later batch")
    GRADUATED = "graduated", pgettext_lazy("enrolment", "Graduated")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Left")


# Those who hold a place. A person holds one place at a time.
HOLDS_A_PLACE = (EnrollmentState.ADMITTED, EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
# Those who learn, or look back at what they learned.
MAY_LEARN = (*HOLDS_A_PLACE, EnrollmentState.GRADUATED)


class EnrollmentQuerySet(models.QuerySet):
    def holding_a_place(self) -> "EnrollmentQuerySet":
        return self.filter(state__in=HOLDS_A_PLACE)

    def visible_to(self, user: User) -> "EnrollmentQuerySet":
        """Those whose progress and answers `user` may see: their own, and those of the batches they look after."""
        own = models.Q(person=user)
        if not user.access.has(Role.ACADEMY_TEAM, Role.MENTOR):
            return self.filter(own)
        return self.filter(own | models.Q(cohort__in=Cohort.objects.visible_to(user)))

    def coached_by(self, user: User) -> "EnrollmentQuerySet":
        """Those whom `user` accompanies: of the batches they look after, and never themselves."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user)).exclude(person=user)

    def current_of(self, person: User) -> "Enrollment | None":
        """The enrolment a person learns under: the one that holds a place, else the newest graduation."""
        held = models.Case(models.When(state__in=HOLDS_A_PLACE, then=0), default=1)
        found = (
            self.filter(person=person, state__in=MAY_LEARN)
            .select_related("cohort__version__programme", "cohort__office", "summary__next_activity")
            .order_by(held, "-pk")
        )
        return cast("Enrollment | None", found.first())

    def lock(self, pk: int) -> "Enrollment":
        """The row, held until the transaction ends; everything that changes a person's learning goes through it.

        Two statements: whoever had to wait for the lock reads what the other one wrote. In one statement PostgreSQL
        would give the row as it is now, and beside it the summary and the batch as they were before the wait.
        """
        list(self.select_for_update().filter(pk=pk).values_list("pk"))
        found = self.select_related("cohort__version__programme", "cohort__office", "person", "summary")
        return cast(Enrollment, found.get(pk=pk))


class Enrollment(models.Model):
    """One person in one batch. What they met is kept per person and activity, so a later batch carries it along.

    `device_key` names this enrolment on a phone: what a browser keeps unsent is bound to it.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="enrollments", verbose_name=_("batch")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrollments",
        verbose_name=_("person"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=EnrollmentState.choices, default=EnrollmentState.ADMITTED
    )
    device_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["cohort", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="enrollment_once_per_cohort"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=HOLDS_A_PLACE),
                name="enrollment_one_place_per_person",
            ),
            models.CheckConstraint(
                name="enrollment_state_known", condition=models.Q(state__in=EnrollmentState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"

    @property
    def holds_a_place(self) -> bool:
        return self.state in HOLDS_A_PLACE

    @property
    def may_learn(self) -> bool:
        """May they open activities and have progress recorded? From the first day of their batch on."""
        return self.state in MAY_LEARN and self.cohort.has_started

    @property
    def is_paused(self) -> bool:
        return self.state == EnrollmentState.PAUSED


class Transition(models.Model):
    """A change of an enrolment's state, written once. `reason` is for the academy team, never about health."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="transitions", verbose_name=_("enrolment")
    )
    from_state = models.CharField(_("from"), max_length=9, choices=EnrollmentState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=9, choices=EnrollmentState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
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
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["enrollment", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.from_state} > {self.to_state}"


class Pause(models.Model):
    """Days on which nothing falls due, both ends included; `ends_on` empty: still going on."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="pauses", verbose_name=_("enrolment")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["enrollment", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"], condition=models.Q(ends_on=None), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_starts",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.starts_on}"


class DayKind(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("day", "School")
    AWAY = "away", pgettext_lazy("day", "Away")
    OFFICE = "office", pgettext_lazy("day", "No academy")


class BlackoutDay(models.Model):
    """A working day that does not count: for a whole batch (`person` empty), or for one person in it.

    A person enters school days and days away themselves; no reason is asked for or kept.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="blackout_days", verbose_name=_("batch")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="blackout_days",
        verbose_name=_("person"),
    )
    on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=6, choices=DayKind.choices, default=DayKind.SCHOOL)
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("day that does not count")
        verbose_name_plural = _("days that do not count")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "on"], name="blackout_day_once_per_person"),
            models.UniqueConstraint(
                fields=["cohort", "on"], condition=models.Q(person=None), name="blackout_day_once_per_cohort"
            ),
            models.CheckConstraint(
                name="blackout_day_kind_known", condition=models.Q(kind__in=DayKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Extension(models.Model):
    """More working days for one activity. The first ones a trainee takes with one press, later ones a coach gives."""

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("enrolment")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("activity")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    days = models.PositiveSmallIntegerField(_("working days"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["enrollment", "activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "activity", "number"], name="extension_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.activity} +{self.days}"


class LiveSession(models.Model):
    """When and where a batch meets for an activity of the kind "live".

    `sequence` grows with every change of when or where, as calendar apps want to know; `changed_at` is the last one.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="live_sessions", verbose_name=_("batch")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="live_sessions", verbose_name=_("activity")
    )
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link"), blank=True)
    sequence = models.PositiveIntegerField(_("times changed"), default=0)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    class Meta:
        verbose_name = _("live session")
        verbose_name_plural = _("live sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "activity", "starts_at"], name="live_session_once_per_hour"
            ),
            models.CheckConstraint(name="live_session_takes_time", condition=models.Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.cohort}"


class AttendanceState(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "Was there")
    ABSENT = "absent", pgettext_lazy("attendance", "Was not there")
    CAUGHT_UP = "caught_up", pgettext_lazy("attendance", "Caught up later")


class Attendance(models.Model):
    """Whether somebody was at a live session, as it stands; each mark is an ActivityEvent besides."""

    session = models.ForeignKey(
        LiveSession, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("live session")
    )
    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("enrolment")
    )
    state = models.CharField(_("state"), max_length=9, choices=AttendanceState.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    marked_at = models.DateTimeField(_("marked at"), default=timezone.now)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "enrollment"]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrollment"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_state_known", condition=models.Q(state__in=AttendanceState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.get_state_display()}"
