import pytest

from academy.services.curriculum import load_curriculum, read_folder
from culture_site.culture.services import load_culture
from tests.academy.curriculum_files import write_curriculum


@pytest.fixture
def folder(tmp_path):
    """The small curriculum of curriculum_files.py."""
    return write_curriculum(tmp_path)


@pytest.fixture
def load(db, folder):
    """Loads `folder` as it stands, with the four values there; gives the report."""
    load_culture()
    return lambda: load_curriculum(curriculum=read_folder(folder))
