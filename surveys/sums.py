"""What the database adds up of a counted wave: a second way to its means, which shares no line with the first."""

from django.db import connection

from .models import Response, Wave

# {name of a table, "" for the overall score: {unit: (number of scores, their sum, the sum of their squares)}}
Sums = dict[str, dict[int, tuple[int, float, float]]]


def sums_of(wave: Wave) -> Sums:
    """The sums of the scores that the count wrote beside each response, in one statement.

    An item that was corrected since changes figures, not these.
    """
    scores, number = _EACH_SCORE[connection.vendor]
    table = connection.ops.quote_name(Response._meta.db_table)
    found: Sums = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT one.key, unit_id, count({number}), sum({number}), sum({number} * {number}) "  # noqa: S608
            f"FROM {table}, {scores} AS one WHERE wave_id = %s AND one.value IS NOT NULL GROUP BY one.key, unit_id",
            [wave.pk],
        )
        for name, unit, *sums in cursor.fetchall():
            found.setdefault(name, {})[unit] = (sums[0], sums[1], sums[2])
    return found


# How a JSON column is taken apart, and the number in it, by kind of database.
_EACH_SCORE = {
    "sqlite": ("json_each(scores)", "one.value"),
    "postgresql": ("jsonb_each_text(scores)", "one.value::float8"),
}
