"""What batches keep about people: their places, the days they entered, who was there."""

from django.utils.translation import gettext_lazy as _

from culture_site.core.register import register_model

UNTIL = _("Two years after the batch ended.")


def register_all() -> None:
    for label, path, purpose in (
        ("Enrollment", "person", _("To know who learns in which batch.")),
        ("Transition", "enrollment__person", _("To know since when somebody learns, pauses or has left.")),
        ("Pause", "enrollment__person", _("To let nothing fall due while somebody pauses.")),
        ("BlackoutDay", "person", _("To plan around school days and days away. No reason is kept.")),
        ("Extension", "enrollment__person", _("To know which due dates were put off.")),
        ("Attendance", "enrollment__person", _("To know who was at a live session.")),
        ("Cohort_mentors", "user", _("To know who accompanies a batch.")),
    ):
        register_model(f"academy.{label}", person_path=path, purpose=purpose, retention=UNTIL)
