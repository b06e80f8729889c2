"""What can go wrong around Nakawan, as sentences for the person who did it."""

from collections.abc import Mapping

from culture_site.core.exceptions import RuleError


class NakawanError(RuleError):
    """A rule of the Nakawan said no."""


class CallClosed(NakawanError):
    """The call does not take applications (any more, or yet), or not from this office."""


class Incomplete(NakawanError):
    """An answer is missing."""


class NotYours(NakawanError):
    """Not theirs to decide: another office's, or about themselves."""


class TooEarly(NakawanError):
    """The call is still open, or the term ends too far ahead."""


class Announced(NakawanError):
    """The letters are out: what was decided stays."""


class QuotaFull(NakawanError):
    """No seat is left in the office on one of the days."""


class BadQuota(NakawanError):
    """A number of seats that cannot be, or fewer than were selected."""


class TermOverlap(NakawanError):
    """The person has a term on one of the days."""


class TooManyInARow(NakawanError):
    """As many terms in a row as one person serves."""


class TermOver(NakawanError):
    """The term is over, and its record stays as it is."""


class BadDay(NakawanError):
    """A day that cannot be."""


class BadTarget(NakawanError):
    """Fewer activities than the terms of the team ask for."""


# ---- Proposals


class BadProposal(NakawanError):
    """What cannot be about a proposal: `faults` has a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]):
        self.faults = dict(faults)
        super().__init__(" ".join(self.faults.values()))


class NotServing(NakawanError):
    """The person is no Nakawan of the office today."""


class Settled(NakawanError):
    """It was answered, withdrawn or closed already, and stays so."""


class NoReason(NakawanError):
    """A sentence is missing, for whoever reads it to learn from."""


class TooLate(NakawanError):
    """The hour until which this could be done is over."""


class HelpersFound(NakawanError):
    """As many help as are needed."""


# ---- Focus plans


class NoFigures(NakawanError):
    """The wave says nothing that a plan of this office could rest on."""


class NeedsReason(NakawanError):
    """A plan for an office that the wave did not name, or one that is stopped, asks for a reason."""


class PlanTwice(NakawanError):
    """There is a plan under way for this office and value."""


class PlanOver(NakawanError):
    """The plan is evaluated or stopped: it stays as it is."""


class BadPlan(NakawanError):
    """Days, a target or an owner that cannot be."""
