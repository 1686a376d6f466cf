"""A list of 100,000 rows and one of 2,000: read, written and taken back, with what it costs and who can still work."""
from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from .people import Maker, Person
from .room import Room
from .telling import result

LONG, USUAL = 100_000, 2000
FIRST, GRADES = 2016, 5
"""The oldest year of birth at a primary school in 2026-2027, and how many there are."""


def bench(room: Room) -> list[dict[str, Any]]:
    long, usual = room.path / "dai.xlsx", room.path / "thuong.xlsx"
    write(long, room.register, LONG)
    write(usual, room.register, USUAL)
    words = ["--kind", "school_roll", "--place", school(room.register), "--school-year", "2026-2027", "--format",
             "json"]
    look, look_peak, _ = room.timed(["import", "list", str(long), *words, "--dry-run"], room.data("xem"))
    put, put_peak, _ = room.timed(["import", "list", str(long), *words, "--apply"], room.data("ghi"))
    preview, preview_peak, _ = room.timed(["import", "list", str(usual), *words, "--dry-run"], room.data("thuong"))
    return [
        result(f"a list of {LONG} rows, read and compared", look, "s", 60, "limit 60 s", peak_mb=look_peak),
        result(f"a list of {LONG} rows, read, compared and written", put, "s", 60, "limit 60 s", peak_mb=put_peak),
        result("its peak memory", max(look_peak, put_peak), "MB", 512, "limit 512 MB"),
        result(f"a list of {USUAL} rows, {USUAL} children: preview", preview, "s", 5, "limit 5 s",
               peak_mb=preview_peak)]


def school(register: Path) -> str:
    """The first primary school of a register folder."""
    return next(row["facility_id"] for row in _rows(register / "facilities.csv") if row["kind"] == "primary")


def write(target: Path, register: Path, rows: int) -> None:
    """A school's roll as a workbook: the register's own children among strangers, in no order."""
    import xlsxwriter

    rng = random.Random(rows)
    own = [Person("", row["full_name"], row["born_on"], row["sex"], row["mother_name"], "")
           for row in _rows(register / "children.csv") if FIRST <= int(row["born_on"][:4]) < FIRST + GRADES]
    others = [replace(person, birth=_of_age(person.birth, rng)) for person in
              Maker(rows).families(max(0, rows - len(own)))]
    people = (own + others)[:rows]
    rng.shuffle(people)
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for row, cells in enumerate([("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Họ tên mẹ", "Thôn"), *(
            (n, p.name, "/".join(reversed(p.birth.split("-"))), "Nam" if p.sex == "male" else "Nữ",
             f"{FIRST + GRADES - int(p.birth[:4])}{'ABCD'[n % 4]}", p.mother, p.village)
            for n, p in enumerate(people, 1))]):
        sheet.write_row(row, 0, cells)
    book.close()


def _of_age(birth: str, rng: random.Random) -> str:
    """The same day in a year of birth of the five grades: a class far from the age is asked about, not written."""
    return f"{FIRST + rng.randrange(GRADES)}{birth[4:]}".replace("-02-29", "-02-28")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
