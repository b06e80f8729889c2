"""A folder of text files as a curriculum: read and checked, every fault at once.

docs/academy-texts.md shows the format. No database: `values` are the codes of the FIRST values that there are.
"""

from .checks import check
from .plain import (
    ActivityText,
    Curriculum,
    PageText,
    QuestionText,
    QuizText,
    StepText,
    WeekText,
    Words,
)
from .reading import read_curriculum

__all__ = [
    "ActivityText",
    "Curriculum",
    "PageText",
    "QuestionText",
    "QuizText",
    "StepText",
    "WeekText",
    "Words",
    "check",
    "read_curriculum",
]
