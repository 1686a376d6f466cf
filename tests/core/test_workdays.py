"""Working days and deadlines over Tết, weekends, days made up for and days worked instead."""
from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.core.clock import VIETNAM
from mangnon.core.workdays import OwnDays, WorkCalendar, built_in
from mangnon.core.workdays_file import WorkdaysError, read_rules

D = dt.date


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=VIETNAM)  # type: ignore[misc, arg-type]


OFF_2024_TO_2026 = {
    D(2024, 1, 1), *(D(2024, 2, n) for n in range(8, 15)), D(2024, 4, 18),
    D(2024, 4, 29), D(2024, 4, 30), D(2024, 5, 1), D(2024, 9, 2), D(2024, 9, 3),
    D(2025, 1, 1), *(D(2025, 1, n) for n in range(27, 32)), D(2025, 4, 7), D(2025, 4, 30), D(2025, 5, 1),
    D(2025, 5, 2), D(2025, 9, 1), D(2025, 9, 2),
    D(2026, 1, 1), D(2026, 1, 2), *(D(2026, 2, n) for n in range(16, 21)), D(2026, 4, 27), D(2026, 4, 30),
    D(2026, 5, 1), D(2026, 8, 31), D(2026, 9, 1), D(2026, 9, 2)}
WORKED_2024_TO_2026 = {D(2024, 5, 4), D(2025, 4, 26), D(2026, 1, 10), D(2026, 8, 22)}


def plainly_working(day: dt.date) -> bool:
    """The second way: the calendars of three years written out by hand."""
    if day in WORKED_2024_TO_2026:
        return True
    return day.weekday() < 5 and day not in OFF_2024_TO_2026


def test_every_day_of_three_years_is_what_the_announcements_say() -> None:
    days = [D(2024, 1, 1) + dt.timedelta(days=n) for n in range(1096)]
    assert [day for day in days if built_in().is_working(day) != plainly_working(day)] == []


AROUND = st.dates(D(2024, 1, 5), D(2026, 12, 1))


@settings(max_examples=300, deadline=None)
@given(day=AROUND, n=st.integers(1, 15))
def test_adding_working_days_agrees_with_walking_by_hand(day: dt.date, n: int) -> None:
    walked, left = day, n
    while left:
        walked += dt.timedelta(days=1)
        left -= 1 if plainly_working(walked) else 0
    assert built_in().add_working_days(day, n) == walked
    assert built_in().working_days_between(day, walked) == n
    assert built_in().working_days_between(walked, day) == -n


@settings(max_examples=100, deadline=None)
@given(day=st.dates(D(2000, 1, 1), D(2060, 12, 1)), n=st.integers(1, 12))
def test_going_back_from_a_working_day_returns_to_one(day: dt.date, n: int) -> None:
    found = built_in()
    first = found.add_working_days(day, 0)
    assert found.is_working(first) and first >= day
    assert found.add_working_days(found.add_working_days(first, n), -n) == first


@pytest.mark.parametrize(("day", "n", "due"), [
    (D(2026, 2, 11), 5, D(2026, 2, 25)),   # Wednesday before Tết: 12, 13, then 23, 24, 25
    (D(2026, 2, 14), 1, D(2026, 2, 23)),   # Saturday of Tết
    (D(2025, 1, 24), 5, D(2025, 2, 7)),
    (D(2024, 2, 7), 1, D(2024, 2, 15)),
    (D(2026, 8, 20), 2, D(2026, 8, 22)),   # a Saturday that is worked
    (D(2026, 8, 28), 1, D(2026, 9, 3)),
    (D(2026, 4, 24), 1, D(2026, 4, 28)),   # Giỗ Tổ on a Sunday is made up for on Monday
    (D(2026, 11, 23), 5, D(2026, 11, 30)), (D(2026, 11, 21), 0, D(2026, 11, 23))])
def test_written_out(day: dt.date, n: int, due: dt.date) -> None:
    assert built_in().add_working_days(day, n) == due


@pytest.mark.parametrize(("year", "off"), [
    (2027, ["1/1", "5/2", "6/2", "7/2", "8/2", "9/2", "10/2", "11/2", "16/4", "30/4", "1/5", "3/5", "2/9", "3/9"]),
    (2030, ["1/1", "1/2", "2/2", "3/2", "4/2", "5/2", "6/2", "7/2", "12/4", "30/4", "1/5", "2/9", "3/9"]),
    # Giỗ Tổ met the Saturday before 30 April: Monday is 1 May, so both were made up for after it.
    (2023, ["1/1", "2/1", "21/1", "22/1", "23/1", "24/1", "25/1", "26/1", "27/1", "29/4", "30/4", "1/5", "2/5", "3/5",
            "2/9", "3/9", "4/9", "5/9"])])
def test_a_year_nobody_announced_is_reckoned_and_says_so(year: int, off: list[str]) -> None:
    found = built_in().special_days(year)
    assert [f"{day.day}/{day.month}" for day in found] == off
    assert not built_in().announced(year) and all(one.reckoned for one in found.values())
    assert built_in().announced(2026) and not any(one.reckoned for one in built_in().special_days(2026).values())


def test_hours_run_by_the_clock_through_nights_and_tet() -> None:
    found = built_in()
    assert found.deadline(at(2026, 2, 16, 22, 40), hours=12) == at(2026, 2, 17, 10, 40)
    assert found.deadline(dt.datetime(2026, 2, 16, 15, 40, tzinfo=dt.UTC), hours=12) == at(2026, 2, 17, 10, 40)
    assert found.deadline(at(2026, 2, 16, 22, 40), hours=12).utcoffset() == dt.timedelta(hours=7)


def test_working_days_begin_on_the_day_after_and_end_when_the_office_closes() -> None:
    found = built_in()
    assert found.deadline(at(2026, 11, 23, 8, 0), working_days=5) == at(2026, 11, 30, 17, 0)
    assert found.deadline(at(2026, 11, 23, 23, 59), working_days=5) == at(2026, 11, 30, 17, 0)
    # 17:30 UTC on Sunday is Monday in Vietnam.
    assert found.deadline(dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC), working_days=1) == at(2026, 11, 24, 17, 0)
    assert found.deadline(at(2026, 2, 13, 9, 0), working_days=1) == at(2026, 2, 23, 17, 0)


def test_a_deadline_needs_a_zone_and_one_measure_of_time() -> None:
    found = built_in()
    with pytest.raises(ValueError, match="time zone"):
        found.deadline(dt.datetime(2026, 2, 16, 22, 40), hours=12)
    with pytest.raises(ValueError, match="either"):
        found.deadline(at(2026, 2, 16), hours=12, working_days=5)
    with pytest.raises(ValueError, match="either"):
        found.deadline(at(2026, 2, 16))
    with pytest.raises(ValueError, match="at least one"):
        found.deadline(at(2026, 2, 16), working_days=0)


def test_what_the_commune_wrote_holds_before_the_file() -> None:
    own = WorkCalendar(built_in().rules, (OwnDays(D(2027, 2, 4), D(2027, 2, 4), False, "Tết"),
                                          OwnDays(D(2027, 2, 11), D(2027, 2, 11), True),
                                          OwnDays(D(2027, 2, 20), D(2027, 2, 20), True, "làm bù")))
    assert [own.is_working(D(2027, 2, n)) for n in (3, 4, 5, 11, 12, 20)] == [True, False, False, True, True, True]
    assert own.special_days(2027)[D(2027, 2, 20)].origin == "own"


OWN_YEAR = """
[[year]]
year = 2027
source = "Thông báo của xã"
verified = true
spans = { tet = [2027-02-04, 2027-02-10] }
off = [2027-04-15]
work = [2027-04-24]
"""


def test_a_file_of_the_commune_replaces_the_parts_it_has() -> None:
    found = WorkCalendar(read_rules(OWN_YEAR, "ngay-nghi.toml", over=built_in().rules))
    days = found.special_days(2027)
    assert [f"{day.day}/{day.month}" for day in days if day.month in (2, 4)] == [
        "4/2", "5/2", "6/2", "7/2", "8/2", "9/2", "10/2", "15/4", "16/4", "24/4", "30/4"]
    assert found.announced(2027) and found.announced(2026) and days[D(2027, 2, 4)].verified
    assert found.is_working(D(2027, 2, 11)) and found.is_working(D(2027, 4, 24))
    short = WorkCalendar(read_rules('[office]\nbegins = 07:00:00\nends = 16:30:00\nsource = ""\nverified = true\n',
                                    "ngay-nghi.toml", over=built_in().rules))
    assert short.deadline(at(2026, 11, 23, 8, 0), working_days=1) == at(2026, 11, 24, 16, 30)


@pytest.mark.parametrize(("text", "says"), [
    ("[[year]\n", "không đọc được tệp TOML"), ("[tuan]\n", "không rõ là phần gì"),
    ("[week]\noff = [0]\n", "viết số từ 1"), ("[week]\noff = [1, 2, 3, 4, 5, 6, 7]\n", "viết số từ 1"),
    ("[week]\noff = [6]\n", "thiếu mục hoặc có mục lạ"),
    ("[office]\nbegins = 17:00:00\nends = 07:00:00\n", "viết giờ như"),
    ('[[year]]\nyear = 2027\nsource = ""\nverified = true\nspans = { tet = [2026-02-04, 2026-02-10] }\n', "năm 2027"),
    ('[[year]]\nyear = 2027\nsource = ""\nverified = true\nspans = { le = [2027-02-04, 2027-02-10] }\n', "spans.le"),
    ('[[year]]\nyear = "2027"\n', "bốn chữ số"), ("week = 5\n", "[week]"), ("[year]\nyear = 2027\n", "[[year]]"),
    ("year = [3]\n", "[[year]]"), ("[[year]]\nyear = 2027\noff = 2027-05-03\n", "ngoặc vuông"),
    ("[[year]]\nyear = 2027\nspans = { tet = 5 }\n", "spans viết như"),
    ('[[year]]\nyear = 2027\nsource = 5\nverified = true\nspans = {}\n', "ngoặc kép"),
    ('[[year]]\nyear = 2027\nsource = ""\nverified = true\nspans = {}\noff = [2027-04-15]\nwork = [2027-04-15]\n',
     "vừa nghỉ vừa làm bù"),
    ('[[holiday]]\ncode = "x"\nname = "x"\nname_en = "x"\nmonth = 2\nday = 30\nsource = ""\nverified = true\n',
     "không có ngày ấy")])
def test_a_file_that_cannot_be_used_says_where(text: str, says: str) -> None:
    with pytest.raises(WorkdaysError) as refused:
        read_rules(text, "ngay-nghi.toml", over=built_in().rules)
    assert says in str(refused.value) and "ngay-nghi.toml" in str(refused.value)
