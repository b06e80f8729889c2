"""Loading what the pulse page needs: a fixed number of statements, whatever the number of answers."""

from collections.abc import Sequence

from culture_site.people.models import User

from .audience import reader_of
from .models import PublishedResult, Wave, WaveUnit
from .pulse.edition import Edition

# A trend of more waves than this is not read on a phone.
LONGEST_TREND = 6


def series(wave: Wave, visible: Sequence[Wave], user: User) -> list[Edition]:
    """`wave` and the waves before it that can be compared with it, oldest first, as `user` may see them.

    Comparable are waves that asked the same items and weighed them alike. `visible` holds the waves that the person
    may open. Two statements.
    """
    return _editions([*_before(wave, visible), wave], user)


def single(wave: Wave, user: User) -> Edition:
    """One wave as `user` may see it. Two statements."""
    return _editions([wave], user)[0]


def each(waves: Sequence[Wave], user: User) -> list[Edition]:
    """These waves, comparable or not, as `user` may see them. Two statements."""
    return _editions(waves, user)


def _before(wave: Wave, visible: Sequence[Wave]) -> list[Wave]:
    moment = (wave.closed_on, wave.published_at, wave.pk)
    earlier = [
        other
        for other in visible
        if _asked_alike(other, wave) and (other.closed_on, other.published_at, other.pk) < moment
    ]
    earlier.sort(key=lambda other: (other.closed_on, other.published_at, other.pk))
    return earlier[-(LONGEST_TREND - 1) :]


def _asked_alike(one: Wave, two: Wave) -> bool:
    """The same items under the same weights: the fingerprint leaves out the wording, which may have been mended."""
    same_version = one.version_id == two.version_id or (
        one.version.survey_id == two.version.survey_id and one.version.fingerprint == two.version.fingerprint
    )
    return same_version and one.weight_knowledge == two.weight_knowledge


def _editions(waves: Sequence[Wave], user: User) -> list[Edition]:
    results = {result.wave_id: result for result in PublishedResult.objects.filter(wave__in=waves)}
    own = {}
    if user.office_id:
        own = dict(
            WaveUnit.objects.filter(wave__in=waves, office_id=user.office_id).values_list("wave_id", "code")
        )
    return [Edition.of(wave, results[wave.pk].figures, reader_of(user, own.get(wave.pk))) for wave in waves]
