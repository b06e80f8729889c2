"""Terms as they go: beginning, going on, ending early, handed to the reserve, closed for good."""

from datetime import date, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from culture_site.core.dates import today
from culture_site.jobs.services import enqueue
from culture_site.people.models import Office, Role, RoleAssignment, Scope, User

from ..exceptions import BadDay, NotYours, QuotaFull, TermOver, TermOverlap, TooEarly, TooManyInARow
from ..locks import lock_office, lock_person
from ..models import RENEWAL_OPENS, Application, Decision, SeatQuota, Term
from ..permissions import can_select
from ..terms import term_end

ONE_DAY = timedelta(days=1)
# Whoever begins again within this time after a term goes on serving, as far as "in a row" is concerned.
PAUSE = timedelta(days=30)


def start_term(
    *,
    person: User,
    office: Office,
    starts_on: date,
    seats: int,
    target: int = 1,
    application: Application | None = None,
    replaces: Term | None = None,
) -> Term:
    """Begin a term of six months with its role, on a free seat of the office's `seats`, in an open transaction.

    Raises TermOverlap, TooManyInARow, QuotaFull.
    """
    lock_person(person.pk)
    lock_office(office.pk)
    number = _number_in_a_row(person, starts_on)
    ends_on = term_end(starts_on)
    return _begin(
        Term(
            person=person,
            office=office,
            application=application,
            number=number,
            first_started_on=starts_on,
            starts_on=starts_on,
            ends_on=ends_on,
            planned_end_on=ends_on,
            target=target,
            replaces=replaces,
            seat=_free_seat(office, seats, starts_on, ends_on),
        )
    )


def _begin(term: Term) -> Term:
    held = Term.objects.filter(
        person=term.person, starts_on__lte=term.ends_on, ends_on__gte=term.starts_on
    ).first()
    if held:
        raise TermOverlap(
            _("%(name)s has a term until %(day)s already. Nobody has two at once.")
            % {"name": term.person.name, "day": date_format(held.ends_on)}
        )
    term.role = RoleAssignment.objects.create(
        user=term.person,
        role=Role.NAKAWAN,
        scope=Scope.OFFICE,
        office=term.office,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )
    term.save()
    return term


def _number_in_a_row(person: User, starts_on: date) -> int:
    before = (
        Term.objects.filter(person=person, ends_on__gte=starts_on - PAUSE, ends_on__lt=starts_on)
        .order_by("-ends_on")
        .first()
    )
    number = before.number + 1 if before else 1
    refuse_too_many(person, number)
    return number


def refuse_too_many(person: User, number: int) -> None:
    most = settings.NAKAWAN_TERMS_IN_A_ROW
    if number > most:
        raise TooManyInARow(
            ngettext(
                "%(name)s has served %(count)s term, as many in a row as one person does. Somebody else now.",
                "%(name)s has served %(count)s terms in a row, as many as one person does. Somebody else now.",
                most,
            )
            % {"name": person.name, "count": most}
        )


def _free_seat(office: Office, seats: int, starts_on: date, ends_on: date) -> int:
    """The first seat that nobody has on any of these days, if fewer than `seats` serve on each of them."""
    meeting = list(Term.objects.filter(office=office, starts_on__lte=ends_on, ends_on__gte=starts_on))
    # The number of those who serve is highest on a day on which one of them begins.
    days = {starts_on, *(term.starts_on for term in meeting if term.starts_on > starts_on)}
    if max(sum(term.starts_on <= day <= term.ends_on for term in meeting) for day in days) >= seats:
        raise QuotaFull(
            _("On %(day)s all seats of %(office)s are taken. The next one is free from %(free)s.")
            % {
                "day": date_format(starts_on),
                "office": office,
                "free": date_format(min(term.ends_on for term in meeting) + ONE_DAY),
            }
        )
    taken = {term.seat for term in meeting}
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)


def seats_of(office: Office) -> int:
    """How many serve there at the most: the seats of the newest call that was decided; else of the terms there are."""
    newest = (
        SeatQuota.objects.filter(office=office, announced_at__isnull=False).order_by("-announced_at").first()
    )
    return newest.seats if newest else Term.objects.active().filter(office=office).count()


@transaction.atomic
def ask_to_go_on(*, term: Term) -> Term:
    """A Nakawan would like to serve another term. Raises TooEarly, TermOver, TooManyInARow."""
    lock_person(term.person_id)
    term = Term.objects.select_related("person").get(pk=term.pk)
    _refuse_over(term)
    _refuse_ended_early(term)
    _refuse_too_early(term)
    refuse_too_many(term.person, term.number + 1)
    if term.renewal_asked_at is None:
        term.renewal_asked_at = timezone.now()
        term.save(update_fields=["renewal_asked_at"])
    return term


@transaction.atomic
def renew(*, term: Term, by: User) -> Term:
    """Another term on the same seat, from the day after this one's end, whenever it is granted; twice is once.

    Its end is counted from the first start, so that terms in a row do not drift. Raises NotYours, TooEarly, TermOver,
    TooManyInARow, TermOverlap.
    """
    lock_person(term.person_id)
    lock_office(term.office_id)
    term = Term.objects.select_related("person", "office").get(pk=term.pk)
    if not can_select(by, term.office) or by.pk == term.person_id:
        raise NotYours(_("Another term is granted by Service Culture or a leader of that office."))
    starts_on = term.ends_on + ONE_DAY
    if known := Term.objects.filter(person=term.person, starts_on=starts_on, number=term.number + 1).first():
        return known
    _refuse_over(term)
    _refuse_ended_early(term)
    _refuse_too_early(term)
    refuse_too_many(term.person, term.number + 1)
    same_chain = term.first_started_on
    ends_on = term_end(same_chain, _terms_since(term) + 1)
    made = _begin(
        Term(
            person=term.person,
            office=term.office,
            application=term.application,
            number=term.number + 1,
            first_started_on=same_chain,
            starts_on=starts_on,
            ends_on=ends_on,
            planned_end_on=ends_on,
            target=term.target,
            seat=_free_seat(term.office, seats_of(term.office), starts_on, ends_on),
        )
    )
    enqueue("nakawan.letters.tell_of_renewal", made.pk, key=f"nakawan-renewal:{made.pk}")
    return made


def _terms_since(term: Term) -> int:
    """How many terms of this person were counted from the same first start, up to this one."""
    return Term.objects.filter(
        person=term.person, first_started_on=term.first_started_on, starts_on__lte=term.starts_on
    ).count()


@transaction.atomic
def end_early(*, term: Term, on: date, reason: str, by: User) -> Term:
    """Let a term end with the day `on`, for a reason; the first of the reserve has the place after it.

    The Nakawan does so for themselves, Service Culture and the leaders of the office for others. A further term that
    was granted already is taken back. Raises NotYours, TermOver, BadDay.
    """
    lock_person(term.person_id)
    lock_office(term.office_id)
    term = Term.objects.select_related("person", "office", "role").get(pk=term.pk)
    if by.pk != term.person_id and not can_select(by, term.office):
        raise NotYours(_("A term is ended by the Nakawan, Service Culture or a leader of that office."))
    _refuse_over(term)
    if not reason.strip():
        raise BadDay(_("Say in a sentence why the term ends early."))
    return cut(term, on, reason, by)


def cut(term: Term, on: date, reason: str, by: User | None) -> Term:
    """End a term with `on`, in an open transaction that holds the locks."""
    if not max(term.starts_on, today()) <= on < term.ends_on:
        raise BadDay(
            _("Choose a day from %(first)s until %(last)s.")
            % {
                "first": date_format(max(term.starts_on, today())),
                "last": date_format(term.ends_on - ONE_DAY),
            }
        )
    for following in Term.objects.filter(person=term.person, starts_on__gt=term.ends_on):
        role = following.role
        following.delete()
        if role:
            role.delete()
    term.ends_on, term.end_reason, term.ended_by = on, reason.strip(), by
    term.save()
    if term.role:
        term.role.ends_on = on
        term.role.save(update_fields=["ends_on"])
    enqueue("nakawan.tasks.fill_place", term.pk, key=f"nakawan-place:{term.pk}")
    return term


def fill_place(*, term: Term) -> Term | None:
    """Give the place of a term that ended early to the first of the reserve who can take it, for a full term.

    It begins the day after, or today if that was earlier. Returns the new term; None while there is nobody. Once a
    place is given on, it is given on no more.
    """
    for application in _reserve_of(term):
        with transaction.atomic():
            lock_person(application.person_id)
            lock_office(term.office_id)
            if Term.objects.filter(replaces=term).exists() or not term.ended_early:
                return None
            # What would be over by now is no place any more: the next call fills it.
            if term.planned_end_on < today():
                return None
            application.refresh_from_db()
            if application.decision != Decision.RESERVE:
                continue
            starts_on = max(term.ends_on + ONE_DAY, today())
            try:
                with transaction.atomic():
                    made = start_term(
                        person=application.person,
                        office=term.office,
                        starts_on=starts_on,
                        seats=seats_of(term.office),
                        target=application.call.target,
                        application=application,
                        replaces=term,
                    )
            except (TermOverlap, TooManyInARow, QuotaFull):
                continue
            application.decision, application.reserve_order = Decision.SELECTED, None
            application.save(update_fields=["decision", "reserve_order"])
            enqueue("nakawan.letters.tell_of_place", made.pk, key=f"nakawan-place-of:{made.pk}")
            return made
    return None


def _reserve_of(term: Term) -> list[Application]:
    """Those in reserve of the same call at the office who are still there."""
    if term.application is None:
        return []
    found = Application.objects.filter(
        quota=term.application.quota_id,
        decision=Decision.RESERVE,
        person__in=User.objects.filter(is_active=True, office=term.office).employed(),
    )
    return list(found.select_related("person", "quota", "call").order_by("reserve_order"))


@transaction.atomic
def close_ended(*, on: date | None = None) -> int:
    """Close the terms whose last day is over: from then on their record stays as it is. Returns how many."""
    over = Term.objects.filter(ends_on__lt=on or today(), closed_at=None).select_for_update(of=("self",))
    closed = 0
    for term in over.order_by("pk"):
        term.closed_at = timezone.now()
        term.save(update_fields=["closed_at"])
        enqueue("nakawan.letters.thank", term.pk, key=f"nakawan-thanks:{term.pk}")
        closed += 1
    return closed


def end_terms_of_leavers() -> int:
    """End the terms of people who have left. Returns how many."""
    left = Term.objects.not_over().filter(person__left_on__lt=today()) | Term.objects.not_over().filter(
        person__is_active=False
    )
    ended = 0
    for pk in list(left.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            term = Term.objects.select_related("person", "office", "role").get(pk=pk)
            lock_person(term.person_id)
            lock_office(term.office_id)
            if term.starts_on <= today() < term.ends_on:
                cut(term, today(), _("Left the organisation."), None)
                ended += 1
    return ended


def _refuse_over(term: Term) -> None:
    if term.is_over or term.closed_at:
        raise TermOver(_("This term is over; its record stays as it is."))


def _refuse_ended_early(term: Term) -> None:
    if term.ended_early:
        raise TermOver(_("This term was ended early. Another one begins with a call."))


def _refuse_too_early(term: Term) -> None:
    opens_on = cast(date, term.ends_on) - RENEWAL_OPENS
    if today() < opens_on:
        raise TooEarly(_("Another term can be granted from %(day)s on.") % {"day": date_format(opens_on)})
