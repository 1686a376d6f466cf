"""What people type is understood, or gently asked about."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from mangnon.web.fields import (
    DateField,
    DecimalField,
    PartialDateField,
    WholeField,
    YesNoField,
    read_date,
    read_decimal,
)


def refusal(field: object, typed: str) -> str:
    with pytest.raises(ValidationError) as wrong:
        field.clean(typed)  # type: ignore[attr-defined]
    return str(wrong.value.messages[0])


@pytest.mark.parametrize("typed", ["23/11/2026", "23-11-2026", "23.11.2026", "23 11 2026", " 23/11/26 ", "23112026",
                                   "2026-11-23", "23 / 11 / 2026"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert DateField().clean(typed) == dt.date(2026, 11, 23)


def test_two_digits_of_a_year_before_the_century() -> None:
    assert read_date("1/2/89") == dt.date(1989, 2, 1)


@pytest.mark.parametrize(("typed", "said"), [
    ("30/02/2021", "Tháng 2 năm 2021 không có ngày 30."),
    ("29/02/2023", "Tháng 2 năm 2023 không có ngày 29."),
    ("1/13/2021", "Không có tháng 13. Hãy viết ngày/tháng/năm."),
    ("1/1/0201", "Năm 201 không dùng được. Hãy kiểm tra lại."),
    ("1/12", "“1/12” chưa có năm. Hãy gõ thêm năm, ví dụ 23/11/2026."),
    ("hôm qua", "“hôm qua” không đọc được. Hãy viết ngày/tháng/năm, ví dụ 23/11/2026."),
])
def test_a_day_that_cannot_be_says_why(typed: str, said: str) -> None:
    assert refusal(DateField(), typed) == said


def test_a_day_outside_what_makes_sense() -> None:
    field = DateField(earliest=dt.date(2008, 1, 1), latest=dt.date(2026, 11, 23))
    assert refusal(field, "24/11/2026") == "Ngày này còn ở phía trước. Hãy ghi đến 23/11/2026 là muộn nhất."
    assert refusal(field, "1/1/2007") == "Ngày này sớm quá. Hãy ghi từ 01/01/2008 trở đi."
    assert field.clean("23/11/2026") == dt.date(2026, 11, 23)


@pytest.mark.parametrize(("typed", "known"), [
    ("2019", (dt.date(2019, 1, 1), "year")), ("05/2019", (dt.date(2019, 5, 1), "month")),
    ("5-2019", (dt.date(2019, 5, 1), "month")), ("2019-05", (dt.date(2019, 5, 1), "month")),
    ("12/05/2019", (dt.date(2019, 5, 12), "day")),
])
def test_a_date_as_far_as_it_is_known(typed: str, known: tuple[dt.date, str]) -> None:
    assert PartialDateField().clean(typed) == known


def test_a_date_that_is_no_date_shows_the_three_ways() -> None:
    assert refusal(PartialDateField(), "mùa hè") == (
        "“mùa hè” không đọc được. Hãy viết 12/03/2018; chỉ biết tháng thì 03/2018; chỉ biết năm thì 2018.")
    assert refusal(PartialDateField(), "30/02/2021") == "Tháng 2 năm 2021 không có ngày 30."
    assert refusal(PartialDateField(), "1/12") == (
        "“1/12” chưa rõ năm nào. Ngày 1 tháng 12 thì gõ thêm năm sinh, như 1/12/2018; tháng 1 năm 2012 thì gõ 1/2012.")
    assert refusal(PartialDateField(), "30.11") == "“30.11” chưa có năm. Hãy gõ thêm năm sinh, như 30.11.2018."
    assert refusal(PartialDateField(), "13/2019") == "Không có tháng 13. Hãy viết ngày/tháng/năm."


def test_a_partly_known_date_is_shown_as_it_was_typed() -> None:
    field = PartialDateField()
    assert 'value="05/2019"' in field.widget.render("d", (dt.date(2019, 5, 1), "month"))
    assert 'value="30/02/2021"' in field.widget.render("d", "30/02/2021")


@pytest.mark.parametrize(("typed", "number"), [
    ("9,4", "9.4"), ("9.4", "9.4"), ("9", "9"), (" 12,50 ", "12.50"), ("1.904,5", "1904.5"), ("1,904.5", "1904.5"),
    ("1 904,5", "1904.5"), (",5", ".5"), ("0", "0"),
])
def test_a_number_with_comma_or_point(typed: str, number: str) -> None:
    assert DecimalField().clean(typed) == Decimal(number)


@pytest.mark.parametrize(("typed", "said"), [
    ("chín", "“chín” không phải là số. Hãy viết như 12,5."), ("1e5", "“1e5” không phải là số. Hãy viết như 12,5."),
    ("nan", "“nan” không phải là số. Hãy viết như 12,5."), ("12kg", "“12kg” không phải là số. Hãy viết như 12,5."),
    (",", "“,” không phải là số. Hãy viết như 12,5."),
    ("-3", "“-3” không dùng được. Hãy viết một số không âm."),
    ("9" * 13, "“9999999999999” không dùng được. Hãy viết một số không âm."),
])
def test_a_number_that_is_none_says_why(typed: str, said: str) -> None:
    assert refusal(DecimalField(), typed) == said


def test_bounds_are_said_with_a_comma() -> None:
    field = DecimalField(low=0.5, high=60)
    assert refusal(field, "0.3") == "0,3 nhỏ quá, ít nhất là 0,5. Hãy kiểm tra lại."
    assert refusal(field, "94") == "94 lớn quá, nhiều nhất là 60. Hãy kiểm tra lại."


def test_a_stored_number_is_shown_with_a_comma_and_is_no_change() -> None:
    field = DecimalField()
    assert field.prepare_value(Decimal("9.40")) == "9,40"
    assert field.prepare_value("9.4") == "9.4"
    assert not field.has_changed(Decimal("9.4"), "9,4")
    assert field.has_changed(Decimal("9.4"), "chín")


def test_whole_numbers_know_thousands() -> None:
    field = WholeField(min_value=1)
    assert [field.clean(t) for t in ("1904", "1.904", "1 904")] == [1904, 1904, 1904]
    assert refusal(field, "1,5") == "“1,5” không phải là số nguyên. Hãy viết như 12 hoặc 1.904."
    assert refusal(field, "0") == "Số này nhỏ quá, ít nhất là 1."


def test_empty_is_unknown_and_never_nought() -> None:
    for field in (DateField(required=False), DecimalField(required=False), WholeField(required=False),
                  PartialDateField(required=False), YesNoField()):
        assert field.clean("") is None


def test_yes_no_and_not_known() -> None:
    field = YesNoField()
    assert [field.clean(v) for v in ("true", "false", "")] == [True, False, None]
    assert [field.prepare_value(v) for v in (True, False, None, "x")] == ["true", "false", "", "x"]


def test_reading_a_number_keeps_every_digit() -> None:
    assert str(read_decimal("8,0")) == "8.0"


def test_widgets_open_the_right_keyboard() -> None:
    assert 'inputmode="decimal"' in DecimalField().widget.render("kg", None)
    assert 'inputmode="numeric"' in DateField().widget.render("ngay", None)


@pytest.mark.parametrize(("typed", "number"), [("15.9 kg", "15.9"), ("15,9kg", "15.9"), ("15.9 KG.", "15.9"),
                                               ("15.9", "15.9")])
def test_the_unit_that_the_box_names_may_be_typed(typed: str, number: str) -> None:
    assert DecimalField(label="Cân nặng (kg)").clean(typed) == Decimal(number)


def test_another_unit_than_the_box_names_is_no_number() -> None:
    assert refusal(DecimalField(label="Cân nặng (kg)"), "90 cm") == "“90 cm” không phải là số. Hãy viết như 12,5."
