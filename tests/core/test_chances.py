"""Chances and trends against SciPy and statsmodels."""
from __future__ import annotations

import random

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

from mangnon.core import chances, rates


def test_the_chance_of_a_share_equals_scipys_beta_for_every_n_to_300() -> None:
    bars = np.array([0.02, 0.3, 0.5, 0.9, 0.98])
    for total in range(1, 301):
        cases = np.arange(total + 1)
        theirs = stats.beta.sf(bars[None, :], cases[:, None] + 0.5, total - cases[:, None] + 0.5)
        for case in {0, 1, total // 3, total - 1, total}:
            ours = [chances.share_at_least(case, total, bar) for bar in bars]
            assert ours == pytest.approx(list(theirs[case]), abs=1e-9)


@pytest.mark.parametrize("cases", [0, 1, 2, 5, 14, 60, 300])
@pytest.mark.parametrize("bar", [0.04, 0.5, 1.0, 3.3, 14.0, 290.0])
def test_the_chance_of_a_count_equals_scipys_gamma(cases: int, bar: float) -> None:
    assert chances.mean_at_most(cases, bar) == pytest.approx(stats.gamma.cdf(bar, cases + 0.5), abs=1e-9)


def test_the_worked_cases_of_the_reference() -> None:
    """97 of 100 against 98 %: 0.22; 33 of 33 against 98 %: 0.75 (rounded there)."""
    assert round(chances.share_at_least(97, 100, 0.98), 2) == 0.22
    assert round(chances.share_at_least(33, 33, 0.98), 2) == 0.75


def test_the_incomplete_beta_equals_scipys_at_its_corners() -> None:
    dice = random.Random(4)
    for _ in range(2000):
        a, b, x = dice.uniform(0.5, 400), dice.uniform(0.5, 400), dice.random()
        assert chances.beta_below(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-11)
    assert chances.beta_below(3, 4, 0.0) == 0.0 and chances.beta_below(3, 4, 1.0) == 1.0


def test_how_far_chance_takes_a_share_equals_scipys_binomial() -> None:
    for total in (1, 2, 7, 46, 300):
        for share in (0.01, 0.3, 0.95):
            for cases in {0, 1, total // 3, total - 1, total}:
                theirs = min(1.0, 2 * min(stats.binom.cdf(cases, total, share),
                                          stats.binom.sf(cases - 1, total, share)))
                assert chances.apart(cases, total, share) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("share", [24 / 672, 0.5, 0.97])
@pytest.mark.parametrize("total", [10, 30, 46, 60, 300])
@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_whoever_lies_beyond_the_limits_is_as_rare_as_they_say(share: float, total: int, tail: float) -> None:
    low, high = chances.limits(share, total, tail)
    assert 0 <= low < high <= 1
    for cases in range(total + 1):
        above, below = stats.binom.sf(cases - 1, total, share), stats.binom.cdf(cases, total, share)
        if abs(cases / total - low) * total > 0.1 and abs(cases / total - high) * total > 0.1:
            assert (cases / total > high) == (above < tail) and (cases / total < low) == (below < tail), cases


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 8, 30])
def test_students_quantile_equals_scipys(degrees: int) -> None:
    assert chances.student(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9)


def test_a_trend_equals_statsmodels_weighted_least_squares() -> None:
    dice = random.Random(7)
    for _ in range(200):
        years = list(range(2021, 2021 + dice.randint(4, 9)))
        points = [(year, dice.uniform(60, 100), float(dice.randint(20, 150))) for year in years]
        weight = float(dice.randint(20, 150))
        theirs = sm.WLS([y for _, y, _ in points], sm.add_constant([x - 2025 for x, _, _ in points]),
                        weights=[w for _, _, w in points]).fit().get_prediction([[1.0, 5.0]], weights=[weight])
        ours = chances.trend(points, 2030, weight=weight)
        assert ours is not None
        low, high = theirs.conf_int(obs=True, alpha=0.05)[0]
        assert ours.value == pytest.approx(theirs.predicted_mean[0], rel=1e-9)
        assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-9)


def test_points_on_a_line_are_not_surer_than_chance_allows() -> None:
    """Four shares of 50 children on one line: the interval is at least that of the children's own chance."""
    points = [(year, 80.0 + (year - 2021), 50.0) for year in range(2021, 2025)]
    bare, honest = (chances.trend(points, 2030, weight=50.0, least=least) for least in (0.0, 80 * 20.0))
    assert bare is not None and honest is not None and bare.high - bare.low < 1e-6
    spread = 50 * 5.0
    half = stats.t.ppf(0.975, 2) * (1600 * (1 / 50 + 1 / 200 + (2030 - 2022.5) ** 2 / spread)) ** 0.5
    assert honest.high - honest.value == pytest.approx(half, rel=1e-9)


@pytest.mark.parametrize("points", [[], [(2021, 1.0, 5.0)] * 3, [(y, 1.0, 0.0) for y in range(2021, 2026)]])
def test_too_few_years_lead_nowhere(points: list[tuple[int, float, float]]) -> None:
    assert chances.trend(points, 2030, weight=10.0) is None


def test_wilson_and_garwood_hold_to_300() -> None:
    for total in range(121, 301):
        for cases in {0, 1, total // 7, total // 2, total - 1, total}:
            assert rates.wilson(cases, total) == pytest.approx(proportion_confint(cases, total, method="wilson"),
                                                               abs=1e-9)
    for cases in range(301):
        low, high = rates.poisson(cases)
        assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * cases) / 2 if cases else 0.0, rel=1e-9)
        assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * cases + 2) / 2, rel=1e-9)
