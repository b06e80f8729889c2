"""What can go wrong in the academy, as sentences for the person who did it."""

from culture_site.core.exceptions import RuleError


class AcademyError(RuleError):
    """A rule of the academy said no."""


class CannotLearn(AcademyError):
    """The enrolment is over, or has not begun: nothing new is recorded."""


class NotOnTheList(AcademyError):
    """What was posted names a step, a question or an option that is not there."""


class BrokenCurriculum(AcademyError):
    """A folder of text files that cannot be loaded. `faults`: one sentence for each, with the file and the place."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


class NoAttemptLeft(AcademyError):
    """All attempts at a quiz were used."""


class QuizNotReady(AcademyError):
    """A quiz without rules or without a question to draw."""


class HandedIn(AcademyError):
    """The attempt was handed in: its answers stand."""


class CohortRefused(AcademyError):
    """A batch cannot be made or changed so; the sentence says what to choose instead."""


class CohortFull(CohortRefused):
    """No place is left in the batch."""


class EnrolmentRefused(AcademyError):
    """This person cannot have a place there, or this step does not follow from where they stand."""


class DayRefused(AcademyError):
    """A day that cannot be taken out of the calendar, or put back."""


class SessionRefused(AcademyError):
    """A live session that cannot be held so, or whose attendance cannot be marked yet."""


class WithTheCoach(AcademyError):
    """The work was handed in: its text stays as it is until the coach has answered."""


class AlreadyAccepted(AcademyError):
    """The work is accepted, and accepted it stays."""


class AlreadyDecided(AcademyError):
    """Another coach, or the same one in another tab, has answered this version already."""


class NothingWritten(AcademyError):
    """There is no word in it yet."""


class BrokenQuestionFile(AcademyError):
    """Nothing in a file of questions can be understood, or it may not be read at all."""
