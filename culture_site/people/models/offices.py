"""Where people work. Which city has how many offices is data."""

from datetime import date

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today


class City(models.Model):
    """A city with its own social culture, and so with its own approach."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def works_on(on: date, prefix: str = "") -> models.Q:
    """Nakama (not trainees) on a day: joined by then, as far as that is known, and not left before it."""

    def is_so(**conditions: object) -> models.Q:
        return models.Q(**{prefix + name: value for name, value in conditions.items()})

    return (
        is_so(employee_number__isnull=False)
        & (is_so(joined_on__isnull=True) | is_so(joined_on__lte=on))
        & (is_so(left_on__isnull=True) | is_so(left_on__gte=on))
    )


class OfficeQuerySet(models.QuerySet):
    def with_head_counts(self, on: date | None = None) -> "OfficeQuerySet":
        """Adds `head_count`: the Nakama (not trainees) who work in each office on a day, today if none is given."""
        on = on or today()
        working = works_on(on, "people__")
        return self.select_related("city").annotate(head_count=models.Count("people", filter=working))


class Office(models.Model):
    """One site of the organisation."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="offices", verbose_name=_("city"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["city__name", "name"]
        constraints = [models.UniqueConstraint(Lower("code"), name="office_code_once_without_case")]

    def __str__(self) -> str:
        return self.name


class HolidayQuerySet(models.QuerySet):
    def at(self, office: "Office | None") -> "HolidayQuerySet":
        """The national days, and those of one office if one is named."""
        return self.filter(models.Q(office=None) | models.Q(office=office))

    def as_dates(self) -> frozenset[date]:
        """The plain dates, as the working-day functions take them."""
        return frozenset(self.values_list("on", flat=True))


class Holiday(models.Model):
    """A day without work, for everybody (`office` empty) or for one office."""

    on = models.DateField(_("date"))
    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name=_("office"),
        help_text=_("Empty: a holiday for all offices."),
    )
    name_ind = models.CharField(_("name (Indonesian)"), max_length=120)
    name_eng = models.CharField(_("name (English)"), max_length=120)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["on", "office"], name="holiday_once_per_office"),
            models.UniqueConstraint(
                fields=["on"], condition=models.Q(office=None), name="holiday_once_for_all_offices"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name_ind}"
