"""The person: one row, whoever they are to the organisation and however they sign in."""

import secrets
import unicodedata
from datetime import date

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from culture_site.core.dates import today

from .offices import Office
from .roles import GUEST_ROLES, STAFF_ROLES, Access, Role, RoleAssignment, Scope


class JobGroup(models.TextChoices):
    """A fact of employment, used for the role cut of survey results. It gives no permission."""

    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")


class State(models.TextChoices):
    """Where a person stands with signing in. Not kept: it follows from dates that are."""

    IN = "in", _("Signs in")
    INVITED = "invited", _("Invited, not in yet")
    NEW = "new", _("Not invited yet")
    LEAVING = "leaving", _("Leaving")
    LEFT = "left", _("Left")


class UserQuerySet(models.QuerySet["User"]):
    def identified_by(self, typed: str) -> "User | None":
        """The person with this e-mail or number, as typed: case and outer blanks do not matter.

        One query for anything typed, known or not, so that the time it takes tells nothing. An employee number
        goes before a trainee number that reads the same (`User.clean` does not let that come about).
        """
        typed = unicodedata.normalize("NFKC", typed).strip().lower()
        found: list[User] = list(
            self.alias(
                _email=Lower("email"), _employee=Lower("employee_number"), _trainee=Lower("trainee_number")
            ).filter(models.Q(_email=typed) | models.Q(_employee=typed) | models.Q(_trainee=typed))[:3]
        )
        return min(found, key=lambda person: _rank(person, typed), default=None)

    def visible_to(self, user: "User") -> "UserQuerySet":
        """The people whose page `user` may open: themselves, and those in reach of a role that looks after people.

        Service Culture and administrators reach the offices of their scope, leaders their own team and office.
        """
        access = user.access
        reached = access.offices(Role.SERVICE_CULTURE, Role.ADMINISTRATOR, Role.LEADER)
        condition = models.Q(pk=user.pk) | models.Q(office__in=Office.objects.filter(reached))
        if access.has(Role.LEADER):
            condition |= models.Q(leader=user)
        if access.covers_all([Role.SERVICE_CULTURE, Role.ADMINISTRATOR]):
            condition = models.Q()
        return self.filter(condition)

    def in_state(self, state: str) -> "UserQuerySet":
        """People by where they stand with signing in: the keys of `User.state`."""
        day = today()
        if state == State.LEFT:
            return self.filter(models.Q(left_on__lt=day) | models.Q(is_active=False))
        here = self.filter(is_active=True).exclude(left_on__lt=day)
        if state == State.LEAVING:
            return here.filter(left_on__gte=day)
        here = here.filter(left_on=None)
        if state == State.IN:
            return here.exclude(last_login=None)
        return here.filter(last_login=None, invited_at__isnull=state != State.INVITED)

    def employed(self, on: date | None = None) -> "UserQuerySet":
        """People who have not left by a day."""
        on = on or today()
        return self.exclude(left_on__lt=on)

    def with_active_roles(self) -> "UserQuerySet":
        """Each person with `active_roles`, the roles in force today, in one more query for all."""
        active = RoleAssignment.objects.active().select_related("office", "city")
        return self.prefetch_related(
            models.Prefetch("role_assignments", queryset=active, to_attr="active_roles")
        )


def _rank(person: "User", typed: str) -> int:
    names = [person.email, person.employee_number, person.trainee_number]
    return next((rank for rank, name in enumerate(names) if name and name.lower() == typed), len(names))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        person = self.identified_by(username or "")
        if person is None:
            raise self.model.DoesNotExist
        return person

    def create_user(self, email: str | None = None, password: str | None = None, **fields) -> "User":
        """Create a person. Without a password they cannot sign in until they set one."""
        user = self.model(email=(email or "").strip().lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A Nakama, trainee, partner contact or editor.

    People come by roster or by invitation, never by signing themselves up. At least one of e-mail, employee
    number and trainee number is there; each is unique or null. `left_on` is the last day of work.
    """

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    employee_number = models.CharField(
        _("employee number"), max_length=30, unique=True, null=True, blank=True
    )
    trainee_number = models.CharField(_("trainee number"), max_length=30, unique=True, null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="id")
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("office"),
    )
    job_group = models.CharField(_("job group"), max_length=10, choices=JobGroup.choices, blank=True)
    leader = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="team",
        verbose_name=_("leader"),
    )
    squad = models.CharField(_("squad"), max_length=80, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    invited_at = models.DateTimeField(_("last invited"), null=True, blank=True, editable=False)
    is_staff = models.BooleanField(_("may open Django's admin"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    active_roles: list[RoleAssignment]  # of those who came by `with_active_roles()` alone

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_without_case",
                violation_error_message=_("This e-mail address already belongs to another person."),
            ),
            models.UniqueConstraint(
                Lower("employee_number"),
                name="user_employee_number_once_without_case",
                violation_error_message=_("This number already belongs to another person."),
            ),
            models.UniqueConstraint(
                Lower("trainee_number"),
                name="user_trainee_number_once_without_case",
                violation_error_message=_("This number already belongs to another person."),
            ),
            models.CheckConstraint(
                name="user_can_be_identified",
                violation_error_message=_("Give an e-mail address, an employee number or a trainee number."),
                condition=models.Q(email__isnull=False)
                | models.Q(employee_number__isnull=False)
                | models.Q(trainee_number__isnull=False),
            ),
            models.CheckConstraint(
                name="user_identifiers_are_null_or_filled",
                condition=~models.Q(email="") & ~models.Q(employee_number="") & ~models.Q(trainee_number=""),
            ),
            models.CheckConstraint(
                name="user_leaves_after_joining",
                violation_error_message=_("The last day is before the first."),
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
            ),
        ]
        indexes = [models.Index(fields=["office", "job_group"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = (self.email or "").strip().lower() or None
        self.employee_number = (self.employee_number or "").strip() or None
        self.trainee_number = (self.trainee_number or "").strip() or None
        errors = {}
        others = User.objects.exclude(pk=self.pk)
        if self.email and others.filter(email__iexact=self.email).exists():
            errors["email"] = _("This e-mail address already belongs to another person.")
        for field in ("employee_number", "trainee_number"):
            number = getattr(self, field)
            # Whoever types this number at the door must be one person, whichever kind of number it is.
            taken = models.Q(employee_number__iexact=number) | models.Q(trainee_number__iexact=number)
            if number and others.filter(taken).exists():
                errors[field] = _("This number already belongs to another person.")
        if errors:
            raise ValidationError(errors)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The name people are greeted with: the first word, which is the given name in Indonesian use."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def number(self) -> str:
        """The number on the person's card: employee number, else trainee number, else nothing."""
        return self.employee_number or self.trainee_number or ""

    @property
    def identifiers(self) -> list[str]:
        """Everything the person can sign in with."""
        return [name for name in (self.email, self.employee_number, self.trainee_number) if name]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def access(self) -> Access:
        """The roles in force today; one query, kept for the rest of the request.

        A superuser is an administrator of all offices without anybody having said so: the first one of a new
        site has nobody to give them a role.
        """
        assignments = tuple(self.role_assignments.active().select_related("office", "city"))
        if self.is_superuser:
            assignments += (
                RoleAssignment(user=self, role=Role.ADMINISTRATOR, scope=Scope.ALL, starts_on=today()),
            )
        return Access(assignments)

    @property
    def is_nakama(self) -> bool:
        """An employee, as opposed to a trainee or a partner: an employee number, or a role that only Nakama hold."""
        return bool(self.employee_number) or bool(self.access.roles - GUEST_ROLES)

    @property
    def needs_second_factor(self) -> bool:
        return self.is_superuser or self.access.has(*STAFF_ROLES)

    @property
    def state(self) -> State:
        if not self.may_sign_in:
            return State.LEFT
        if self.left_on is not None:
            return State.LEAVING
        if self.last_login is not None:
            return State.IN
        return State.INVITED if self.invited_at is not None else State.NEW

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def may_sign_in(self) -> bool:
        return self.is_active and not self.has_left()

    def has_left(self, on: date | None = None) -> bool:
        return self.left_on is not None and self.left_on < (on or today())


def shown_name(user: User) -> str:
    """How allauth's pages and mails call a person."""
    return user.name


def new_calendar_token() -> str:
    return secrets.token_urlsafe(32)


class CalendarToken(models.Model):
    """The secret part of a person's calendar address. Revoking one and making another changes the address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_tokens",
        verbose_name=_("person"),
    )
    token = models.CharField(_("token"), max_length=64, unique=True, default=new_calendar_token)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at=None),
                name="calendar_token_one_valid_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
