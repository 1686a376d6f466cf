"""The board of all lines as data."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.plan.document import MIDTERM, Measure
from mangnon.plan.models import Milestone, Plan
from mangnon.web import charts, formats

from .period import Period
from .reading_facts import FactBook
from .sight import Sight
from .verdict import HOLDS, Figure, Rules, Target, exact_value, judge
from .vocabulary import definitions
from .words import Said, english, say, state_word, target_text, to_go_text, told

ORDER = ("dat", "chua", "chuaro", "khong", "trong", "khongdat")


@dataclass(frozen=True)
class BoardLine:
    measure: Measure
    said: Said
    spark: SafeString
    course: str
    early: str
    hidden: str


@dataclass(frozen=True)
class Group:
    number: str
    label: str
    lines: list[BoardLine]

    @property
    def shown(self) -> list[BoardLine]:
        """Those whose figure this reader may see: a hidden one is in no count either, or it could be worked out."""
        return [line for line in self.lines if not line.hidden]

    @property
    def met(self) -> int:
        return sum(line.said.mark == "dat" for line in self.shown)


@dataclass(frozen=True)
class Decision:
    """Something that waits for the chairman. url: where it is decided; empty for those who cannot."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Board:
    groups: list[Group]
    counts: list[tuple[str, str, int]]
    met: int
    total: int
    hidden: int
    decisions: list[Decision]


def rules_of(measure: Measure) -> Rules:
    return Rules(measure.unit, definitions()[measure.code].unknown_joins)


def target_of(measure: Measure, year: int, area: str | None) -> Target | None:
    found = measure.target(year, area or "")
    return Target(found.operator, found.value) if found else None


def said_of(measure: Measure, figure: Figure, year: int, area: str | None) -> Said:
    """A line in words; beside a year without a target stands the mid-term one, and the heads to go to it."""
    rules, target = rules_of(measure), target_of(measure, year, area)
    said = say(figure, rules, judge(figure, rules, target), target, measure)
    lapsed = target_of(measure, MIDTERM, area) if MIDTERM < year <= measure.last_year else None
    if target or lapsed is None:
        return said
    to_go = to_go_text(figure, rules, judge(figure, rules, lapsed), lapsed, measure)
    return replace(said, target=f"{target_text(lapsed, rules)} ({MIDTERM})",
                   to_go=to_go)


def beside(measure: Measure, said: Said, year: int, area: str | None) -> Said:
    """The same where no words around it say which year's goal the heads still to go are counted to."""
    if not said.to_go or target_of(measure, year, area) or target_of(measure, MIDTERM, area) is None or year <= MIDTERM:
        return said
    return replace(said, to_go=_("%(to_go)s so với mức %(year)s") % {"to_go": said.to_go, "year": MIDTERM})


def course_key(measure: Measure, figure: Figure, year: int, area: str | None, own: Mapping[str, Decimal]) -> str:
    """For a goal years ahead that is not reached yet: "on" the path, "below" it, or "due" where there is no path."""
    target = target_of(measure, year, area)
    value = exact_value(figure, rules_of(measure))
    if target is None or value is None or not MIDTERM < year < measure.last_year or measure.every_year:
        return ""
    if HOLDS[target.operator](value, target.value):
        return ""
    bar = own.get(measure.code, measure.path(year, area or ""))
    if bar is None:
        return "due"
    lenient = {"<": "<=", ">": ">=", "=": ">="}.get(target.operator, target.operator)
    return "on" if HOLDS[lenient](value, bar) else "below"


def course_of(measure: Measure, figure: Figure, year: int, area: str | None, own: Mapping[str, Decimal]) -> str:
    """For a goal years ahead: on the path or below it (the year's own value where the commune has set one)."""
    return {"": "", "due": _("hạn năm %(year)s") % {"year": measure.last_year}, "on": _("đang trên đường"),
            "below": _("chậm so với đường")}[course_key(measure, figure, year, area, own)]


def early_words(measure: Measure, period: Period) -> str:
    """A running year that only fills up towards its end is not judged before it."""
    if not measure.fills_up or not period.running:
        return ""
    return _("chưa đến kỳ, số đến %(day)s") % {
        "day": formats.date_short(period.end, period.end, english=english())}


def own_values(plan: Plan, year: int) -> dict[str, Decimal]:
    """The commune's own value of a year for each line that has one."""
    rows = Milestone.objects.filter(plan=plan, year=year).values_list("measure", "value")
    return {measure: Decimal(value) for measure, value in rows}


def board_of(plan: Plan, book: FactBook, year: int, user: Any) -> Board:
    """All lines of the plan for a unit and a year, as this user may see them."""
    document, own = plan.document, own_values(plan, year)
    groups, counts = [], Counter[str]()
    sight = Sight(plan, book, user)
    for objective in document.objectives:
        lines = [_line(m, book, year, sight, own) for m in document.measures_of(objective.number)]
        groups.append(Group(objective.number, told(objective, "label") or objective.text, lines))
        counts.update(line.said.mark for line in groups[-1].shown)
    shown = [(mark, state_word(mark), counts[mark]) for mark in ORDER if counts[mark]]
    hidden = sum(len(g.lines) for g in groups) - counts.total()
    return Board(groups, shown, counts["dat"], counts.total(), hidden, _decisions(plan, user))


def _line(measure: Measure, book: FactBook, year: int, sight: Sight, own: dict[str, Decimal]) -> BoardLine:
    figure, area = book.figure(measure.code, year), book.unit.area
    target = target_of(measure, year, area)
    values = [_trend_value(measure, book.figure(measure.code, y), y, sight) for y in book.years]
    # charts draws from numbers only; nothing a person typed stands in it.
    spark = mark_safe(charts.sparkline(values, float(target.value) if target else None))  # noqa: S308
    return BoardLine(measure, beside(measure, said_of(measure, figure, year, area), year, area), spark,
                     course_of(measure, figure, year, area, own), early_words(measure, book.period(year)),
                     sight.hidden(measure.code, year, figure))


def _trend_value(measure: Measure, figure: Figure, year: int, sight: Sight) -> float | None:
    value = None if sight.hidden(measure.code, year, figure) else exact_value(figure, rules_of(measure))
    return None if value is None else float(value)


def _decisions(plan: Plan, user: Any) -> list[Decision]:
    """What waits for the chairman: lines without a responsible office, readings not yet decided."""
    from mangnon.plan.models import Line, Reading

    from .readings import readings

    owned = set(Line.objects.filter(plan=plan).exclude(office="").values_list("measure", flat=True))
    bare = [m.code for m in plan.document.measures if m.code not in owned and not m.owner]
    decides, waiting = user.can(Permission.PLAN_WRITE), []
    if bare:
        some = ", ".join(bare[:6]) + ("…" if len(bare) > 6 else "")
        waiting.append(Decision(ngettext("Giao đơn vị chịu trách nhiệm cho %(n)s dòng",
                                         "Giao đơn vị chịu trách nhiệm cho %(n)s dòng", len(bare)) % {"n": len(bare)},
                                _("Dòng %(lines)s") % {"lines": some}, reverse("plan:assign") if decides else ""))
    open_ = len(readings()) - Reading.objects.filter(name__in=readings()).count()
    if open_:
        waiting.append(Decision(ngettext("Duyệt %(n)s cách hiểu ở chỗ kế hoạch không nói",
                                         "Duyệt %(n)s cách hiểu ở chỗ kế hoạch không nói", open_) % {"n": open_},
                                _("Phần mềm đã đề nghị, Chủ tịch chưa duyệt."),
                                reverse("indicators:readings") if decides else ""))
    return waiting
