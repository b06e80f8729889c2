"""Telling a batch that it meets at another time or place."""

from django.utils.translation import override

from culture_site.core.dates import hour_of
from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import Words, notify_in_words, path_of

from .cohort_notices import COHORT_KIND
from .models import MAY_LEARN, EnrollmentState, LiveSession

CHANGED: Words = (
    "Waktu atau tempatnya berubah: %(title)s",
    "Another time or place: %(title)s",
    "Sekarang %(when)s, %(place)s. Kalau kamu tidak bisa, kabari pelatihmu.",
    "It is now %(when)s, %(place)s. If you cannot be there, tell your coach.",
)


def tell_changed(session_id: int, sequence: int) -> None:
    """Everybody who learns in the batch, of the newest change alone."""
    session = LiveSession.objects.select_related("activity").filter(pk=session_id, sequence=sequence).first()
    if session is None:
        return
    filled = {}
    for language in SUFFIXES:
        with override(language):
            filled[language] = {
                "title": str(session.activity),
                "when": hour_of(session.starts_at, "l, j F Y"),
                "place": ", ".join(filter(None, (session.place, session.link))),
            }
    members = session.cohort.enrollments.filter(state__in=MAY_LEARN).exclude(state=EnrollmentState.PAUSED)
    for enrollment in members.select_related("person"):
        notify_in_words(
            person=enrollment.person,
            kind=COHORT_KIND,
            key=f"session-changed:{session.pk}:{sequence}:{enrollment.pk}",
            words=CHANGED,
            filled=filled,
            url=path_of("academy:live-detail", session.activity.uuid),
        )
