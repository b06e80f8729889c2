"""The house style: the texts that come with the academy keep it, and every rule finds what it is for."""

import re
import shutil
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from academy.editorial import proofread, read_style
from academy.editorial.prose import Masks, lix, masked_runs, runs, sentences, words
from academy.exceptions import BrokenCurriculum
from academy.models import Kind
from academy.services.curriculum import CONTENT
from academy.text_files import PageText, read_curriculum
from culture_site.core.languages import SUFFIXES
from culture_site.culture.services import value_codes

STYLE = read_style(CONTENT)


@pytest.fixture(scope="module")
def curriculum():
    return read_curriculum(CONTENT, values=value_codes())


@pytest.fixture
def folder(tmp_path):
    """A copy of the texts, to spoil."""
    shutil.copytree(CONTENT, tmp_path / "texts")
    return tmp_path / "texts"


def faults(folder) -> list[str]:
    return proofread(read_curriculum(folder, values=value_codes()), read_style(folder))


def spoil(folder, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_texts_that_come_with_the_academy_keep_the_style(curriculum):
    assert proofread(curriculum, STYLE) == []


# ---- A lesson that is another one with names changed

CHANGES = {
    "id": {
        "Pak Darto": "Bu Warsini",
        "Wening": "Saras",
        "sangkar burung": "sepeda lipat",
        "Bapak": "Ibu",
        "Pak": "Bu",
    },
    "en": {"Pak Darto": "Bu Warsini", "Wening": "Saras", "birdcage": "folding bike", "Pak": "Bu"},
}


def copy_with_names_changed(folder) -> None:
    """Week 3's lesson on categories once more, about other people, goods and times."""
    for code in SUFFIXES:
        text = (folder / "lessons" / f"rute-menurut-kategori.{code}.md").read_text()
        for old, new in CHANGES[code].items():
            text = text.replace(old, new)
        text = re.sub(r"1[0-9]([.:])([0-9]{2})", r"09\g<1>\g<2>", text)
        text = text.replace("rute-menurut-kategori-cek", "salinan-cek")
        (folder / "lessons" / f"salinan.{code}.md").write_text(text)
    week = folder / "week-03.toml"
    first, rest = week.read_text().split("[[activities]]", 1)
    copied = '[[activities]]\nid = "salinan"\nkind = "lesson"\noffset = 10\nvalues = ["simple"]\n\n'
    week.write_text(f"{first}{copied}[[activities]]{rest}")
    questions = folder / "week-03-questions.toml"
    text = questions.read_text()
    check = text[text.index('id = "rute-menurut-kategori-cek"') :].split("[[questions]]")[0]
    questions.write_text(f"{text}\n[[questions]]\n{check.replace('rute-menurut-kategori', 'salinan')}")


def test_lesson_copied_with_names_changed_is_found_in_both_languages(folder):
    copy_with_names_changed(folder)

    found = [fault for fault in faults(folder) if "once names, goods, places and numbers are masked" in fault]

    assert len(found) == 2
    # Without the masks the names alone tell the two apart in every tenth run and more.
    assert all(int(re.search(r"(\d+)%", fault)[1]) >= 90 for fault in found)
    for fault, code in zip(found, SUFFIXES, strict=True):
        assert f"lessons/salinan.{code}.md" in fault
        assert f"lessons/rute-menurut-kategori.{code}.md" in fault


def test_no_two_lessons_are_nearly_as_much_alike_as_the_style_allows(curriculum):
    """With names, goods, places and numbers masked: at most 5 % of the runs of five words of the shorter one."""
    assert STYLE.compared_run == 5
    assert STYLE.most_alike == 0.05
    for code, language in STYLE.languages.items():
        masks = Masks(STYLE.people | STYLE.places | STYLE.address | language.goods)
        lessons = [
            masked_runs(activity.pages[code], masks, 5)
            for activity in curriculum.activities
            if activity.kind == Kind.LESSON
        ]
        assert len(lessons) == 52
        assert all(len(found) > 150 for found in lessons)
        shares = [
            len(one & other) / min(len(one), len(other))
            for number, one in enumerate(lessons)
            for other in lessons[:number]
        ]
        assert max(shares) <= 0.05


# ---- Each rule, on texts spoilt for it


LESSON = "lessons/jalur-prioritas"


def add(folder, code: str, paragraph: str) -> None:
    """One more paragraph at the end of the first step."""
    start, first, rest = (path := folder / f"{LESSON}.{code}.md").read_text().split("\n=== ", 2)
    path.write_text(f"{start}\n=== {first}\n\n{paragraph}\n\n=== {rest}")


@pytest.mark.parametrize(
    ("code", "paragraph", "fault"),
    [
        ("id", "Kata lain lagi. " * 180, "a lesson has 250 to 500"),
        ("id", "kata " * 31, "a sentence of 31 words"),
        ("id", "Anda bisa.", "“Anda”; write “kamu”"),
        ("id", "Kirim emailnya.", "“emailnya”; write “e-mail”"),
        ("en", "Send an email.", "“email”; write “e-mail”"),
        ("en", "It is centered.", "“centered”; write “the British spelling”"),
        ("id", "Pakai #CepatSelesai.", "the tag #CepatSelesai"),
        ("id", "Tanya kepada Susilo saja.", "who or what is “Susilo”"),
        ("id", "Tanya kepada Wening saja.", "Wening is in rute-menurut-kategori, too"),
        ("en", "Look [here](http://contoh.example/).", "does not lead to an https:// address"),
        (
            "id",
            "Untuk setiap kemungkinan, ada agen yang memang ahlinya. Karena itu, di Tokopedia Care keluhan berjalan.",
            "says what lessons/rute-menurut-kategori.id.md says",
        ),
    ],
)
def test_each_rule_finds_the_paragraph_it_is_for(folder, code, paragraph, fault):
    add(folder, code, paragraph)

    assert any(fault in found for found in faults(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (f"{LESSON}.en.md", "::: key", "::: quote", "0 of the block “key”"),
        (f"{LESSON}.id.md", 'title = "', 'title = "Untuk Anda: ', "“Anda”; write “kamu”"),
        (f"{LESSON}.en.md", "=== cerita ", "=== cerita Emails: ", "“Emails”; write “e-mail”"),
        ("lessons/rute-menurut-kategori.id.md", "Wening, CFS", "Susilo, CFS", "who or what is “Susilo”"),
        ("week-03-questions.toml", 'value = "simple"', "", "names no value"),
        ("style.toml", "level = [25, 48]", "level = [1, 2]", "its reading level (LIX) is"),
    ],
)
def test_each_rule_finds_the_change_it_is_for(folder, name, old, new, fault):
    spoil(folder, name, old, new)

    assert any(fault in found for found in faults(folder))


def test_check_question_at_the_end_is_found(curriculum):
    lesson = next(one for one in curriculum.activities if one.kind == Kind.LESSON)
    page = lesson.pages["id"]
    asks_last = replace(page, steps=(*page.steps, next(step for step in page.steps if step.check)))
    week = replace(
        curriculum.weeks[0], activities=(replace(lesson, pages={"id": asks_last, "en": lesson.pages["en"]}),)
    )

    found = proofread(replace(curriculum, weeks=(week,)), STYLE)

    assert any("ends with its check question" in fault for fault in found)


def test_key_that_gives_itself_away_is_found(curriculum):
    """The right option first in every question, and the longest."""
    told = tuple(
        replace(question, options=sorted(question.options, key=lambda option: -option["weight"]))
        for question in curriculum.questions
    )
    long = tuple(
        replace(
            question,
            options=[
                option | ({"text_ind": option["text_ind"] * 9} if option["weight"] > 0 else {})
                for option in question.options
            ],
        )
        for question in curriculum.questions
    )

    assert any(
        "at the same place" in fault for fault in proofread(replace(curriculum, questions=told), STYLE)
    )
    assert any("is the longest" in fault for fault in proofread(replace(curriculum, questions=long), STYLE))


# ---- Words, sentences, masks


def test_words_keep_their_joints_and_sentences_their_quotations():
    assert words("Rp 20.000, e-mail-mu pukul 15.30; don’t") == [
        "Rp",
        "20.000",
        "e-mail-mu",
        "pukul",
        "15.30",
        "don’t",
    ]
    assert sentences("Satu. “Dua!” Tiga: empat? Lima") == ["Satu.", "“Dua!", "Tiga:", "empat?", "Lima"]


def test_runs_stay_within_a_text():
    assert runs(["a b c", "d e"], 2) == {("a", "b"), ("b", "c"), ("d", "e")}


def page(*paragraphs: str) -> PageText:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return PageText("x", "X", blocks=[{"type": "text", "value": text}])


def test_masks_hide_names_goods_and_numbers_and_no_more():
    masks = Masks({"Wening", "kak", "meja belajar", "meja"})
    one = masked_runs(page("Kak Wening menunggu meja belajar sampai 15.30 nanti"), masks, 5)
    other = masked_runs(page("Kak Wening menunggu meja sampai 9 nanti"), masks, 5)

    assert one == other
    assert masked_runs(page("Kak Wening Wening meja 15"), masks, 5) == set()


def test_lix_adds_words_per_sentence_and_long_words_in_percent():
    # Ten words, two sentences, two words of more than six letters: 5 + 20.
    assert lix(page("Kami datang ke pelanggan itu. Kamu menunggu di sini saja.")) == pytest.approx(25)
    assert lix(page()) == 0


# ---- The file of the style, and the command


def test_folder_without_a_style_says_so(tmp_path):
    with pytest.raises(BrokenCurriculum, match=r"there is no style\.toml"):
        read_style(tmp_path)


@pytest.mark.parametrize("text", ["lesson_words = [1, 2]", "x = ["])
def test_style_that_is_not_whole_is_refused(tmp_path, text):
    (tmp_path / "style.toml").write_text(text)

    with pytest.raises(BrokenCurriculum, match=r"style\.toml: it is not whole"):
        read_style(tmp_path)


def test_command_is_silent_about_good_texts_and_names_every_fault(folder, capsys):
    call_command("check_texts", folder)
    assert "nothing to mend" in capsys.readouterr().out

    add(folder, "id", "Anda bisa.")
    add(folder, "en", "Send an email.")
    with pytest.raises(CommandError, match=r"(?s)write “kamu”.*write “e-mail”"):
        call_command("check_texts", folder)


def test_command_names_faults_that_keep_texts_from_being_read(folder):
    spoil(folder, f"{LESSON}.id.md", "===", "== nothing")

    with pytest.raises(CommandError, match=r"lessons/jalur-prioritas\.id\.md"):
        call_command("check_texts", folder)
