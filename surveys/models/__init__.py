from .results import PublishedResult
from .surveys import LONGEST_NAME, Item, ItemKind, Survey, SurveyVersion
from .waves import SMALLEST_GROUP, WIDE_ROLES, Correction, Wave, WaveState, WaveUnit, WaveValue

__all__ = [
    "LONGEST_NAME",
    "SMALLEST_GROUP",
    "WIDE_ROLES",
    "Correction",
    "Item",
    "ItemKind",
    "PublishedResult",
    "Survey",
    "SurveyVersion",
    "Wave",
    "WaveState",
    "WaveUnit",
    "WaveValue",
]
