"""What people are told about proposals: each once, in both languages, in the inbox and by mail."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import override

from culture_site.core.dates import hour_of
from culture_site.core.languages import SUFFIXES
from culture_site.jobs.notices import Words, notify_in_words, path_of
from culture_site.people.models import Role, RoleAssignment, User
from events.models import ChangeKind, EventChange

from .models import Helper, Proposal, ProposalStep, StepKind
from .services.helpers import nakawan_of

# Of one's own activities, of those that wait for one's answer, and of those that look for help.
PROPOSAL_KIND = "nakawan-proposal"
ANSWER_KIND = "nakawan-answer"
HELP_KIND = "nakawan-help"

# {step: (title_ind, title_eng, text_ind, text_eng)} with %(title)s, %(office)s, %(when)s, %(until)s, %(by)s, %(words)s.
TO_PROPOSER: Mapping[str, Words] = {
    StepKind.APPROVED: (
        "Disetujui: %(title)s",
        "Approved: %(title)s",
        "%(when)s. Acaranya sudah kami buat dan pendaftarannya sudah dibuka. Ajak temanmu! %(words)s",
        "%(when)s. We have made its event, and sign-up is open. Invite your friends! %(words)s",
    ),
    StepKind.BY_ITSELF: (
        "Disetujui: %(title)s",
        "Approved: %(title)s",
        "%(when)s. Dua hari kerja lewat tanpa jawaban, jadi kegiatanmu jalan. Acaranya sudah kami buat dan "
        "pendaftarannya sudah dibuka. Ajak temanmu!",
        "%(when)s. Two working days went by without an answer, so it takes place. We have made its event, and sign-up "
        "is open. Invite your friends!",
    ),
    StepKind.CHANGES: (
        "Perlu diubah sedikit: %(title)s",
        "To be changed a little: %(title)s",
        "%(by)s menulis: “%(words)s” Ubah usulanmu, lalu kirim lagi.",
        "%(by)s writes: “%(words)s” Change your proposal, then send it again.",
    ),
    StepKind.DECLINED: (
        "Belum kali ini: %(title)s",
        "Not this time: %(title)s",
        "%(by)s menulis: “%(words)s” Idemu tetap kami hargai, dan ide berikutnya kami tunggu.",
        "%(by)s writes: “%(words)s” We value your idea all the same, and look forward to the next one.",
    ),
    StepKind.LAPSED: (
        "Pilih hari lain: %(title)s",
        "Choose another day: %(title)s",
        "Waktunya lewat sebelum ada yang menjawab. Mohon maaf. Pilih hari lain, lalu kirim lagi.",
        "Its time went by before anybody answered. We are sorry. Choose another day, then send it again.",
    ),
}
TO_ANSWER: Words = (
    "Usulan dari %(office)s: %(title)s",
    "A proposal of %(office)s: %(title)s",
    "%(by)s mengusulkan kegiatan untuk %(when)s. Usulan ini menunggu jawabanmu.",
    "%(by)s proposes an activity for %(when)s. It waits for your answer.",
)
TO_ANSWER_UNTIL: Words = (
    TO_ANSWER[0],
    TO_ANSWER[1],
    "%(by)s mengusulkan kegiatan dari daftar ide untuk %(when)s, tanpa anggaran. Kalau tidak ada yang menjawab sampai "
    "%(until)s, kegiatan ini disetujui dengan sendirinya.",
    "%(by)s proposes an activity of the library for %(when)s, without a budget. If nobody answers until %(until)s, it "
    "is approved by itself.",
)
CAN_YOU_HELP: Words = (
    "Bisa bantu? %(title)s",
    "Can you help? %(title)s",
    "%(by)s mencari relawan untuk %(when)s. Satu ketukan di halamannya cukup.",
    "%(by)s looks for helpers for %(when)s. One tap on its page is enough.",
)
HELPER_GONE: Words = (
    "Satu relawan batal: %(title)s",
    "A helper cannot come: %(title)s",
    "%(helper)s tidak jadi membantu pada %(when)s. Tempatnya terbuka lagi untuk yang lain.",
    "%(helper)s cannot help on %(when)s after all. Somebody else can take over.",
)
NO_HELP_NEEDED: Words = (
    "Tidak jadi: %(title)s",
    "It does not take place: %(title)s",
    "Kegiatan pada %(when)s tidak jadi, jadi bantuanmu tidak diperlukan. Terima kasih sudah mau membantu.",
    "The activity on %(when)s does not take place, so no help is needed. Thank you for being ready to help.",
)
# To who proposed it and to its helpers, whose places are not among those of the event.
TO_HOLDERS: Mapping[str, Words] = {
    ChangeKind.MOVED: (
        "Pindah waktu: %(title)s",
        "At another time: %(title)s",
        "Kegiatan ini sekarang %(when)s. Yang sudah mendaftar juga kami kabari.",
        "It is now %(when)s. Those who signed up hear of it, too.",
    ),
    ChangeKind.CANCELLED: (
        "Dibatalkan: %(title)s",
        "Cancelled: %(title)s",
        "Kegiatan pada %(when)s tidak jadi. Terima kasih sudah menyiapkannya.",
        "The activity on %(when)s does not take place. Thank you for getting it ready.",
    ),
}
LOOK_BACK: Words = (
    "Bagaimana kemarin? %(title)s",
    "How did it go? %(title)s",
    "Lihat berapa yang datang dan apa kata mereka, tulis satu dua kalimat, lalu tutup kegiatannya.",
    "See how many came and what they say, write a sentence or two, then close the activity.",
)


def tell_of_step(step_id: int) -> None:
    """Whom a step of a proposal concerns: its proposer, or those who answer, or those who would have helped."""
    steps = ProposalStep.objects.select_related("proposal__office__city", "proposal__by", "by")
    step = steps.filter(pk=step_id).first()
    if step is None:
        return
    proposal = step.proposal
    if step.kind == StepKind.SENT:
        if proposal.is_waiting and proposal.sent_at == step.at:
            words = TO_ANSWER_UNTIL if proposal.answer_by else TO_ANSWER
            _tell(answerers_of(proposal), ANSWER_KIND, f"nakawan-step:{step.pk}", words, proposal, step)
        return
    if words_to_proposer := TO_PROPOSER.get(step.kind):
        _tell([proposal.by], PROPOSAL_KIND, f"nakawan-step:{step.pk}", words_to_proposer, proposal, step)
    if step.kind in (StepKind.DECLINED, StepKind.WITHDRAWN):
        helping = User.objects.filter(helps_with__proposal=proposal)
        _tell(helping, HELP_KIND, f"nakawan-no-help:{step.pk}", NO_HELP_NEEDED, proposal)


def ask_for_help(proposal_id: int) -> None:
    """The Nakawan of the office, each once for one activity, while help is needed."""
    proposal = _found(proposal_id)
    if proposal and proposal.can_be_helped and proposal.helpers.count() < proposal.helpers_wanted:
        helping = Helper.objects.filter(proposal=proposal).values("person")
        asked = nakawan_of(proposal.office).exclude(pk=proposal.by_id).exclude(pk__in=helping)
        _tell(asked, HELP_KIND, f"nakawan-help:{proposal.pk}", CAN_YOU_HELP, proposal)


def tell_of_helper_gone(proposal_id: int, person_id: int, helper_id: int) -> None:
    """The proposer hears that somebody who said yes has taken it back."""
    proposal, person = _found(proposal_id), User.objects.filter(pk=person_id).first()
    if proposal and person:
        key = f"nakawan-helper-gone:{helper_id}"
        _tell([proposal.by], PROPOSAL_KIND, key, HELPER_GONE, proposal, helper=person.name)


def tell_of_event_change(change_id: int) -> None:
    """Those who hold an activity hear that its event was moved or cancelled, but for who did it."""
    changes = EventChange.objects.select_related("event__proposal__office__city", "event__proposal__by")
    change = changes.filter(pk=change_id).first()
    proposal = getattr(change.event, "proposal", None) if change else None
    if change is None or proposal is None:
        return
    helping = User.objects.filter(helps_with__proposal=proposal)
    for kind, people in ((PROPOSAL_KIND, [proposal.by]), (HELP_KIND, helping)):
        told = [person for person in people if person.pk != change.by_id]
        _tell(told, kind, f"nakawan-event-change:{change.pk}", TO_HOLDERS[change.kind], proposal)


def remind_to_look_back(proposal_id: int) -> None:
    if proposal := _found(proposal_id):
        _tell([proposal.by], PROPOSAL_KIND, f"nakawan-look-back:{proposal.pk}", LOOK_BACK, proposal)


def answerers_of(proposal: Proposal) -> QuerySet[User]:
    """Who is asked for an answer: Service Culture, and the leaders whom the office is in reach of."""
    roles = RoleAssignment.objects.active().filter(user=OuterRef("pk"))
    leads = roles.filter(role=Role.LEADER).reaching(proposal.office)
    team = roles.filter(role=Role.SERVICE_CULTURE)
    found = User.objects.filter(Exists(leads) | Exists(team), is_active=True).employed()
    return found.exclude(pk=proposal.by_id).order_by("pk")


def _found(proposal_id: int) -> Proposal | None:
    """None once it was erased with its proposer."""
    return Proposal.objects.select_related("office__city", "by", "event").filter(pk=proposal_id).first()


def _tell(
    people: Iterable[User],
    kind: str,
    key: str,
    words: Words,
    proposal: Proposal,
    step: ProposalStep | None = None,
    **more: str,
) -> None:
    texts = {}
    for language in SUFFIXES:
        with override(language):
            texts[language] = {
                "title": str(proposal),
                "office": str(proposal.office),
                "when": hour_of(proposal.begins_at, "l, j F Y") if proposal.begins_at else "",
                "until": hour_of(proposal.answer_by, "l, j F Y") if proposal.answer_by else "",
                "by": ((step and step.by) or proposal.by).name,
                "words": step.words if step else "",
                **more,
            }
    url = path_of("nakawan:proposal-detail", proposal.uuid)
    for person in people:
        if person.is_active:
            notify_in_words(
                person=person, kind=kind, key=f"{key}:{person.pk}", words=words, filled=texts, url=url
            )
