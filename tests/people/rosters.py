"""Rosters for tests: one of 300 people in nine shapes, and small ones written by hand."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import openpyxl

from culture_site.people.models import Office, User
from culture_site.people.services.roster.headings import read_roster
from culture_site.people.services.roster.planning import make_plan
from culture_site.people.services.roster.writing import carry_out
from tests.factories.people import CityFactory, OfficeFactory

HEAD = [
    "employee_number", "name", "email", "office", "language", "job_group", "leader_employee_number", "joined_on",
    "left_on",
]  # fmt: skip
INDONESIAN = {
    "employee_number": "Nomor Karyawan", "name": "Nama Lengkap", "email": "Alamat E-mail", "office": "Kantor",
    "language": "Bahasa", "job_group": "Kelompok Kerja", "leader_employee_number": "NIK Atasan",
    "joined_on": "Tanggal Masuk (hh/bb/tttt)", "left_on": "Tanggal Keluar",
}  # fmt: skip
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
# What an eight-bit file can hold; other scripts have a test of their own.
NAMES = [
    "Nur 'Aini", "Suharto", "dr. Rani Wijaya, M.Kes.", "José Álvares", "Ma\u2019ruf Amin", "R. A. Kartini-Putri",
    "Siti Nurhaliza binti Tarudin", "O\u2019Neil Situmorang", "Dewi  Lestari",
]  # fmt: skip


def make_offices() -> dict[str, Office]:
    city = CityFactory(name="Semarang")
    return {
        code: OfficeFactory(code=code, name=name, city=city)
        for code, name in (
            ("JKT-A", "Jakarta Satu"),
            ("SMG-A", "Semarang Satu"),
            ("YOG-A", "Yogyakarta Satu"),
        )
    }


def people_of_300() -> list[dict[str, Any]]:
    """300 people of three offices; numbers start with zeros, each tenth leads the nine after, three have left."""
    rows = []
    for n in range(300):
        rows.append(
            {
                "employee_number": f"{n + 1:06d}",
                "name": f"{NAMES[n % len(NAMES)]} {'ABCDEFGHIJ'[n // 30]}",
                "email": None if n % 20 == 7 else f"orang{n}@example.org",
                "office": ("JKT-A", "SMG-A", "YOG-A")[n % 3],
                "language": "en" if n % 15 == 0 else "id",
                "job_group": "lead" if n % 10 == 0 else "support" if n % 10 == 9 else "agent",
                "leader_employee_number": None if n % 10 == 0 else f"{n // 10 * 10 + 1:06d}",
                "joined_on": date(2020, 1, 1) + timedelta(days=7 * n),
                "left_on": date(2026, 6, 30) if n in (31, 62, 93) else None,
            }
        )
    return rows


def facts() -> list[tuple]:
    """What is here, person by person, as it can be compared."""
    return list(
        User.objects.order_by("employee_number").values_list(
            "employee_number", "name", "email", "office__code", "language", "job_group",
            "leader__employee_number", "joined_on", "left_on", "is_active",
        )
    )  # fmt: skip


def as_texts(row: dict[str, Any], day: Callable[[date], str] = date.isoformat) -> list[str]:
    return ["" if v is None else day(v) if isinstance(v, date) else str(v) for v in row.values()]


def csv_text(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue()


def xlsx(
    rows: list[list[Any]],
    formats: dict[int, str] | None = None,
    other_sheet: bool = False,
    merged: Iterable[str] = (),
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column, number_format in (formats or {}).items():
        for cell in sheet[openpyxl.utils.get_column_letter(column)][1:]:
            cell.number_format = number_format
    for cells in merged:
        sheet.merge_cells(cells)
    if other_sheet:
        book.create_sheet("Catatan").append(["Dibuat oleh tim data"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def day_first(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def shapes() -> dict[str, bytes]:
    """The same 300 people as nine people would send them."""
    people = people_of_300()
    plain = [HEAD, *map(as_texts, people)]
    other_order = [*reversed(HEAD)]
    spelled = {"JKT-A": "jakarta satu", "SMG-A": "SEMARANG-SATU", "YOG-A": "yog a"}
    words = {
        "lead": "Team Leader",
        "agent": "Agen",
        "support": "Pendukung",
        "id": "Bahasa Indonesia",
        "en": "Inggris",
    }
    indonesian = [
        list(INDONESIAN.values()),
        *(
            as_texts(
                row
                | {
                    "office": spelled[row["office"]],
                    "job_group": words[row["job_group"]],
                    "language": words[row["language"]],
                },
                in_words,
            )
            for row in people
        ),
    ]
    untidy = [["Daftar karyawan per Juli 2026"], [], HEAD]
    for n, row in enumerate(plain[1:]):
        untidy.append([f"  {cell}\xa0" if cell else " " for cell in row])
        untidy += [[], [""] * 9] if n % 100 == 0 else [row] if n % 50 == 0 else []
    untidy += [[], ["Total", "300"], ["", "Jumlah karyawan", "", "300 orang"]]
    return {
        "utf-8": csv_text(plain).encode(),
        "byte mark and semicolons": csv_text(plain, ";").encode("utf-8-sig"),
        "code page 1252 and days first": csv_text(
            [HEAD, *(as_texts(row, day_first) for row in people)], ";"
        ).encode("cp1252"),
        "tabs, UTF-16": csv_text(plain, "\t").encode("utf-16"),
        "other order, everything quoted": csv_text(
            [other_order, *([*reversed(row)] for row in plain[1:])], quoting=csv.QUOTE_ALL
        ).encode(),
        "Indonesian headings and words": csv_text(indonesian).encode(),
        "blank rows, total rows, duplicates": csv_text(untidy).encode(),
        "workbook of texts and days": xlsx([HEAD, *(list(row.values()) for row in people)], other_sheet=True),
        "workbook of numbers shown with zeros": xlsx(
            [
                HEAD,
                *(
                    list(
                        (
                            row
                            | {
                                "employee_number": float(row["employee_number"]),
                                "leader_employee_number": row["leader_employee_number"]
                                and int(row["leader_employee_number"]),
                            }
                        ).values()
                    )
                    for row in people
                ),
            ],
            formats={1: "000000", 7: "000000"},
        ),
    }  # fmt: skip


def small(*rows: str, head: str = "employee_number,name,email,office") -> bytes:
    """A CSV of a few rows, written as text."""
    return "\n".join([head, *rows]).encode()


def plan_for(content: bytes, **options: Any):
    return make_plan(roster=read_roster(content), **options)


def faults(content: bytes, **options: Any) -> list[tuple[int, str]]:
    """Where the plan refuses: (row, column)."""
    return [(fault.row, fault.column) for fault in plan_for(content, **options).refused]


def carried_out(content: bytes, **options: Any):
    plan = plan_for(content, **options)
    return carry_out(
        roster=plan.roster, file_name="roster.csv", digest=plan.digest, many_may_leave=True, **options
    )
