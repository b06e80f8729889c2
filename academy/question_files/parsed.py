"""What a file of questions holds, whatever its format."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

FULL = Decimal(100)
NOTHING = Decimal(0)
# In a short answer it stands for any letters; as a whole answer, to a number too, for "anything else".
ANYTHING = "*"
GAP = "_____"


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"
    SHORT = "short"
    NUMERIC = "numeric"


@dataclass(frozen=True)
class ParsedAnswer:
    """An option to choose, or an answer that is accepted where one is typed.

    `weight`: percent of the question that it earns, -100 to 100; the fully right answer has 100, several right ones
    of a multiple question share it. `tolerance`: for numbers, how far away is still right; None elsewhere.
    The options of a true-false question are "true" and "false", in this order.
    `text_eng`, `feedback_eng`: the English beside an Indonesian text, where the file holds both.
    """

    text: str
    weight: Decimal
    feedback: str = ""
    tolerance: Decimal | None = None
    text_eng: str = ""
    feedback_eng: str = ""


@dataclass(frozen=True)
class ParsedQuestion:
    """One question as plain text. Two of them are equal wherever in their files they stand.

    `feedback`: shown afterwards, whatever was answered. `category`: path with slashes. `position`: the line of the
    file on which the question begins.
    """

    name: str
    kind: Kind
    stem: str
    answers: tuple[ParsedAnswer, ...]
    feedback: str = ""
    category: str = ""
    position: int = field(default=0, compare=False)
    is_case_sensitive: bool = False
    stem_eng: str = ""
    feedback_eng: str = ""


@dataclass(frozen=True)
class Refused:
    """A question that cannot be taken. `name`: its name, else how it begins; `type`: in the words of its file.

    `reason` is a translated sentence.
    """

    name: str
    position: int
    type: str
    reason: str


@dataclass(frozen=True)
class ReadResult:
    """`notes`: sentences on what was left aside in the file as a whole, as a column without a meaning here."""

    questions: tuple[ParsedQuestion, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...] = ()


class Unusable(Exception):
    """Raised while one question is being read: it is refused for `reason`, and the next one is read."""

    def __init__(self, reason: str, type: str = ""):
        self.reason = reason
        self.type = type
        super().__init__(reason)
