"""The day a list speaks of, births and measures in every habit: read surely, or refused with a sentence."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from mangnon.intake import habits, list_day
from mangnon.intake.describing import Birth
from mangnon.intake.measures import BadNumber, centimetres, kilograms, weight_and_height
from mangnon.intake.workbook import Sheet, Value

TODAY = dt.date(2026, 12, 1)
SEPTEMBER = dt.date(2026, 9, 5)


@pytest.mark.parametrize("rows", [
    [["TRẠM Y TẾ", "Hoằng Trung, ngày 20 tháng 10 năm 2026"], ["DANH SÁCH CÂN ĐO TRẺ NGÀY 05/9/2026"]],
    [["DANH SÁCH CÂN ĐO NGÀY 05/9/2026"], ["(Kèm theo Báo cáo số 45/BC-TYT ngày 12/10/2026 của Trạm Y tế)"]],
    [["DANH SÁCH CÂN ĐO NGÀY 05/9/2026"], ["(Trẻ sinh từ 01/01/2021 đến ngày 31/12/2025)"]],
    [["DANH SÁCH CÂN ĐO"], ["Ngày cân đo: 05 tháng 9 năm 2026"]], [["DANH SÁCH CÂN ĐO"], ["Ngày cân 5.9.26"]],
    [["DANH SÁCH CÂN ĐO"], ["Ngày cân đo:", "", dt.date(2026, 9, 5)]],
    [["DANH SÁCH"], ["Ngày", 5.0, "tháng", 9.0, "năm", 2026.0]],
    [["DANH SÁCH TRẺ TÍNH ĐẾN NGÀY 05/9/2026"], ["Hoằng Trung, ngày 10 tháng 9 năm 2026"]],
    [["KẾT QUẢ TỪ 01/9/2026 ĐẾN 05/9/2026"]], [["Hoằng Trung, ngày 5 tháng 9 năm 2026"]],
    [["DANH SÁCH HỌC SINH NGÀY 05/9/2026"]]], ids=str)
def test_the_day_of_the_list_is_its_own(rows: list[list[Value]]) -> None:
    assert list_day.of_sheet(Sheet("ds", rows), len(rows), TODAY) == (SEPTEMBER, "")


@pytest.mark.parametrize(("title", "day"), [("DANH SÁCH CÂN ĐO THÁNG 9 NĂM 2026", dt.date(2026, 9, 30)),
                                            ("DANH SÁCH CÂN ĐO T12/2026", dt.date(2026, 12, 1))])
def test_of_a_month_alone_the_last_day_is_taken_and_said(title: str, day: dt.date) -> None:
    rows: list[list[Value]] = [["Hoằng Trung, ngày 20 tháng 10 năm 2026"], [title]]
    found, why = list_day.of_sheet(Sheet("ds", rows), 2, TODAY)
    assert found == day and f"chỉ ghi tháng {day.month}/2026" in why and f"{day:%d/%m/%Y}" in why


@pytest.mark.parametrize("title", ["DANH SÁCH NĂM HỌC 2026-2027", "Trẻ sinh từ 01/01/2021", "THÁNG 1 NĂM 2027",
                                   "1.2.26"])
def test_without_a_day_none_is_made_up(title: str) -> None:
    assert list_day.of_sheet(Sheet("ds", [[title]]), 1, TODAY) == (None, "")


def test_the_day_of_a_group_is_that_of_its_line() -> None:
    assert list_day.of_line("Thôn Đông - cân ngày 05 tháng 9 năm 2026") == SEPTEMBER
    assert list_day.of_line("Thôn Đông") is None


@pytest.mark.parametrize("typed", ["17 tháng 6 năm 2013", "17 tháng 6, 2013", "17//6/2013", "17\\6\\2013", "17,6,2013",
                                   "17_6_2013", "ngày 17 tháng 6 năm 2013"])
def test_a_whole_birth_is_read_whole(typed: str) -> None:
    assert habits.birth(typed, TODAY) == Birth(2013, 6, 17)


def test_a_month_of_birth_is_read_where_nothing_else_was_typed() -> None:
    assert habits.birth("2013-06", TODAY) == habits.birth("tháng 6 năm 2013", TODAY) == Birth(2013, 6)
    with pytest.raises(habits.BadDate):
        habits.birth("1o/6/2013", TODAY)


@pytest.mark.parametrize("typed", ["1/12", "01/12", "ngày 1/12", "1.12"])
def test_a_birth_without_its_year_is_asked_for_it_and_none_is_made_up(typed: str) -> None:
    with pytest.raises(habits.BadDate, match="chưa có năm nên chưa rõ ngày sinh. Hãy gõ thêm năm, ví dụ 23/11/2019."):
        habits.birth(typed, TODAY)


@pytest.mark.parametrize(("typed", "day"), [
    ("05/9", SEPTEMBER), ("ngày 5/9", SEPTEMBER), (5.9, SEPTEMBER), ("20/12", dt.date(2025, 12, 20)), (5.1, None),
    ("31/9", None), ("5/9/2026", None)])
def test_a_day_without_its_year_is_the_last_one_before_the_list(typed: Value, day: dt.date | None) -> None:
    assert habits.short_day(typed, dt.date(2026, 9, 30)) == day


@pytest.mark.parametrize(("typed", "heading", "kilos"), [
    ("12,5", "", "12.5"), ("12.5 kg", "", "12.5"), (12.5, "", "12.5"), ("12kg500", "", "12.5"), ("12 kg 5", "", "12.5"),
    ("12kg50g", "", "12.05"), ("12.500g", "", "12.5"), ("12500", "Cân nặng (g)", "12.5"), ("12,5 (SDD)", "", "12.5"),
    ("12,5*", "", "12.5"), ("≈12", "", "12"), ("11,0", "", "11.0"), ("12500", "Cân nặng (kg)", "12500")])
def test_a_weight(typed: Value, heading: str, kilos: str) -> None:
    assert kilograms(typed, heading) == Decimal(kilos)


@pytest.mark.parametrize("typed", ["1 2,5", "12,,5", "l2,5", "-12,5", "12,5 - 13", "12,5/85", "125 lạng",
                                   "85 cm", ">12"])
def test_what_is_no_single_weight_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadNumber, match=f"“{typed}” không rõ là số nào nên không ghi"):
        kilograms(typed)


@pytest.mark.parametrize(("typed", "height"), [("85 cm", "85"), ("85cm5", "85.5"), ("0,85 m", "85"), ("1m02", "102"),
                                               ("1m2", "120"), ("85.", "85"), (85.5, "85.5"), ("1,02m", "102")])
def test_a_height(typed: Value, height: str) -> None:
    assert centimetres(typed) == Decimal(height)


@pytest.mark.parametrize(("typed", "both"), [
    ("9,4/74,5", ("9,4", "74,5")), ("74,5 cm; 9,4 kg", ("9,4", "74,5")), ("9,4kg 74,5cm", ("9,4", "74,5")),
    ("12kg500", ("", "")), ("12 kg 50", ("", "")), ("12,5 - 13", ("", "")), ("9,4 cm / 74,5 kg", ("", ""))])
def test_a_weight_and_a_height_in_one_cell(typed: str, both: tuple[str, str]) -> None:
    assert weight_and_height(typed) == both


@pytest.mark.parametrize(("typed", "month"), [
    ("5 tháng Ba 2018", 3), ("5-thg 6-2018", 6), ("5-Th6-2018", 6), ("05 thg 6, 2018", 6), ("5 Tháng Giêng, 2018", 1),
    ("5 tháng Một 2018", 1), ("5 tháng Hai năm 2018", 2), ("5 tháng Tư 2018", 4), ("5 tháng Năm 2018", 5),
    ("5 tháng Mười 2018", 10), ("5 tháng Mười Một 2018", 11), ("5 tháng mười hai năm 2018", 12),
    ("5 tháng Chạp 2018", 12), ("Thứ Hai, 05 Tháng Ba, 2018", 3)])
def test_a_month_in_words_is_read(typed: str, month: int) -> None:
    assert habits.birth(typed, TODAY) == Birth(2018, month, 5)


def test_a_month_whose_word_may_be_that_of_the_year_is_not_guessed() -> None:
    with pytest.raises(habits.BadDate):
        habits.birth("5 tháng năm 2018", TODAY)


@pytest.mark.parametrize("typed", ["sinh ngày 5/9/2018", "Ngày sinh: 5/9/2018", "Nữ, 5/9/2018", "(5/9/2018)",
                                   "thứ tư, 5/9/2018", "5/9/2018 tại Thanh Hóa", "7h30 ngày 5/9/2018"])
def test_known_words_beside_a_birth_do_no_harm(typed: str) -> None:
    assert habits.birth(typed, TODAY) == Birth(2018, 9, 5)


@pytest.mark.parametrize("typed", ["từ ngày 5/9/2018", "chuyển đi ngày 5/9/2018", "đã kiểm tra 5/9/2018"])
def test_a_sentence_with_a_day_in_it_is_no_birth(typed: str) -> None:
    with pytest.raises(habits.BadDate):
        habits.birth(typed, TODAY)
