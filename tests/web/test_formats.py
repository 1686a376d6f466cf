"""Numbers and dates as Vietnamese papers write them."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from mangnon.web import formats

BORN = dt.date(2018, 3, 12)


@pytest.mark.parametrize(("value", "decimals", "shown"), [
    (1904, 0, "1.904"), (95.652, 1, "95,7"), (0, 0, "0"), (-0.09, 2, "−0,09"), (-0.04, 1, "0,0"),
    (1234567.5, 1, "1.234.567,5"), (Fraction(25, 4), 1, "6,3"), (2.675, 2, "2,68"), (Decimal("9.40"), 1, "9,4"),
    (-1904, 0, "−1.904"), (Fraction(2, 3), 0, "1"),
])
def test_numbers_have_point_for_thousands_and_comma_for_decimals(value: float, decimals: int, shown: str) -> None:
    assert formats.number(value, decimals) == shown


def test_english_turns_the_signs_round() -> None:
    assert formats.number(1904.55, 1, english=True) == "1,904.6"
    assert formats.share(88, 92, english=True) == "95.7%"


@pytest.mark.parametrize(("part", "total", "target", "shown"), [
    (88, 92, 100, "95,7%"),
    (3, 3, 100, "100%"),
    (1999, 2000, 100, "99,95%"),       # one decimal would be 100,0%
    (19999, 20000, 100, "99,995%"),    # two would be 100,00%
    (500, 507, 98, "98,6%"),
    (49, 50, 98, "98%"),               # exactly the target is the target
    (5, 507, 1, "0,99%"),              # never 1,0% against < 1%
    (17, 1904, Fraction(4, 5), "0,89%"),
    (1, 1904, 0, "0,05%"),
    (15, 499, 3, "3,01%"),             # one decimal would be 3,0%
    (0, 84, 0, "0%"),
])
def test_a_share_never_looks_as_if_it_had_met_or_missed(part: int, total: int, target: Fraction, shown: str) -> None:
    assert formats.share(part, total, target) == shown


@pytest.mark.parametrize(("amount", "unit", "shown"), [
    (Fraction(1000, 84), "per 1000", "11,9‰"), (Fraction(20000, 1861), "per 10000", "10,75"),
    (Fraction(0), "per 10000", "0"), (Fraction(4), "count", "4"),
])
def test_each_unit_has_its_sign(amount: Fraction, unit: str, shown: str) -> None:
    assert formats.value(amount, unit) == shown


def test_a_share_of_nothing_is_no_number() -> None:
    assert formats.share(0, 0) == ""
    assert formats.share(0, None) == ""


def test_counts_stand_over_their_total() -> None:
    assert formats.of_total(861, 1887) == "861/1.887"
    assert formats.of_total(4, None) == "4"


def test_a_plain_number_has_the_decimals_it_needs() -> None:
    assert [formats.plain(v) for v in (9, 12.50, 0.25, 1200.0, -2.5)] == ["9", "12,5", "0,25", "1.200", "−2,5"]


def test_dates() -> None:
    assert formats.date(BORN) == "12/03/2018"
    assert formats.date(None) == ""
    assert formats.date(BORN, english=True) == "12 Mar 2018"
    assert formats.date_short(BORN, dt.date(2018, 11, 23)) == "12/03"
    assert formats.date_short(BORN, dt.date(2026, 11, 23)) == "12/03/2018"
    assert [formats.date_known(BORN, p) for p in ("day", "month", "year")] == ["12/03/2018", "03/2018", "2018"]
    assert formats.date_known(BORN, "month", english=True) == "Mar 2018"
    assert formats.time(dt.time(9, 40)) == "09 giờ 40"
