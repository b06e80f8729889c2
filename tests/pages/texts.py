"""A small site of our own as text files: two home pages, the values, a story."""

from pathlib import Path

HOME = '+++\ntitle = "{title}"\nslug = "{title}"\npromise = "{promise}"\n+++\n\n{words}\n'
PAGE = """+++
type = "{type}"
key = "{key}"
parent = "{parent}"
slug = "{slug}"
title = "{title}"
introduction = "{introduction}"
description = "Tentang {title}."
{more}
+++
{body}
"""


def write(folder: Path, name: str, **given: str) -> None:
    """One page; `name` is `key.language`. What is not given is made of the key."""
    key = name.split(".")[0]
    values = {
        "type": "StandardPage", "key": key, "parent": "home", "slug": key, "title": key.title(),
        "more": "", "body": "Teks.",
    } | given  # fmt: skip
    values.setdefault("introduction", f"Sekilas {values['title']}.")
    (folder / f"{name}.md").write_text(PAGE.format(**values), encoding="utf-8")


def write_site(folder: Path) -> Path:
    (folder / "home.id.md").write_text(
        HOME.format(title="Beranda", promise="Jadilah sahabat.", words="Lima kantor."), encoding="utf-8"
    )
    (folder / "home.en.md").write_text(
        HOME.format(title="Home", promise="Be a friend.", words="Five offices."), encoding="utf-8"
    )
    for language, title, slug in (("id", "Nilai kita", "nilai"), ("en", "Our values", "values")):
        cards = "::: cards\n- [Friendly](page:friendly) Hangat.\n:::"
        write(
            folder, f"values.{language}", title=title, slug=slug, more="menu = true\norder = 10", body=cards
        )
        for order, key in enumerate(("friendly", "proactive")):
            write(
                folder,
                f"{key}.{language}",
                type="ValuePage",
                parent="values",
                more=f'value = "{key}"\norder = {order}',
                body="Lihat [yang lain](page:proactive).\n\n::: do\n- Sapa dulu.\n:::\n",
            )
        write(
            folder,
            f"stories.{language}",
            type="StoryIndexPage",
            slug={"id": "cerita", "en": "stories"}[language],
            title={"id": "Cerita", "en": "Stories"}[language],
            more="menu = true\norder = 20",
        )
        write(
            folder,
            f"first-reply.{language}",
            type="StoryPage",
            parent="stories",
            title={"id": "Balasan pertama", "en": "The first reply"}[language],
            more="consent = true\nsample = true",
            body="Pukul sembilan pagi Sekar membalas pelanggan pertamanya dengan tenang.",
        )
        write(folder, f"nakatara.{language}", type="NakaTaraPage", more='promise = "Kesempatan kedua."')
        write(folder, f"privacy.{language}", title={"id": "Privasi", "en": "Privacy"}[language])
    return folder
