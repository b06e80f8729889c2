"""The academy's part of the register of personal data, topic by topic."""

from . import cohorts, learning, mentoring


def register_all() -> None:
    cohorts.register_all()
    learning.register_all()
    mentoring.register_all()
