import pytest

from culture_site.core.markdown import NotOurMarkdown, items_of, to_rich_text


def pages(key: str) -> str | None:
    return 'linktype="page" id="7"' if key == "friendly" else None


@pytest.mark.parametrize(
    ("text", "rich"),
    [
        ("Satu **dua**\ntiga.\n\nEmpat.", "<p>Satu <b>dua</b> tiga.</p><p>Empat.</p>"),
        ("## Judul\n\n### Kecil\nTeks", "<h2>Judul</h2><h3>Kecil</h3><p>Teks</p>"),
        ("- satu\n  baris dua\n- **dua**", "<ul><li>satu baris dua</li><li><b>dua</b></li></ul>"),
        ("1. satu\n2. dua", "<ol><li>satu</li><li>dua</li></ol>"),
        ("Ini:\n- satu\n- dua", "<p>Ini:</p><ul><li>satu</li><li>dua</li></ul>"),
        ("[a](https://x.org/?b=1&c=2)", '<p><a href="https://x.org/?b=1&amp;c=2">a</a></p>'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>'),
        ("[a](page:friendly) [b](page:none)", '<p><a linktype="page" id="7">a</a> b</p>'),
        ("5 * 3 ** 2 # 4-30 %", "<p>5 * 3 ** 2 # 4-30 %</p>"),
        ("", ""),
    ],
    ids=[
        "bold",
        "headings",
        "list",
        "numbers",
        "list below words",
        "address",
        "mail",
        "page",
        "signs",
        "nothing",
    ],
)
def test_markdown_becomes_rich_text(text, rich):
    assert to_rich_text(text, pages) == rich


@pytest.mark.parametrize(
    ("text", "rich"),
    [
        ("<script>alert(1)</script> & co", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>"),
        ("[a](//elsewhere.example/)", "<p>[a](//elsewhere.example/)</p>"),
        ('[a](https://x.org/"onload="b)', '<p>[a](https://x.org/"onload="b)</p>'),
        ("[<b>a](/id/)", '<p><a href="/id/">&lt;b&gt;a</a></p>'),
    ],
    ids=["tag", "script in a link", "another host", "an attribute", "tag in a link"],
)
def test_nothing_dangerous_comes_through(text, rich):
    assert to_rich_text(text) == rich


@pytest.mark.parametrize(
    "line", ["# Judul", "> kutipan", "| a | b |", "```", "- a\n  - b", "---", "![a](b.png)"]
)
def test_what_it_does_not_know_is_an_error_and_no_stray_sign(line):
    with pytest.raises(NotOurMarkdown, match="This cannot be read"):
        to_rich_text(f"Teks.\n\n{line}\n")


def test_points_of_a_list_are_plain_lines():
    assert items_of("- Sebut jamnya.\n- Tawarkan\n  rencana lain.\n") == [
        "Sebut jamnya.",
        "Tawarkan rencana lain.",
    ]


def test_words_that_are_no_list_are_no_points():
    with pytest.raises(NotOurMarkdown):
        items_of("Sebut jamnya.")
