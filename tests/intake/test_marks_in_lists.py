"""Ticks under answers, and roll calls by who is away or by a column a day."""
from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.intake.headings import Column
from mangnon.intake.lists.facility_checks import answer, answer_of

from .reading import children, facts, told

HEAD = ["TT", "Họ và tên", "Ngày sinh"]


@pytest.mark.parametrize("cell, said", [
    ("✓", "true"), ("√", "true"), ("+", "true"), ("đã có", "true"), ("Đ", "true"), ("đạt chuẩn", "true"),
    ("K. đạt", "false"), ("Ko", "false"), ("(-)", ""), ("chưa rõ", ""), ("không áp dụng", ""),
    ("có nhưng hỏng", None), ("Đất", None)])
def test_answers_in_other_signs(cell: str, said: str | None) -> None:
    assert answer(cell) == said


@pytest.mark.parametrize("heading, said", [
    ("Chưa đạt", "false"), ("Đạt", "true"), ("Không", "false"), ("Ngừng hoạt động", "false"),
    ("Công trình vệ sinh (đạt/không)", ""), ("Đạt hay chưa đạt", ""), ("Nhà vệ sinh", "")])
def test_a_heading_that_answers(heading: str, said: str) -> None:
    assert answer_of(Column(0, [heading])) == said


def test_a_tick_under_not_yet_is_no(tmp_path: Path) -> None:
    rows = [["KẾT QUẢ KIỂM TRA CƠ SỞ NĂM 2026"],
            ["TT", "Tên cơ sở", "Nhà vệ sinh", "", "CSVC cho trẻ KT", "Số nhà vệ sinh"],
            ["", "", "Chưa đạt", "Đạt", "", ""],
            [1, "Trường A", "", "x", "Có", 3], [2, "Trường B", "x", "", "0", 2], [3, "Trường C", "x", "x", "", 1],
            [4, "Trường D", "Không", "x", "", ""]]
    merged = ("C2:D2", "A2:A3", "B2:B3", "E2:E3", "F2:F3")
    found = told(tmp_path, "facility_checks", rows, merged=merged)
    asked = ("year", "sanitation", "accessible_building")
    assert [facts(one, "facility_checks", *asked) for one in found] == [
        [("2026", "true", "true")], [("2026", "false", "false")], [], [("2026", "true", "")]]
    assert "khác nhau" in found[2].troubles[0][1]


def test_a_column_of_those_who_are_away(tmp_path: Path) -> None:
    """A tick under Vắng is absence; who has none was there only if the list is of those who took part."""
    rows = [["DANH SÁCH TRẺ EM THAM GIA DIỄN ĐÀN TRẺ EM"], ["Ngày 15/8/2026"], [*HEAD, "Vắng"],
            *children(["", "x", "KP", "0"])]
    held = [facts(one, "attendance", "held_on") for one in told(tmp_path, "activity_attendance", rows)]
    assert held == [["2026-08-15"], [], [], ["2026-08-15"]]
    rows[0] = ["DANH SÁCH ĐỘI VIÊN"]
    found = told(tmp_path, "activity_attendance", rows)
    assert [facts(one, "attendance", "held_on") for one in found] == [[], [], [], []]
    assert "chỉ ghi ai vắng" in found[0].troubles[0][1] and found[1].troubles == []


def test_present_and_away_side_by_side(tmp_path: Path) -> None:
    """"v" is a tick where no other mark is one."""
    rows = [["DANH SÁCH TRẺ THAM DỰ ĐỐI THOẠI NGÀY 20/8/2026"], [*HEAD, "Có mặt", "Vắng có phép"],
            *children([["v", ""], ["", "x"], ["v", "x"], ["đi vắng", ""], ["ốm", ""], ["?", ""]])]
    found = told(tmp_path, "activity_attendance", rows)
    assert [facts(one, "attendance", "held_on") for one in found] == [["2026-08-20"], [], [], [], [], []]
    assert "vừa được ghi có mặt vừa được ghi vắng" in found[2].troubles[0][1]
    assert "“?” không rõ là có mặt hay vắng" in found[5].troubles[0][1]


def test_a_roll_call_with_a_column_a_day(tmp_path: Path) -> None:
    """The year stands in the title; where x is the tick, nobody can say what v is."""
    rows = [["BẢNG ĐIỂM DANH CÂU LẠC BỘ MĂNG NON THÁNG 9/2026"], [*HEAD, "05/9", "12/9", "19/9"],
            *children([["x", "v", "+"], ["x", "P", "k"], ["", "có", "x"]])]
    found = told(tmp_path, "activity_attendance", rows)
    assert [facts(one, "attendance", "held_on") for one in found] == [
        ["2026-09-05", "2026-09-19"], ["2026-09-05"], ["2026-09-12", "2026-09-19"]]
    assert found[0].troubles == [("12/9", "“v” không rõ là có mặt hay vắng nên chưa ghi.")]
    assert facts(found[1], "attendance", "title", "kind") == [("Câu lạc bộ măng non", "participation_model")]


def test_a_school_year_gives_a_month_its_year(tmp_path: Path) -> None:
    rows = [["BẢNG ĐIỂM DANH NĂM HỌC 2025-2026"], [*HEAD, "12/10", "5/2"], *children([["x", "x"]])]
    found = told(tmp_path, "activity_attendance", rows)
    assert facts(found[0], "attendance", "held_on") == ["2025-10-12", "2026-02-05"]


def test_who_is_put_down_for_an_activity_was_not_yet_there(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ EM ĐĂNG KÝ THAM GIA TRẠI HÈ NGÀY 10/7/2026"], [*HEAD, "Lớp"], *children(["6A"])]
    found = told(tmp_path, "activity_attendance", rows)
    assert found[0].facts == [] and "đăng ký" in found[0].troubles[0][1]


def test_who_was_invited_or_came_last_year(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ EM ĐƯỢC MỜI DỰ DIỄN ĐÀN NGÀY 10/6/2026"], [*HEAD, "Ghi chú"], *children(["", "Vắng"])]
    found = told(tmp_path, "activity_attendance", rows)
    assert [one.facts for one in found] == [[], []] and "mời" in found[0].troubles[0][1]
    rows[0] = ["DANH SÁCH TRẺ EM THAM GIA TẬP HUẤN NGÀY 10/6/2026"]
    found = told(tmp_path, "activity_attendance", rows)
    assert [facts(one, "attendance", "held_on") for one in found] == [["2026-06-10"], []]
    assert "“Vắng”" in found[1].troubles[0][1]
    rows[1:] = [[*HEAD, "Đã tham gia năm trước", "Có mặt", "Dự kiến tham gia", "Không tham gia"],
                *children([["", "x", "", ""], ["x", "", "x", "x"], ["x", "", "x", ""]])]
    found = told(tmp_path, "activity_attendance", rows)
    assert [facts(one, "attendance", "held_on") for one in found] == [["2026-06-10"], [], []]
    rows[1:] = [[*HEAD, "Dự kiến tham gia"], *children(["x", ""])]
    assert [one.facts for one in told(tmp_path, "activity_attendance", rows)] == [[], []]


def test_a_heading_of_damage_asks_nothing(tmp_path: Path) -> None:
    rows = [["KẾT QUẢ KIỂM TRA CƠ SỞ NĂM 2026"],
            ["TT", "Tên cơ sở", "Nhà vệ sinh hư hỏng", "Phòng tư vấn tâm lý", "Hoạt động ngoài trời",
             "Tình trạng hồ sơ"],
            [1, "Trường A", "Không", "Có", "Không", "Chưa có"], [2, "Trường B", "Có", "", "Có", "Đủ"]]
    found = told(tmp_path, "facility_checks", rows)
    asked = ("sanitation", "psychological_support", "operating")
    assert [facts(one, "facility_checks", *asked) for one in found] == [[("", "true", "")], []]
    assert "hư hỏng" in found[0].troubles[0][1]
    rows[1] = ["TT", "Tên cơ sở", "Nhà vệ sinh", "Tư vấn tâm lý", "Tình trạng hoạt động", "Ghi chú"]
    assert facts(told(tmp_path, "facility_checks", rows)[0], "facility_checks", *asked) == [("false", "true", "false")]
