"""Are the stored scores of quizzes those that the answers earn? Registered with `manage.py verify`."""

from collections.abc import Iterator

from culture_site.jobs.verify import Difference

from .grading import grade, grade_attempt
from .models import Attempt, AttemptItem

CHUNK = 500
# Scores are sums and means of floats.
TOLERANCE = 1e-6


def scores_against_answers() -> Iterator[Difference]:
    """Grade every attempt that was handed in again, answer by answer, with the questions it was asked."""
    attempts = (
        Attempt.objects.submitted().order_by("pk").prefetch_related("items__version", "items__response")
    )
    for attempt in attempts.iterator(chunk_size=CHUNK):
        earned = []
        for item in attempt.items.all():
            rebuilt, differences = _regraded(item)
            earned.append(rebuilt)
            yield from differences
        score = grade_attempt(earned) if earned else 0.0
        if _differ(attempt.score_percent, score):
            yield Difference(f"Attempt {attempt.uuid}", "score_percent", attempt.score_percent, score)


def _regraded(item: AttemptItem) -> tuple[float, list[Difference]]:
    response = getattr(item, "response", None)
    if response is None:
        return 0.0, []
    rebuilt = grade(item.version, response.counted)
    if not _differ(response.score_percent, rebuilt):
        return rebuilt, []
    return rebuilt, [Difference(f"Response {response.pk}", "score_percent", response.score_percent, rebuilt)]


def _differ(stored: float | None, rebuilt: float) -> bool:
    return stored is None or abs(stored - rebuilt) > TOLERANCE
