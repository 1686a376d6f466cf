"""Doses in the many shapes of the station's lists, and households whose status stands above them."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mangnon.intake.lists.vaccination import vaccine_named

from .reading import children, facts, read, told

HEAD = ["TT", "Họ và tên", "Ngày sinh"]


def doses(folder: Path, rows: list[list[Any]], **more: Any) -> list[Any]:
    return [facts(one, "doses", "vaccine", "given_on") for one in told(folder, "vaccination", rows, **more)]


@pytest.mark.parametrize("words, code", [
    ("OPV1", "OPV"), ("IPV2", "IPV"), ("5in1 M1", "PENTA"), ("SII 3", "PENTA"), ("DPT-VGB-Hib2", "PENTA"),
    ("DPT4", "DPT"), ("VNNB1", "JE"), ("Rota1", "ROTA"), ("VGB<24h", "HEPB0"), ("Viêm gan B sơ sinh", "HEPB0"),
    ("5 trong 1 mũi 2", "PENTA"), ("MR 18 tháng", "MR"), ("Sởi đơn", "MEASLES"), ("Viêm gan B mũi 2", ""),
    ("DPT-VGB mũi 1", ""), ("Cúm", "")])
def test_a_vaccine_written_together_with_its_number(words: str, code: str) -> None:
    assert vaccine_named(words) == code


def test_every_column_of_a_dose_is_read(tmp_path: Path) -> None:
    """A dose of the mother's is not the child's, nor the mother's name."""
    rows = [["DANH SÁCH TIÊM CHỦNG"], [*HEAD, "OPV1", "IPV1", "5in1 M1", "Uốn ván mẹ", "Mẹ"],
            *children([["05/08/2026", "06/08/2026", "chưa tiêm", "x", "Lê Thị Lạ"]], age=1)]
    sheet = read(tmp_path, "vaccination", rows)
    assert [column.heading for column in sheet.heading.fields["mother_name"]] == ["Mẹ"]
    found = told(tmp_path, "vaccination", rows)[0]
    assert facts(found, "doses", "vaccine", "given_on") == [("OPV", "2026-08-05"), ("IPV", "2026-08-06")]
    assert found.troubles == [] and found.person["mother_name"] == "Lê Thị Lạ"


def test_numbers_of_doses_in_a_row_below_that_nothing_joins(tmp_path: Path) -> None:
    """The numbers of the columns, which stand under the name too, are no such row."""
    rows = [["DANH SÁCH TIÊM CHỦNG"], [*HEAD, "BCG", "DPT-VGB-Hib", "", "", "OPV", ""],
            ["", "", "", "", "1", "2", "3", "1", "2"],
            *children([[f"{day:02d}/08/2026" for day in range(1, 7)]], age=1)]
    assert doses(tmp_path, rows) == [[
        ("BCG", "2026-08-01"), ("PENTA", "2026-08-02"), ("PENTA", "2026-08-03"), ("PENTA", "2026-08-04"),
        ("OPV", "2026-08-05"), ("OPV", "2026-08-06")]]
    rows[2] = list(range(1, 10))
    assert doses(tmp_path, rows) == [[("BCG", "2026-08-01"), ("PENTA", "2026-08-02"), ("OPV", "2026-08-05")]]


def test_a_row_a_dose(tmp_path: Path) -> None:
    rows = [["DANH SÁCH MŨI TIÊM TỪ 01/9/2026 ĐẾN 30/9/2026"],
            [*HEAD, "Tên vắc xin", "Mũi thứ", "Ngày tiêm", "Lô vắc xin"],
            *children([["DPT-VGB-Hib (SII)", 2, "10/09/2026", "L12"], ["Cúm", 1, "10/09/2026", ""],
                       ["BCG, OPV", 1, "10/09/2026", ""], ["BCG", 1, "", ""], ["MR", 1, "x", ""]], age=1)]
    found = told(tmp_path, "vaccination", rows)
    assert [facts(one, "doses", "vaccine", "given_on") for one in found] == [
        [("PENTA", "2026-09-10")], [], [], [], [("MR", "2026-09-30")]]
    assert [len(one.troubles) for one in found] == [0, 1, 1, 0, 0]


def test_one_session_whose_vaccine_stands_in_the_title(tmp_path: Path) -> None:
    """Without a day in the title a tick is asked: nobody says when it was."""
    rows = [["DANH SÁCH TRẺ TIÊM SỞI MŨI 1 NGÀY 10/9/2026"], [*HEAD, "Đã tiêm"],
            *children(["x", "", "chưa", "11/9/2026"], age=1)]
    assert doses(tmp_path, rows) == [[("MEASLES", "2026-09-10")], [], [], [("MEASLES", "2026-09-11")]]
    rows[0] = ["DANH SÁCH TRẺ TIÊM SỞI"]
    found = told(tmp_path, "vaccination", rows)
    assert facts(found[0], "doses", "given_on") == [] and "không ghi ngày tiêm" in found[0].troubles[0][1]
    rows[0] = ["DANH SÁCH TRẺ TIÊM BCG VÀ SỞI NGÀY 10/9/2026"]
    assert doses(tmp_path, rows)[0] == []


def households(folder: Path, rows: list[list[Any]]) -> list[tuple[str, int]]:
    return [(one.household["status"], len(one.troubles)) for one in told(folder, "poor_households", rows)]


def test_a_status_in_the_title_or_above_the_households(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ EM HỘ CẬN NGHÈO NĂM 2026"], [*HEAD, "Chủ hộ"], *children(["Lê Văn Lạ", "Lê Văn Nghèo"])]
    assert households(tmp_path, rows) == [("near_poor", 0), ("near_poor", 0)]
    rows[0] = ["DANH SÁCH RÀ SOÁT HỘ NGHÈO"]
    assert households(tmp_path, rows) == [("", 1), ("", 1)]
    rows[0] = ["DANH SÁCH TRẺ EM HỘ NGHÈO, HỘ CẬN NGHÈO"]
    assert households(tmp_path, rows) == [("", 1), ("", 1)]
    first, second = rows[2:]
    grouped = [*rows[:2], ["I. HỘ NGHÈO"], first, ["II. HỘ CẬN NGHÈO"], second]
    assert households(tmp_path, grouped) == [("poor", 0), ("near_poor", 0)]


def test_a_title_does_not_fill_a_column_of_the_status(tmp_path: Path) -> None:
    rows = [["BAN CHỈ ĐẠO GIẢM NGHÈO", "", "", "", ""], ["DANH SÁCH TRẺ EM HỘ NGHÈO"], [*HEAD, "Chủ hộ", "Diện hộ"],
            *children([["Lê Văn Lạ", ""], ["Lê Văn Lạ (hộ cận nghèo)", ""], ["Lê Văn Lạ", "Thoát nghèo"],
                       ["Lê Văn Lạ", "Cận"]])]
    assert households(tmp_path, rows) == [("", 1), ("near_poor", 0), ("", 1), ("near_poor", 0)]


def test_a_planned_dose_a_lot_and_a_reaction_are_no_doses(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TIÊM CHỦNG"], [*HEAD, "BCG", "Phản ứng sau tiêm sởi", "Lô BCG", "MR (hẹn)", "Cán bộ tiêm sởi"],
            *children([["05/08/2026", "06/08/2026", "01/08/2026", "07/08/2026", "x"]], age=1)]
    found = told(tmp_path, "vaccination", rows)[0]
    assert facts(found, "doses", "vaccine", "given_on") == [("BCG", "2026-08-05")] and found.troubles == []
    rows = [["DANH SÁCH TIÊM CHỦNG"], [*HEAD, "Đã tiêm", "", "Dự kiến tiêm", ""],
            ["", "", "", "BCG", "Sởi", "MR", "VNNB"],
            *children([["05/08/2026", "06/08/2026", "07/08/2026", "08/08/2026"]], age=1)]
    merged = ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3")
    assert doses(tmp_path, rows, merged=merged) == [[("BCG", "2026-08-05"), ("MEASLES", "2026-08-06")]]


def test_a_session_that_is_planned(tmp_path: Path) -> None:
    rows = [["LỊCH TIÊM SỞI NGÀY 10/9/2026"], [*HEAD, "Ngày tiêm"], *children(["10/9/2026"], age=1)]
    found = told(tmp_path, "vaccination", rows)[0]
    assert facts(found, "doses", "given_on") == [] and "dự kiến hay hẹn" in found.troubles[0][1]


def test_a_status_of_another_year_and_one_that_ended(tmp_path: Path) -> None:
    """Only the column of the list's year holds; who left poverty is asked; a plan to leave it changes nothing."""
    rows = [["DANH SÁCH HỘ NĂM 2026"], [*HEAD, "Hộ nghèo năm 2025", "Hộ cận nghèo năm 2026", "Thoát nghèo",
                                        "Đăng ký thoát nghèo năm 2026", "Nguyên nhân nghèo"],
            *children([["x", "", "", "", "ốm"], ["x", "x", "", "", ""], ["", "x", "x", "", ""],
                       ["", "x", "", "x", ""]])]
    assert households(tmp_path, rows) == [("", 1), ("near_poor", 0), ("", 1), ("near_poor", 0)]
    assert "thoát nghèo" in told(tmp_path, "poor_households", rows)[2].troubles[0][1]
    rows = [["DANH SÁCH HỘ"], [*HEAD, "Hộ nghèo 2019", "Hộ nghèo dân tộc"], *children([["x", "x"]])]
    assert households(tmp_path, rows) == [("", 1)]
    rows[1][3:] = ["Hộ nghèo 2025", "Hộ nghèo 2024"]
    assert households(tmp_path, rows) == [("poor", 0)]
    rows[1:] = [[*HEAD, "Diện hộ"], *children(["Hộ nghèo năm 2019", "Hộ nghèo"])]
    assert households(tmp_path, rows) == [("", 1), ("poor", 0)]


def test_days_under_a_schedule_are_asked(tmp_path: Path) -> None:
    """The history of doses is none."""
    rows = [["DANH SÁCH TIÊM CHỦNG"], [*HEAD, "Lịch tiêm", "", "Lịch sử tiêm", ""],
            ["", "", "", "BCG", "Sởi", "MR", "VNNB"],
            *children([["05/08/2026", "", "07/08/2026", ""]], age=1)]
    found = told(tmp_path, "vaccination", rows, merged=("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3"))[0]
    assert facts(found, "doses", "vaccine") == ["MR"] and "ngày hẹn hay ngày đã tiêm" in found.troubles[0][1]
    assert len(found.troubles) == 1
