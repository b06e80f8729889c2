"""Handing in an answer sheet: once per person, sealed, and without a trace of when."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from culture_site.people.models import User

from . import sealing
from .exceptions import AlreadyAnswered, NotOpen
from .models import LONGEST_COMMENT, Ballot, Invitation, Wave, WaveState


@sensitive_variables("answers", "comment", "sheet")
@transaction.atomic
def submit(*, invitation: Invitation, person: User, answers: Mapping[str, Any], comment: str = "") -> None:
    """Keep one person's sealed answers, and that they answered.

    `answers`: {uid: option, list of options or number}. Raises NotOpen if the wave takes no answers any more,
    AlreadyAnswered if this person has answered: of many calls at once one gets through.
    """
    wave = _open_wave(invitation.wave_id)
    marked = Invitation.objects.filter(pk=invitation.pk, person=person, wave=wave, answered=False).update(
        answered=True
    )
    if not marked:
        raise AlreadyAnswered(_("You have answered this survey already. One person answers once."))
    sheet = {
        "unit": invitation.unit_id,
        "role": invitation.role_group,
        "answers": dict(answers),
        "comment": comment.strip()[:LONGEST_COMMENT],
    }
    sealed = sealing.seal(sheet, public=bytes(wave.public_key), wave_id=wave.pk)
    Ballot.objects.create(wave=wave, sealed=sealed)


def _open_wave(wave_id: int) -> Wave:
    """The wave, kept from being closed until this transaction ends; many may hold it so at once.

    Raises NotOpen. SQLite lets one transaction write at a time, which is as good.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Wave._meta.db_table)
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [wave_id])  # noqa: S608
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != WaveState.OPEN:
        raise NotOpen(_("This survey is closed and takes no answers any more."))
    return wave
