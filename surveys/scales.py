"""The words of a scale of agreement."""

from django.utils.translation import gettext as _


def scale_words(points: int) -> list[tuple[int, str]]:
    """(point, its words in the reader's language), for the points that have words: all of five, else both ends."""
    if points == 5:
        words = [
            _("Strongly disagree"), _("Disagree"), _("Neither agree nor disagree"), _("Agree"),
            _("Strongly agree"),
        ]  # fmt: skip
        return list(enumerate(words, start=1))
    return [(1, _("Strongly disagree")), (points, _("Strongly agree"))]
