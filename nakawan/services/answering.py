"""Answering a proposal: approved it becomes an event, by somebody or, after two working days, by itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from culture_site.people.models import User
from events.models import LONGEST_SLUG, Event, EventKind, EventState, Session, SessionKind, Slot

from ..exceptions import NakawanError, NoReason, NotYours, Settled, TooLate
from ..models import HELD, Proposal, ProposalState, StepKind
from ..permissions import can_answer, serves
from .helpers import ask_for_help
from .proposals import lock, note_step

# Until so long before the start a place can be given back, so that the door knows whom to expect.
GIVE_BACK_BEFORE = timedelta(hours=1)
KINDS = {SessionKind.WORKSHOP: EventKind.WORKSHOP, SessionKind.TALK: EventKind.TALK}


@transaction.atomic
def approve(*, proposal: Proposal, by: User, words: str = "", now: datetime | None = None) -> Proposal:
    """Let it take place: its event is made, and sign-up opens. Twice is once.

    Raises NotYours, Settled (another answer was first), TooLate (its start is over).
    """
    proposal = _lock_to_answer(proposal, by)
    if proposal.state in HELD:
        return proposal
    _refuse_settled(proposal)
    return _approve(proposal, by, words, now or timezone.now())


@transaction.atomic
def approve_by_itself(*, proposal: Proposal, now: datetime | None = None) -> Proposal:
    """Let it take place if its two working days are over and nobody answered; otherwise nothing happens.

    Whoever is no Nakawan on its day any more needs an answer after all.
    """
    now = now or timezone.now()
    proposal = lock(proposal)
    if not proposal.is_waiting or not proposal.answer_by or not proposal.starts_at:
        return proposal
    if not proposal.answer_by <= now < proposal.starts_at:
        return proposal
    if not serves(proposal.by, proposal.office, timezone.localdate(proposal.starts_at)):
        proposal.answer_by = None
        proposal.save(update_fields=["answer_by"])
        return proposal
    return _approve(proposal, None, "", now)


@transaction.atomic
def ask_for_change(*, proposal: Proposal, by: User, words: str) -> Proposal:
    """Give it back to be changed, with a sentence. Raises NotYours, Settled, NoReason."""
    return _answer(proposal, by, ProposalState.CHANGES, StepKind.CHANGES, words)


@transaction.atomic
def decline(*, proposal: Proposal, by: User, words: str) -> Proposal:
    """Not this time, with a sentence. Raises NotYours, Settled, NoReason."""
    return _answer(proposal, by, ProposalState.DECLINED, StepKind.DECLINED, words)


@transaction.atomic
def lapse(*, proposal: Proposal, now: datetime | None = None) -> Proposal:
    """Give back what nobody answered before its start, so that it can be sent again for another day."""
    proposal = lock(proposal)
    if proposal.is_waiting and proposal.starts_at and proposal.starts_at <= (now or timezone.now()):
        proposal.state, proposal.answer_by = ProposalState.CHANGES, None
        proposal.save()
        note_step(proposal, StepKind.LAPSED, by=None)
    return proposal


def _answer(proposal: Proposal, by: User, state: str, kind: str, words: str) -> Proposal:
    proposal = _lock_to_answer(proposal, by)
    words = words.strip()
    if proposal.state == state and proposal.answered_by_id == by.pk and proposal.answer == words:
        return proposal
    _refuse_settled(proposal)
    if not words:
        raise NoReason(_("Say why in a sentence, so that the next idea can build on it."))
    _settle(proposal, by, state, words, timezone.now())
    proposal.save()
    note_step(proposal, kind, by=by, words=words)
    return proposal


def _lock_to_answer(proposal: Proposal, by: User) -> Proposal:
    proposal = lock(proposal)
    if proposal.by_id == by.pk:
        raise NotYours(_("Nobody answers their own proposal. Ask somebody else to."))
    if not can_answer(by, proposal):
        raise NotYours(_("This is answered by Service Culture and the leaders of that office."))
    return proposal


def _refuse_settled(proposal: Proposal) -> None:
    if not proposal.is_waiting:
        raise Settled(
            _("This does not wait for an answer any more: %(state)s.")
            % {"state": proposal.get_state_display()}
        )


def _settle(proposal: Proposal, by: User | None, state: str, words: str, now: datetime) -> None:
    proposal.state, proposal.answer, proposal.answer_by = state, words, None
    proposal.answered_by, proposal.answered_at = by, now


def _approve(proposal: Proposal, by: User | None, words: str, now: datetime) -> Proposal:
    if proposal.starts_at is None or proposal.starts_at <= now:
        raise TooLate(_("Its start is over. Ask for another day."))
    proposal.event = _make_event(proposal, proposal.starts_at, now)
    _settle(proposal, by, ProposalState.APPROVED, words.strip(), now)
    proposal.save()
    note_step(proposal, StepKind.APPROVED if by else StepKind.BY_ITSELF, by=by, words=proposal.answer, at=now)
    ask_for_help(proposal)
    return proposal


def _make_event(proposal: Proposal, starts_at: datetime, now: datetime) -> Event:
    """The event of an approved proposal: one session of the format's kind, one slot; sign-up is open from now on."""
    kind = proposal.format.kind if proposal.format else SessionKind.OTHER
    title_ind, title_eng = _both(proposal.title_ind, proposal.title_eng)
    text_ind, text_eng = _both(proposal.text_ind, proposal.text_eng)
    event = _with_free_slug(
        proposal,
        Event(
            kind=KINDS.get(SessionKind(kind), EventKind.GATHERING),
            state=EventState.PUBLISHED,
            office=proposal.office,
            title_ind=title_ind,
            title_eng=title_eng,
            summary_ind=text_ind,
            summary_eng=text_eng,
            place=proposal.place,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=proposal.minutes),
            opens_at=now,
            closes_at=starts_at,
            cancel_until=starts_at - GIVE_BACK_BEFORE,
        ),
    )
    session = Session.objects.create(
        event=event, kind=kind, value=proposal.value, title_ind=title_ind, title_eng=title_eng
    )
    Slot.objects.create(
        session=session,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        capacity=proposal.places,
    )
    return event


def _with_free_slug(proposal: Proposal, event: Event) -> Event:
    for slug in _slugs(proposal):
        if Event.objects.filter(slug=slug).exists():
            continue
        event.slug = slug
        try:
            # Another office may make the same short link at this moment.
            with transaction.atomic():
                event.save()
        except IntegrityError:
            event.pk = None
            continue
        return event
    raise NakawanError(_("No short link is free for this title. Change the title a little."))


def _slugs(proposal: Proposal) -> Iterator[str]:
    """Short links of title and day: each ends with the day, later ones with a number."""
    title = slugify(proposal.title_ind or proposal.title_eng) or "kegiatan"
    day = timezone.localtime(proposal.starts_at).strftime("%Y-%m-%d")
    for number in range(1, 100):
        tail = f"-{day}" if number == 1 else f"-{day}-{number}"
        yield title[: LONGEST_SLUG - len(tail)].strip("-") + tail


def _both(ind: str, eng: str) -> tuple[str, str]:
    """The words in both languages; one that is empty borrows the other's."""
    return ind or eng, eng or ind
