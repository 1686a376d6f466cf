"""The schedule on a day: dates written by hand, and rules that hold for every child."""
from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mangnon.health.calendars import calendars
from mangnon.health.schedule import Course, Step, course_of, next_steps
from mangnon.health.schedule_file import ScheduleError, read_schedule
from mangnon.health.schedule_words import refused_words

D = dt.date
BORN = D(2025, 3, 15)
ON_TIME = [("HEPB0", D(2025, 3, 15)), ("BCG", D(2025, 3, 20)), ("PENTA", D(2025, 5, 15)), ("OPV", D(2025, 5, 15)),
           ("ROTA", D(2025, 5, 15)), ("PENTA", D(2025, 6, 15)), ("OPV", D(2025, 6, 15)), ("ROTA", D(2025, 6, 15)),
           ("PENTA", D(2025, 7, 15)), ("OPV", D(2025, 7, 15)), ("IPV", D(2025, 8, 15)), ("IPV", D(2025, 12, 15)),
           ("MEASLES", D(2025, 12, 15)), ("JE", D(2026, 3, 15)), ("JE", D(2026, 3, 29)), ("MR", D(2026, 9, 15)),
           ("DPT", D(2026, 9, 15))]


def course(doses: list[tuple[str, dt.date]], today: dt.date, born: dt.date = BORN, last: dt.date | None = None,
           ) -> Course:
    return course_of(calendars().schedules, (born, last or born), doses, today)


def step(found: Course, series: str, nth: int = 1) -> Step:
    return next(s for s in found.steps if (s.series, s.nth) == (series, nth))


def test_an_on_time_child_has_nothing_overdue_on_any_day() -> None:
    for days in range(0, 700, 7):
        today = BORN + dt.timedelta(days=days)
        found = course([d for d in ON_TIME if d[1] <= today], today)
        assert [(s.series, s.nth) for s in found.overdue] == [], today
        assert found.refused == ()


def test_what_is_due_and_when_stands_as_the_schedule_has_it() -> None:
    """Born 15/3/2025, nothing but the birth doses, on the days around two months."""
    birth = ON_TIME[:2]
    before = step(course(birth, D(2025, 5, 14)), "5-trong-1")
    assert (before.state, before.due_from, before.plan) == ("coming", D(2025, 5, 15), D(2025, 5, 15))
    first = step(course(birth, D(2025, 5, 15)), "5-trong-1")
    assert (first.state, first.due_by, first.plan) == ("due", D(2025, 6, 14), D(2025, 5, 15))
    assert step(course(birth, D(2025, 6, 14)), "5-trong-1").state == "due"
    late = step(course(birth, D(2025, 6, 26)), "5-trong-1")
    assert (late.state, late.overdue, late.plan) == ("overdue", 12, D(2025, 6, 26))


def test_a_late_child_catches_up_by_the_least_intervals() -> None:
    """Born 15/3/2025, seen on 1/2/2026 with one dose of 15/5/2025: today, 28 days on, six months on."""
    found = course([("PENTA", D(2025, 5, 15))], D(2026, 2, 1))
    assert [step(found, "5-trong-1", n).plan for n in (2, 3, 4)] == [D(2026, 2, 1), D(2026, 3, 1), D(2026, 9, 15)]
    assert [step(found, "5-trong-1", n).state for n in (1, 2, 3, 4)] == ["given", "overdue", "after", "after"]
    assert step(found, "rota").state == "past"
    assert step(found, "viem-gan-b-so-sinh").state == "past"


def test_a_dose_too_early_does_not_count_and_says_when_to_repeat() -> None:
    """Measles on 1/12/2025, of age on 15/12/2025: repeated on 29/12/2025, four weeks after."""
    found = course([("MEASLES", D(2025, 12, 1))], D(2025, 12, 20))
    (refused,) = found.refused
    assert (refused.why, refused.least, refused.again, refused.nowhere) == (
        "early", D(2025, 12, 15), D(2025, 12, 29), True)
    assert (step(found, "soi").state, step(found, "soi").due_from) == ("coming", D(2025, 12, 29))
    assert refused_words(refused) == (
        "sởi ngày 01/12/2025 chưa tính cho Sởi, rubella, mũi 1: mũi này từ 9 tháng tuổi, sớm nhất 15/12/2025. "
        "Tiêm lại từ 29/12/2025.")
    # Four days early are within the schedule's grace.
    assert course([("MEASLES", D(2025, 12, 11))], D(2025, 12, 20)).refused == ()
    assert course([("MEASLES", D(2025, 12, 10))], D(2025, 12, 20)).refused[0].why == "early"


def test_a_dose_too_soon_after_the_last_does_not_count() -> None:
    found = course([("PENTA", D(2025, 5, 15)), ("PENTA", D(2025, 5, 27))], D(2025, 6, 1))
    (refused,) = found.refused
    assert (refused.why, refused.least, refused.again) == ("soon", D(2025, 6, 12), D(2025, 6, 24))
    assert step(found, "5-trong-1", 2).due_from == D(2025, 6, 24)
    repeated = course([("PENTA", D(2025, 5, 15)), ("PENTA", D(2025, 5, 27)), ("PENTA", D(2025, 6, 24))], D(2025, 7, 1))
    assert step(repeated, "5-trong-1", 2).given == D(2025, 6, 24)


def test_a_dose_before_birth_counts_nowhere() -> None:
    (refused,) = course([("BCG", D(2025, 3, 14))], D(2025, 4, 1)).refused
    assert (refused.why, refused.nowhere) == ("birth", True)


def test_six_in_one_answers_for_five_in_one_and_both_polio_series() -> None:
    hexa = [("HEXA", D(2025, 5, 15)), ("HEXA", D(2025, 6, 15)), ("HEXA", D(2025, 7, 15))]
    found = course(hexa, D(2025, 8, 20))
    assert [step(found, "5-trong-1", n).state for n in (1, 2, 3)] == ["given"] * 3
    assert [step(found, "bai-liet", n).state for n in (1, 2, 3)] == ["given"] * 3
    assert [step(found, "bai-liet-tiem", n).state for n in (1, 2)] == ["given"] * 2


def test_drops_and_injection_of_one_day_are_one_dose_against_polio_and_no_fault() -> None:
    found = course([("OPV", D(2025, 7, 15)), ("IPV", D(2025, 7, 15))], D(2025, 8, 1))
    assert found.refused == ()
    assert step(found, "bai-liet").state == "given" and step(found, "bai-liet", 2).state != "given"
    assert step(found, "bai-liet-tiem").given == D(2025, 7, 15)


def test_measles_alone_does_not_answer_for_rubella() -> None:
    found = course([("MEASLES", D(2025, 12, 15)), ("MEASLES", D(2026, 9, 15))], D(2026, 12, 1))
    assert step(found, "soi", 2).state == "overdue"
    assert [(r.why, r.nth) for r in found.refused] == [("order", 2)]


@pytest.mark.parametrize(("born", "series"), [
    (D(2015, 6, 1), {"lao", "viem-gan-b-so-sinh", "5-trong-1", "bai-liet", "soi"}),
    (D(2018, 2, 1), {"lao", "viem-gan-b-so-sinh", "5-trong-1", "bai-liet", "soi", "viem-nao", "uon-van-bach-hau"}),
    (D(2020, 2, 1), {"lao", "viem-gan-b-so-sinh", "5-trong-1", "bai-liet", "bai-liet-tiem", "soi", "viem-nao",
                     "uon-van-bach-hau"}),
    (D(2025, 2, 1), {"lao", "viem-gan-b-so-sinh", "5-trong-1", "bai-liet", "bai-liet-tiem", "rota", "soi", "viem-nao",
                     "uon-van-bach-hau"})])
def test_each_year_is_asked_for_what_its_schedule_had(born: dt.date, series: set[str]) -> None:
    """8, 10 and 11 diseases; who was born before rota came is not asked for it."""
    assert {s.series for s in course([], born, born).steps} == series


def test_a_birthday_known_to_the_month_is_overdue_only_when_surely_so() -> None:
    """Born some day of March 2025: due from 1/5, on time to 30/6, not yet too early on 15/4 minus the grace."""
    first, last = D(2025, 3, 1), D(2025, 3, 31)
    five = step(course([], D(2025, 6, 20), first, last), "5-trong-1")
    assert (five.state, five.due_from, five.due_by) == ("due", D(2025, 5, 1), D(2025, 6, 30))
    assert step(course([], D(2025, 7, 2), first, last), "5-trong-1").state == "overdue"
    assert course([("PENTA", D(2025, 4, 10))], D(2025, 6, 1), first, last).refused == ()
    assert course([("PENTA", D(2025, 4, 7))], D(2025, 6, 1), first, last).refused[0].why == "early"
    # Planned so late that it is not too early for any day of the month.
    assert step(course([], D(2025, 4, 1), first, last), "5-trong-1").plan == D(2025, 5, 31)


VACCINES = ("BCG", "HEPB0", "PENTA", "HEXA", "OPV", "IPV", "MEASLES", "MR", "ROTA", "JE", "DPT", "TD")
LEAST = {"5-trong-1": (42, 70, 98, 365), "bai-liet": (42, 70, 98), "soi": (274, 365), "viem-nao": (365, 365, 547)}
"""Days of age, written again from the reference: 6, 10, 14 weeks; 9, 12, 18 months (days, at the shortest less one)."""
APART = {"5-trong-1": (0, 28, 28, 181), "bai-liet": (0, 28, 28), "soi": (0, 28), "viem-nao": (0, 7, 181)}


@example(age=123, born=D(2019, 2, 1), given_=[])
@settings(max_examples=150, deadline=None)
@given(age=st.integers(0, 2200), born=st.dates(D(2018, 2, 1), D(2026, 1, 1)),
       given_=st.lists(st.tuples(st.sampled_from(VACCINES), st.integers(-20, 2200)), max_size=14))
def test_the_plan_of_any_child_keeps_every_age_and_interval(age: int, born: dt.date, given_: list[tuple[str, int]],
                                                            ) -> None:
    today = born + dt.timedelta(days=age)
    doses = [(code, born + dt.timedelta(days=n)) for code, n in given_ if n <= age]
    found = course_of(calendars().schedules, (born, born), doses, today)
    for series, least in LEAST.items():
        before = None
        for one in [s for s in found.steps if s.series == series]:
            day = one.given or one.plan
            if day is None:
                continue
            grace = 4 if one.given else 0
            assert (day - born).days >= least[one.nth - 1] - 1 - grace
            assert one.given or day >= today
            if before is not None:
                assert (day - before).days >= APART[series][one.nth - 1] - grace
            before = day
    planned = [(s.vaccines[0], s.plan) for s in found.plan if s.plan]
    # Given as planned, nothing of the plan is refused, and nothing is left to plan.
    last = max([day for _, day in planned], default=today)
    after = course_of(calendars().schedules, (born, born), doses + planned, last)
    assert {(r.vaccine, r.on) for r in after.refused if r.nowhere} <= {(r.vaccine, r.on) for r in found.refused}
    assert after.overdue == []


@settings(max_examples=100, deadline=None)
@given(age=st.integers(0, 3500), born=st.dates(D(2016, 1, 1), D(2026, 1, 1)),
       given_=st.lists(st.tuples(st.sampled_from(VACCINES), st.integers(0, 2200)), max_size=14))
def test_the_quick_way_for_many_children_says_the_same(age: int, born: dt.date, given_: list[tuple[str, int]]) -> None:
    today = born + dt.timedelta(days=age)
    doses = sorted(((code, born + dt.timedelta(days=n)) for code, n in given_), key=lambda d: (d[1], d[0]))
    whole = course_of(calendars().schedules, (born, born), doses, today)
    quick = next_steps(calendars().schedules, (born, born), doses, today, today + dt.timedelta(days=30))
    open_ = [s for s in whole.steps if s.state in ("due", "overdue") or (
        s.state == "coming" and s.due_from <= today + dt.timedelta(days=30))]
    assert quick == open_


def test_a_file_that_cannot_be_used_says_where_and_what_to_write() -> None:
    text = '''name = "Lịch của xã"
valid_from = "2026"
source = "Quyết định"
late_after = "một tháng"
[[series]]
code = "soi"
name = "Sởi"
vaccines = ["SOI"]
doses = [{ at = "9 tháng", minimum = "12 tháng", sau = 1 }]
'''
    with pytest.raises(ScheduleError) as told:
        read_schedule(text, "tiem-xa.toml")
    said = told.value.sentences
    assert "tiem-xa.toml, đầu tệp: “valid_from” phải là một ngày, như valid_from = 2024-08-01." in said
    assert any("“late_after” phải viết như" in one for one in said)
    assert any("“Sởi”: không có vắc xin “SOI”" in one for one in said)
    assert any("“Sởi”, mũi 1: không có mục “sau”" in one for one in said)
    assert any("mũi 1: tuổi sớm nhất (minimum) lớn hơn tuổi tiêm (at)." in one for one in said)
    with pytest.raises(ScheduleError, match="dòng 2"):
        read_schedule('name = "x"\nvalid_from = \n', "tiem-xa.toml")
