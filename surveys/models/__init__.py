from .results import PublishedResult
from .surveys import Item, ItemKind, Survey, SurveyVersion
from .waves import Correction, Wave, WaveState, WaveUnit, WaveValue

__all__ = [
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
