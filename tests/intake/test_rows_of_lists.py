"""Which rows of a sheet are children: tables one below another, notes, signatures, sums, tables side by side."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mangnon.intake.list_reading import ReadList, read_list
from mangnon.intake.lists import kinds

TODAY = dt.date(2026, 12, 1)
LETTERHEAD = [["TRƯỜNG THCS HOẰNG TRUNG", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
SIGNED = [["", "", "", "Hoằng Trung, ngày 10 tháng 9 năm 2026"], ["", "NGƯỜI LẬP BIỂU", "", "HIỆU TRƯỞNG"],
          ["(Ký, ghi rõ họ tên)"], ["", "Nguyễn Thị Hạnh", "Lê Văn Thắng", "Trần Văn Bảy"]]
HEADING = ["TT", "Họ và tên", "Ngày sinh", "Giới tính"]


def read(folder: Path, rows: list[list[Any]], kind: str = "school_roll") -> ReadList:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "DS"
    for row in rows:
        sheet.append([cell or None for cell in row])
    book.save(folder / "ds.xlsx")
    return read_list(folder / "ds.xlsx", kinds()[kind], [], today=TODAY)


def names(found: ReadList) -> list[tuple[int, str, str]]:
    return [(row.line.number, row.name, row.line.group) for row in found.sheets[0].rows]


def test_tables_one_below_another_are_all_read_and_who_signs_is_no_child(tmp_path: Path) -> None:
    def table(of: str, *children: str) -> list[list[Any]]:
        return [*LETTERHEAD, [f"DANH SÁCH HỌC SINH LỚP {of}"], HEADING,
                *([n, name, "05/03/2014", "Nam"] for n, name in enumerate(children, 1)), ["", "Tổng số: 2 em"], *SIGNED]

    found = read(tmp_path, [*table("6A", "Lê Văn An", "Lê Văn Bình"), *table("6B", "Lê Văn Cường", "Lê Văn Dũng")])
    assert names(found) == [(4, "Lê Văn An", ""), (5, "Lê Văn Bình", ""), (14, "Lê Văn Cường", "LỚP 6B"),
                            (15, "Lê Văn Dũng", "LỚP 6B")]
    assert (found.skipped, found.notes) == ([], [])


def test_the_letterhead_of_a_further_table_is_no_child(tmp_path: Path) -> None:
    found = read(tmp_path, [HEADING, [1, "Lê Văn An", "05/03/2014", "Nam"],
                            ["", "TRƯỜNG THCS HOẰNG TRUNG", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                            ["", "TỔ VĂN PHÒNG", "", "Độc lập - Tự do - Hạnh phúc"], HEADING,
                            [1, "Lê Văn Bình", "05/03/2014", "Nam"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An", "Lê Văn Bình"]


def test_a_note_that_speaks_of_signing_ends_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, [[*HEADING, "Ghi chú"], [1, "Lê Văn An", "", "", "chờ xã xác nhận ngày sinh"],
                            [2, "Lê Văn Bình", "05/03/2014", "Nam"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An", "Lê Văn Bình"]


def test_a_dated_line_above_a_group_and_a_further_part_end_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, [HEADING, ["Thôn Trung Hậu - cân ngày 02 tháng 9 năm 2026"],
                            [1, "Lê Văn An", "05/03/2014", "Nam"],
                            ["Danh sách bổ sung theo biên bản ngày 10 tháng 9 năm 2026"],
                            [2, "Lê Văn Bình", "05/03/2014", "Nam"]])
    assert names(found) == [(3, "Lê Văn An", "Thôn Trung Hậu - cân ngày 02 tháng 9 năm 2026"), (5, "Lê Văn Bình", "")]


def test_a_further_table_with_other_columns_is_said_and_not_read_wrongly(tmp_path: Path) -> None:
    found = read(tmp_path, [HEADING, [1, "Lê Văn An", "05/03/2014", "Nam"], *SIGNED,
                            ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh"], [1, "HS01", "Lê Văn Bình", "05/03/2014"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An"]
    assert found.notes == [("DS", "Từ dòng 7 là một bảng có cột xếp khác nên chưa đọc. Hãy tách bảng đó sang trang "
                                  "riêng rồi gửi lại.")]


def test_many_names_below_the_signatures_are_said_to_be_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, [["Họ và tên", "Ngày sinh", "Thôn"], ["Lê Văn An", "05/03/2014", "Tự Nhiên"],
                            ["", "", "Hoằng Trung, ngày 10 tháng 9 năm 2026"],
                            *([f"Lê Văn {name}", "", "Tự Nhiên"] for name in ("Bình", "Cường", "Dũng", "Em"))])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An"]
    assert found.notes == [("DS", (
        "Sau phần ký tên còn các dòng 4–7 không có số thứ tự, ngày sinh hay giới tính nên chưa đọc. Nếu đó là trẻ, hãy "
        "chuyển lên trên phần ký tên."))]


def test_a_second_table_on_the_right_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, [[*HEADING, "", *HEADING], [1, "Lê Văn An", "05/03/2014", "Nam", "", 2, "Lê Văn Bình",
                                                      "05/03/2014", "Nam"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An"]
    assert found.notes == [("DS", "Bên phải, từ cột G, còn một bảng nữa chưa đọc. Hãy chép bảng đó xuống dưới bảng "
                                  "thứ nhất rồi gửi lại.")]


def test_counts_under_boys_and_girls_are_no_children(tmp_path: Path) -> None:
    found = read(tmp_path, [["TT", "Họ đệm", "Tên", "Ngày sinh", "Nam", "Nữ"], ["", "Thôn Dư Khánh", "", "", 3, 5],
                            [1, "Lê Văn", "An", "05/03/2014", "1", "0"], [2, "Lê Thị", "Hoa", "", "", "1"],
                            ["", "Thôn Đông", "", "", "1", "0"], ["", "Toàn lớp", "", "", 12, 12]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An", "Lê Thị Hoa"]


def test_numbers_of_columns_in_brackets_are_no_child(tmp_path: Path) -> None:
    found = read(tmp_path, [HEADING, ["(1)", "(2)", "(3)", "(4)"], [1, "Lê Văn An", "05/03/2014", "Nam"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An"]


def test_a_name_that_begins_like_a_sum_or_a_note_is_a_child(tmp_path: Path) -> None:
    children = ["Tổng Văn An", "Cộng Hòa Bình", "Nguồn Thị Ái", "Lưu Ý Nhi"]
    found = read(tmp_path, [["TT", "Họ và tên", "Lớp"], *([n, name, "6A"] for n, name in enumerate(children, 1)),
                            [5, "Tổng Số Học Sinh", "4"], ["", "Tổng số học sinh", "4"]])
    assert [name for _, name, _ in names(found)] == children


def test_a_day_of_weighing_takes_its_year_from_the_title(tmp_path: Path) -> None:
    def told(title: str) -> list[tuple[str, dict[str, str]]]:
        found = read(tmp_path, [[title], [*HEADING, "Cân nặng (kg)", "Ngày cân"],
                                [1, "Lê Văn An", "05/03/2024", "Nam", "11,0", "05/9"]], "growth")
        said = found.sheets[0].told(found.sheets[0].rows[0])
        assert said is not None
        return said.facts

    assert told("DANH SÁCH CÂN ĐO THÁNG 9 NĂM 2026") == [("measurements", {"measured_on": "2026-09-05",
                                                                           "weight_kg": "11.0"})]
    assert told("DANH SÁCH CÂN ĐO") == []


def test_a_group_weighed_on_its_own_day_has_that_day(tmp_path: Path) -> None:
    found = read(tmp_path, [["DANH SÁCH CÂN ĐO NGÀY 10/9/2026"], [*HEADING, "Cân nặng (kg)"],
                            ["Thôn Đông - cân ngày 02 tháng 9 năm 2026"],
                            [1, "Lê Văn An", "05/03/2024", "Nam", "11,0"]], "growth")
    said = found.sheets[0].told(found.sheets[0].rows[0])
    assert said is not None and said.facts == [("measurements", {"measured_on": "2026-09-02", "weight_kg": "11.0"})]


LONG = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Họ tên mẹ", "Thôn", "Lớp"]
FIRST, LAST = [1, "Lê Văn An", "05/03/2018", "Nam"], [9, "Lê Thị Hoa", "05/06/2018", "Nữ"]


@pytest.mark.parametrize("row", [
    ["Ghi chú:", "Học sinh nghỉ ốm", "từ ngày 5/9/2026"], ["", "Đã kiểm tra ngày", "15/9/2026", "", "Đủ"],
    ["", "Em Lê Văn A", "chuyển đi ngày 5/9/2026"], ["*", "Em An chuyển đến ngày", "10/9/2026"], ["", "Nữ", "4"],
    ["", "Sĩ số", "8", "Nam 4", "Nữ 4"], ["", "Nam", "4", "Nữ", "4"], ["", "Số học sinh nữ", "4"],
    ["", "Hộ nghèo", "2"], ["", "Mang sang", "8", "4"], ["", "Chuyển trang sau", "8"], ["", "Bình quân", "7,5"],
    ["", "Tỷ lệ", "50%"], ["", "Khuyết tật", "1", "", "x"], ["Danh sách", "gồm có", "8 em"],
    ["II", "Học sinh chuyển đến"], ["A", "Trẻ trong độ tuổi", "", "", ""]], ids=str)
def test_notes_with_a_day_and_counts_are_no_children(tmp_path: Path, row: list[Any]) -> None:
    assert names(read(tmp_path, [LONG, FIRST, row, LAST])) == [(2, "Lê Văn An", ""), (4, "Lê Thị Hoa", "")]


@pytest.mark.parametrize(("row", "group"), [
    (["", "Lớp 1B", "GVCN: Lê Thị Hà"], "Lớp 1B"), (["", "Lớp 1B", "", "", "Lê Thị Hà"], "Lớp 1B"),
    (["I", "Thôn Trung Hậu", "", "", "8"], "Thôn Trung Hậu")], ids=str)
def test_a_group_with_something_beside_it_names_the_rows_below(tmp_path: Path, row: list[Any], group: str) -> None:
    assert names(read(tmp_path, [LONG, FIRST, row, LAST])) == [(2, "Lê Văn An", ""), (4, "Lê Thị Hoa", group)]


@pytest.mark.parametrize("office", [
    "GVCN", "Bí thư Đoàn", "Cộng tác viên", "Chi hội trưởng phụ nữ", "Trưởng bản", "Tổ trưởng", "NGƯỜI BÁO CÁO",
    "NGƯỜI TỔNG HỢP", "Nhân viên y tế", "Công an viên", "Người kiểm tra", "Giám sát", "Bên giao", "Bên nhận",
    "Đại diện thôn", "Phụ trách Đội"])
def test_who_signs_without_a_day_is_no_child(tmp_path: Path, office: str) -> None:
    found = read(tmp_path, [LONG, FIRST, [], ["", office, "", "", "Duyệt"], [],
                            ["", "Lê Thị Hà", "", "", "Trần Văn Nam"]])
    assert names(found) == [(2, "Lê Văn An", "")]


@pytest.mark.parametrize("name", [
    "Tổng Văn An", "Lưu Ý Nhi", "Tô Trường Giang", "Trương Bản Ngọc", "Nam Thị Hoa", "Bình Quân", "Lớp Thị Khối",
    "Nguồn Thị Ái", "Đặng Thị Ngày"])
def test_without_a_running_number_a_name_like_such_a_word_is_a_child(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, [LONG, FIRST, ["", name, "05/04/2018", "", "Lê Thị Mai"]])
    assert [name for _, name, _ in names(found)] == ["Lê Văn An", name]
