"""What a template sets in one block is gone in the next: what is written there instead is empty."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("academy", "culture_site", "events", "nakawan", "surveys")
# The blocks of a page do not stand in one another here, so the first end is the block's own.
BLOCK = re.compile(r"{% block \w+ %}(.*?){% endblock %}", re.DOTALL)
SET = re.compile(r"{% url [^%]* as (\w+) %}")


def lost(template: str) -> set[str]:
    """Addresses that a block uses and only another one sets."""
    blocks = BLOCK.findall(template)
    everywhere = {name for block in blocks for name in SET.findall(block)}
    return {
        name
        for block in blocks
        for name in everywhere - set(SET.findall(block))
        if re.search(rf"(?:{{{{ |=){name}\b", block)
    }


def test_no_block_uses_an_address_that_another_sets():
    templates = [path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html")]
    found = {str(path.relative_to(ROOT)): names for path in templates if (names := lost(path.read_text()))}

    assert len(templates) > 100
    assert found == {}


def test_such_a_use_is_found():
    head = '{% block head %}{% url "a" as back_url %}{{ back_url }}{% endblock %}'

    assert lost(f'{head}{{% block body %}}<a href="{{{{ back_url }}}}">{{% endblock %}}') == {"back_url"}
    assert lost(f"{head}{{% block body %}}{{% include 'x' with url=back_url %}}{{% endblock %}}") == {
        "back_url"
    }
    assert lost(f"{head}{{% block body %}}{{{{ other_url }}}}{{% endblock %}}") == set()
