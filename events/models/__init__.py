from .changes import LONGEST_MESSAGE, ChangeKind, EventChange
from .events import (
    LONGEST_SLUG,
    LONGEST_TITLE,
    BazaarStall,
    Event,
    EventKind,
    EventState,
    Session,
    SessionKind,
)
from .feedback import HIGHEST, LONGEST_COMMENT, LOWEST, EventTally, Feedback
from .signups import (
    ACTIVE,
    COUNTERS,
    LIVE,
    LONGEST_REASON,
    SignUp,
    SignUpState,
    SignUpTransition,
    TimeClaim,
)
from .slots import LARGEST_CAPACITY, QUARTER, Slot, SlotState, quarters_between
from .tickets import CheckIn, Ticket

__all__ = [
    "ACTIVE",
    "COUNTERS",
    "HIGHEST",
    "LARGEST_CAPACITY",
    "LIVE",
    "LONGEST_COMMENT",
    "LONGEST_MESSAGE",
    "LONGEST_REASON",
    "LONGEST_SLUG",
    "LONGEST_TITLE",
    "LOWEST",
    "QUARTER",
    "BazaarStall",
    "ChangeKind",
    "CheckIn",
    "Event",
    "EventChange",
    "EventKind",
    "EventState",
    "EventTally",
    "Feedback",
    "Session",
    "SessionKind",
    "SignUp",
    "SignUpState",
    "SignUpTransition",
    "Slot",
    "SlotState",
    "Ticket",
    "TimeClaim",
    "quarters_between",
]
