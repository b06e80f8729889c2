"""What applicants and Nakawan are told, each once, in both languages, in the inbox and by mail."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import Words, notify_in_words, path_of
from culture_site.people.models import User

from .models import Application, Decision, Term

LETTER_KIND = "nakawan-letter"
TERM_KIND = "nakawan-term"

# {decision: (title_ind, title_eng, text_ind, text_eng)} with %(office)s, %(starts)s, %(ends)s, %(place)s.
LETTERS: Mapping[str, Words] = {
    Decision.SELECTED: (
        "Selamat, kamu Nakawan %(office)s!",
        "Congratulations, you are a Nakawan of %(office)s!",
        "Masa tugasmu mulai %(starts)s dan selesai %(ends)s. Terima kasih sudah mau jadi sahabat budaya di kantormu. "
        "Mulai dari mana? Buka halaman Nakawan: di sana ada ide kegiatan dan timmu.",
        "Your term begins on %(starts)s and ends on %(ends)s. Thank you for being a friend of the culture at your "
        "office. Where to begin? Open the Nakawan page: it has ideas for activities, and your team.",
    ),
    Decision.RESERVE: (
        "Kamu masuk daftar cadangan Nakawan %(office)s",
        "You are in the reserve for Nakawan of %(office)s",
        "Kali ini semua kursi terisi. Kamu nomor %(place)s di daftar cadangan: begitu ada kursi kosong, giliranmu "
        "datang dengan sendirinya dan kami kabari. Terima kasih sudah mendaftar.",
        "All seats are taken this time. You are number %(place)s in the reserve: as soon as a seat falls free, it "
        "comes to you by itself and we tell you. Thank you for applying.",
    ),
    Decision.NOT_SELECTED: (
        "Kabar pendaftaran Nakawan %(office)s",
        "About your application as a Nakawan of %(office)s",
        "Kali ini belum giliranmu. Jumlah kursinya terbatas, dan idemu tetap kami hargai. Kamu tetap bisa ikut dan "
        "membantu kegiatan di kantormu, dan mendaftar lagi saat panggilan berikutnya dibuka.",
        "Not this time. Seats are few, and we value your idea all the same. You can join and help with activities at "
        "your office, and apply again when the next call opens.",
    ),
}
PLACE: Words = (
    "Ada kursi untukmu: kamu Nakawan %(office)s!",
    "A seat for you: you are a Nakawan of %(office)s!",
    "Satu kursi kosong, dan giliranmu di daftar cadangan tiba. Masa tugasmu enam bulan penuh, mulai %(starts)s dan "
    "selesai %(ends)s.",
    "A seat has fallen free, and you were next in the reserve. Your term is six full months, from %(starts)s to "
    "%(ends)s.",
)
RENEWAL: Words = (
    "Masa tugasmu berlanjut di %(office)s",
    "Your service at %(office)s goes on",
    "Masa tugas berikutnya mulai %(starts)s dan selesai %(ends)s. Terima kasih sudah mau lanjut.",
    "Your next term begins on %(starts)s and ends on %(ends)s. Thank you for going on.",
)
THANKS: Words = (
    "Terima kasih, Nakawan %(office)s",
    "Thank you, Nakawan of %(office)s",
    "Masa tugasmu selesai pada %(ends)s. Halaman terima kasihmu sudah siap: lihat lagi apa yang kamu buat, dan "
    "tinggalkan pesan untuk penerusmu.",
    "Your term ended on %(ends)s. Your thank-you page is ready: look back at what you did, and leave a note to those "
    "who follow you.",
)


def send_letter(application_id: int) -> None:
    """The decision on an application, to its applicant."""
    found = Application.objects.select_related("quota__office", "person").filter(pk=application_id).first()
    if found is None or not found.shown_decision:
        return
    term = found.terms.order_by("starts_on").first()
    _send(
        found.person,
        LETTER_KIND,
        f"nakawan-letter:{found.pk}",
        LETTERS[found.decision],
        _filled(str(found.quota.office), term) | {"place": str(found.reserve_order or "")},
        "nakawan:hub" if found.decision == Decision.SELECTED else "nakawan:application",
    )


def tell_of_place(term_id: int) -> None:
    """Somebody of the reserve has a place."""
    _tell(term_id, LETTER_KIND, "nakawan-place-of", PLACE)


def tell_of_renewal(term_id: int) -> None:
    _tell(term_id, TERM_KIND, "nakawan-renewal", RENEWAL)


def thank(term_id: int) -> None:
    """A term is over."""
    _tell(term_id, TERM_KIND, "nakawan-thanks", THANKS, "nakawan:thanks")


def _tell(term_id: int, kind: str, name: str, words: Words, url_name: str = "nakawan:hub") -> None:
    term = Term.objects.select_related("person", "office").filter(pk=term_id).first()
    if term is not None and term.person.is_active:
        _send(term.person, kind, f"{name}:{term.pk}", words, _filled(str(term.office), term), url_name)


def _filled(office: str, term: Term | None) -> dict[str, str | date]:
    return {
        "office": office,
        "starts": term.starts_on if term else "",
        "ends": term.ends_on if term else "",
    }


def _send(
    person: User, kind: str, key: str, words: Words, filled: Mapping[str, str | date], url_name: str
) -> None:
    texts = {}
    for language in SUFFIXES:
        with override(language):
            texts[language] = {
                name: date_format(value, "j F Y") if isinstance(value, date) else value
                for name, value in filled.items()
            }
    notify_in_words(person=person, kind=kind, key=key, words=words, filled=texts, url=path_of(url_name))
