import pytest

from culture_site.core.content import BrokenText, read_text


def test_front_matter_and_body_are_parted(tmp_path):
    path = tmp_path / "page.md"
    path.write_text('+++\ntitle = "Beranda"\n+++\n\nSatu.\n\nDua.\n')

    assert read_text(path) == ({"title": "Beranda"}, "Satu.\n\nDua.")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Satu.\n", "page.md: does not start with front matter"),
        ("Satu.\n+++\na = 1\n+++\n", "page.md: does not start with front matter"),
        ("+++\ntitle = Beranda\n+++\n", "page.md: Invalid value (at line 1"),
    ],
    ids=["no front matter", "text before it", "no TOML"],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path, text, complaint):
    path = tmp_path / "page.md"
    path.write_text(text)

    with pytest.raises(BrokenText) as error:
        read_text(path)

    assert str(error.value).startswith(complaint)


def test_a_file_that_is_no_utf_8_is_named(tmp_path):
    path = tmp_path / "page.md"
    path.write_bytes("+++\ntitle = “Beranda”\n+++\n".encode("utf-16"))

    with pytest.raises(BrokenText, match=r"page.md: is not saved as UTF-8"):
        read_text(path)
