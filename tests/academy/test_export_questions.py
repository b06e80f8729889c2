from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from academy.question_files.reading import read_questions
from tests.factories.academy import PoolFactory, QuestionFactory, QuestionVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool():
    pool = PoolFactory(key="minggu-9")
    QuestionVersionFactory(
        question=QuestionFactory(key="sapa", pool=pool), stem_ind="Sapa dulu?", stem_eng="Greet?"
    )
    return pool


def exported(*options: str) -> str:
    output = StringIO()
    call_command("export_questions", *options, stdout=output)
    return output.getvalue()


def stems(text: str) -> list[str]:
    return [question.stem for question in read_questions(text.encode(), "pool.gift").questions]


def test_pool_is_written_as_gift_in_either_language(pool):
    assert stems(exported("minggu-9")) == ["Sapa dulu?"]
    assert stems(exported("minggu-9", "--language", "en")) == ["Greet?"]


def test_pool_is_written_to_a_file_once(pool, tmp_path):
    out = tmp_path / "minggu-9.gift"
    exported("minggu-9", "--out", str(out))

    with pytest.raises(CommandError, match="cannot be written: File exists"):
        exported("minggu-9", "--out", str(out))

    assert stems(out.read_text()) == ["Sapa dulu?"]


def test_unknown_pool_names_those_that_are_there(pool):
    with pytest.raises(CommandError, match=r"There is no pool minggu-8\. There are: minggu-9\."):
        exported("minggu-8")
