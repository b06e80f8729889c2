from .ballots import LONGEST_COMMENT, Ballot, Comment, Invitation, Response
from .results import AnchorFigures, ItemCorrection, PublishedResult, WorkedOut
from .surveys import LONGEST_NAME, Item, ItemKind, Survey, SurveyVersion, by_value
from .waves import SMALLEST_GROUP, WIDE_ROLES, Correction, Wave, WaveState, WaveUnit, WaveValue

__all__ = [
    "LONGEST_COMMENT",
    "LONGEST_NAME",
    "SMALLEST_GROUP",
    "WIDE_ROLES",
    "AnchorFigures",
    "Ballot",
    "Comment",
    "Correction",
    "Invitation",
    "Item",
    "ItemCorrection",
    "ItemKind",
    "PublishedResult",
    "Response",
    "Survey",
    "SurveyVersion",
    "Wave",
    "WaveState",
    "WaveUnit",
    "WaveValue",
    "WorkedOut",
    "by_value",
]
