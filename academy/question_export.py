"""A pool of questions as a file that other systems read."""

from .models import Pool, QuestionVersion
from .question_files.parsed import ParsedQuestion
from .question_files.stored import CONTENT, as_question
from .question_files.writing import to_gift


def pool_as_gift(pool: Pool, suffix: str) -> str:
    """The questions that are drawn now, in GIFT, in the language of `suffix` ("ind" or "eng")."""
    versions = QuestionVersion.objects.drawable(pool).select_related("question")
    return to_gift(_parsed(version, suffix) for version in versions)


def _parsed(version: QuestionVersion, suffix: str) -> ParsedQuestion:
    content = {name: getattr(version, name) for name in CONTENT}
    return as_question(version.question.key, content, suffix)
