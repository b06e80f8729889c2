import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.question_files.parsed import Unusable
from academy.question_files.texts import (
    HTML,
    MARKDOWN,
    MOODLE,
    PLAIN,
    NeedsPicture,
    tidy,
    tidy_line,
    to_plain,
)


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>Satu<br>dua</p>\n<p>tiga</p>", "Satu\ndua\n\ntiga"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (
            "<table><tr><th>Jam</th><th>Isi</th></tr><tr><td>8</td><td>Sapa</td></tr></table>",
            "Jam Isi\n8 Sapa",
        ),
        ("R&amp;D &lt;b&gt;&nbsp;&eacute; &#128512;", "R&D <b> é 😀"),
        ("10<sup>2</sup> H<sub>2</sub>O 1<sup>st</sup>", "10² H₂O 1st"),
        ('<a href="https://contoh.test/a">di sini</a>', "di sini (https://contoh.test/a)"),
        ('<a href="https://contoh.test/a">https://contoh.test/a</a>', "https://contoh.test/a"),
        ('<a href="javascript:alert(1)">klik</a>', "klik"),
        ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
        ('<p onclick="x()">a</p><!-- rahasia --><o:p></o:p>', "a"),
        ("a < b dan <c", "a < b dan <c"),
    ],
)
def test_html_becomes_text_in_paragraphs(html, plain):
    assert to_plain(html, HTML) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Halo <nama>,\n<b>pesanan</b> <3", "Halo <nama>,\npesanan <3"),
        ("a<b &amp; c", "a<b & c"),
    ],
)
def test_only_tags_of_html_are_taken_out_of_mixed_text(text, plain):
    assert to_plain(text, MOODLE) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Judul\n**tebal**, *miring*, `kode`", "Judul\ntebal, miring, kode"),
        ("[panduan](https://contoh.test/b)", "panduan (https://contoh.test/b)"),
        ("2 * 3 * 4, snake_case, __tebal__", "2 * 3 * 4, snake_case, tebal"),
        ("- a\n- b", "- a\n- b"),
    ],
)
def test_markdown_loses_its_signs(text, plain):
    assert to_plain(text, MARKDOWN) == plain


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x>",
        "<video></video>",
        "<iframe src='https://contoh.test'></iframe>",
        "lihat @@PLUGINFILE@@/a.pdf",
        "<a href='https://contoh.test/suara.mp3'>dengar</a>",
    ],
)
def test_text_that_needs_a_picture_or_a_file_is_refused(text):
    with pytest.raises(NeedsPicture):
        to_plain(text, HTML)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a<script>b", "Its HTML is broken: a script or a style does not end."),
        ("a" * 40_001, "A text is far too long."),
    ],
)
def test_text_that_would_lose_something_is_refused(text, reason):
    with pytest.raises(Unusable) as refusal:
        to_plain(text, HTML)

    assert refusal.value.reason == reason


def test_tidy_text_has_single_blanks_and_paragraphs():
    assert tidy(" a\u00a0 b\u200b\x07 \r\n\r\n\r\n\r\nc\u2028 d ") == "a b\n\nc\nd"
    assert tidy_line(" a\nb ") == "a b"


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)
    assert to_plain(tidy(text), PLAIN) == tidy(text)


@given(st.text(alphabet="<>/!-abp &;=\"'\n", max_size=60), st.sampled_from([HTML, MARKDOWN, MOODLE]))
def test_any_text_is_read_or_refused(text, form):
    try:
        plain = to_plain(text, form)
    except Unusable:
        return
    assert plain == tidy(plain)
