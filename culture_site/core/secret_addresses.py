"""Addresses that are a secret themselves: whoever has one can read what is behind it, so no log may hold it."""

import logging
import re

# The token, however its address was mistyped: without the ending, with one in capitals, with something behind it.
SECRET = re.compile(
    r"(?<=/calendar/)(?<!/accounts/calendar/)[^/\s?#\"']+?(?=\.ics|[/\s?#\"']|$)", re.IGNORECASE
)


class HideSecrets(logging.Filter):
    """Writes /calendar/***.ics for a calendar's address. For handlers: `{"filters": ["secrets"]}`."""

    def filter(self, record: logging.LogRecord) -> bool:
        hidden, times = SECRET.subn("***", record.getMessage())
        if times:
            record.msg, record.args = hidden, None
        return True
