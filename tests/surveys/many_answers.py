"""A counted wave of the site's own survey with as many responses as a test asks for, written in a few statements.

Nobody hands anything in: what a page or a calculation costs by the number of responses is tried with these.
"""

from random import Random
from typing import Any

from culture_site.core.dates import today
from surveys.instruments import DONT_KNOW_ANSWER, instrument_of, sheet_of
from surveys.models import (
    Comment,
    Invitation,
    Item,
    Response,
    SurveyVersion,
    Wave,
    WaveState,
    WaveUnit,
    WaveValue,
)
from surveys.ready import load_survey
from surveys.scoring import Scorer
from tests.surveys.vectors import CITIES, CODES

ROLES = ("agent", "lead", "support")
# How often a question of knowledge is answered right, by office.
RIGHT_SHARES = (0.74, 0.72, 0.64, 0.70, 0.71)
ANSWERED_SHARE = 0.8
COMMENTS = 20
# So many sheets of an office differ; the others repeat them, which costs nothing to make and as much to read.
DIFFERENT = 400
BATCH = 2000


def counted_wave(responses: int, *, label: str = "Gelombang besar", seed: int = 1) -> Wave:
    """Cleaned, not worked out yet; five offices, each role in each, comments from a few."""
    load_survey()
    version = SurveyVersion.objects.askable().first()
    wave = Wave.objects.create(
        version=version, label=label, state=WaveState.CLEANED, opened_on=today(), closed_on=today()
    )
    items = list(version.items.order_by("position"))
    WaveValue.objects.bulk_create(
        WaveValue(wave=wave, name=name, position=position)
        for position, name in enumerate(dict.fromkeys(item.value for item in items))
    )
    each = responses // len(CODES)
    invited = round(each / ANSWERED_SHARE)
    units = [
        WaveUnit(
            wave=wave, code=code, name=code, city=city, invited=invited, answered=each, answered_shown=each
        )
        for code, city in zip(CODES, CITIES, strict=True)
    ]
    WaveUnit.objects.bulk_create(units)
    Invitation.objects.bulk_create(
        (
            Invitation(wave=wave, unit=unit, role_group=ROLES[number % len(ROLES)], answered=None)
            for unit in units
            for number in range(invited)
        ),
        batch_size=BATCH,
    )
    _write_responses(wave, units, items, each, Random(seed))
    Comment.objects.bulk_create(
        Comment(wave=wave, unit=units[number % len(units)], text=f"Komentar {number}.")
        for number in range(COMMENTS)
    )
    return wave


def _write_responses(wave: Wave, units: list[WaveUnit], items: list[Item], each: int, random: Random) -> None:
    instrument = instrument_of(wave)
    score = Scorer(instrument)
    rows = []
    for unit, share in zip(units, RIGHT_SHARES, strict=True):
        sheets = []
        for _number in range(min(each, DIFFERENT)):
            answers = _answers(items, share + random.gauss(0, 0.15), random)
            scores = score(sheet_of(instrument, office="", role="", answers=answers).given)
            named = {"": scores.overall} | {name: own.score for name, own in scores.values.items()}
            sheets.append({"answers": answers, "scores": named})
        rows += [
            Response(
                wave=wave, unit=unit, role_group=ROLES[number % len(ROLES)], **sheets[number % DIFFERENT]
            )
            for number in range(each)
        ]
    Response.objects.bulk_create(rows, batch_size=BATCH)


def _answers(items: list[Item], share: float, random: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for item in items:
        if random.random() < 0.015:
            continue
        if item.key:
            wrong = [*(option for option in item.options if option not in item.key), DONT_KNOW_ANSWER]
            answers[item.uid] = item.key[0] if random.random() < share else random.choice(wrong)
        else:
            point = min(5, max(1, round(1 + 4 * share + random.gauss(0, 0.8))))
            answers[item.uid] = 6 - point if item.is_reversed else point
    return answers
