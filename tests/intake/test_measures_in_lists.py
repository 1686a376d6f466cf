"""Weights and heights of several occasions, the weight at birth beside them, and words for oedema and disability."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from .reading import children, facts, told

HEAD = ["TT", "Họ và tên", "Ngày sinh"]
MEASURE = ("measured_on", "weight_kg", "height_cm", "position", "oedema")


def measured(folder: Path, rows: list[list[Any]], **more: Any) -> list[Any]:
    return [facts(one, "measurements", *MEASURE) for one in told(folder, "growth", rows, **more)]


def test_the_weight_at_birth_is_never_todays(tmp_path: Path) -> None:
    rows = [["DANH SÁCH CÂN ĐO NGÀY 05/9/2026"],
            [*HEAD, "Cân nặng khi sinh", "Đánh giá cân nặng/tuổi", "Cân nặng hiện tại (kg)", "Chiều cao hiện tại (cm)"],
            *children([["3,2", "BT", "11,0", "80"], ["3,1", "", "", ""]], age=2)]
    assert measured(tmp_path, rows) == [[("2026-09-05", "11.0", "80", "", "")], []]


def test_what_a_measure_amounts_to_is_no_measure(tmp_path: Path) -> None:
    rows = [["CÂN ĐO NGÀY 05/9/2026"],
            [*HEAD, "Khi sinh", "Cân nặng trẻ dưới 5 tuổi (kg)", "CC", "CN/T", "CC/T", "Vòng đầu (cm)",
             "Tăng cân (kg)", "CN/CC"],
            ["", "", "", "Cân nặng", "", "", "", "", "", "", ""],
            *children([["3,2", "11,0", "80", "-1,2", "2", "45", "0,4", "-0,5"]], age=2)]
    merged = ("A2:A3", "B2:B3", "C2:C3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "J2:J3", "K2:K3")
    found = told(tmp_path, "growth", rows, merged=merged)[0]
    assert facts(found, "measurements", *MEASURE) == [("2026-09-05", "11.0", "80", "", "")] and found.troubles == []


def test_two_columns_of_today_that_differ_are_asked(tmp_path: Path) -> None:
    rows = [["CÂN ĐO NGÀY 05/9/2026"], [*HEAD, "Cân nặng", "Cân nặng kiểm tra lại", "Chiều cao"],
            *children([["11", "11", "80"], ["11", "12", "80"]], age=2)]
    found = told(tmp_path, "growth", rows)
    assert facts(found[0], "measurements", *MEASURE) == [("2026-09-05", "11", "80", "", "")]
    assert facts(found[1], "measurements", *MEASURE) == [("2026-09-05", "", "80", "", "")]
    assert "số đo khác nhau" in found[1].troubles[0][1]


def test_lying_and_standing_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = [["CÂN ĐO NGÀY 05/9/2026"], [*HEAD, "Cân nặng", "Chiều cao (cm)", "", "Phù"],
            ["", "", "", "", "Nằm", "Đứng", ""],
            *children([["11,0", "80", "", "0"], ["11,0", "", "81", ""], ["11,0", "80", "82", ""]], age=2)]
    merged = ("E2:F2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "G2:G3")
    assert measured(tmp_path, rows, merged=merged) == [
        [("2026-09-05", "11.0", "80", "lying", "false")], [("2026-09-05", "11.0", "81", "standing", "")],
        [("2026-09-05", "11.0", "", "", "")]]


def test_two_rounds_each_on_its_day(tmp_path: Path) -> None:
    rows = [["KẾT QUẢ CÂN ĐO"], [*HEAD, "Đợt 1 (01/6/2026)", "", "Đợt 2 (20/11/2026)", ""],
            ["", "", "", "CN", "CC", "CN", "CC"],
            *children([["11,5", "85,0", "12,5", "87"], ["", "", "12", ""]], age=3)]
    merged = ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3")
    assert measured(tmp_path, rows, merged=merged) == [
        [("2026-06-01", "11.5", "85.0", "", ""), ("2026-11-20", "12.5", "87", "", "")],
        [("2026-11-20", "12", "", "", "")]]


def test_months_without_a_day_are_asked(tmp_path: Path) -> None:
    """The register keeps days: a weight of a month is neither today's nor the fifteenth's."""
    rows = [["SỔ THEO DÕI CÂN NẶNG NĂM 2026"], [*HEAD, "Cân nặng (kg) theo tháng", "", ""],
            ["", "", "", "T1", "T2", "T3"], *children([["8,2", "8,4", ""], ["", "", ""]], age=1)]
    found = told(tmp_path, "growth", rows, merged=("D2:F2", "A2:A3", "B2:B3", "C2:C3"))
    assert [one.facts for one in found] == [[], []]
    assert [len(one.troubles) for one in found] == [1, 0] and "không ghi ngày cân đo" in found[0].troubles[0][1]


def test_oedema_that_is_denied_is_none(tmp_path: Path) -> None:
    cells = ["Không phù", "BT", "không có", "(-)", "Ko", "KP", "K", "x", "Phù chân", "(+)", "", "chưa khám", "phù hợp"]
    rows = [["CÂN ĐO NGÀY 05/9/2026"], [*HEAD, "Cân nặng", "Phù"], *children([["11", cell] for cell in cells], age=2)]
    assert [one[0][4] for one in measured(tmp_path, rows)] == ["false"] * 7 + ["true"] * 3 + ["", "", ""]


def test_degrees_of_a_disability(tmp_path: Path) -> None:
    """What the child can do for herself is no degree, and a tick there counts for nothing."""
    cells = ["Đặc biệt nặng", "ĐB nặng", "Đ.biệt nặng", "Vận động ĐBN", "KT nặng, vận động", "Nặng (đang làm HS ĐBN)",
             "N", "nghe nói/nhẹ", "Rất nặng", "nặng tai", "không nặng", "giáo dục đặc biệt", "Nhẹ/Nặng"]
    rows = [["DANH SÁCH TRẺ KHUYẾT TẬT"], [*HEAD, "Dạng tật và mức độ", "Khả năng tự phục vụ", "Phục hồi chức năng"],
            *children([[cell, "Có", "x"] for cell in cells])]
    found = told(tmp_path, "disability", rows, on="2026-10-05")
    assert [facts(one, "disabilities", "severity")[0] for one in found] == [
        "profound"] * 4 + ["severe"] * 3 + ["mild", "", "", "", "", ""]
    assert "“Rất nặng” không nêu rõ mức độ" in found[8].troubles[0][1]


def test_no_wish_to_learn_is_no(tmp_path: Path) -> None:
    cells = ["Không có", "Chưa", "Không có nhu cầu", "Ko", "không đi học được", "Có", "x", "chưa rõ", "Hòa nhập"]
    rows = [["DANH SÁCH TRẺ KHUYẾT TẬT"], [*HEAD, "Mức độ", "Nhu cầu đi học", "Đang đi học"],
            *children([["Nặng", cell, "Có"] for cell in cells])]
    found = told(tmp_path, "disability", rows, on="2026-10-05")
    assert [facts(one, "disabilities", "needs_schooling")[0] for one in found] == [
        "false"] * 5 + ["true"] * 2 + ["", ""]
    assert [len(one.troubles) for one in found[7:]] == [0, 1]


def test_measures_that_are_another_persons_or_another_times(tmp_path: Path) -> None:
    """Also where the row above says so."""
    rows = [["CÂN ĐO NGÀY 12/11/2026"], [*HEAD, "Cân nặng thai kỳ", "Cân nặng mẹ", "Cân nặng tháng trước",
                                         "Cân nặng (kg)", "Chiều cao bố", "Chiều cao trung bình",
                                         "Chiều cao chuẩn", "Chiều cao"],
            *children([[10, 52, 11, 12.5, 170, 99, 95, 90]])]
    found = told(tmp_path, "growth", rows)[0]
    assert facts(found, "measurements", "weight_kg", "height_cm") == [("12.5", "90")] and found.troubles == []
    rows = [["CÂN ĐO NGÀY 12/11/2026"], [*HEAD, "Mẹ", "", "Trẻ", ""],
            ["", "", "", "Cân nặng", "Chiều cao", "Cân nặng", "Chiều cao"], *children([[52, 150, 12.5, 90]])]
    merged = ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3")
    found = told(tmp_path, "growth", rows, merged=merged)[0]
    assert facts(found, "measurements", "weight_kg", "height_cm") == [("12.5", "90")]
