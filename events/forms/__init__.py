from .after import FeedbackForm, PeriodForm
from .door import DoorForm, PhotosForm, ReasonForm, ScanForm, SearchForm, WalkInForm, look_at
from .planning import (
    CopyForm,
    MessageForm,
    MoveEventForm,
    MoveSlotForm,
    PlanFilterForm,
    PlanForm,
    SureForm,
)
from .sessions import NewSlotForm, SessionForm, SlotForm, StallForm
from .sign_up import SignUpForm

__all__ = [
    "CopyForm",
    "DoorForm",
    "FeedbackForm",
    "MessageForm",
    "MoveEventForm",
    "MoveSlotForm",
    "NewSlotForm",
    "PeriodForm",
    "PhotosForm",
    "PlanFilterForm",
    "PlanForm",
    "ReasonForm",
    "ScanForm",
    "SearchForm",
    "SessionForm",
    "SignUpForm",
    "SlotForm",
    "StallForm",
    "SureForm",
    "WalkInForm",
    "look_at",
]
