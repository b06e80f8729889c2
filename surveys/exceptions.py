"""What can go wrong with a survey, as sentences for the person who did it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from culture_site.core.exceptions import RuleError


class SurveyError(RuleError):
    """A rule of the surveys said no."""


class LabelTaken(SurveyError):
    """There is a wave of that label already."""


class AuditFailed(SurveyError):
    """The figures would give away a group that is too small, even without the role cut."""


class NotReadyToPublish(SurveyError):
    """The wave is not closed, or not reviewed."""


class CannotOpen(SurveyError):
    """A wave that lacks something cannot be opened; the sentence says what."""


class NotOpen(SurveyError):
    """The wave takes no answers now."""


class AlreadyAnswered(SurveyError):
    """This person has answered, and one person answers once."""


class CannotEdit(SurveyError):
    """A question that cannot be asked so, or a version that was asked already."""


class CannotCorrect(SurveyError):
    """A correction that would not be one."""


class KeyLost(SurveyError):
    """The private key of a wave is not there, or is not one."""


class CannotKeepKey(SurveyError):
    """The folder of the keys is not there for the worker to write to."""


class CannotOpenBallot(SurveyError):
    """A ballot was sealed for another key or wave, or was changed."""


class CountDiffers(SurveyError):
    """As many ballots as people who answered: if not, nothing is opened."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file that was handed in.

    `row` counts as a spreadsheet does, the heading is row 1; `column` is a heading of the file, or a key of the
    survey file; both are None where the whole file is meant. `reason` is a translated sentence.
    """

    file: str
    reason: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        known = {"file": self.file, "row": self.row, "column": self.column, "reason": self.reason}
        if self.row is not None and self.column is not None:
            return _("%(file)s, row %(row)s, column %(column)s: %(reason)s") % known
        if self.row is not None:
            return _("%(file)s, row %(row)s: %(reason)s") % known
        if self.column is not None:
            return _("%(file)s, column %(column)s: %(reason)s") % known
        return _("%(file)s: %(reason)s") % known


class FaultyFiles(SurveyError):
    """Files of a wave cannot be used; `faults` lists every reason, the text is one sentence per line."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class MappingIncomplete(FaultyFiles):
    """The export of a form holds what its mapping does not explain; `proposal` is a mapping (TOML) to be completed."""

    def __init__(self, faults: Iterable[Fault], proposal: str):
        super().__init__(faults)
        self.proposal = proposal
