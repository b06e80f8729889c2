import pytest

from culture_site.culture.services import load_culture
from culture_site.pages.services import load_pages
from tests.pages.texts import write_site


@pytest.fixture
def folder(tmp_path):
    return write_site(tmp_path)


@pytest.fixture
def site(db, folder):
    """The small site of texts.py, loaded; gives its folder."""
    load_culture()
    load_pages(folder=folder)
    return folder
