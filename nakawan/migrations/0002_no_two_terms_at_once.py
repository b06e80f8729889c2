"""What a term may never be: of one person, or of one seat, two on the same day; changed once it is closed."""

from django.db import migrations

TABLE = "nakawan_term"
# What no longer changes; who ended it may still be erased from it.
FACTS = (
    "person_id", "office_id", "seat", "number", "first_started_on", "starts_on", "ends_on", "planned_end_on", "target",
    "end_reason", "closed_at",
)  # fmt: skip

POSTGRESQL = [
    f"""
    ALTER TABLE {TABLE} ADD CONSTRAINT term_never_two_of_a_person EXCLUDE USING gist (
        int8range(person_id, person_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&
    )
    """,
    f"""
    ALTER TABLE {TABLE} ADD CONSTRAINT term_never_two_on_a_seat EXCLUDE USING gist (
        int8range(office_id, office_id, '[]') WITH &&, int4range(seat, seat, '[]') WITH &&,
        daterange(starts_on, ends_on, '[]') WITH &&
    )
    """,
    """
    CREATE FUNCTION nakawan_term_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'term_is_closed' USING ERRCODE = 'check_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER term_is_closed BEFORE UPDATE OF {", ".join(FACTS)} ON {TABLE}
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION nakawan_term_is_closed()
    """,
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER term_is_closed ON {TABLE}",
    "DROP FUNCTION nakawan_term_is_closed()",
    f"ALTER TABLE {TABLE} DROP CONSTRAINT term_never_two_on_a_seat",
    f"ALTER TABLE {TABLE} DROP CONSTRAINT term_never_two_of_a_person",
]

MEETS = "other.id <> NEW.id AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on"
SAME = {
    "term_never_two_of_a_person": "other.person_id = NEW.person_id",
    "term_never_two_on_a_seat": "other.office_id = NEW.office_id AND other.seat = NEW.seat",
}
MOMENTS = {
    "insert": "INSERT",
    "update": "UPDATE OF person_id, office_id, seat, starts_on, ends_on",
}
SQLITE = [
    f"""
    CREATE TRIGGER {name}_on_{moment} AFTER {what} ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} AS other WHERE {same} AND {MEETS})
    BEGIN SELECT RAISE(ABORT, '{name}'); END
    """  # noqa: S608 - all of it stands above
    for name, same in SAME.items()
    for moment, what in MOMENTS.items()
] + [
    f"""
    CREATE TRIGGER term_is_closed BEFORE UPDATE OF {", ".join(FACTS)} ON {TABLE}
    WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'term_is_closed'); END
    """
]
SQLITE_BACK = [f"DROP TRIGGER {name}_on_{moment}" for name in SAME for moment in MOMENTS] + [
    "DROP TRIGGER term_is_closed"
]


def _run(editor, on_postgresql, on_sqlite):
    for statement in on_postgresql if editor.connection.vendor == "postgresql" else on_sqlite:
        editor.execute(statement)


def make(apps, editor):
    _run(editor, POSTGRESQL, SQLITE)


def take_away(apps, editor):
    _run(editor, POSTGRESQL_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("nakawan", "0001_calls_and_terms")]

    operations = [migrations.RunPython(make, take_away, elidable=False)]
