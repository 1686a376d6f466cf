"""A measure's page as data: what it counts, its years, its parts."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.plan.document import Measure, Part
from mangnon.plan.models import Line, Plan
from mangnon.plan.models import Reading as DecidedReading
from mangnon.web import charts, formats

from .board import course_of, early_words, hidden_words, may_see, rules_of, target_of
from .reading_facts import FactBook
from .readings import Reading, readings
from .strata import members
from .verdict import Figure, Rules, judge
from .vocabulary import definitions
from .words import Said, english, say


@dataclass(frozen=True)
class Row:
    """One row of a breakdown. hidden: words instead of a small figure."""

    label: str
    said: Said
    figure: Figure
    hidden: str
    dots: SafeString
    url: str = ""


@dataclass(frozen=True)
class YearRow:
    year: int
    said: Said
    interval: str
    hidden: str


@dataclass(frozen=True)
class Page:
    measure: Measure
    objective: Part
    target: Part
    said: Said
    hidden: str
    interval: str
    course: str
    early: str
    chart: SafeString
    years: list[YearRow]
    pooled: list[tuple[str, str]]
    places: list[Row]
    others: list[tuple[str, list[Row]]]
    readings: list[tuple[Reading, DecidedReading | None]]
    line: Line | None


def page_of(plan: Plan, book: FactBook, code: str, year: int, user: Any) -> Page:
    """Everything a measure's page says, as this user may see it."""
    document = plan.document
    measure = document.measure(code)
    target_part = next(t for t in document.targets if t.number == measure.target_number)
    objective = next(o for o in document.objectives if o.number == target_part.objective)
    figure, rules = book.figure(code, year), rules_of(measure)
    target = target_of(measure, year, book.unit.area)
    verdict = judge(figure, rules, target)
    open_ = may_see(user, code, figure, commune=book.unit.level != "village")
    decided = {r.name: r for r in DecidedReading.objects.filter(name__in=definitions()[code].settings)}
    return Page(
        measure, objective, target_part, say(figure, rules, verdict, target, measure),
        "" if open_ else hidden_words(code), _interval(verdict.interval, rules) if open_ else "",
        course_of(measure, figure, year, book.unit.area, {}), early_words(measure, book.period(year)),
        _chart(measure, book, rules, user), [_year_row(measure, book, y, rules, user) for y in book.years],
        _pooled(measure, book, year, rules, user), _places(measure, book, year, rules, user),
        _others(measure, book, year, rules, user),
        [(readings()[name], decided.get(name)) for name in definitions()[code].settings if name in readings()],
        Line.objects.filter(plan=plan, measure=code).first())


def _interval(found: tuple[float, float] | None, rules: Rules) -> str:
    if found is None:
        return ""
    low, high = (formats.number(v, 1, english=english()) + formats.SIGNS[rules.unit] for v in found)
    return _("%(low)s đến %(high)s") % {"low": low, "high": high}


def _year_row(measure: Measure, book: FactBook, year: int, rules: Rules, user: Any) -> YearRow:
    figure = book.figure(measure.code, year)
    target = target_of(measure, year, book.unit.area)
    verdict = judge(figure, rules, target)
    open_ = may_see(user, measure.code, figure, commune=book.unit.level != "village")
    return YearRow(year, say(figure, rules, verdict, target, measure), _interval(verdict.interval, rules),
                   "" if open_ else hidden_words(measure.code))


def _chart(measure: Measure, book: FactBook, rules: Rules, user: Any) -> SafeString:
    points = []
    for year in book.years:
        figure = book.figure(measure.code, year)
        verdict = judge(figure, rules, None)
        open_ = may_see(user, measure.code, figure, commune=book.unit.level != "village")
        value = verdict.value if open_ else None
        low, high = verdict.interval if verdict.interval and open_ else (None, None)
        label = say(figure, rules, verdict, None, measure)
        points.append(charts.Point(year, value, low, high, f"{label.count} = {label.value}"
                                   if figure.denominator is not None else label.value))
    area = book.unit.area or ""
    path = [(y, float(t.value)) for y in (2025, measure.last_year) if (t := measure.target(y, area))]
    share = rules.unit == "%"
    drawn = charts.years_chart(
        points, path, title=_("%(label)s từ 2021, và đường đến %(year)s") % {
            "label": measure.label, "year": measure.last_year},
        desc=_("Các năm, khoảng tin cậy 95%, và mức của kế hoạch; số liệu ở bảng bên dưới."), last=measure.last_year,
        axis=_axis(points, path, rules), ceiling=100.0 if share else None, goal_labels=[
            _("mức %(year)s: %(value)s") % {
                "year": y, "value": formats.plain(v, english=english()) + formats.SIGNS[rules.unit]}
            for y, v in path])
    return mark_safe(drawn)  # noqa: S308 - charts escapes every word it draws


def _axis(points: list[charts.Point], path: list[tuple[int, float]], rules: Rules) -> list[tuple[float, str]]:
    marks = [v for p in points for v in (p.value, p.low, p.high) if v is not None] + [v for _, v in path]
    low, high = (min(marks), max(marks)) if marks else (0.0, 1.0)
    step = next(s for s in (0.1, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000, 5000) if (high - low) / s <= 5)
    first = int(low / step)
    found = [first * step + n * step for n in range(7)]
    sign = formats.SIGNS[rules.unit]
    return [(v, formats.number(v, 1 if step < 1 else 0, english=english()) + sign)
            for v in found if low - step <= v <= high + step * 0.2 and (rules.unit != "%" or v <= 100)]


def _pooled(measure: Measure, book: FactBook, year: int, rules: Rules, user: Any) -> list[tuple[str, str]]:
    """3 and 5 years together: small numbers say more in company."""
    said = []
    for span in (3, 5):
        figure = book.pooled(measure.code, year, span)
        if figure is None or rules.unit == "yes/no" or not may_see(
                user, measure.code, figure, commune=book.unit.level != "village"):
            continue
        verdict = judge(figure, rules, None)
        words = say(figure, rules, verdict, None, measure)
        text = f"{words.count} = {words.value}" if figure.denominator is not None else words.value
        said.append((_("Gộp %(n)s năm %(a)s–%(b)s") % {"n": span, "a": year - span + 1, "b": year}, text))
    return said


def _rows(measure: Measure, cells: list[tuple[str, Figure, str]], book: FactBook, year: int, rules: Rules, user: Any,
          *, by_village: bool = False) -> list[Row]:
    """Rows of a breakdown; small cells hidden, and one more with a lone one."""
    target = target_of(measure, year, book.unit.area)
    gone: set[str] = set()
    if by_village and measure.code in disclosure.NEEDS_PROTECTION_BY_VILLAGE and not user.can(Permission.SEALED_READ):
        gone = {label for label, _, _ in cells}
    elif not user.can(Permission.EXACT_FIGURES):
        gone = disclosure.hide_cells({label: figure.numerator for label, figure, _ in cells}, measure.code)
    made = []
    for label, figure, url in cells:
        words = say(figure, rules, judge(figure, rules, target), target, measure)
        drawn = ""
        if label not in gone and figure.denominator and rules.unit == "%" and measure.better == "higher":
            drawn = charts.dots(figure.numerator, figure.denominator, title=f"{label}: {words.count}")
        made.append(Row(label, words, figure, hidden_words(measure.code) if label in gone else "",
                        mark_safe(drawn), url))  # noqa: S308 - charts escapes every word it draws
    return made


def _places(measure: Measure, book: FactBook, year: int, rules: Rules, user: Any) -> list[Row]:
    if definitions()[measure.code].count == "declared":
        return []
    found = book.by_place(measure.code, year, book.villages())
    return _rows(measure, [(row.name, figure, f"?dia-ban={row.unit}&nam={year}") for row, figure in found],
                 book, year, rules, user, by_village=True)


def _others(measure: Measure, book: FactBook, year: int, rules: Rules, user: Any) -> list[tuple[str, list[Row]]]:
    """By sex, by age and by priority group."""
    definition = definitions()[measure.code]
    if definition.count in ("declared", "facility"):
        return []
    sexes = {"male": _("Nam"), "female": _("Nữ"), "unknown": _("Chưa rõ giới")}
    by_sex = book.by_sex(measure.code, year)
    cells = [(word, by_sex[sex], "") for sex, word in sexes.items() if sex in by_sex]
    tables = [(_("Theo giới"), _rows(measure, cells, book, year, rules, user))]
    if definition.count == "child":
        rows = book.subjects(measure.code, year)
        of = {subject: (den, num, unk) for _, subject, _, den, num, unk in rows}
        for title, groups in members(book.period(year), user).items():
            cells = [(label, _count(of, ids, definition.denominator), "") for label, ids in groups.items()]
            tables.append((title, _rows(measure, [c for c in cells if c[1].denominator or c[1].numerator], book,
                                        year, rules, user)))
    return [(title, rows_) for title, rows_ in tables if rows_]


def _count(of: dict[str, tuple[int, int, int]], ids: set[str], denominator: bool) -> Figure:
    """The part of the figure that these children make; ``of``: den, num, unk by child."""
    chosen = [of[child] for child in of.keys() & ids]
    return Figure(sum(c[1] for c in chosen), sum(c[0] for c in chosen) if denominator else None,
                  sum(c[2] for c in chosen))
