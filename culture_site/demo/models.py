"""What sample data stands in this database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SampleLoad(models.Model):
    """One row once sample data has been loaded: with what, so that a second run can tell and adds nothing."""

    seed = models.PositiveIntegerField(_("seed"))
    on = models.DateField(_("as of"), help_text=_("The day that the sample data takes for today."))
    people = models.PositiveIntegerField(_("people"))
    scale = models.CharField(_("scale"), max_length=10)
    only_one = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("sample data")
        verbose_name_plural = _("sample data")
        constraints = [
            models.CheckConstraint(name="sample_load_only_one", condition=models.Q(only_one=True)),
        ]

    def __str__(self) -> str:
        return f"{self.people} people, seed {self.seed}, as of {self.on}"
