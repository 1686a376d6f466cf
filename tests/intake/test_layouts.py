"""Headings and rows as offices lay them out: the child's own columns are found, nobody else's and nothing by chance."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mangnon.intake import guessing
from mangnon.intake.list_actions import look
from mangnon.intake.list_reading import read_list
from mangnon.intake.lists import kinds
from mangnon.intake.read_list import ReadSheet

Rows = list[list[Any]]
HEAD: Rows = [["UBND XÃ HOẰNG TRUNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]


def read(tmp_path: Path, rows: Rows, *, kind: str = "school_roll", merged: tuple[str, ...] = (),
         name: str = "DS", title: str = "DANH SÁCH HỌC SINH NĂM HỌC 2026-2027") -> ReadSheet:
    """One sheet with a letterhead, a title, and these rows from row 4 on."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in [*HEAD, [], [title], *rows]:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    file = tmp_path / "danh-sach.xlsx"
    book.save(file)
    found = read_list(file, kinds()[kind], [], today=dt.date(2026, 12, 1), on=dt.date(2026, 11, 1), facility="F",
                      school_year="2026-2027")
    assert found.skipped == []
    return found.sheets[0]


def persons(sheet: ReadSheet) -> list[dict[str, str]]:
    return [told.person for row in sheet.rows if (told := sheet.told(row))]


def names(sheet: ReadSheet) -> list[str]:
    return [person["full_name"] for person in persons(sheet)]


THREE: Rows = [[1, "Nguyễn Văn", "An", "3/2/2016", "Nam", "5A"], [2, "Trần Thị", "Bình", "4/5/2016", "Nữ", "5A"],
               [3, "Lê Đức", "Cường", "6/7/2016", "Nam", "5A"]]
NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường"]


@pytest.mark.parametrize(("over", "merged"), [("Họ và tên", ("B4:C4",)), ("Họ và tên", ())])
def test_a_name_under_one_heading_over_two_columns(tmp_path: Path, over: str, merged: tuple[str, ...]) -> None:
    sheet = read(tmp_path, [["STT", over, None, "Ngày sinh", "Giới tính", "Lớp"], *THREE], merged=merged)
    assert names(sheet) == NAMES


def test_a_column_of_ticks_beside_the_name_is_no_given_name(tmp_path: Path) -> None:
    heads = ["STT", "Họ và tên", None, "Ngày sinh"]
    rows: Rows = [heads, *([n, name, "x", "3/2/2016"] for n, name in enumerate(NAMES))]
    assert names(read(tmp_path, rows)) == NAMES


@pytest.mark.parametrize("before", ["Tên trường", "Tên lớp", "Tên thôn", "Mã học sinh", "Ngày sinh học sinh"])
def test_the_name_is_the_childs_whatever_stands_left_of_it(tmp_path: Path, before: str) -> None:
    value = "3/2/2016" if before.startswith("Ngày") else "Thôn 3"
    heads = ["STT", before, "Họ và tên", "Giới tính", "Lớp"]
    rows: Rows = [[n, value, name, "Nam", "5A"] for n, name in enumerate(NAMES, 1)]
    assert names(read(tmp_path, [heads, *rows])) == NAMES


@pytest.mark.parametrize("other", ["Thông tin chủ hộ", "Phụ huynh", "Thông tin mẹ"])
def test_what_stands_under_another_person_is_not_the_childs(tmp_path: Path, other: str) -> None:
    rows: Rows = [["STT", other, None, None, "Thông tin học sinh", None, None],
                  [None, "Họ và tên", "Năm sinh", "CCCD", "Họ và tên", "Ngày sinh", "GT"],
                  [1, "Lê Thị Lớn", 1990, "038190000001", "Lê Văn Bé", "3/2/2016", "Nam"],
                  [2, "Trần Thị Lớn", 1991, "038191000001", "Trần Thị Bé", "4/5/2016", "Nữ"]]
    sheet = read(tmp_path, rows, merged=("A4:A5", "B4:D4", "E4:G4"))
    assert [(p["full_name"], p["born_on"], p["sex"], p.get("personal_id", "")) for p in persons(sheet)] == [
        ("Lê Văn Bé", "2016-02-03", "male", ""), ("Trần Thị Bé", "2016-05-04", "female", "")]


@pytest.mark.parametrize(("name", "born", "sex", "number", "home"), [
    ("Họ&Tên", "Ng/sinh", "G/tính", "ĐDCN", "Thôn/Xóm"), ("HỌ VÀ TÊN HS", "NTNS", "GT", "SĐDCN", "Đ/C"),
    ("HoTen", "NgaySinh", "GioiTinh", "MaDinhDanh", "DiaChi"),
    ("ho_ten", "ngay_sinh", "gioi_tinh", "so_dinh_danh", "thon"),
    ("Full name", "Date of birth", "Sex", "Căn cước", "Address"), ("Họ, tên", "N.Sinh", "Giới", "Mã ĐD", "Nơi ĐKTT"),
    ("Học và tên", "Ngày sinnh", "Phái", "Số thẻ căn cước", "ĐC thường trú")])
def test_headings_as_people_shorten_them(tmp_path: Path, name: str, born: str, sex: str, number: str,
                                         home: str) -> None:
    rows: Rows = [["TT", name, born, sex, number, home],
                  *([n, child, f"{n}/2/2016", "Nữ", f"03831600000{n}", "Thôn 3"] for n, child in enumerate(NAMES, 1))]
    sheet = read(tmp_path, rows)
    told = sheet.told(sheet.rows[0])
    assert told is not None and told.person == {
        "full_name": NAMES[0], "born_on": "2016-02-01", "born_precision": "day", "sex": "female",
        "personal_id": "038316000001"} and told.village == "Thôn 3"


def test_words_inside_other_words_are_no_headings(tmp_path: Path) -> None:
    rows: Rows = [["STT", "HS giỏi", "Bản sao giấy khai sinh", "Họ và tên", "Giới tính", "Thôn", "Số định danh Bộ GD"],
                  [1, "x", "có", NAMES[0], "Nam", "Thôn 3", "038316000001"]]
    fields = read(tmp_path, rows).heading.fields
    assert {name: columns[0].heading for name, columns in fields.items()} == {
        "full_name": "Họ và tên", "sex": "Giới tính", "village": "Thôn"}


@pytest.mark.parametrize(("boy", "girl", "value", "expected"), [
    ("Nam", "Nữ", ("1", "0"), "male"), ("Nam", "Nữ", ("", "x"), "female"), ("Nam", "Nữ", ("x", "x"), "")])
def test_a_tick_under_nam_or_nu(tmp_path: Path, boy: str, girl: str, value: tuple[str, str], expected: str) -> None:
    sheet = read(tmp_path, [["STT", "Họ và tên", boy, girl, "Ngày sinh"], [1, NAMES[0], *value, "3/2/2016"],
                            [2, NAMES[1], "x", "", "3/2/2016"]])
    assert persons(sheet)[0].get("sex", "") == expected


def test_one_column_of_ticks_tells_both_sexes(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["STT", "Họ và tên", "Nam (x)", "Ngày sinh"], [1, NAMES[0], "x", "3/2/2016"],
                            [2, NAMES[1], None, "3/2/2016"]])
    assert [person["sex"] for person in persons(sheet)] == ["male", "female"]


@pytest.mark.parametrize("typed", [
    "Con ông Nguyễn Văn Bình, bà Trần Thị Cúc", "Ông Nguyễn Văn Bình - bà Trần Thị Cúc",
    "Bố Nguyễn Văn Bình, mẹ Trần Thị Cúc", "Nguyễn Văn Bình\nTrần Thị Cúc",
    "Nguyễn Văn Bình (bố), Trần Thị Cúc (mẹ)", "Con ông Nguyễn Văn Bình và bà Trần Thị Cúc"])
@pytest.mark.parametrize("heading", ["Con ông bà", "Cha/mẹ"])
def test_both_parents_in_one_cell(tmp_path: Path, heading: str, typed: str) -> None:
    sheet = read(tmp_path, [["STT", "Họ và tên", "Ngày sinh", heading], [1, NAMES[0], "3/2/2016", typed]])
    (person,) = persons(sheet)
    assert (person.get("father_name"), person.get("mother_name")) == ("Nguyễn Văn Bình", "Trần Thị Cúc")


def test_a_mother_of_the_family_ong_keeps_her_name(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["STT", "Họ và tên", "Ngày sinh", "Họ tên mẹ"], [1, NAMES[0], "3/2/2016", "Ông Thị Hoa"]])
    assert persons(sheet)[0]["mother_name"] == "Ông Thị Hoa"


def test_of_two_columns_for_the_parents_the_filled_one_counts(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["STT", "Họ và tên", "Ngày sinh", "Con ông bà", "Cha/mẹ"],
                            [1, NAMES[0], "3/2/2016", None, "Nguyễn Văn Bình, Trần Thị Cúc"]])
    assert persons(sheet)[0]["mother_name"] == "Trần Thị Cúc"


def test_a_cell_merged_downward_counts_for_each_of_its_rows(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Lớp", "Họ và tên", "Ngày sinh", "Thôn"], [1, "5A", NAMES[0], "3/2/2016", "Thôn 1"],
                  [2, None, NAMES[1], "4/5/2016", None], [3, "5B", NAMES[2], "6/7/2016", "Thôn 2"]]
    sheet = read(tmp_path, rows, merged=("B5:B6", "E5:E6"))
    told = [sheet.told(row) for row in sheet.rows]
    assert [(one.facts[0][1]["class"], one.village) for one in told if one] == [
        ("5A", "Thôn 1"), ("5A", "Thôn 1"), ("5B", "Thôn 2")]


def test_a_tall_note_at_the_side_hides_no_heading(tmp_path: Path) -> None:
    heads = ["STT", "Họ và tên", "Ngày sinh", "Lớp"]
    rows: Rows = [heads, *([n, name, "3/2/2016", "5A"] for n, name in enumerate(NAMES))]
    assert names(read(tmp_path, rows, merged=("G1:I9",))) == NAMES


@pytest.mark.parametrize(("sheet_name", "title", "line", "home"), [
    ("DS", "DANH SÁCH TRẺ EM", "THÔN DƯ KHÁNH", "THÔN DƯ KHÁNH"),
    ("Thôn Phúc Lộc", "DANH SÁCH TRẺ EM", None, "Thôn Phúc Lộc"),
    ("DS", "DANH SÁCH TRẺ EM THÔN TRUNG HẬU NĂM 2026", None, "THÔN TRUNG HẬU"),
    ("DS", "Danh sách trẻ điểm trường thôn Trung Hậu", None, ""),
    ("DS", "Danh sách trẻ em thôn Trung Hậu và thôn Phúc Lộc", None, "")])
def test_a_thon_above_the_rows_is_where_they_live(tmp_path: Path, sheet_name: str, title: str, line: str | None,
                                                  home: str) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh"], *([[line]] if line else []), [1, NAMES[0], "3/2/2016"]]
    sheet = read(tmp_path, rows, kind="population", name=sheet_name, title=title)
    told = sheet.told(sheet.rows[0])
    assert told is not None and told.village == home


@pytest.mark.parametrize(("title", "kind"), [
    ("DANH SÁCH TRẺ EM THÔN TRUNG HẬU", "population"), ("SỔ ĐẺ NĂM 2026", "births_deaths"),
    ("DANH SÁCH TRẺ TIÊM SỞI MŨI 1 NGÀY 10/9/2026", "vaccination"), ("DANH SÁCH TRẺ NĂM HỌC 2026-2027",
                                                                     "kindergarten_roll")])
def test_the_kind_of_a_list_is_told_by_its_title(tmp_path: Path, title: str, kind: str) -> None:
    read(tmp_path, [["STT", "Họ và tên", "Ngày sinh", "Năm"], [1, NAMES[0], "3/2/2016", 2026]], title=title)
    file = tmp_path / "danh-sach.xlsx"
    assert guessing.kind_of(look(file.read_bytes(), file.name), "danh-sach", kinds()) == kind


def test_a_school_in_a_cell_is_not_who_sent_the_list(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Trường"], [1, NAMES[0], "3/2/2016", "Trường THCS Hoằng Trung"]]
    read(tmp_path, rows, title="PHIẾU PHỔ CẬP THÔN 3")
    sheets = look((tmp_path / "danh-sach.xlsx").read_bytes(), "danh-sach.xlsx")
    sources = {"f-cs": "Trường THCS Hoằng Trung"}
    assert guessing.source_of(sheets, "danh-sach", sources) == ""
    read(tmp_path, rows, title="TRƯỜNG THCS HOẰNG TRUNG: DANH SÁCH HỌC SINH")
    sheets = look((tmp_path / "danh-sach.xlsx").read_bytes(), "danh-sach.xlsx")
    assert guessing.source_of(sheets, "danh-sach", sources) == "f-cs"


@pytest.mark.parametrize("heading", [
    "Cán bộ tiêm", "Mã định danh Bộ GD&ĐT", "SĐT bố", "Mồ côi cha", "Bố dượng", "Chiều cao bố (cm)", "SĐT mẹ", "Mẹ HIV",
    "Bú mẹ", "Mẹ mất", "Bố mẹ ly hôn", "Sống cùng mẹ", "Nghề nghiệp mẹ", "Năm sinh của mẹ", "Bỏ học", "Uốn ván mẹ"])
def test_what_is_about_a_parent_or_sounds_like_one_is_no_parents_name(tmp_path: Path, heading: str) -> None:
    rows: Rows = [["STT", heading, "Họ và tên", "Ngày sinh", "Họ tên mẹ"],
                  [1, "Trần Thị Y", NAMES[0], "3/2/2016", "Lê Thị Z"]]
    (person,) = persons(read(tmp_path, rows))
    assert (person.get("mother_name"), person.get("father_name")) == ("Lê Thị Z", None)


@pytest.mark.parametrize("headings", [
    ("Người chăm sóc (mẹ)", "Bố đẻ"), ("Mẹ (năm sinh)", "Họ và tên cha"), ("Con bà", "Con ông"),
    ("Ho ten me", "Ho ten bo")])
def test_a_parents_name_by_its_many_headings(tmp_path: Path, headings: tuple[str, str]) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", *headings], [1, NAMES[0], "3/2/2016", "Lê Thị Z", "Trần Văn Y"]]
    (person,) = persons(read(tmp_path, rows))
    assert (person["mother_name"], person["father_name"]) == ("Lê Thị Z", "Trần Văn Y")


def test_parents_in_three_levels(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Thông tin cha mẹ", None, None, None],
                  [None, None, None, "Mẹ", None, "Cha", None],
                  [None, None, None, "Họ tên", "Năm sinh", "Họ tên", "Năm sinh"],
                  [1, NAMES[0], "3/2/2016", "Lê Minh Z", 1990, "Trần Văn Y", 1988]]
    sheet = read(tmp_path, rows, merged=("A4:A6", "B4:B6", "C4:C6", "D4:G4", "D5:E5", "F5:G5"))
    (person,) = persons(sheet)
    assert (person["mother_name"], person["father_name"]) == ("Lê Minh Z", "Trần Văn Y")
    assert person["born_on"] == "2016-02-03"


@pytest.mark.parametrize("heads", [
    ["STT", "Chủ hộ", "Năm sinh", "Giới tính", "CCCD", "Họ tên trẻ", "Ngày sinh"],
    ["STT", "Họ tên bố", "Năm sinh", "Giới tính", "Căn cước", "Họ tên con", "Năm sinh"]])
def test_whoever_stands_before_the_child_has_her_own_columns(tmp_path: Path, heads: list[str]) -> None:
    rows: Rows = [heads, [1, "Lê Văn Lớn", 1988, "Nam", "038088000001", NAMES[1], "4/5/2016"],
                  [2, "Trần Văn Lớn", 1985, "Nam", "038085000001", NAMES[2], "6/7/2016"]]
    found = persons(read(tmp_path, rows, kind="poor_households"))
    assert [(p["full_name"], p["born_on"], p.get("sex"), p.get("personal_id")) for p in found] == [
        (NAMES[1], "2016-05-04", None, None), (NAMES[2], "2016-07-06", None, None)]


@pytest.mark.parametrize("heading", ["Học sinh khuyết tật", "Học sinh nghèo", "Họ tên anh chị em", "Tên em nhỏ"])
def test_a_question_or_a_sibling_is_not_the_childs_name(tmp_path: Path, heading: str) -> None:
    rows: Rows = [["STT", heading, "Họ và tên", "Ngày sinh"], [1, "x", NAMES[0], "3/2/2016"],
                  [2, None, NAMES[1], "3/2/2016"]]
    assert names(read(tmp_path, rows)) == NAMES[:2]


@pytest.mark.parametrize("heading", ["Bán trú", "Bản cam kết", "Áp dụng", "Văn bản số",
                                     "Hộ khẩu thường trú (có/không)"])
def test_ticks_and_papers_are_no_home(tmp_path: Path, heading: str) -> None:
    rows: Rows = [["STT", heading, "Họ và tên", "Ngày sinh", "Chỗ ở"], [1, "x", NAMES[0], "3/2/2016", "Thôn 3"],
                  [2, "Có", NAMES[1], "3/2/2016", "Thôn 1"], [3, "x", NAMES[2], "3/2/2016", "Thôn 2"]]
    sheet = read(tmp_path, rows)
    assert [told.village for row in sheet.rows if (told := sheet.told(row))] == ["Thôn 3", "Thôn 1", "Thôn 2"]


def test_a_tick_is_no_people_and_a_column_nobody_ticked_no_sex(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Nữ", "Dân tộc thiểu số"], [1, NAMES[0], "3/2/2016", None, "x"],
                  [2, NAMES[1], "3/2/2016", None, None]]
    assert [(p.get("sex"), p.get("ethnicity")) for p in persons(read(tmp_path, rows))] == [(None, None), (None, None)]


def test_a_heading_broken_over_two_rows_goes_on(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và", "Ngày", "Chỗ", "Lớp"], [None, "tên", "sinh", "ở", None],
                  [1, NAMES[0], "3/2/2016", "Thôn 3", "5A"], [2, NAMES[1], "4/5/2016", "Thôn 3", "5A"]]
    sheet = read(tmp_path, rows)
    told = sheet.told(sheet.rows[0])
    assert told is not None and (told.person["born_on"], told.village, told.facts[0][1]["class"]) == (
        "2016-02-03", "Thôn 3", "5A")


def test_a_column_that_stands_empty_keeps_its_meaning(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Họ tên mẹ", "Thôn"], [1, NAMES[0], "3/2/2016", None, None]]
    assert set(read(tmp_path, rows).heading.fields) == {"full_name", "born_on", "mother_name", "village"}


def test_a_day_ahead_above_a_group_is_no_day_of_weighing(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Họ và tên", "Ngày sinh", "Cân nặng"], ["Thôn 3 - cân ngày 02/09/2027"],
                  [1, NAMES[0], "3/2/2022", 15]]
    sheet = read(tmp_path, rows, kind="growth", title="DANH SÁCH CÂN ĐO")
    told = sheet.told(sheet.rows[0])
    assert told is not None and told.facts == [] and told.troubles == [
        ("Cân nặng", "Ngày cân đo 02/09/2027 còn ở phía trước nên không ghi. Hãy hỏi lại nơi gửi.")]
