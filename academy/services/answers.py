"""Keeping the answers of an attempt: one row per question, whatever the line does to the sending."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..exceptions import HandedIn, NotOnTheList
from ..models import Attempt, AttemptItem, QuestionKind, QuestionVersion, Response

# Devices whose newest sequence is remembered for an answer: more than anybody uses for one quiz.
MOST_DEVICES = 20


@dataclass(frozen=True)
class Sending:
    """How an answer came: the key of its save, the device, and the device's sequence number (milliseconds)."""

    key: UUID
    client: UUID
    sequence: int


@transaction.atomic
def save_answer(
    *, attempt: Attempt, position: int, answer: dict[str, Any], sending: Sending, at: datetime | None = None
) -> Response:
    """Keep `answer`, {"options": [ids]} or {"text": …}, to the question at `position`.

    The same key again, or an older sequence of a device, changes nothing; from two devices the later arrival stays.
    After the end the answer is kept in `late_answer` (`is_late`). Raises NotOnTheList for a question or an option
    that is not there, HandedIn for another answer than the one that was handed in.
    """
    attempt = Attempt.objects.lock(attempt.pk)
    item = attempt.items.select_related("version", "response").filter(position=position).first()
    if item is None:
        raise NotOnTheList(_("There is no such question in this quiz. Nothing was changed."))
    response = _response_to(item)
    device = str(sending.client)
    if sending.key == response.key or sending.sequence <= response.seen.get(device, -1):
        return response
    changed = _keep(attempt, response, checked(item.version, answer), at or timezone.now())
    if changed or attempt.is_open:
        response.key, response.client, response.sequence = sending.key, sending.client, sending.sequence
        others = [pair for pair in response.seen.items() if pair[0] != device]
        response.seen = dict([*others, (device, sending.sequence)][-MOST_DEVICES:])
        response.save()
    return response


@transaction.atomic
def save_answers(
    *, attempt: Attempt, answers: dict[int, dict[str, Any]], at: datetime | None = None
) -> list[Response]:
    """Keep the answers of a whole sheet, {position: answer}, all or none; as `save_answer`, without a device."""
    at = at or timezone.now()
    attempt = Attempt.objects.lock(attempt.pk)
    items = {item.position: item for item in attempt.items.select_related("version", "response")}
    if not answers.keys() <= items.keys():
        raise NotOnTheList(_("There is no such question in this quiz. Nothing was changed."))
    kept = []
    for position, answer in sorted(answers.items()):
        response = _response_to(items[position])
        if _keep(attempt, response, checked(items[position].version, answer), at):
            response.save()
        kept.append(response)
    return kept


def checked(version: QuestionVersion, answer: dict[str, Any]) -> dict[str, Any]:
    """`answer` as it is stored: options in the order of the question, each once; empty for no answer."""
    if not version.is_choice:
        text = str(answer.get("text") or "").strip()
        return {"text": text} if text else {}
    chosen = set(answer.get("options") or [])
    known = [option["id"] for option in version.options]
    if not chosen <= set(known) or (len(chosen) > 1 and version.kind != QuestionKind.MULTIPLE):
        raise NotOnTheList(_("This answer does not fit the question. Nothing was changed: choose again."))
    return {"options": [id_ for id_ in known if id_ in chosen]} if chosen else {}


def _response_to(item: AttemptItem) -> Response:
    found: Response | None = getattr(item, "response", None)
    return found or Response(item=item)


def _keep(attempt: Attempt, response: Response, answer: dict[str, Any], at: datetime) -> bool:
    """Put `answer` where it belongs by `at`; True if that changes the row."""
    if answer == (response.late_answer if response.late_answer is not None else response.answer):
        return False
    if attempt.is_open and not attempt.is_over(at):
        response.answer, response.saved_at = answer, at
    elif attempt.is_open or attempt.ran_out:
        _keep_late(response, answer, at)
    else:
        raise HandedIn(_("This quiz was handed in already. What was handed in stands: nothing was changed."))
    return True


def _keep_late(response: Response, answer: dict[str, Any], at: datetime) -> None:
    if response.is_late_counted:
        # A coach let the one before count: it is the answer now, and this one waits in its turn.
        response.answer, response.is_late_counted = response.late_answer or {}, False
    response.late_answer, response.late_at = answer, at
