"""The tests' own settings for a server whose process can be made to die (tests/line.py)."""

from culture_site.settings.test import *  # noqa: F403

MIDDLEWARE = ["tests.line.DieAfterCommit", *MIDDLEWARE]  # noqa: F405
# The site, and the empty page that budgets are measured by.
ROOT_URLCONF = "tests.empty_page"
