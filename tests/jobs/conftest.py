import pytest

from culture_site.jobs import notices


@pytest.fixture(autouse=True)
def _kind_of_notice(monkeypatch):
    """The tests' own kind of notice, known during the test only."""
    monkeypatch.setattr(notices, "_kinds", dict(notices._kinds))
    notices.register_kind("test", "Percobaan")
