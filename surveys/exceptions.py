"""What can go wrong with a survey, as sentences for the person who did it."""

from culture_site.core.exceptions import RuleError


class SurveyError(RuleError):
    """A rule of the surveys said no."""


class LabelTaken(SurveyError):
    """There is a wave of that label already."""


class AuditFailed(SurveyError):
    """The figures would give away a group that is too small, even without the role cut."""


class NotReadyToPublish(SurveyError):
    """The wave is not closed, or not reviewed."""
