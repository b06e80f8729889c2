"""What people are told about their sign-ups: once per change, in the inbox and by mail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import override

from culture_site.core.dates import hour_of
from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import Words, notify_in_words, path_of
from culture_site.people.models import User

from .models import ACTIVE, ChangeKind, EventChange, SignUp, SignUpState, SignUpTransition

SIGN_UP_KIND = "events-sign-up"

# {(from, to): (title_ind, title_eng, text_ind, text_eng)} with %(session)s, %(event)s, %(when)s, %(until)s.
# What is not listed is not told: who presses sees at once what became of it.
WORDS: Mapping[tuple[str, str], Words] = {
    ("", SignUpState.CONFIRMED): (
        "Tempatmu tersimpan: %(session)s",
        "You have a place: %(session)s",
        "%(event)s, %(when)s. Tiketmu ada di jadwalmu.",
        "%(event)s, %(when)s. Your ticket is in your schedule.",
    ),
    ("", SignUpState.WAITING): (
        "Kamu di daftar tunggu: %(session)s",
        "You are on the waiting list: %(session)s",
        "%(event)s, %(when)s. Begitu ada tempat, kami kabari.",
        "%(event)s, %(when)s. As soon as there is a place, we tell you.",
    ),
    (SignUpState.WAITING, SignUpState.OFFERED): (
        "Ada tempat untukmu: %(session)s",
        "A place for you: %(session)s",
        "%(event)s, %(when)s. Kami simpan sampai %(until)s. Terima tempatnya sebelum itu.",
        "%(event)s, %(when)s. We keep it until %(until)s. Take it before then.",
    ),
    (SignUpState.WAITING, SignUpState.CONFIRMED): (
        "Kamu dapat tempat: %(session)s",
        "You have got a place: %(session)s",
        "%(event)s, %(when)s. Kalau tidak bisa datang, kembalikan tempatnya supaya temanmu bisa ikut.",
        "%(event)s, %(when)s. If you cannot come, give it back so that somebody else can.",
    ),
    (SignUpState.CONFIRMED, SignUpState.REMOVED): (
        "Tempatmu dibatalkan: %(session)s",
        "Your place was taken back: %(session)s",
        "%(event)s, %(when)s. Kalau ini tidak kamu duga, tanya panitianya.",
        "%(event)s, %(when)s. If you did not expect this, ask the people who run it.",
    ),
    (SignUpState.OFFERED, SignUpState.REMOVED): (
        "Tawaran tempatmu dibatalkan: %(session)s",
        "The place offered to you was taken back: %(session)s",
        "%(event)s, %(when)s. Kalau ini tidak kamu duga, tanya panitianya.",
        "%(event)s, %(when)s. If you did not expect this, ask the people who run it.",
    ),
    (SignUpState.WAITING, SignUpState.REMOVED): (
        "Kamu tidak lagi di daftar tunggu: %(session)s",
        "You are not on the waiting list any more: %(session)s",
        "%(event)s, %(when)s. Kalau ini tidak kamu duga, tanya panitianya.",
        "%(event)s, %(when)s. If you did not expect this, ask the people who run it.",
    ),
    (SignUpState.OFFERED, SignUpState.EXPIRED): (
        "Tempat yang kami simpan sudah dilepas: %(session)s",
        "The place we kept for you has moved on: %(session)s",
        "%(event)s, %(when)s. Kamu bisa mendaftar lagi.",
        "%(event)s, %(when)s. You can sign up again.",
    ),
    (SignUpState.WAITING, SignUpState.EXPIRED): (
        "Kali ini belum kebagian tempat: %(session)s",
        "No place this time: %(session)s",
        "%(event)s, %(when)s. Tidak ada tempat yang kosong sampai mulai. Terima kasih sudah menunggu.",
        "%(event)s, %(when)s. No place fell free before it began. Thank you for waiting.",
    ),
    (SignUpState.CONFIRMED, SignUpState.WAITING): (
        "Tempatnya berkurang: %(session)s",
        "There are fewer places: %(session)s",
        "%(event)s, %(when)s. Kamu sekarang di depan daftar tunggu. Mohon maaf.",
        "%(event)s, %(when)s. You are at the front of the waiting list now. We are sorry.",
    ),
    (SignUpState.OFFERED, SignUpState.WAITING): (
        "Tempatnya berkurang: %(session)s",
        "There are fewer places: %(session)s",
        "%(event)s, %(when)s. Kamu sekarang di depan daftar tunggu. Mohon maaf.",
        "%(event)s, %(when)s. You are at the front of the waiting list now. We are sorry.",
    ),
}
SIGNED_UP_BY = ("%s yang mendaftarkanmu.", "%s signed you up.")
REASON = ("Alasannya: %s", "The reason: %s")
PASSED_OVER: Words = (
    "Ada tempat, tetapi waktumu terisi: %(session)s",
    "There was a place, but your time is taken: %(session)s",
    "%(event)s, %(when)s. Pada jam itu kamu punya tempat di %(other)s, jadi giliran ini lewat ke yang berikutnya. "
    "Urutanmu di daftar tunggu tetap.",
    "%(event)s, %(when)s. At that time you have a place in %(other)s, so this one went on to the next in line. "
    "You keep your position in the waiting list.",
)
CHANGES: Mapping[str, Words] = {
    ChangeKind.MOVED: (
        "Waktunya berubah: %(what)s",
        "A new time: %(what)s",
        "Sekarang %(when)s.",
        "It is now %(when)s.",
    ),
    ChangeKind.CANCELLED: (
        "Dibatalkan: %(what)s",
        "Called off: %(what)s",
        "%(when)s tidak jadi. Mohon maaf. Waktumu pada jam itu kosong lagi.",
        "%(when)s does not take place. We are sorry. Your time is free again.",
    ),
}
# What a person has at the new time, in order.
STAYS = {
    SignUpState.CONFIRMED: ("Kamu tetap punya tempat: %s.", "You still have a place: %s."),
    SignUpState.OFFERED: (
        "Tawaran tempatmu masih berlaku: %s.",
        "The place offered to you still stands: %s.",
    ),
    SignUpState.WAITING: ("Kamu tetap di daftar tunggu: %s.", "You are still on the waiting list: %s."),
}
WAITS_NOW = (
    "Pada waktu yang baru kamu punya tempat lain, jadi kamu sekarang di daftar tunggu untuk %(sessions)s.",
    "At the new time you have a place elsewhere, so you are on the waiting list now for %(sessions)s.",
)


def tell_change(step_id: int) -> None:
    """Tell a person what became of a sign-up, unless it has changed again since."""
    step = (
        SignUpTransition.objects.select_related("sign_up__slot__session__event", "sign_up__person", "by")
        .filter(pk=step_id)
        .first()
    )
    if step is None:
        return
    found = step.sign_up
    words = WORDS.get((step.from_state, step.to_state))
    if words is None or found.state != step.to_state:
        return
    extra = [one % step.reason if step.reason else "" for one in REASON]
    if step.by and not step.from_state and step.by_id != found.person_id:
        extra = [one % step.by.name for one in SIGNED_UP_BY]
    _send(found.person, f"{SIGN_UP_KIND}:{step.pk}", words, _filled(found), extra=extra)


def tell_passed_over(sign_up_id: int, in_the_way_id: int) -> None:
    """Tell who waits that a place went on to the next, and which place of theirs was in the way."""
    both = SignUp.objects.select_related("slot__session__event", "person").in_bulk(
        [sign_up_id, in_the_way_id]
    )
    if len(both) < 2 or both[sign_up_id].state != SignUpState.WAITING:
        return
    found, other = both[sign_up_id], both[in_the_way_id]
    filled = _filled(found)
    for language, words in filled.items():
        with override(language):
            words["other"] = str(other.slot.session)
    _send(found.person, f"passed-over:{found.pk}:{other.pk}", PASSED_OVER, filled)


def tell_of_event(change_id: int, person_id: int) -> None:
    """Tell a person that an event, or a time of it, was moved or cancelled; once, whatever places they have there."""
    change = EventChange.objects.select_related("event", "slot__session__event").filter(pk=change_id).first()
    person = User.objects.filter(pk=person_id).first()
    if change is None or person is None:
        return
    concerned = SignUp.objects.filter(person=person, event=change.event_id, state__in=ACTIVE)
    if change.slot_id:
        concerned = concerned.filter(slot=change.slot_id)
    lost = SignUpTransition.objects.filter(
        sign_up=OuterRef("pk"), at=change.at, from_state=SignUpState.CONFIRMED, to_state=SignUpState.WAITING
    )
    places = list(
        concerned.annotate(was_lost=Exists(lost)).select_related("session__event").order_by("slot__starts_at")
    )
    filled, extra = {}, []
    for number, language in enumerate(SUFFIXES):
        with override(language):
            about = change.slot or change.event
            what = f"{change.event}: {change.slot.session}" if change.slot else str(change.event)
            filled[language] = {"what": what, "when": hour_of(about.starts_at, "l, j F Y")}
            message = (change.message_ind, change.message_eng)[number] or change.message_ind
            said = [*_what_stays(places, number), message or change.message_eng]
            extra.append(" ".join(one for one in said if one))
    _send(person, f"event-change:{change.pk}:{person.pk}", CHANGES[change.kind], filled, extra=extra)


def _what_stays(places: Iterable[Any], language: int) -> Iterator[str]:
    """What became of each place of a person when its time changed; `was_lost` went to the waiting list."""
    for state, words in STAYS.items():
        if named := [
            str(one.session)
            for one in places
            if one.state == state and not (one.was_lost and state == SignUpState.WAITING)
        ]:
            yield words[language] % ", ".join(named)
    if lost := [str(one.session) for one in places if one.was_lost and one.state == SignUpState.WAITING]:
        yield WAITS_NOW[language] % {"sessions": ", ".join(lost)}


def _send(
    person: User,
    key: str,
    words: Words,
    filled: Mapping[str, Mapping[str, str]],
    *,
    extra: Sequence[str] = ("", ""),
) -> None:
    """`extra` follows the text, in Indonesian and in English."""
    title_ind, title_eng, *texts = words
    said = [f"{text} %(extra)s" for text in texts]
    notify_in_words(
        person=person,
        kind=SIGN_UP_KIND,
        key=key,
        words=(title_ind, title_eng, said[0], said[1]),
        filled={
            language: {**filled[language], "extra": one}
            for language, one in zip(SUFFIXES, extra, strict=True)
        },
        url=path_of("events:schedule"),
    )


def _filled(found: SignUp) -> dict[str, dict[str, str]]:
    """What the words are filled with, by language."""
    filled = {}
    for language in SUFFIXES:
        with override(language):
            filled[language] = {
                "session": str(found.slot.session),
                "event": str(found.slot.session.event),
                "when": hour_of(found.slot.starts_at, "l, j F"),
                "until": hour_of(found.offer_expires_at, "l") if found.offer_expires_at else "",
            }
    return filled
