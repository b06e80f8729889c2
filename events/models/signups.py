"""Who wants to come where: sign-ups with everything that became of them, and the time they take."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .changes import ChangeKind, EventChange
from .events import Event, Session
from .slots import Slot

LONGEST_REASON = 300


class SignUpState(models.TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("sign-up", "Confirmed")
    WAITING = "waiting", pgettext_lazy("sign-up", "Waiting")
    OFFERED = "offered", pgettext_lazy("sign-up", "A place is offered")
    CANCELLED = "cancelled", pgettext_lazy("sign-up", "Given back")
    EXPIRED = "expired", pgettext_lazy("sign-up", "Offer expired")
    REMOVED = "removed", pgettext_lazy("sign-up", "Taken away")


# Those that count for the cap and for "one in each session".
ACTIVE = (SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.OFFERED)
# The counter of a slot that each of them stands in.
COUNTERS = {
    SignUpState.CONFIRMED: "confirmed",
    SignUpState.WAITING: "waiting",
    SignUpState.OFFERED: "held",
}
# Those that fill a place.
LIVE = (SignUpState.CONFIRMED, SignUpState.OFFERED)


class SignUpQuerySet(models.QuerySet):
    def came_late(self) -> "SignUpQuerySet":
        """Those whose place came by itself or from an official, or was moved, after the hour until which it could be
        given back."""
        by_itself = SignUpTransition.objects.filter(
            Q(from_state=SignUpState.WAITING) | Q(by__isnull=False),
            sign_up=models.OuterRef("pk"),
            to_state=SignUpState.CONFIRMED,
            at__gte=models.OuterRef("event__cancel_until"),
        )
        moved = EventChange.objects.filter(
            Q(slot=models.OuterRef("slot")) | Q(slot=None),
            event=models.OuterRef("event"),
            kind=ChangeKind.MOVED,
            at__gte=models.OuterRef("event__cancel_until"),
        )
        return self.filter(models.Exists(by_itself) | models.Exists(moved))


class SignUp(models.Model):
    """A person in a slot. `seq` is the order of arrival within the slot, given under its lock.

    `ordinal` counts a person's active sign-ups of an event, 1 to its cap; the constraint over it is what holds when
    two presses come at once. `session` and `event` repeat the slot's, for the constraints.
    """

    uuid = models.UUIDField(_("address"), default=uuid4, unique=True, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="sign_ups", verbose_name=_("slot"))
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="sign_ups", verbose_name=_("session")
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="sign_ups", verbose_name=_("event")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="sign_ups",
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=9, choices=SignUpState.choices)
    seq = models.PositiveIntegerField(_("order of arrival"))
    ordinal = models.PositiveSmallIntegerField(default=1, editable=False)
    offer_expires_at = models.DateTimeField(_("the offer holds until"), null=True, blank=True)
    is_walk_in = models.BooleanField(_("came to the door without a place"), default=False, editable=False)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["slot", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "seq"], name="sign_up_order_of_arrival"),
            models.UniqueConstraint(
                fields=["person", "session"],
                condition=Q(state__in=ACTIVE),
                name="sign_up_once_per_session",
            ),
            models.UniqueConstraint(
                fields=["person", "event", "ordinal"],
                condition=Q(state__in=ACTIVE),
                name="sign_up_cap_per_person",
            ),
            models.CheckConstraint(name="sign_up_state_known", condition=Q(state__in=SignUpState.values)),
            models.CheckConstraint(
                name="sign_up_offer_has_an_end",
                condition=(
                    Q(state=SignUpState.OFFERED, offer_expires_at__isnull=False)
                    | (~Q(state=SignUpState.OFFERED) & Q(offer_expires_at__isnull=True))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "state", "seq"], name="sign_up_queue"),
            models.Index(fields=["state", "offer_expires_at"], name="sign_up_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.slot}: {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def offer_is_over(self) -> bool:
        """Was a place offered, and is the time to take it over?"""
        return self.offer_expires_at is not None and self.offer_expires_at <= timezone.now()


class SignUpTransition(models.Model):
    """A change of a sign-up, written once. `by` is empty for what happened by itself."""

    sign_up = models.ForeignKey(
        SignUp, on_delete=models.CASCADE, related_name="transitions", verbose_name=_("sign-up")
    )
    from_state = models.CharField(_("from"), max_length=9, choices=SignUpState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=9, choices=SignUpState.choices)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
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
        verbose_name = _("change of a sign-up")
        verbose_name_plural = _("changes of sign-ups")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["sign_up", "at"], name="sign_up_transition_story")]

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class TimeClaim(models.Model):
    """A quarter hour that a confirmed sign-up takes of a person's time. Nobody is in two places at once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="time_claims",
        verbose_name=_("person"),
    )
    quarter = models.DateTimeField(_("quarter hour"))
    sign_up = models.ForeignKey(
        SignUp, on_delete=models.CASCADE, related_name="claims", verbose_name=_("sign-up")
    )

    class Meta:
        verbose_name = _("claim of time")
        verbose_name_plural = _("claims of time")
        constraints = [
            models.UniqueConstraint(fields=["person", "quarter"], name="time_claim_once_per_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.quarter:%Y-%m-%d %H:%M}"
