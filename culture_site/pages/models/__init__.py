"""The public page tree, the messages that come in through it, and what was loaded into it from files."""

from .base import SitePage
from .contact import ContactMessage
from .content import EducationIndexPage, HomePage, NakaTaraPage, StandardPage, ValuePage
from .event_index import EventIndexPage
from .events import EventBoundPage, EventPage, RecapPage
from .loaded import LoadedText
from .review import SecondReaderTask
from .stories import StoryIndexPage, StoryPage
from .translations import InStep

__all__ = [
    "ContactMessage",
    "EducationIndexPage",
    "EventBoundPage",
    "EventIndexPage",
    "EventPage",
    "HomePage",
    "InStep",
    "LoadedText",
    "NakaTaraPage",
    "RecapPage",
    "SecondReaderTask",
    "SitePage",
    "StandardPage",
    "StoryIndexPage",
    "StoryPage",
    "ValuePage",
]
