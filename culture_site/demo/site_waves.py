"""A sample wave that is answered on the site itself: opened and sealed by the very services that an operator's is."""

from datetime import date, timedelta
from random import Random

from surveys import closing, opening, reviewing
from surveys.answering import submit
from surveys.models import Invitation, Item, ItemKind, SurveyVersion, Wave

from .answers import VALUES, SampleItem, draw_answers
from .people import ACCOUNTS

OPEN_DAYS = 10
# So many of those asked have answered in the open wave; in the one to review nearly everybody who will.
SHARES = {"open": 0.4, "review": 0.75}
COMMENT_SHARE = 0.1
COMMENTS = (
    "Contoh komentar: latihan bersama tiap Senin paling membantu tim kami.",
    "Contoh komentar: contoh jawaban nyata lebih mudah diingat daripada poster.",
    "Contoh komentar: terima kasih, pertanyaannya jelas.",
    "Contoh komentar: ceritakan juga apa yang berubah sejak survei terakhir.",
)


def make_site_wave(kind: str, *, on: date, seed: int) -> Wave | None:
    """`open`: a wave that takes answers, some of them in; `review`: one that is counted and waits for its review.

    The accounts that are printed at the start never answer, so that whoever tries it out can. None where there is
    such a wave already, or no survey that the site can ask.
    """
    label = f"FIRST {on + timedelta(days=OPEN_DAYS):%Y-%m} {kind}"
    version = SurveyVersion.objects.askable().select_related("survey").first()
    if version is None or Wave.objects.filter(label=label).exists():
        return None
    wave = opening.plan_wave(version=version, label=label, closes_on=on + timedelta(days=OPEN_DAYS))
    opening.request_opening(wave=wave)
    opening.open_wave(wave_id=wave.pk)
    _answer(wave, SHARES[kind], Random(f"{seed} {kind}"))
    if kind == "review":
        closing.close(wave=wave)
        closing.carry_on(wave_id=wave.pk)
        wave.refresh_from_db()
        reviewing.work_out(wave=wave)
    wave.refresh_from_db()
    return wave


def _answer(wave: Wave, share: float, random: Random) -> None:
    rows = list(wave.version.items.order_by("position"))
    items = [_sample(row, random) for row in rows]
    kinds = {row.uid: row.kind for row in rows}
    to_try = [account.email for account in ACCOUNTS]
    waiting = Invitation.objects.filter(wave=wave).exclude(person__email__in=to_try)
    for invitation in waiting.select_related("person").order_by("pk"):
        if random.random() > share:
            continue
        cells = draw_answers(items, dict.fromkeys(VALUES, 0.0), random)
        answers = {
            uid: int(cell) if kinds[uid] == ItemKind.AGREEMENT else cell
            for uid, cell in cells.items()
            if cell
        }
        comment = random.choice(COMMENTS) if random.random() < COMMENT_SHARE else ""
        assert invitation.person is not None, "Nobody has been erased from a wave that opened just now."
        submit(invitation=invitation, person=invitation.person, answers=answers, comment=comment)


def _sample(row: Item, random: Random) -> SampleItem:
    if row.kind == ItemKind.AGREEMENT:
        return SampleItem(row.uid, row.value, "agreement", is_reversed=row.is_reversed)
    return SampleItem(
        row.uid, row.value, "knowledge", row.key[0], tuple(row.options), difficulty=random.uniform(-1.7, -0.2)
    )
