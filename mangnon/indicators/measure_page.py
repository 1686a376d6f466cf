"""A measure's page as data: what it counts, its years, its parts."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.plan.document import MIDTERM, Measure, Part
from mangnon.plan.goals import own_text
from mangnon.plan.models import Line, Plan
from mangnon.plan.models import Reading as DecidedReading
from mangnon.web import charts

from .apart import Apart, apart
from .board import course_of, early_words, own_values, rules_of, said_of, target_of
from .measure_years import YearRow, chart, interval_words, pooled, year_row
from .outlook import DETECTED, Outlook, outlook
from .reading_facts import FactBook
from .readings import Reading, readings
from .sight import Sight
from .strata import members
from .thon_map import ThonMap, thon_map
from .thon_years import Multiples, multiples
from .verdict import Figure, Rules, Target, judge
from .vocabulary import definitions
from .words import UNSURE, Said, asked_text, english, heads, say, target_text, told, unknown_heads


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
class Page:
    """hidden: words instead of the figure; then nothing below it is split up either.  noun: what n/N counts.
    split: whether there is a whole to count out of.

    source: where the definition comes from.  distinct: persons, counted anew at each level.
    """

    measure: Measure
    objective: Part
    target: Part
    label: str
    counts: str
    reading: str
    source: str
    distinct: bool
    said: Said
    noun: str
    split: bool
    against: str
    asks: str
    hidden: str
    unknown: str
    interval: str
    course: str
    early: str
    outlook: Outlook
    chart: SafeString
    years: list[YearRow]
    pooled: list[tuple[str, str]]
    places: list[Row]
    panels: Multiples | None
    map: ThonMap | None
    apart: Apart
    dots_mean: str
    others: list[tuple[str, list[Row]]]
    readings: list[tuple[str, str, Reading, DecidedReading | None]]
    line: Line | None


def page_of(plan: Plan, book: FactBook, code: str, year: int, user: Any) -> Page:
    """Everything a measure's page says, as this user may see it."""
    document = plan.document
    measure = document.measure(code)
    target_part = next(t for t in document.targets if t.number == measure.target_number)
    objective = next(o for o in document.objectives if o.number == target_part.objective)
    figure, rules, area = book.figure(code, year), rules_of(measure), book.unit.area
    sight = Sight(plan, book, user, only=code)
    hidden = sight.hidden(code, year, figure)
    said = said_of(measure, figure, year, area)
    decided = {r.name: r for r in DecidedReading.objects.filter(name__in=definitions()[code].settings)}
    places = [] if hidden else _places(measure, book, year, rules, sight)
    drawn = code not in DETECTED and definitions()[code].count != "facility"
    return Page(
        measure, objective, target_part, told(measure, "label"), told(measure, "counts"), told(measure, "reading"),
        source_words(definitions()[code].source), definitions()[code].distinct, said, _noun(measure, figure, said),
        figure.denominator is not None and rules.unit != "yes/no",
        _against(measure, said, year, area), "" if hidden else _asks(measure, figure, year, area), hidden,
        "" if said.mark == UNSURE else _unknown(measure, figure, sight),
        interval_words(judge(figure, rules, None).interval, rules) if drawn and not hidden else "",
        _course_words(measure, figure, year, area, own_values(plan, year)), early_words(measure, book.period(year)),
        Outlook() if hidden else outlook(measure, book, year, sight), chart(measure, book, rules, sight),
        [year_row(measure, book, y, rules, sight) for y in book.years],
        pooled(measure, book, year, rules, sight), places,
        None if hidden else multiples(measure, book, year, rules, _goal(measure, year, area)[1], sight),
        thon_map(measure, book, year, places),
        apart(measure, rules, figure, [(row.label, row.figure) for row in places],
              any(row.hidden and row.figure.denominator for row in places)),
        _dots_mean(measure, places),
        [] if hidden else _others(measure, book, year, rules, sight, user),
        [(told(readings()[name], "title"), told(readings()[name], "text"), readings()[name], decided.get(name))
         for name in definitions()[code].settings if name in readings()],
        Line.objects.filter(plan=plan, measure=code).first())


SOURCE_EN = (("Kế hoạch", "Plan"), ("chỉ tiêu", "target"), ("Luật Trẻ em 2016, điều", "Law on Children 2016, article"))


def source_words(source: str) -> str:
    """Where a definition comes from, in the language of the page."""
    for vietnamese, said in SOURCE_EN if english() else ():
        source = source.replace(vietnamese, said)
    return source


def _noun(measure: Measure, figure: Figure, said: Said) -> str:
    """trẻ, beside 88/92; nothing where there is no whole."""
    if not said.count or not figure.denominator:
        return ""
    # Cases are counted, but it is children they are counted out of.
    noun = "trẻ" if measure.noun in ("ca", "vụ", "cuộc") else measure.noun
    return heads(figure.denominator, noun, said.count).removeprefix(said.count).strip()


def _goal(measure: Measure, year: int, area: str | None) -> tuple[str, Target | None]:
    """The goal that a year is held against, and what it is called."""
    target = target_of(measure, year, area)
    goal = _("mức mỗi năm") if measure.every_year else _("mức %(year)s") % {
        "year": measure.last_year if year > MIDTERM and target else MIDTERM}
    if target is None:
        target = target_of(measure, MIDTERM, area) if year > MIDTERM else target_of(measure, measure.last_year, area)
        goal = goal if year > MIDTERM else _("mức %(year)s") % {"year": measure.last_year}
    return goal, target


def _asks(measure: Measure, figure: Figure, year: int, area: str | None) -> str:
    """What the goal asks of so many children: Ở đây, mức 2030 nghĩa là: nhiều nhất 14 trong 498 trẻ."""
    goal, target = _goal(measure, year, area)
    asked = asked_text(figure, rules_of(measure), target, measure.noun)
    return _("Ở đây, %(goal)s nghĩa là: %(asked)s.") % {"goal": goal, "asked": asked} if asked else ""


def _against(measure: Measure, said: Said, year: int, area: str | None) -> str:
    """What the figure is held against: so với mức 2030 (= 100%); beside a state without a verdict, the goal alone."""
    goal, target = _goal(measure, year, area)
    if target is None:
        return ""
    words = {"goal": goal, "target": target_text(target, rules_of(measure))}
    if said.mark in ("dat", "chua", UNSURE) or said.to_go:
        return _("so với %(goal)s (%(target)s)") % words
    return _("%(goal)s: %(target)s") % words


def _course_words(measure: Measure, figure: Figure, year: int, area: str | None, own: dict[str, Decimal]) -> str:
    """On the path or below it, and where the path stands this year."""
    course, path = course_of(measure, figure, year, area, own), measure.path(year, area or "")
    if not course or (path is None and measure.code not in own):
        return course
    bar = own.get(measure.code, path) or Decimal(0)
    said = {"course": course, "year": year, "bar": own_text(measure, bar.quantize(Decimal("0.001")), area or "")}
    if measure.code in own:
        return _("%(course)s: năm %(year)s xã đặt mức %(bar)s") % said
    return _("%(course)s: theo đường thì năm %(year)s cần %(bar)s") % said


def _unknown(measure: Measure, figure: Figure, sight: Sight) -> str:
    """Who could not be counted; the parts of a page add up."""
    if not figure.unknown or definitions()[measure.code].count == "declared" or not sight.tells_unknown(measure.code):
        return ""
    if words := sight.few(measure.code, figure.unknown):
        return words
    return unknown_heads(figure.unknown, measure)


def _dots_mean(measure: Measure, places: list[Row]) -> str:
    if not any(row.dots for row in places):
        return ""
    if any((row.figure.denominator or 0) > charts.MOST_DOTS for row in places):
        return _("phần rỗng là chưa đủ")
    if definitions()[measure.code].count == "facility":
        return _("mỗi chấm là một cơ sở, chấm rỗng là chưa đạt")
    return _("mỗi chấm là một trẻ, chấm rỗng là chưa đủ")


def _rows(measure: Measure, cells: dict[str, tuple[str, Figure, str]], gone: Mapping[str, str], year: int,
          rules: Rules, area: str | None) -> list[Row]:
    """Rows of a breakdown. cells: label, figure and address by key; gone: words instead of a figure, by key."""
    target, made = target_of(measure, year, area), []
    for key, (label, figure, url) in cells.items():
        words = say(figure, rules, judge(figure, rules, target), target, measure)
        drawn = ""
        if key not in gone and figure.denominator and rules.unit == "%" and measure.better == "higher":
            drawn = charts.dots(figure.numerator, figure.denominator, title=f"{label}: {words.count}")
        nobody = _("không có") if figure == Figure(0, 0, 0) else ""
        made.append(Row(label, words, figure, gone.get(key, nobody),
                        mark_safe(drawn), url))  # noqa: S308 - charts escapes every word it draws
    return made


def _places(measure: Measure, book: FactBook, year: int, rules: Rules, sight: Sight) -> list[Row]:
    if definitions()[measure.code].count == "declared" or sight.village:
        return []
    found = book.by_place(measure.code, year, book.villages(year))
    cells = {row.unit: (row.name, figure, f"?dia-ban={row.unit}&nam={year}") for row, figure in found}
    return _rows(measure, cells, sight.places(measure.code, found), year, rules, book.unit.area)


def _others(measure: Measure, book: FactBook, year: int, rules: Rules, sight: Sight, user: Any,
            ) -> list[tuple[str, list[Row]]]:
    """By sex, by age and by priority group."""
    definition = definitions()[measure.code]
    if definition.count in ("declared", "facility"):
        return []
    sexes = {"male": _("Nam"), "female": _("Nữ"), "unknown": _("Chưa rõ giới")}
    by_sex = book.by_sex(measure.code, year)
    by_group = members(book.period(year), user, events=definition.count == "event")
    of = {subject: (den, num, unk) for _, subject, _, den, num, unk in book.subjects(measure.code, year)}
    cells = {title: {label: _count(of, ids, definition.denominator) for label, ids in groups.items()}
             for title, groups in by_group.items()}
    ages = {label: figure for label, figure in cells[_("Theo tuổi")].items()
            if figure.denominator or figure.numerator}
    nobody = Figure(0, 0 if definition.denominator else None, 0)
    sex = {word: by_sex.get(key, nobody) for key, word in sexes.items() if key != "unknown" or key in by_sex}
    groups = cells[_("Theo nhóm ưu tiên")]
    tables = [(_("Theo giới"), sex, sight.parts(measure.code, sex)),
              (_("Theo tuổi"), ages, sight.parts(measure.code, ages)),
              (_("Theo nhóm ưu tiên"), groups, sight.groups(measure.code, groups,
                                                                book.figure(measure.code, year)))]
    return [(title, _rows(measure, {k: (k, f, "") for k, f in part.items()}, gone, year, rules, book.unit.area))
            for title, part, gone in tables if part]


def _count(of: dict[str, tuple[int, int, int]], ids: set[str], denominator: bool) -> Figure:
    """The part of the figure that these children make; ``of``: den, num, unk by child."""
    chosen = [of[child] for child in of.keys() & ids]
    return Figure(sum(c[1] for c in chosen), sum(c[0] for c in chosen) if denominator else None,
                  sum(c[2] for c in chosen))
