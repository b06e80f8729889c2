"""What the Nakawan of an office want to reach together."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today
from culture_site.people.models import Office

MOST_ACTIVITIES = 100


class TeamTarget(models.Model):
    """How many activities the team of an office wants to hold while it serves: more than its terms ask for.

    It holds for the team that set it (nakawan.activities.team_progress): once all of them are followed by others, those
    start without one.
    """

    office = models.OneToOneField(
        Office, on_delete=models.CASCADE, related_name="nakawan_target", verbose_name=_("office")
    )
    activities = models.PositiveSmallIntegerField(
        _("activities"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ACTIVITIES)]
    )
    set_on = models.DateField(_("set"), default=today)

    class Meta:
        verbose_name = _("target of a team")
        verbose_name_plural = _("targets of teams")
        ordering = ["office"]
        constraints = [
            models.CheckConstraint(
                name="team_target_is_an_activity",
                condition=Q(activities__gte=1, activities__lte=MOST_ACTIVITIES),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.activities}"
