from gettext import translation
from pathlib import Path

import django
import pytest
from django.utils.translation import gettext, override

from culture_site.core.borrowed import SENTENCES

LIBRARY = translation("django", Path(django.__file__).parent / "conf" / "locale", ["id"])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_is_one_of_django_and_said_in_our_words(sentence):
    with override("id"):
        ours = gettext(sentence)

    assert LIBRARY.gettext(sentence) != sentence
    assert ours not in (sentence, LIBRARY.gettext(sentence))
