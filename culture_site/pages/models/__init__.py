"""The public page tree, the messages that come in through it, and what was loaded into it from files."""

from .base import SitePage
from .contact import ContactMessage
from .content import EducationIndexPage, HomePage, NakaTaraPage, StandardPage, ValuePage
from .loaded import LoadedText
from .stories import StoryIndexPage, StoryPage

__all__ = [
    "ContactMessage",
    "EducationIndexPage",
    "HomePage",
    "LoadedText",
    "NakaTaraPage",
    "SitePage",
    "StandardPage",
    "StoryIndexPage",
    "StoryPage",
    "ValuePage",
]
