"""A small curriculum as text files: two weeks with a lesson, a quiz, an assignment and a live session, and an outline.

`write_curriculum(folder)` writes it; `edit(folder, name, old, new)` changes a file, and fails if there is nothing to
change.
"""

from pathlib import Path

PROGRAMME = """id = "contoh"
title_ind = "Program contoh"
title_eng = "Sample programme"
"""

WEEK_1 = """week = 1
stage = "kenal"
title_ind = "Menyapa"
title_eng = "Greeting"
aim_ind = "Setelah minggu ini, kamu bisa menyapa."
aim_eng = "After this week you can greet."

[[activities]]
id = "sapa-dulu"
kind = "lesson"
offset = 0
minutes = 12
values = ["friendly"]

[[activities]]
id = "temu-batch"
kind = "live"
title_ind = "Temu batch"
title_eng = "Batch meeting"
offset = 2
minutes = 60
rule = "optional"
agenda_ind = "- Kenalan"
agenda_eng = "- Who we are"

[[activities]]
id = "kuis-menyapa"
kind = "quiz"
title_ind = "Kuis menyapa"
title_eng = "Greeting quiz"
offset = 4
minutes = 15
needs = ["sapa-dulu"]
pool = "menyapa"
draw = 2
attempts = 3
"""

WEEK_2 = """week = 2
stage = "bisa"
title_ind = "Menulis"
title_eng = "Writing"

[[activities]]
id = "surat-satu"
kind = "assignment"
offset = 5
minutes = 30
rule = "group"
group = "surat"
values = ["simple", "trusted"]
needs = ["kuis-menyapa"]

[[activities]]
id = "surat-dua"
kind = "assignment"
offset = 5
rule = "group"
group = "surat"
"""

WEEK_3 = """week = 3
stage = "siap"
title_ind = "Garis besar"
title_eng = "Outline"
topics_ind = ["Satu", "Dua"]
topics_eng = ["One", "Two"]
"""

LESSON = """+++
title = "{title}"
summary = "{title}."
+++
=== cerita {first}
{words}

::: chat Contoh
Bu Sari | 09.12 | Halo?
Kamu, CFS | 09.14 | Halo, Bu.
:::

=== cek {second}
::: check sapa-dulu-cek
:::
"""

BRIEF = """+++
title = "{title}"
summary = "{title}."
+++
{words}

## {heading}

- {words}
"""

QUESTIONS = """[[questions]]
id = "sapa-dulu-cek"
pool = ""
kind = "single"
value = "friendly"
lesson = "sapa-dulu"
stem_ind = "Apa yang pertama?"
stem_eng = "What comes first?"
[[questions.options]]
id = "a"
right = true
text_ind = "Sapa"
text_eng = "Greet"
why_ind = "Benar."
why_eng = "Yes."
[[questions.options]]
id = "b"
text_ind = "Tunggu"
text_eng = "Wait"
why_ind = "Belum."
why_eng = "Not yet."

[[questions]]
id = "m-sikap"
pool = "menyapa"
kind = "multiple"
difficulty = 3
stem_ind = "Mana yang ramah?"
stem_eng = "Which ones are friendly?"
[[questions.options]]
id = "a"
right = true
text_ind = "Senyum"
text_eng = "A smile"
why_ind = "Benar."
why_eng = "Yes."
[[questions.options]]
id = "b"
right = true
text_ind = "Nama"
text_eng = "The name"
why_ind = "Benar."
why_eng = "Yes."
[[questions.options]]
id = "c"
text_ind = "Diam"
text_eng = "Silence"
why_ind = "Belum."
why_eng = "Not yet."

[[questions]]
id = "m-alat"
pool = "menyapa"
kind = "short"
stem_ind = "Salam pagi?"
stem_eng = "A word in the morning?"
answers_ind = ["Pagi", "selamat pagi"]
answers_eng = ["pagi", "morning"]
why_ind = "Pagi."
why_eng = "Morning."

[[questions]]
id = "m-nilai"
pool = "menyapa"
kind = "numeric"
stem_ind = "Berapa nilai?"
stem_eng = "How many values?"
answer = 4
why_ind = "Empat."
why_eng = "Four."
"""


def write_curriculum(folder: Path) -> Path:
    for name, text in {
        "programme.toml": PROGRAMME,
        "week-01.toml": WEEK_1,
        "week-02.toml": WEEK_2,
        "week-03.toml": WEEK_3,
        "week-01-questions.toml": QUESTIONS,
        "lessons/sapa-dulu.id.md": LESSON.format(
            title="Sapa dulu", first="Pagi", second="Coba", words="Bu Sari **menunggu**."
        ),
        "lessons/sapa-dulu.en.md": LESSON.format(
            title="Greet first", first="Morning", second="Try", words="Bu Sari **waits**."
        ),
        "assignments/surat-satu.id.md": BRIEF.format(
            title="Surat satu", words="Tulis.", heading="Tugas yang baik"
        ),
        "assignments/surat-satu.en.md": BRIEF.format(
            title="Letter one", words="Write.", heading="A good one shows"
        ),
        "assignments/surat-dua.id.md": BRIEF.format(
            title="Surat dua", words="Balas.", heading="Tugas yang baik"
        ),
        "assignments/surat-dua.en.md": BRIEF.format(
            title="Letter two", words="Reply.", heading="A good one shows"
        ),
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
