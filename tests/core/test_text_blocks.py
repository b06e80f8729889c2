import pytest

from culture_site.core.content import BrokenText
from culture_site.core.text_blocks import Links, page_keys, to_blocks

BODY = """
Halo **kamu**.

::: chat Paket salah gudang
Hadi | 09.12 | Paket saya mana?
Sekar, CFS | 09.14 | Salah gudang, Pak.
Saya kabari pukul 11.
:::

::: do
- Sebut jamnya.
:::

::: avoid
- “Mohon ditunggu.”
:::

::: quote
Saya menelepon dulu.
-- Laras, Yogyakarta
:::

::: cards
- [Friendly](page:friendly) Hangat seperti sahabat.
:::

::: action
[Temui nilainya](page:friendly)
[Bantuan](https://example.org/)
:::
"""


def item(value):
    return {"type": "item", "value": value}


def test_a_text_becomes_blocks_in_its_order():
    links = Links(lambda key: 'linktype="page" id="7"', lambda key: 7)

    assert to_blocks(BODY, links) == [
        {"type": "text", "value": "<p>Halo <b>kamu</b>.</p>"},
        {
            "type": "chat",
            "value": {
                "title": "Paket salah gudang",
                "messages": [
                    item({"who": "Hadi", "at": "09.12", "text": "Paket saya mana?", "side": "customer"}),
                    item(
                        {
                            "who": "Sekar, CFS",
                            "at": "09.14",
                            "text": "Salah gudang, Pak.\nSaya kabari pukul 11.",
                            "side": "agent",
                        }
                    ),
                ],
            },
        },
        {"type": "do_avoid", "value": {"do": [item("Sebut jamnya.")], "avoid": [item("“Mohon ditunggu.”")]}},
        {"type": "quote", "value": {"text": "Saya menelepon dulu.", "who": "Laras, Yogyakarta"}},
        {
            "type": "cards",
            "value": {
                "title": "",
                "cards": [item({"title": "Friendly", "page": 7, "text": "Hangat seperti sahabat."})],
            },
        },
        {
            "type": "action",
            "value": {
                "title": "",
                "links": [
                    item({"label": "Temui nilainya", "page": 7, "address": ""}),
                    item({"label": "Bantuan", "page": None, "address": "https://example.org/"}),
                ],
            },
        },
    ]


def test_a_key_box_keeps_its_lists():
    assert to_blocks("::: key Ingat\nDua hal:\n\n- satu\n- dua\n:::") == [
        {
            "type": "key",
            "value": {"title": "Ingat", "text": "<p>Dua hal:</p><ul><li>satu</li><li>dua</li></ul>"},
        }
    ]


def test_pages_that_a_text_names_are_known_before_they_exist():
    assert page_keys(BODY) == {"friendly"}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (
            "::: video\nx\n:::",
            "There is no block “video”; there are: action, avoid, calls, cards, chat, do, key, quote.",
        ),
        ("::: key\nx", "“::: key” is not closed with “:::”."),
        ("::: key\n::: do\n- x\n:::", "“::: key” is not closed before “::: do”."),
        ("::: chat\nHalo\n:::", "A line of a chat reads “who | when | words”: Halo"),
        ("::: do\nHalo\n:::", "Only lines that start with “- ” can stand here."),
        ("::: action\nHalo\n:::", "A link [words](page:key) is missing: Halo"),
        ("# Judul", "This cannot be read: # Judul"),
    ],
)
def test_a_broken_block_is_named(body, complaint):
    with pytest.raises(BrokenText) as error:
        to_blocks(body, name="friendly.id.md")

    assert str(error.value) == f"friendly.id.md: {complaint}"


def test_a_caller_brings_kinds_of_its_own_and_no_others_stand_in_its_body():
    fences = {"check": lambda title, text, links: {"type": "check", "value": {"question": text.strip()}}}

    assert to_blocks("Coba.\n\n::: check\nsapa-dulu\n:::", fences=fences) == [
        {"type": "text", "value": "<p>Coba.</p>"},
        {"type": "check", "value": {"question": "sapa-dulu"}},
    ]
    with pytest.raises(BrokenText, match=r"There is no block “key”; there are: check."):
        to_blocks("::: key\nx\n:::", fences=fences)
