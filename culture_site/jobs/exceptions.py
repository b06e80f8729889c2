"""Errors of background work."""


class JobError(Exception):
    """A job could not do its work; the text goes into the ledger.

    So it holds nothing about a person: no name, no address, nothing anybody wrote. Of any other exception the
    ledger keeps only the class and the place, since the message may quote the data it stumbled over.
    """


class MailInFlight(JobError):
    """Another worker claimed this mail a moment ago and may be sending it right now."""


class BackupError(Exception):
    """A backup or a restore cannot go on; the sentence is for whoever runs the command."""
