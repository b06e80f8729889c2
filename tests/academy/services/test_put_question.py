import pytest

from academy.models import Question, QuestionKind, QuestionVersion
from academy.services.questions import put_question
from tests.factories.academy import PoolFactory, options_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def put():
    pool = PoolFactory()
    given = {
        "key": "sapa", "pool": pool, "kind": QuestionKind.SINGLE, "stem_ind": "Apa?", "stem_eng": "What?",
        "options": options_of("Sapa", "Tunggu"), "answers": [], "why_ind": "", "why_eng": "",
    }  # fmt: skip
    return lambda **changes: put_question(**given | changes)


def test_new_question_has_one_version(put):
    version, done = put()

    assert (done, version.number, version.is_current, version.stem_eng) == ("created", 1, True, "What?")


def test_same_question_again_changes_nothing(put):
    first, _done = put()

    version, done = put()

    assert (done, version) == ("unchanged", first)


def test_other_answers_are_another_version_and_the_old_one_stays(put):
    put()

    version, done = put(options=options_of("Sapa", "Tunggu", right=1))

    assert (done, version.number) == ("new version", 2)
    assert list(QuestionVersion.objects.order_by("number").values_list("number", "is_current")) == [
        (1, False),
        (2, True),
    ]


def test_where_it_belongs_follows_without_a_version(put):
    put()
    other = PoolFactory()

    _version, done = put(pool=other, difficulty=3, source="lain")

    question = Question.objects.get()
    assert done == "unchanged"
    assert (question.pool, question.difficulty, question.source) == (other, 3, "lain")
