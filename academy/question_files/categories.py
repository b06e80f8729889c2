"""Where a question stood in the bank it comes from."""

import re

from .texts import tidy_line

# Moodle begins its paths with the place of the bank: $course$/top/Week 1.
_BEGINNING = re.compile(r"(?:\$\w+\$|top)(?:/|$)")
# An own path for "in no category": Moodle reads it, and so does category_path().
NO_CATEGORY = "$course$/top"


def category_path(text: str) -> str:
    """A path such as “Week 1/Listening”, without what says in which course of the other system it is."""
    path = tidy_line(text)
    while beginning := _BEGINNING.match(path):
        path = path[beginning.end() :].strip()
    return path
