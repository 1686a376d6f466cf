"""A measure's years: each with its interval, together on one chart, pooled by three and five."""
from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.plan.document import MIDTERM, Measure
from mangnon.web import charts, formats

from .board import said_of
from .reading_facts import FactBook
from .sight import Sight
from .verdict import Figure, Rules, judge
from .words import Said, english, say, told


@dataclass(frozen=True)
class YearRow:
    year: int
    said: Said
    interval: str
    hidden: str


def interval_words(found: tuple[float, float] | None, rules: Rules) -> str:
    if found is None:
        return ""
    low, high = (formats.number(v, 0 if v in (0, 100) else 1, english=english()) + formats.SIGNS[rules.unit]
                 for v in found)
    return _("%(low)s đến %(high)s") % {"low": low, "high": high}


def year_row(measure: Measure, book: FactBook, year: int, rules: Rules, sight: Sight) -> YearRow:
    figure = book.figure(measure.code, year)
    said = said_of(measure, figure, year, book.unit.area)
    return YearRow(year, said, interval_words(judge(figure, rules, None).interval, rules),
                   sight.hidden(measure.code, year, figure))


def chart(measure: Measure, book: FactBook, rules: Rules, sight: Sight) -> SafeString:
    points = []
    for year in book.years:
        figure = book.figure(measure.code, year)
        verdict = judge(figure, rules, None)
        open_ = not sight.hidden(measure.code, year, figure)
        value = verdict.value if open_ else None
        low, high = verdict.interval if verdict.interval and open_ else (None, None)
        points.append(charts.Point(year, value, low, high, value_words(measure, figure, rules)))
    area = book.unit.area or ""
    path = [(y, float(t.value)) for y in (MIDTERM, measure.last_year) if (t := measure.target(y, area))]
    share = rules.unit == "%"
    drawn = charts.years_chart(
        points, path, title=_("%(label)s từ 2021, và đường đến %(year)s") % {
            "label": told(measure, "label"), "year": measure.last_year},
        desc=_("Các năm, khoảng tin cậy 95%, và mức của kế hoạch; số liệu ở bảng bên dưới."), last=measure.last_year,
        axis=_axis(points, path, rules), ceiling=100.0 if share else None, goal_labels=[
            _("mức %(year)s: %(value)s") % {
                "year": y, "value": formats.plain(v, english=english()) + formats.SIGNS[rules.unit]}
            for y, v in path])
    return mark_safe(drawn)  # noqa: S308 - charts escapes every word it draws


def value_words(measure: Measure, figure: Figure, rules: Rules) -> str:
    """88/92 = 95,7%; a count or a rate by itself."""
    words = say(figure, rules, judge(figure, rules, None), None, measure)
    if figure.denominator == 0:
        return words.count
    return f"{words.count} = {words.value}" if figure.denominator and words.count else words.value


def _axis(points: list[charts.Point], path: list[tuple[int, float]], rules: Rules) -> list[tuple[float, str]]:
    marks = [v for p in points for v in (p.value, p.low, p.high) if v is not None] + [v for _, v in path]
    low, high = (min(marks), max(marks)) if marks else (0.0, 1.0)
    step = next(s for s in (0.1, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000, 5000) if (high - low) / s <= 5)
    first = int(low / step)
    found = [first * step + n * step for n in range(7)]
    sign = formats.SIGNS[rules.unit]
    return [(v, formats.number(v, 1 if step < 1 else 0, english=english()) + sign)
            for v in found if low - step <= v <= high + step * 0.2 and (rules.unit != "%" or v <= 100)]


def pooled(measure: Measure, book: FactBook, year: int, rules: Rules, sight: Sight) -> list[tuple[str, str]]:
    """3 and 5 years together: small numbers say more in company. A hidden year could be taken out of the sum."""
    said = []
    for span in (3, 5):
        figure = book.pooled(measure.code, year, span)
        if figure is None or rules.unit == "yes/no":
            continue
        years = range(year - span + 1, year + 1)
        shut = any(sight.hidden(measure.code, y, book.figure(measure.code, y)) for y in years)
        title = _("Gộp %(n)s năm %(a)s–%(b)s") % {"n": span, "a": years[0], "b": year}
        found = interval_words(judge(figure, rules, None).interval, rules)
        text = value_words(measure, figure, rules) + (f" ({found})" if found else "")
        said.append((title, _("không nêu") if shut else text))
    return said
