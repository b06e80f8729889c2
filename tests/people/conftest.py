import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_counted():
    """Redis, where it is the cache, keeps counting from one test to the next."""
    cache.clear()
