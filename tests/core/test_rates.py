"""Intervals against statsmodels and SciPy; calendar arithmetic against its own inverse."""
from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from mangnon.core import names, periods, rates
from mangnon.core.disclosure import hidden, hide_cells


def test_wilson_equals_statsmodels() -> None:
    for total in range(1, 121):
        for cases in range(total + 1):
            low, high = rates.wilson(cases, total) or (0, 0)
            theirs = proportion_confint(cases, total, method="wilson")
            assert low == pytest.approx(theirs[0], abs=1e-12) and high == pytest.approx(theirs[1], abs=1e-12)


@pytest.mark.parametrize("cases", [0, 1, 2, 3, 7, 20, 93, 400, 5000])
def test_garwood_equals_chi_square_quantiles(cases: int) -> None:
    low, high = rates.poisson(cases)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * cases) / 2 if cases else 0.0, rel=1e-11)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * cases + 2) / 2, rel=1e-11)


def test_a_share_with_more_cases_than_its_denominator_has_no_interval() -> None:
    assert rates.wilson(3, 2) is None and rates.wilson(0, 0) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2080, 1, 1)), st.integers(0, 230))
def test_months_back_is_the_inverse_of_adding_months(day: dt.date, months: int) -> None:
    born = periods.months_back(day, months)
    assert periods.add_months(born, months) <= day < periods.add_months(born + dt.timedelta(days=1), months)


@pytest.mark.parametrize(("born", "on", "years"), [
    ("2020-02-29", "2021-02-28", 0), ("2020-02-29", "2021-03-01", 1), ("2020-02-29", "2024-02-29", 4),
    ("2020-05-10", "2020-01-01", 0), ("2010-12-31", "2026-12-30", 15), ("2010-12-31", "2026-12-31", 16)])
def test_age_in_completed_years(born: str, on: str, years: int) -> None:
    assert periods.completed_years(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) == years


def test_a_month_that_lacks_the_day_is_completed_on_the_first_of_the_next() -> None:
    assert periods.add_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 3, 1)


def test_names_sort_by_given_name_in_the_vietnamese_alphabet() -> None:
    people = ["Trần Văn Ê", "Lê Đức", "Phạm Dung", "Nguyễn Thị Ánh", "Lê Văn An", "Bùi Ân", "Nguyễn An"]
    assert sorted(people, key=names.sort_key) == [
        "Lê Văn An", "Nguyễn An", "Nguyễn Thị Ánh", "Bùi Ân", "Phạm Dung", "Lê Đức", "Trần Văn Ê"]
    assert names.fold("Ðỗ Đức  Hòa") == "do duc hoa"


def test_one_hidden_cell_is_never_alone() -> None:
    assert hidden(4, "5a") and not hidden(5, "5a") and hidden(9, "8a")
    assert hidden(0, "9") and not hidden(0, "5a") and not hidden(10, "9")
    gone = hide_cells({"Thôn 1": 2, "Thôn 2": 7, "Thôn 3": 12}, "5a")
    assert gone == {"Thôn 1", "Thôn 2"}
