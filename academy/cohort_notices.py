"""Telling people what became of their place in a batch, and that their dates moved."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import Words, notify_in_words, path_of

from .models import Cohort, Enrollment, EnrollmentState, Transition

COHORT_KIND = "academy-cohort"

# {state: (title_ind, title_eng, text_ind, text_eng)}, with %(cohort)s, %(day)s and, once moved, %(next)s.
WORDS: Mapping[str, Words] = {
    "placed": (
        "Kamu punya tempat di %(cohort)s",
        "You have a place in %(cohort)s",
        "Hari pertamanya %(day)s. Isi hari sekolahmu sekarang, supaya tenggatmu menyesuaikan.",
        "The first day is %(day)s. Enter your school days now, so that your due dates fit them.",
    ),
    EnrollmentState.PAUSED: (
        "%(cohort)s dijeda untukmu",
        "%(cohort)s is paused for you",
        "Tempatmu tetap ada. Selama jeda tidak ada tenggat; semua yang kamu kerjakan tersimpan.",
        "Your place is kept. Nothing falls due meanwhile, and everything you did is safe.",
    ),
    "resumed": (
        "%(cohort)s berjalan lagi untukmu",
        "%(cohort)s goes on for you",
        "Tenggatmu bergeser selama jeda. Lihat tanggal yang baru.",
        "Your due dates moved by the pause. Look at the new ones.",
    ),
    EnrollmentState.DEFERRED: (
        "Kamu pindah dari %(cohort)s ke %(next)s",
        "You move from %(cohort)s to %(next)s",
        "Hari pertamanya %(day)s. Semua yang sudah kamu penuhi ikut pindah.",
        "The first day is %(day)s. Everything you have met moves along.",
    ),
    EnrollmentState.GRADUATED: (
        "Kamu lulus dari %(cohort)s",
        "You have graduated from %(cohort)s",
        "Semua yang diminta sudah kamu penuhi. Selamat.",
        "You have met everything that was asked for. Congratulations.",
    ),
    EnrollmentState.WITHDRAWN: (
        "Tempatmu di %(cohort)s sudah dilepas",
        "Your place in %(cohort)s has been given up",
        "Semua yang kamu kerjakan tersimpan. Kalau ini tidak kamu duga, tanya tim akademi.",
        "Everything you did is safe. If you did not expect this, ask the academy team.",
    ),
    "moved": (
        "%(cohort)s mulai di hari lain",
        "%(cohort)s starts on another day",
        "Hari pertamanya sekarang %(day)s, bukan %(was)s. Semua tenggat ikut bergeser.",
        "The first day is now %(day)s, not %(was)s. All due dates move along.",
    ),
}


def tell_placed(transition: Transition) -> None:
    _tell(transition.enrollment, "placed", key=f"enrollment:{transition.pk}")


def tell_resumed(transition: Transition) -> None:
    _tell(transition.enrollment, "resumed", key=f"enrollment:{transition.pk}")


def tell_deferred(transition: Transition, into: Cohort) -> None:
    _tell(transition.enrollment, EnrollmentState.DEFERRED, key=f"enrollment:{transition.pk}", into=into)


def tell_state(transition: Transition) -> None:
    """Paused, graduated or withdrawn."""
    _tell(transition.enrollment, transition.to_state, key=f"enrollment:{transition.pk}")


def tell_moved(*, enrollment: Enrollment, cohort: Cohort, was: date, move: str) -> None:
    """Once per member and `move`."""
    enrollment.cohort = cohort
    _tell(enrollment, "moved", key=f"cohort-moved:{move}:{enrollment.pk}", was=was)


def _tell(
    enrollment: Enrollment, words: str, *, key: str, into: Cohort | None = None, was: date | None = None
) -> None:
    cohort = enrollment.cohort
    starts_on = (into or cohort).starts_on

    filled = {}
    for language in SUFFIXES:
        with override(language):
            filled[language] = {
                "cohort": cohort.name,
                "next": into.name if into else "",
                "day": date_format(starts_on, "j F Y"),
                "was": date_format(was, "j F Y") if was else "",
            }
    notify_in_words(
        person=enrollment.person,
        kind=COHORT_KIND,
        key=key,
        words=WORDS[words],
        filled=filled,
        url="" if words == EnrollmentState.WITHDRAWN else path_of("academy:days"),
    )
