"""The one kind of error that is meant for the eyes of the person who caused it."""


class RuleError(Exception):
    """A rule of the organisation said no.

    The text is a translated sentence that says what is wrong and what to do; views show it as it is.
    Each app derives its own: `class SeatsExceeded(RuleError)`.
    """
