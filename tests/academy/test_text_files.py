"""Text files as plain values, and what is refused, each fault with its file and place."""

import pytest

from academy.exceptions import BrokenCurriculum
from academy.text_files import QuizText, Words, read_curriculum
from tests.academy.curriculum_files import edit, write_curriculum

VALUES = ["friendly", "proactive", "simple", "trusted"]


@pytest.fixture
def folder(tmp_path):
    return write_curriculum(tmp_path)


def faults_of(folder) -> list[str]:
    with pytest.raises(BrokenCurriculum) as error:
        read_curriculum(folder, values=VALUES)
    return error.value.faults


def test_weeks_come_in_order_with_their_activities(folder):
    found = read_curriculum(folder, values=VALUES)

    assert found.key == "contoh"
    assert [(week.week, week.stage, [a.id for a in week.activities]) for week in found.weeks] == [
        (1, "kenal", ["sapa-dulu", "temu-batch", "kuis-menyapa"]),
        (2, "bisa", ["surat-satu", "surat-dua"]),
        (3, "siap", []),
    ]
    assert found.weeks[2].topics == (("Satu", "Dua"), ("One", "Two"))


def test_activity_has_the_titles_of_its_pages_and_its_rules(folder):
    lesson, live, quiz, letter, _other = read_curriculum(folder, values=VALUES).activities

    assert lesson.titles == Words("Sapa dulu", "Greet first")
    assert [step.key for step in lesson.pages["en"].steps] == ["cerita", "cek"]
    assert [step.check for step in lesson.pages["en"].steps] == ["", "sapa-dulu-cek"]
    assert (live.rule, live.titles) == ("optional", Words("Temu batch", "Batch meeting"))
    assert live.pages["id"].blocks == [{"type": "text", "value": "<ul><li>Kenalan</li></ul>"}]
    assert quiz.quiz == QuizText("menyapa", 2, 70, "highest", 3, None)
    assert (letter.rule, letter.group, letter.values, letter.needs) == (
        "group", "surat", ("simple", "trusted"), ("kuis-menyapa",),
    )  # fmt: skip


def test_a_step_holds_the_blocks_of_its_text(folder):
    step = read_curriculum(folder, values=VALUES).activities[0].pages["id"].steps[0]

    assert (step.key, step.title) == ("cerita", "Pagi")
    assert [block["type"] for block in step.blocks] == ["text", "chat"]
    assert step.blocks[0]["value"] == "<p>Bu Sari <b>menunggu</b>.</p>"


def test_answers_are_weighed_as_a_question_keeps_them(folder):
    # Two right of three: 50 each; the wrong one takes 50, so all three together are worth 50, not 100.
    single, multiple, short, numeric = read_curriculum(folder, values=VALUES).questions

    assert [(option["id"], option["weight"]) for option in single.options] == [("a", 100), ("b", 0)]
    assert [option["weight"] for option in multiple.options] == [50, 50, -50]
    assert short.answers == [
        {"text": "Pagi", "weight": 100}, {"text": "selamat pagi", "weight": 100}, {"text": "morning", "weight": 100},
    ]  # fmt: skip
    assert numeric.answers == [{"value": 4, "tolerance": 0, "weight": 100}]
    assert (single.value, single.difficulty, single.lesson) == ("friendly", 2, "sapa-dulu")


W1, W2, Q = "week-01.toml", "week-02.toml", "week-01-questions.toml"
SAPA = "lessons/sapa-dulu.id.md"
FAULTS = {
    "no id": (W1, 'id = "sapa-dulu"\n', "", "week-01.toml, activity 1: there is no id."),
    "doubled id": (
        W2, 'id = "surat-dua"', 'id = "surat-satu"',
        "week-02.toml, activity surat-satu; week-02.toml, activity surat-satu: the id surat-satu is there 2 times.",
    ),
    "bad id": (
        W1, '"temu-batch"', '"Temu batch"',
        "week-01.toml, activity 2: id “Temu batch” is not made of small letters, digits and single dashes.",
    ),
    "unknown value": (
        W1, '"friendly"', '"friendlyy"',
        "week-01.toml, activity sapa-dulu: there is no value “friendlyy”; "
        "there are: friendly, proactive, simple, trusted.",
    ),
    "unknown kind": (
        W1, 'kind = "live"', 'kind = "game"',
        "week-01.toml, activity temu-batch: there is no kind “game”; there are: lesson, quiz, assignment, live.",
    ),
    "unknown rule": (
        W1, 'rule = "optional"', 'rule = "maybe"',
        "week-01.toml, activity temu-batch: there is no rule “maybe”; there are: required, optional, group.",
    ),
    "unknown stage": (
        W1, '"kenal"', '"awal"', "week-01.toml: there is no stage “awal”; there are: kenal, bisa, siap.",
    ),
    "unknown field": (
        W1, "minutes = 12", "minute = 12", "week-01.toml, activity sapa-dulu: nobody knows minute.",
    ),
    "no number": (
        W1, "minutes = 12", 'minutes = "12"',
        "week-01.toml, activity sapa-dulu: minutes is '12'; a whole number from 1 to 600 is needed.",
    ),
    "unknown need": (
        W1, 'needs = ["sapa-dulu"]', 'needs = ["sapa"]',
        "week-01.toml, activity kuis-menyapa: needs sapa, which no week has.",
    ),
    "later need": (
        W1, "minutes = 60", 'minutes = 60\nneeds = ["surat-satu"]',
        "week-01.toml, activity temu-batch: needs surat-satu, which comes later than itself.",
    ),
    "need of itself": (
        W1, 'needs = ["sapa-dulu"]', 'needs = ["kuis-menyapa"]',
        "These need one another in a circle: kuis-menyapa > kuis-menyapa.",
    ),
    "circle": (
        W1, "minutes = 12", 'minutes = 12\nneeds = ["surat-satu"]',
        "These need one another in a circle: sapa-dulu > surat-satu > kuis-menyapa > sapa-dulu.",
    ),
    "offset backwards": (
        W1, "offset = 4", "offset = 1",
        "week-01.toml, activity kuis-menyapa: offset 1 runs backwards; temu-batch before it has 2.",
    ),
    "group of one": (
        W2, 'rule = "group"\ngroup = "surat"\nvalues', "values",
        "week-02.toml, activity surat-dua: the group surat has one member; a choice needs two.",
    ),
    "group without a name": (
        W1, 'rule = "optional"', 'rule = "group"',
        "week-01.toml, activity temu-batch: the rule is “group”, but no group is named.",
    ),
    "too many drawn": (
        W1, "draw = 2", "draw = 9",
        "week-01.toml, activity kuis-menyapa: draws 9 questions, but the pool menyapa holds 3.",
    ),
    "unknown pool": (
        W1, 'pool = "menyapa"', 'pool = "lain"',
        "week-01.toml, activity kuis-menyapa: there is no question in the pool lain.",
    ),
    "week twice": (W2, "week = 2", "week = 1", "week-01.toml, week-02.toml: week 1 is there 2 times."),
    "broken TOML": (Q, "[[questions]]", "[[questions", "week-01-questions.toml: "),
    "agenda in one language": (
        W1, 'agenda_eng = "- Who we are"\n', "",
        "week-01.toml, activity temu-batch: agenda is there in one language only.",
    ),
    "step keys differ": (
        SAPA, "=== cek", "=== coba",
        "lessons/sapa-dulu.id.md, lessons/sapa-dulu.en.md: the steps differ: cerita, coba here, cerita, cek there; "
        "both need the same keys in the same order.",
    ),
    "step key doubled": (
        SAPA, "=== cek", "=== cerita", "lessons/sapa-dulu.id.md: the step key cerita stands there 2 times.",
    ),
    "step without title": (
        SAPA, "=== cek Coba", "=== cek",
        "lessons/sapa-dulu.id.md: a step starts with “=== key Title of the step”: === cek",
    ),
    "words before the steps": (
        SAPA, "=== cerita", "Halo.\n=== cerita",
        "lessons/sapa-dulu.id.md: there are words before the first step (“=== key Title”).",
    ),
    "empty step": (
        SAPA, "::: check sapa-dulu-cek\n:::\n", "", "lessons/sapa-dulu.id.md, step cek: is empty.",
    ),
    "heading in a step": (
        SAPA, "Bu Sari **menunggu**.", "## Lagi",
        "lessons/sapa-dulu.id.md, step cerita: a step has its title and no further heading: Lagi",
    ),
    "unknown check question": (
        SAPA, "::: check sapa-dulu-cek", "::: check sapa-cek",
        "lessons/sapa-dulu.id.md, step cek: there is no question sapa-cek.",
    ),
    "check question of a pool": (
        SAPA, "::: check sapa-dulu-cek", "::: check m-alat",
        "lessons/sapa-dulu.id.md, step cek: the question m-alat belongs to the pool menyapa; "
        'a check question has pool = "".',
    ),
    "broken fence": (
        SAPA, "Kamu, CFS | 09.14 | Halo, Bu.\n:::", "",
        "lessons/sapa-dulu.id.md, step cerita: “::: chat” is not closed with “:::”.",
    ),
    "link to a page": (
        SAPA, "Bu Sari **menunggu**.", "[Bu Sari](page:friendly)",
        "lessons/sapa-dulu.id.md, step cerita: links to page:friendly; only https:// works here.",
    ),
    "no title": (SAPA, 'title = "Sapa dulu"\n', "", "lessons/sapa-dulu.id.md: there is no title."),
    "no front matter": (
        SAPA, "+++\n", "", "lessons/sapa-dulu.id.md: does not start with front matter between two lines of +++",
    ),
    "empty brief": (
        "assignments/surat-dua.id.md", "Balas.\n\n## Tugas yang baik\n\n- Balas.\n", "",
        "assignments/surat-dua.id.md: there is no text below the front matter.",
    ),
    "two right options": (
        Q, 'id = "b"\n', 'id = "b"\nright = true\n',
        "week-01-questions.toml, question sapa-dulu-cek: 2 options are right; exactly one is needed.",
    ),
    "one right option of several": (
        Q, 'id = "b"\nright = true\n', 'id = "b"\n',
        "week-01-questions.toml, question m-sikap: 1 options are right; "
        "a question of the kind multiple has two or more.",
    ),
    "option without explanation": (
        Q, 'why_eng = "Not yet."\n', "",
        "week-01-questions.toml, question sapa-dulu-cek, option b: there is no why_eng.",
    ),
    "typed question without explanation": (
        Q, 'why_ind = "Empat."\n', "", "week-01-questions.toml, question m-nilai: there is no why_ind.",
    ),
    "number that is none": (
        Q, "answer = 4", 'answer = "4"',
        "week-01-questions.toml, question m-nilai: answer is '4'; a number is needed.",
    ),
    "short answer in one language": (
        Q, 'answers_eng = ["pagi", "morning"]\n', "",
        "week-01-questions.toml, question m-alat: a short answer needs answers_ind and answers_eng.",
    ),
    "unknown kind of question": (
        Q, 'kind = "numeric"', 'kind = "essay"',
        "week-01-questions.toml, question m-nilai: there is no kind “essay”; "
        "there are: single, multiple, truefalse, short, numeric.",
    ),
    "unknown lesson": (
        Q, 'lesson = "sapa-dulu"', 'lesson = "sapa"',
        "week-01-questions.toml, question sapa-dulu-cek: there is no lesson sapa.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_file_and_place(folder, name, old, new, sentence):
    edit(folder, name, old, new)

    assert any(fault.startswith(sentence) for fault in faults_of(folder)), faults_of(folder)


def test_lesson_in_one_language_is_named(folder):
    (folder / "lessons" / "sapa-dulu.en.md").unlink()

    assert faults_of(folder) == [
        "week-01.toml, activity sapa-dulu: it is there in one language only; "
        "lessons/sapa-dulu.en.md is missing.",
    ]


def test_text_that_no_week_names_is_named(folder):
    (folder / "lessons" / "sapa-lagi.id.md").write_text("+++\n+++\n")

    assert faults_of(folder) == ["lessons/sapa-lagi.id.md: no week has the lesson “sapa-lagi”."]


def test_week_in_between_that_is_missing_is_named(folder):
    (folder / "week-02.toml").unlink()

    assert "Week 2 is missing: there are weeks up to 3." in faults_of(folder)


def test_all_faults_are_reported_together(folder):
    edit(folder, W1, 'values = ["friendly"]', 'values = ["baik"]')
    edit(folder, SAPA, "=== cek", "=== coba")
    edit(folder, Q, 'why_eng = "Not yet."\n', "")
    edit(folder, W2, "offset = 5", "offset = 6")

    assert [fault.split(":")[0] for fault in faults_of(folder)] == [
        "week-01.toml, activity sapa-dulu",
        "week-01-questions.toml, question sapa-dulu-cek, option b",
        "week-02.toml, activity surat-dua",
        "lessons/sapa-dulu.id.md, lessons/sapa-dulu.en.md",
    ]


def test_folder_without_a_programme_is_named(tmp_path):
    assert faults_of(tmp_path) == [f"{tmp_path}: there is no programme.toml here."]
