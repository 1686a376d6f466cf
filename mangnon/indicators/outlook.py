"""What a small number can and cannot mean, in sentences: chance, one case, and where the years lead.

Source: reference on small numbers (Jeffreys posterior for shares and counts); the plan's own path to 2030.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from mangnon.core import chances
from mangnon.plan.document import MIDTERM, Measure
from mangnon.web import formats

from .board import early_words, rules_of, target_of
from .reading_facts import FactBook
from .sight import Sight
from .verdict import HOLDS, MET, NOT_MET, PER, Figure, Rules, Target, exact_value, judge
from .vocabulary import definitions
from .words import english, heads

DETECTED = frozenset({"8a", "9", "10", "11a", "13"})
"""Lines of what was detected: more of it is no failure and chance does not explain it, so nothing is foretold."""
AT_LEAST = (">=", ">")
SELDOM = 0.01
MORE_YEARS = 2
"""Years without a case from which on a goal is one of less than a case a year."""
ALIKE = 0.1
"""How much the children of two years may differ in number before their cases are not compared one by one."""
FEW = 10
"""Cases in all the years together below which no line is drawn through them."""
WIDE = 40.0
"""Percentage points between the ends of an interval from which on the years lead nowhere that can be named."""


@dataclass(frozen=True)
class Outlook:
    """Sentences, "" where there is nothing to say. chance: of the level behind the figure.  one: what one case does.

    ahead: where the years lead.
    """

    chance: str = ""
    one: str = ""
    ahead: str = ""


def outlook(measure: Measure, book: FactBook, year: int, sight: Sight) -> Outlook:
    """What can be said beside a figure that this user may see."""
    if measure.code in DETECTED or measure.unit == "yes/no" or definitions()[measure.code].count in (
            "facility", "declared"):
        return Outlook()
    rules, area, figure = rules_of(measure), book.unit.area, book.figure(measure.code, year)
    goal = target_of(measure, year, area) or target_of(measure, MIDTERM, area)
    last_year = target_of(measure, measure.last_year, area)
    # Where those of whom nothing is known could turn the verdict, nothing is said of chance.
    sure = goal is not None and judge(figure, rules, goal).certain
    before = book.figure(measure.code, year - 1) if year - 1 in book.years else None
    if before is not None and sight.hidden(measure.code, year - 1, before):
        before = None
    return Outlook(
        _chance_words(figure, rules, goal) if sure and goal and not early_words(measure, book.period(year)) else "",
        _one_words(measure, figure, before, rules, goal, year) if sure and goal and not book.period(
            year).running else "",
        _ahead_words(measure, book, year, rules, last_year, sight) if last_year else "")


def chance(figure: Figure, rules: Rules, goal: Target) -> float | None:
    """The chance that the level behind a figure holds the goal; None where no count could ever prove it."""
    total, bar = figure.denominator, float(goal.value)
    if not total or goal.operator == "=":
        return None
    if rules.unit == "%":
        if not 0 < bar < 100 or figure.numerator > total:
            return None
        above = chances.share_at_least(figure.numerator, total, bar / 100)
        return above if goal.operator in AT_LEAST else 1 - above
    allowed = bar * total / PER[rules.unit]
    if allowed <= 0:
        return None
    below = chances.mean_at_most(figure.numerator, allowed)
    return 1 - below if goal.operator in AT_LEAST else below


def _chance_words(figure: Figure, rules: Rules, goal: Target) -> str:
    if rare := _rare_words(figure, rules, goal):
        return rare
    found = chance(figure, rules, goal)
    if found is None:
        return ""
    if found < SELDOM:
        return _("Tính cả may rủi vẫn hầu như chắc chắn: mức thật %(failed)s.") % {"failed": failed(goal, rules)}
    if found > 1 - SELDOM:
        return _("Tính cả may rủi vẫn hầu như chắc chắn: mức thật %(wanted)s.") % {"wanted": wanted(goal, rules)}
    return _("Tính cả may rủi, khả năng mức thật %(wanted)s là khoảng %(n)s%%.") % {
        "wanted": wanted(goal, rules), "n": formats.number(100 * found, 0, english=english())}


def _rare_words(figure: Figure, rules: Rules, goal: Target) -> str:
    """A goal below one case a year for so few children: neither one case nor none proves anything."""
    if rules.unit == "%" or goal.operator not in ("<", "<=") or not figure.denominator or goal.value <= 0:
        return ""
    years = PER[rules.unit] / (Fraction(goal.value) * figure.denominator)
    if years < MORE_YEARS:
        return ""
    return _("Với số trẻ như vậy, mức này cho phép một ca trong khoảng %(n)s năm: có một ca là vượt, mà không ca nào "
             "cũng chưa chứng tỏ mức thật đã đạt.") % {"n": formats.number(years, 0, english=english())}


def wanted(goal: Target, rules: Rules) -> str:
    """đạt 98% trở lên; dưới 4,5%; không quá 0,4‰; đạt 100%."""
    words = {">=": _("đạt %(value)s trở lên"), ">": _("trên %(value)s"), "<=": _("không quá %(value)s"),
             "<": _("dưới %(value)s"), "=": _("đạt %(value)s")}
    at_end = goal.operator == ">=" and rules.unit == "%" and goal.value == 100
    return words["=" if at_end else goal.operator] % _of(goal, rules)


def failed(goal: Target, rules: Rules) -> str:
    """chưa đạt 98%; chưa xuống dưới 4,5%; vượt 0,4‰."""
    words = {">=": _("chưa đạt %(value)s"), ">": _("chưa trên %(value)s"), "<=": _("vượt %(value)s"),
             "<": _("chưa xuống dưới %(value)s"), "=": _("chưa đạt %(value)s")}
    return words[goal.operator] % _of(goal, rules)


def _of(goal: Target, rules: Rules) -> dict[str, str]:
    return {"value": formats.plain(goal.value, 3, english=english()) + formats.SIGNS[rules.unit]}


def _events(figure: Figure, goal: Target) -> int:
    """What the goal wants few of: the cases, or those who are still missing."""
    return (figure.denominator or 0) - figure.numerator if wants_more(goal) else figure.numerator


def wants_more(goal: Target) -> bool:
    """Whether a goal is to be reached from below: = 100 % is, = 0 is not."""
    return goal.operator in AT_LEAST or (goal.operator == "=" and goal.value > 0)


def _one_words(measure: Measure, figure: Figure, before: Figure | None, rules: Rules, goal: Target, year: int) -> str:
    """Whether one case decides, or explains the whole change from the year before."""
    said = []
    if before is not None and _comparable(figure, before) and abs(_events(figure, goal) - _events(before, goal)) == 1:
        said.append(_("Khác năm %(year)s chỉ %(one)s, nên chưa nói lên xu hướng nào.") % {
            "year": year - 1, "one": heads(1, measure.noun)})
    if one_decides(figure, rules, goal):
        said.append(_("Thêm hay bớt %(one)s là đổi kết luận.") % {"one": heads(1, measure.noun)})
    return " ".join(said)


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether two years are of about as many children."""
    most, least = max(one.denominator or 0, other.denominator or 0), min(one.denominator or 0, other.denominator or 0)
    return least > 0 and most - least <= ALIKE * most


def one_decides(figure: Figure, rules: Rules, goal: Target) -> bool:
    """Whether the verdict would be the other with one case more or one less."""
    states = set()
    for numerator in (figure.numerator - 1, figure.numerator, figure.numerator + 1):
        if numerator >= 0 and (figure.denominator is None or rules.unit != "%" or numerator <= figure.denominator):
            states.add(judge(Figure(numerator, figure.denominator, 0), rules, goal).state)
    return {MET, NOT_MET} <= states


def _ahead_words(measure: Measure, book: FactBook, year: int, rules: Rules, goal: Target, sight: Sight) -> str:
    """Where the years so far lead in the last one, and what a year more is needed to be there."""
    years = [y for y in book.years if y <= year and not book.period(y).running]
    figures = {y: book.figure(measure.code, y) for y in years}
    if year >= measure.last_year or any(sight.hidden(measure.code, y, f) for y, f in figures.items()):
        return ""
    found = lead(figures, rules, measure.last_year)
    if found is None:
        return ""
    said = {"from": min(figures), "year": measure.last_year, "wanted": wanted(goal, rules),
            "failed": failed(goal, rules)}
    # A running year that can be judged already is where the way on begins.
    now = {year: book.figure(measure.code, year)} if not early_words(measure, book.period(year)) else {}
    if sum(_events(f, goal) for f in figures.values()) < FEW:
        return _few_words(figures, rules, goal, said)
    if rules.unit == "%" and found.high - found.low > WIDE:
        return _("Các năm lên xuống nhiều nên chưa nói trước được năm %(year)s.") % said + _needed(
            measure, figures | now, rules, goal)
    ends = [_holds(end, goal) for end in (found.low, found.high)]
    if all(ends):
        verdict = _("sẽ %(wanted)s")
    elif any(ends):
        verdict = _("chưa chắc %(wanted)s")
    else:
        verdict, said["gap"] = _("%(failed)s, lệch %(gap)s"), _gap(found.value, rules, goal)
    course = _("Giữ nhịp từ %(from)s, năm %(year)s khoảng %(value)s: %(verdict)s.") % {
        **said, "value": _between(found, rules), "verdict": verdict % said}
    return course if all(ends) else course + _needed(measure, figures | now, rules, goal)


def _few_words(figures: dict[int, Figure], rules: Rules, goal: Target, said: dict[str, object]) -> str:
    """Where hardly anything happened in all these years no line can be drawn; that every year held can be said."""
    verdicts = [judge(f, rules, goal) for f in figures.values()]
    if all(verdict.state == MET and verdict.certain for verdict in verdicts):
        return _("Từ %(from)s năm nào cũng %(wanted)s; giữ được như vậy thì năm %(year)s cũng thế.") % said
    return _("Từ %(from)s đến nay có quá ít trường hợp để nói trước năm %(year)s.") % said


def _between(found: chances.Trend, rules: Rules) -> str:
    """97,2% (90,1% đến 100%); 100% where nothing lies between."""
    if found.low == found.high:
        return _value(found.value, rules)
    return _("%(value)s (%(low)s đến %(high)s)") % {
        "value": _value(found.value, rules), "low": _value(found.low, rules), "high": _value(found.high, rules)}


def lead(figures: dict[int, Figure], rules: Rules, year: int) -> chances.Trend | None:
    """The line through whole years drawn on to a later one, within what the value can be; None for too few years."""
    kept = {y: f for y, f in figures.items() if f.denominator}
    if len(kept) < chances.LEAST_YEARS or len(kept) < len(figures):
        return None
    cases, total = sum(f.numerator for f in kept.values()), sum(f.denominator or 0 for f in kept.values())
    per, level = PER[rules.unit], cases / total
    least = per * per * (level * max(0.0, 1 - level) if rules.unit == "%" else level)
    points = [(y, float(exact_value(f, rules) or 0), float(f.denominator or 0)) for y, f in kept.items()]
    found = chances.trend(points, year, weight=points[-1][2], least=least)
    if found is None:
        return None
    most = 100.0 if rules.unit == "%" else math.inf
    value, low, high = (min(max(end, 0.0), most) for end in (found.value, found.low, found.high))
    return chances.Trend(value, found.slope, low, high)


def _holds(value: float, goal: Target) -> bool:
    return HOLDS[goal.operator](value, float(goal.value))


def _value(value: float, rules: Rules) -> str:
    return formats.number(value, 0 if value in (0.0, 100.0) else 1, english=english()) + formats.SIGNS[rules.unit]


def _gap(value: float, rules: Rules, goal: Target) -> str:
    gap = formats.number(abs(float(goal.value) - value), 1, english=english())
    return _("%(n)s điểm phần trăm") % {"n": gap} if rules.unit == "%" else gap + formats.SIGNS[rules.unit]


def _needed(measure: Measure, figures: dict[int, Figure], rules: Rules, goal: Target) -> str:
    """How many more (or fewer) each year from the last one that can be judged, at its number of children."""
    last = max(figures)
    to_go, left = judge(figures[last], rules, goal).to_go, measure.last_year - last
    if to_go is None or left <= 0:
        return ""
    more = wants_more(goal)
    short = to_go if more else -to_go
    if short <= 0:
        return ""
    each = {"heads": heads(math.ceil(short / left), measure.noun), "year": last}
    return " " + (_("Muốn đạt, mỗi năm sau %(year)s cần thêm %(heads)s.") if more
                  else _("Muốn đạt, mỗi năm sau %(year)s cần bớt %(heads)s.")) % each
