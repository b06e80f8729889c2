"""`manage.py import_questions`, as whoever brings questions along runs it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from academy.models import Pool, QuestionVersion

GIFT = """$CATEGORY: Minggu 1

::Sapaan::Apa balasanmu?{=Halo#Hangat. ~%-12.5%Ya? ####Sapa dulu.}

::Cerita::Ceritakan harimu.{}

Berapa menit?{#5:0.5}

Tiga?{=a ~b
"""


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "Minggu Satu.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


def run(*args) -> str:
    out = StringIO()
    call_command("import_questions", *args, "--language=en", stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def test_dry_run_lists_each_question_and_each_refusal(bank, tmp_path):
    run(bank, "--dry-run", f"--json={tmp_path / 'out.json'}")

    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == {
        "file": "Minggu Satu.gift",
        "questions": [
            {
                "name": "Sapaan",
                "type": "single",
                "stem": "Apa balasanmu?",
                "answers": [
                    {"text": "Halo", "weight": 100, "feedback": "Hangat.", "tolerance": None},
                    {"text": "Ya?", "weight": -12.5, "feedback": "", "tolerance": None},
                ],
                "feedback": "Sapa dulu.",
                "category": "Minggu 1",
                "position": 3,
            },
            {
                "name": "",
                "type": "numeric",
                "stem": "Berapa menit?",
                "answers": [{"text": "5", "weight": 100, "feedback": "", "tolerance": 0.5}],
                "feedback": "",
                "category": "Minggu 1",
                "position": 7,
            },
        ],
        "refused": [
            {
                "name": "Cerita",
                "position": 5,
                "type": "essay",
                "reason": "It is an essay: there is no answer to compare with. Make an assignment of it.",
            },
            {
                "name": "Tiga?",
                "position": 9,
                "type": "single",
                "reason": "The answers begin with { and do not end with }: the file may have been cut here.",
            },
        ],
    }


def test_dry_run_needs_no_database_and_names_what_it_refuses(bank):
    # Without the mark of pytest-django, a statement would raise.
    assert run(bank, "--dry-run") == (
        "Line 5, “Cerita” (essay): It is an essay: there is no answer to compare with. Make an assignment of it.\n"
        "Line 9, “Tiga?” (single): The answers begin with { and do not end with }: the file may have been cut here.\n"
        "2 questions read, 2 refused.\n"
    )


def test_columns_that_are_left_aside_are_named(tmp_path):
    path = tmp_path / "bank.csv"
    path.write_text("question,right,points\nApa?,true,3\n", encoding="utf-8")

    assert run(path, "--dry-run") == (
        "The column “points” has no meaning here and is left aside.\n1 question read, 0 refused.\n"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"Surat.", "This is neither GIFT nor Moodle XML nor a table of questions."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_file_that_cannot_be_read_is_an_error(tmp_path, content, reason):
    path = tmp_path / "bank.txt"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError) as error:
        run(path, "--dry-run")

    assert str(error.value).endswith(reason)


def test_json_that_cannot_be_written_is_an_error(bank, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: Is a directory"):
        run(bank, "--dry-run", f"--json={tmp_path}")


@pytest.mark.django_db
def test_questions_go_into_the_pool_of_the_file_once(bank):
    first = run(bank)
    second = run(bank)

    assert first.splitlines()[-1] == "In the pool “Minggu Satu”: 2 new, 0 changed, 0 unchanged."
    assert second.splitlines()[-1] == "In the pool “Minggu Satu”: 0 new, 0 changed, 2 unchanged."
    assert QuestionVersion.objects.filter(question__pool__key="minggu-satu").count() == 2


@pytest.mark.django_db
def test_pool_can_be_named(bank):
    run(bank, "--pool=Latihan")

    assert Pool.objects.get().title == "Latihan"
    assert set(QuestionVersion.objects.values_list("question__source", flat=True)) == {"Minggu Satu.gift"}


@pytest.mark.django_db
def test_nothing_is_stored_by_a_dry_run(bank):
    run(bank, "--dry-run")

    assert (Pool.objects.count(), QuestionVersion.objects.count()) == (0, 0)
