"""Who was asked, and what was answered: two things that nothing here brings together.

No row holds a time, a number that counts up with the answers, or a relation from an answer to a person. Responses and
comments are written once, when the wave is counted, in an order of chance.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .waves import Wave, WaveUnit

# Characters; what is longer would not fit into a sealed sheet.
LONGEST_COMMENT = 1000


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, person: object) -> "InvitationQuerySet":
        """A person's own; whether somebody answered is shown to nobody else."""
        return self.filter(person=person)


class Invitation(models.Model):
    """One person asked in one wave. `answered` says that, never what or when; None once the wave is counted.

    `role_group` is the job group at the opening. Without a person: they were erased, and the number invited stays.
    """

    wave = models.ForeignKey(
        Wave, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("wave")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name=_("person"),
    )
    unit = models.ForeignKey(
        WaveUnit, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("office")
    )
    role_group = models.CharField(_("job group"), max_length=10, blank=True)
    answered = models.BooleanField(_("answered"), null=True, default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="invitation_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.pk}"


class Ballot(models.Model):
    """One sealed answer sheet; the office and the job group are inside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="ballots", verbose_name=_("wave"))
    sealed = models.BinaryField(_("sealed"))

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return str(self.pk)


class Response(models.Model):
    """One opened answer sheet of a counted wave, without a name and without a time.

    `answers` is {uid of the item: option, list of options or number}; `role_group` is "" where fewer than five of the
    office answered in that group. `scores` is {value: 0-100} with the overall one under "", None where there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses", verbose_name=_("wave"))
    unit = models.ForeignKey(WaveUnit, on_delete=models.CASCADE, related_name="+", verbose_name=_("office"))
    role_group = models.CharField(_("job group"), max_length=10, blank=True)
    answers = models.JSONField(_("answers"))
    scores = models.JSONField(_("scores"), default=dict)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return str(self.pk)


class Comment(models.Model):
    """What somebody wrote at the end, apart from their answers. Names in it are struck out before anybody reads on.

    Without an office where fewer than ten of it answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="comments", verbose_name=_("wave"))
    unit = models.ForeignKey(
        WaveUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    text = models.TextField(_("text"), max_length=LONGEST_COMMENT)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return str(self.pk)
