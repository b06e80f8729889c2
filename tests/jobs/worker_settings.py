"""Settings of a real worker in tests: as the tests', with time limits short enough to wait for."""

from culture_site.settings.test import *  # noqa: F403

Q_CLUSTER = {**Q_CLUSTER, "timeout": 1, "retry": 3}  # noqa: F405
