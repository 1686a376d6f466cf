"""What is said beside small numbers: chance against SciPy, one case that decides, and where the years lead."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.urls import reverse
from scipy import stats

from mangnon.indicators.apart import Apart, apart
from mangnon.indicators.outlook import DETECTED, Outlook, chance, failed, lead, one_decides, outlook, wanted
from mangnon.indicators.verdict import Figure, Rules, Target
from mangnon.indicators.words import asked_text
from mangnon.plan.document import builtin


def goal(operator: str, value: str) -> Target:
    return Target(operator, Decimal(value))


SHARE, RATE = Rules("%"), Rules("per 1000")


@pytest.mark.parametrize(("figure", "rules", "target", "expected"), [
    (Figure(97, 100, 0), SHARE, goal(">=", "98"), stats.beta.sf(0.98, 97.5, 3.5)),
    (Figure(97, 100, 0), SHARE, goal(">", "98"), stats.beta.sf(0.98, 97.5, 3.5)),
    (Figure(17, 520, 3), SHARE, goal("<", "4.5"), stats.beta.cdf(0.045, 17.5, 503.5)),
    (Figure(3, 2000, 0), RATE, goal("<=", "2"), stats.gamma.cdf(4, 3.5)),
    (Figure(0, 100, 0), SHARE, goal("<=", "0"), None), (Figure(33, 33, 0), SHARE, goal(">=", "100"), None),
    (Figure(33, 33, 0), SHARE, goal("=", "100"), None), (Figure(0, 0, 0), SHARE, goal(">=", "98"), None),
    (Figure(4, None, 0), Rules("count"), goal("<=", "14"), None)])
def test_the_chance_is_jeffreys_or_nothing(figure: Figure, rules: Rules, target: Target, expected: float | None,
                                           ) -> None:
    found = chance(figure, rules, target)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize(("figure", "rules", "target", "decides"), [
    (Figure(0, 100, 0), RATE, goal("<", "0.4"), True), (Figure(2, 100, 0), RATE, goal("<", "0.4"), False),
    (Figure(1, 100, 0), RATE, goal("<", "0.4"), True), (Figure(33, 33, 0), SHARE, goal("=", "100"), True),
    (Figure(30, 33, 0), SHARE, goal("=", "100"), False), (Figure(32, 33, 0), SHARE, goal(">=", "98"), True),
    (Figure(14, None, 0), Rules("count"), goal("<=", "14"), True),
    (Figure(12, None, 0), Rules("count"), goal("<=", "14"), False)])
def test_one_case_decides_where_the_verdict_would_turn(figure: Figure, rules: Rules, target: Target, decides: bool,
                                                       ) -> None:
    assert one_decides(figure, rules, target) is decides


@pytest.mark.parametrize(("target", "rules", "words"), [
    (goal(">=", "98"), SHARE, ("đạt 98% trở lên", "chưa đạt 98%")),
    (goal("=", "100"), SHARE, ("đạt 100%", "chưa đạt 100%")),
    (goal(">=", "100"), SHARE, ("đạt 100%", "chưa đạt 100%")), (goal(">", "95"), SHARE, ("trên 95%", "chưa trên 95%")),
    (goal("<", "0.47"), RATE, ("dưới 0,47‰", "chưa xuống dưới 0,47‰")),
    (goal("<=", "3"), SHARE, ("không quá 3%", "vượt 3%"))])
def test_a_goal_in_words(db: None, target: Target, rules: Rules, words: tuple[str, str]) -> None:
    assert (wanted(target, rules), failed(target, rules)) == words


@pytest.mark.parametrize(("figure", "rules", "target", "noun", "words"), [
    (Figure(60, 68, 0), SHARE, goal("=", "100"), "trẻ", "đủ cả 68 trẻ"),
    (Figure(60, 68, 0), SHARE, goal(">=", "100"), "trẻ", "đủ cả 68 trẻ"),
    (Figure(90, 93, 0), SHARE, goal(">=", "98"), "trẻ", "ít nhất 92 trong 93 trẻ"),
    (Figure(50, 100, 0), SHARE, goal(">", "50"), "em", "ít nhất 51 trong 100 em"),
    (Figure(19, 498, 0), SHARE, goal("<=", "3"), "trẻ", "nhiều nhất 14 trong 498 trẻ"),
    (Figure(3, 300, 0), SHARE, goal("<", "1"), "trẻ", "nhiều nhất 2 trong 300 trẻ"),
    (Figure(1, 88, 0), RATE, goal("<=", "0.4"), "ca", "không ca nào"),
    (Figure(1, 6000, 0), RATE, goal("<=", "0.4"), "ca", "nhiều nhất 2 ca"),
    (Figure(1, None, 0), Rules("count"), goal("=", "0"), "cuộc", "không cuộc nào"),
    (Figure(1, None, 0), Rules("count"), goal("<=", "14"), "ca", "nhiều nhất 14 ca"),
    (Figure(1, 1, 0), Rules("yes/no"), goal("=", "1"), "xã", ""),
    (Figure(0, 0, 0), SHARE, goal("=", "100"), "trẻ", "")])
def test_what_a_goal_asks_of_so_many(db: None, figure: Figure, rules: Rules, target: Target, noun: str, words: str,
                                     ) -> None:
    assert asked_text(figure, rules, target, noun) == words


def test_the_page_says_what_the_goal_asks_here(client_of: Callable[[str], Any]) -> None:
    text = sentences(client_of("child_officer"), "5a", 2026)
    total = re.search(r"\d+/(\d+) trẻ =", text)[1]  # type: ignore[index]
    assert f"Ở đây, mức 2030 nghĩa là: đủ cả {total} trẻ." in text


PLACES = [("Thôn 1", Figure(3, 97, 0)), ("Thôn 2", Figure(2, 69, 0)), ("Thôn 6", Figure(4, 46, 0))]


def compared(code: str, *places: tuple[str, Figure], hidden: bool = False) -> Apart:
    whole = Figure(sum(f.numerator for _, f in places), sum(f.denominator or 0 for _, f in places), 0)
    return apart(builtin().measure(code), SHARE, whole, places, hidden)


def test_a_small_place_that_chance_explains_is_not_named(db: None) -> None:
    found = compared("4a", *PLACES)
    assert found.words.startswith("Không thôn nào chênh so với mức chung nhiều hơn mức may rủi có thể gây ra")
    assert found.chart.count("<circle") == 3 and "Thôn 6" in found.chart


def test_a_place_beyond_chance_is_named_with_its_count(db: None) -> None:
    found = compared("4a", *PLACES, ("Thôn 3", Figure(1, 400, 0)), ("Thôn 4", Figure(14, 60, 0)))
    level = 24 / 672
    far = [f"{label} ({f.numerator}/{f.denominator})" for label, f in [*PLACES, ("Thôn 3", Figure(1, 400, 0)), (
        "Thôn 4", Figure(14, 60, 0))] if 2 * min(stats.binom.cdf(f.numerator, f.denominator, level), stats.binom.sf(
            f.numerator - 1, f.denominator, level)) < 0.002]
    assert far == ["Thôn 3 (1/400)", "Thôn 4 (14/60)"]
    assert found.words == ("Chênh hẳn so với mức chung, vượt mức may rủi thường gây ra: "
                           f"{', '.join(far)}. Nên xem vì sao.")


@pytest.mark.parametrize(("code", "hidden", "places"), [
    ("4a", True, PLACES), ("4a", False, PLACES[:2]), ("8a", False, PLACES),
    ("4a", False, [(label, Figure(0, f.denominator, 0)) for label, f in PLACES])])
def test_nothing_is_compared_that_could_betray_or_says_nothing(
        db: None, code: str, hidden: bool, places: list[tuple[str, Figure]]) -> None:
    assert compared(code, *places, hidden=hidden) == Apart()


class Book:
    """A book of one measure, for the sentences alone."""

    def __init__(self, *figures: Figure, first: int = 2021) -> None:
        self.of = dict(enumerate(figures, first))
        self.years, self.unit = list(self.of), SimpleNamespace(area="rural")

    def figure(self, measure: str, year: int) -> Figure:
        return self.of[year]

    def period(self, year: int) -> Any:
        return SimpleNamespace(running=False, end=dt.date(year, 12, 31))


def said(code: str, *figures: Figure, year: int = 2025, open_: bool = True) -> Outlook:
    sight = SimpleNamespace(hidden=lambda measure, year, figure: "" if open_ else "không nêu")
    return outlook(builtin().measure(code), cast(Any, Book(*figures, first=year - len(figures) + 1)), year,
                   cast(Any, sight))


def test_nothing_is_said_of_chance_where_the_unknown_could_turn_the_verdict(db: None) -> None:
    """Of 500 children 120 were weighed, none too light: that says nothing of the other 380."""
    found = said("4a", *[Figure(0, 120, 380)] * 5)
    assert found.chance == found.one == "" and "năm nào cũng" not in found.ahead
    assert said("4a", *[Figure(0, 500, 0)] * 5).chance.startswith("Tính cả may rủi")


@pytest.mark.parametrize(("before", "now", "compared"), [
    (Figure(18, 500, 0), Figure(19, 498, 0), True), (Figure(18, 210, 0), Figure(19, 498, 0), False),
    (Figure(18, 500, 0), Figure(20, 498, 0), False)])
def test_two_years_are_compared_by_heads_only_where_they_are_of_about_as_many(
        db: None, before: Figure, now: Figure, compared: bool) -> None:
    assert ("Khác năm 2024 chỉ 1 trẻ" in said("4a", before, now).one) is compared


@pytest.mark.parametrize(("births", "rare"), [(500, False), (300, True), (100, True)])
def test_a_goal_that_allows_a_case_every_year_or_two_is_judged_as_any_other(db: None, births: int, rare: bool) -> None:
    """Below 1.66 per mille of 500 births is a case in 1.2 years, of 300 one in two."""
    assert ("cho phép một ca trong khoảng" in said("3c", Figure(0, births, 0)).chance) is rare


def test_years_that_always_held_are_told_as_such_and_hidden_ones_are_not_told(db: None) -> None:
    figures = [Figure(100, 100, 0)] * 5
    assert said("16", *figures).ahead == "Từ 2021 năm nào cũng đạt 100%; giữ được như vậy thì năm 2030 cũng thế."
    assert said("16", *figures, open_=False).ahead == ""


def test_a_line_through_the_years_stays_within_what_can_be() -> None:
    rising = {2021 + n: Figure(80 + 5 * n, 100, 0) for n in range(4)}
    found = lead(rising, SHARE, 2030)
    assert found is not None and found.value == found.high == 100.0 and 0 <= found.low < 100
    assert found.slope == pytest.approx(5.0)
    assert lead(dict(list(rising.items())[:3]), SHARE, 2030) is None
    assert lead(rising | {2025: Figure(0, 0, 0)}, SHARE, 2030) is None


def sentences(client: Any, code: str, year: int) -> str:
    page = client.get(reverse("indicators:measure", args=[code]), {"nam": year})
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_the_page_says_the_chance_that_its_own_count_gives(client_of: Callable[[str], Any]) -> None:
    text = sentences(client_of("child_officer"), "4a", 2025)
    cases, total = map(int, re.search(r"(\d+)/(\d+) trẻ =", text).groups())  # type: ignore[union-attr]
    said = re.search(r"khả năng mức thật dưới 4,5% là khoảng (\d+)%", text)
    expected = 100 * stats.beta.cdf(0.045, cases + 0.5, total - cases + 0.5)
    if said:
        assert abs(int(said[1]) - expected) <= 0.5
    else:
        assert ("mức thật dưới 4,5%" in text and expected > 99) or ("chưa xuống dưới 4,5%" in text and expected < 1)


def test_a_goal_of_less_than_one_case_says_how_seldom_it_allows_one(client_of: Callable[[str], Any]) -> None:
    text = sentences(client_of("child_officer"), "3a", 2025)
    total = int(re.search(r"\d+/(\d+) [^=]{1,30}= [\d,]+‰", text)[1])  # type: ignore[index]
    assert f"cho phép một ca trong khoảng {1000 / (0.4 * total):.0f} năm" in text


@pytest.mark.parametrize("code", sorted(DETECTED))
def test_nothing_is_foretold_of_what_was_detected(client_of: Callable[[str], Any], code: str) -> None:
    text = sentences(client_of("child_officer"), code, 2025)
    assert not re.search("khả năng mức thật|Giữ nhịp|nói trước năm|đổi kết luận", text)


def test_the_years_lead_somewhere_in_words_in_both_languages(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    text = sentences(client, "22", 2025)
    assert re.search(r"Giữ nhịp từ 2021, năm 2030 khoảng [\d,]+%( \([\d,]+% đến [\d,]+%\))?: "
                     r"(sẽ|chưa chắc) đạt 85% trở lên|chưa đạt 85%, lệch [\d,]+ điểm phần trăm", text)
    client.cookies["django_language"] = "en"
    assert re.search(r"At the pace since 2021, 2030 comes to about [\d.]+%", sentences(client, "22", 2025))
