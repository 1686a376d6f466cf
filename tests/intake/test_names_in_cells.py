"""Names as they stand in cells: what is written beside them goes, what is no name is refused, the rest is kept."""
from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from mangnon.intake.bare_names import bare, wrong
from mangnon.intake.describing import describe
from mangnon.intake.list_reading import read_list
from mangnon.intake.lists import kinds
from mangnon.intake.matching import Birth
from mangnon.intake.told import tidy


@pytest.mark.parametrize(("typed", "name", "sex"), [
    ("1. Lê Văn An", "Lê Văn An", ""), ("* Lê Văn An", "Lê Văn An", ""), ("Lê Văn An *", "Lê Văn An", ""),
    ("Em Lê Văn An", "Lê Văn An", ""), ("Cháu Lê Thị Hoa.", "Lê Thị Hoa", ""), ("Lê Văn An/6A", "Lê Văn An", ""),
    ("Lê Văn An [bảo lưu]", "Lê Văn An", ""), ("Lê Văn An - chuyển đến", "Lê Văn An", ""),
    ("Lê Thị Hoa, nữ", "Lê Thị Hoa", "nữ"), ("Lê Văn An – hộ nghèo, nam", "Lê Văn An", "nam"),
    ("“Lê Văn An”", "Lê Văn An", ""), ("Lê Văn An (KT)", "Lê Văn An (KT)", ""), ("Bế Văn Đàn", "Bế Văn Đàn", ""),
    ("Cháu bà Hương", "Cháu bà Hương", ""), ("Con bà Hương", "Con bà Hương", ""), ("Cháu Hoa", "Cháu Hoa", ""),
    ("H'Len - Niê", "H'Len - Niê", ""), ("Lê Văn Nam", "Lê Văn Nam", ""), ("-Lê Văn An", "-Lê Văn An", "")])
def test_what_stands_beside_a_name_is_not_of_it(typed: str, name: str, sex: str) -> None:
    assert bare(typed) == (name, sex)


@pytest.mark.parametrize("typed", ["=cmd|x", "\u200b=cmd|x", "＝cmd|x", "\u00a0@Lê An", "-Lê An", "+84 Lê", '"=cmd'])
def test_a_name_that_would_start_a_formula_is_refused(typed: str) -> None:
    assert "dấu của công thức" in wrong(typed)


def test_a_name_has_letters_and_an_end() -> None:
    assert wrong("12") == wrong("\u200b") == "Dòng này không có họ tên. Hãy điền họ tên."
    assert wrong("x" * 201) == "Họ tên dài quá 200 chữ nên không được nhận. Hãy gõ lại họ tên."
    assert wrong("x" * 200) == ""


@pytest.mark.parametrize(("typed", "kept"), [
    ("Đỗ THỊ NGÂN", "Đỗ Thị Ngân"), ("BÙI BẢO ÁNH LY", "Bùi Bảo Ánh Ly"), ("Bùi Bảo ánh Ly", "Bùi Bảo Ánh Ly"),
    ("lê văn an", "Lê Văn An"), ("Lê văn An", "Lê văn An"), ("Nguyễn Thị Hoà", "Nguyễn Thị Hoà"),
    ("K'SOR H'LAN", "K'Sor H'Lan")])
def test_capitals_are_put_where_names_have_them(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_a_child_with_a_remark_is_the_child_of_the_register(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["TT", "Họ và tên", "Ngày sinh"], [1, "Phan Đình Tuệ - chuyển đến", "20/10/2017"],
                [2, "Em Tạ Thị Sen, nữ", "21/10/2017"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "ds.xlsx")
    register = [describe(id="1", name_="Phan Đình Tuệ", born=Birth(2017, 10, 20)),
                *(describe(id=f"x{n}", name_=f"Lê Văn {name}", born=Birth(2011 + n, 1, 1))
                  for n, name in enumerate(("An", "Bình", "Cường", "Dũng", "Giang")))]
    (sheet,) = read_list(tmp_path / "ds.xlsx", kinds()["population"], register, today=dt.date(2026, 12, 1)).sheets
    assert [(row.name, row.result, row.child_id) for row in sheet.rows] == [
        ("Phan Đình Tuệ", "matched", "1"), ("Tạ Thị Sen", "new", "")]
    told = sheet.told(sheet.rows[1])
    assert told is not None and (told.person["full_name"], told.person["sex"]) == ("Tạ Thị Sen", "female")
