"""The academy's lines of the table of addresses, topic by topic."""

from . import cohorts, learning, mentoring, offline, public, questions, quizzes

TABLE = {
    **public.TABLE,
    **learning.TABLE,
    **quizzes.TABLE,
    **cohorts.TABLE,
    **mentoring.TABLE,
    **questions.TABLE,
    **offline.TABLE,
}
