"""Which class a child is in: by the column, the line above, the sheet, the title; never by another number."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mangnon.intake.rolls import class_in, class_name, class_of_sheet, school_class, year_of

from .reading import children, facts, told

HERE = {"facility": "f-cs", "school_year": "2026-2027"}
HEAD = ["TT", "Họ và tên", "Ngày sinh"]


def classes(folder: Path, kind: str, rows: list[list[Any]], **more: Any) -> list[Any]:
    found = told(folder, kind, rows, **HERE, **more)
    return [facts(one, "enrolments", "grade", "class") or [text for _c, text in one.troubles] for one in found]


@pytest.mark.parametrize("cell, found", [
    ("6.1", ("6", "6.1")), ("6/2", ("6", "6/2")), ("6-3", ("6", "6-3")), ("Lớp 6A", ("6", "6A")),
    ("K6A", ("6", "K6A")), ("VI A", ("6", "VI A")), ("IX", ("9", "IX")), ("06A", ("6", "6A")),
    ("10A2", ("10", "10A2")), ("11 tuổi", ("", "")), ("XA", ("", ""))])
def test_the_class_of_a_cell(cell: str, found: tuple[str, str]) -> None:
    assert school_class(cell) == found


@pytest.mark.parametrize("name, found", [
    ("6A", ("6", "6A")), ("Lớp 3A", ("3", "3A")), ("Khối 6", ("6", "")), ("DS 6A", ("6", "6A")),
    ("10A1", ("10", "10A1")),
    ("Sheet1", ("", "")), ("Sheet 2", ("", "")), ("Trang tính1", ("", "")), ("Thôn 3", ("", "")), ("3", ("", "")),
    ("6A,6B", ("", "")), ("1-2", ("", ""))])
def test_a_sheet_that_is_called_like_a_class(name: str, found: tuple[str, str]) -> None:
    assert class_of_sheet(name) == found


@pytest.mark.parametrize("title, found", [
    ("DANH SÁCH HỌC SINH LỚP 3A", ("3", "3A")), ("lớp 6A, năm học 2026-2027", ("6", "6A")),
    ("LỚP 6 NĂM HỌC 2026-2027", ("6", "6")), ("LỚP 3 TH HOẰNG TRUNG", ("3", "3")), ("LỚP 6/1", ("6", "6/1")),
    ("KHỐI 6", ("6", "")), ("LỚP 6A, 6B", ("", "")), ("LỚP 1 ĐẾN LỚP 5", ("", "")), ("LỚP 1-5", ("", "")),
    ("Lớp 5 tuổi A", ("", "")), ("TRƯỜNG TIỂU HỌC SỐ 2", ("", ""))])
def test_the_one_class_of_a_title(title: str, found: tuple[str, str]) -> None:
    assert class_in(title) == found


@pytest.mark.parametrize("typed, kept", [
    ("LỚP MẪU GIÁO 5 TUỔI", "Mẫu giáo 5 tuổi"), ("MGL A", "MGL A"), ("MẪU GIÁO LỚN A", "Mẫu giáo lớn A"), ("6A", "6A")])
def test_a_class_keeps_its_letters(typed: str, kept: str) -> None:
    assert class_name(typed) == kept


def test_a_roll_whose_class_stands_in_the_title_alone(tmp_path: Path) -> None:
    """The sheet is called Sheet1 and a line above the pupils names a thôn: neither is a class."""
    rows = [["DANH SÁCH HỌC SINH LỚP 3A"], HEAD, ["Thôn 3"], *children(["", ""])]
    assert classes(tmp_path, "school_roll", rows, sheet="Sheet1") == [[("3", "3A")], [("3", "3A")]]
    rows[0] = ["DANH SÁCH HỌC SINH TOÀN TRƯỜNG"]
    assert "Không rõ em học lớp mấy" in classes(tmp_path, "school_roll", rows, sheet="Sheet1")[0][0]
    assert classes(tmp_path, "school_roll", rows, sheet="Khối 6")[0] == [("6", "")]


def test_a_code_of_the_class_is_not_its_name(tmp_path: Path) -> None:
    rows = [["DANH SÁCH HỌC SINH"], [*HEAD, "Mã lớp", "Tên lớp", "Lớp cũ"],
            *children([["06A", "6A", "5A"], ["06B", "", ""], ["", "6C", ""], ["", "7", ""]])]
    assert classes(tmp_path, "school_roll", rows) == [[("6", "6A")], [("6", "6B")], [("6", "6C")], [("7", "7")]]


def test_a_class_that_the_spreadsheet_made_a_day_is_asked(tmp_path: Path) -> None:
    rows = [["DANH SÁCH HỌC SINH"], [*HEAD, "Lớp"], *children([dt.date(2026, 1, 6)])]
    assert "“06/01/2026” là một ngày" in classes(tmp_path, "school_roll", rows)[0][0]


def test_classes_of_a_kindergarten(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ NĂM HỌC 2026-2027"], [*HEAD, "Lớp"],
            *children(["MGL A", "MGN B", "MGB", "Lá 1", "Lớp Mầm", "NT 24-36 th", "Nhóm trẻ 25-36 tháng", "A1"], age=4)]
    found = classes(tmp_path, "kindergarten_roll", rows)
    assert found[:5] == [[("MG5", "MGL A")], [("MG4", "MGN B")], [("MG3", "MGB")], [("MG5", "Lá 1")], [("MG3", "Mầm")]]
    assert ["nhóm trẻ" in one[0] for one in found[5:7]] == [True, True] and found[7] == [("MG4", "A1")]


def test_a_tick_under_the_class(tmp_path: Path) -> None:
    """A sheet of universal education with a column for each grade; a disability that is denied is none."""
    rows = [["PHIẾU PHỔ CẬP GIÁO DỤC"], [*HEAD, "Đang học lớp", "", "", "Khuyết tật"], ["", "", "", "5", "6", "7", ""],
            *children([["x"], ["", "x"], ["", "", "1", "Không có"], ["x", "x"], ["", "", "", "x"], ["", "", "", "?"]])]
    merged = ("D2:F2", "A2:A3", "B2:B3", "C2:C3", "G2:G3")
    found = told(tmp_path, "universal_education", rows, merged=merged, on="2026-10-05")
    assert [facts(one, "enrolments", "grade") for one in found] == [["5"], ["6"], ["7"], [], [], []]
    assert "hơn một lớp" in found[3].troubles[0][1]
    assert [len(facts(one, "disabilities", "from_on")) for one in found] == [0, 0, 0, 0, 1, 0]


def test_columns_beside_the_class_are_none(tmp_path: Path) -> None:
    rows = [["DANH SÁCH HỌC SINH"],
            [*HEAD, "Lớp", "Lớp trưởng", "Lớp học thêm", "Lớp năm học trước", "Lớp 2 buổi/ngày", "Ngày vào lớp"],
            *children([["2A", "x", "Toán 3", "1A", "x", "05/09/2026"]])]
    assert classes(tmp_path, "school_roll", rows) == [[("2", "2A")]]
    assert classes(tmp_path, "universal_education", rows) == [[("2", "2A")]]


@pytest.mark.parametrize("heading, year", [
    ("Lớp năm 2026-2027", "2026-2027"), ("Lớp năm học 26-27", "2026-2027"), ("Lớp năm 2025", "2025-2026"),
    ("Nhóm 24-25 tháng", ""), ("Lớp (05/06/2026)", ""), ("Lớp", "")])
def test_the_school_year_of_a_column(heading: str, year: str) -> None:
    assert year_of(heading) == year


@pytest.mark.parametrize("words", ["Lớp năm {}", "Năm học {}", "{}"])
def test_the_column_of_the_lists_school_year(tmp_path: Path, words: str) -> None:
    """An empty cell of this year is no class, whatever last year's says; a mark is none either."""
    rows = [["PHỔ CẬP GIÁO DỤC NĂM HỌC 2026-2027"], [*HEAD, words.format("2025-2026"), words.format("2026-2027")],
            *children([["3A", "4A"], ["3A", ""]])]
    assert classes(tmp_path, "universal_education", rows) == [[("4", "4A")], []]
    rows[1][4] = words.format("2024-2025")
    assert "Không cột lớp nào" in classes(tmp_path, "universal_education", rows)[0][0]


def test_a_number_under_a_year_alone_may_be_a_mark(tmp_path: Path) -> None:
    rows = [["PHỔ CẬP GIÁO DỤC"], [*HEAD, "2026-2027"], *children(["8"])]
    assert "là lớp hay là điểm" in classes(tmp_path, "universal_education", rows)[0][0]


def test_ticks_under_grades_beside_their_word(tmp_path: Path) -> None:
    """Numbers under another word are no grades."""
    rows = [["PHỔ CẬP GIÁO DỤC"], [*HEAD, "Khối lớp", "1", "2", "3", "KT", "4"],
            *children([["", "", "", "x", "", ""], ["", "x", "", "", "", ""], ["", "", "8", "", "", ""],
                       ["", "", "", "", "", "x"]])]
    found = classes(tmp_path, "universal_education", rows)
    assert found[:2] == [[("3", "3")], [("1", "1")]] and "là lớp hay là điểm" in found[2][0] and found[3] == []
    rows = [["PHỔ CẬP GIÁO DỤC"], [*HEAD, "Con thứ", ""], ["", "", "", "1", "2"], *children([["x", ""]])]
    merged = ("D2:E2", "A2:A3", "B2:B3", "C2:C3")
    assert classes(tmp_path, "universal_education", rows, merged=merged) == [[]]
