"""The lines of the plan as a report keeps them: plain values, from which every sentence is said.

Source: the plan, II.2; what a figure means is decided in ``measures.md``, *From figure to verdict*.
"""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mangnon.indicators.board import course_key, own_values, rules_of, target_of
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.verdict import HOLDS, Figure, Rules, Target, exact_value, judge
from mangnon.indicators.words import say
from mangnon.plan.document import MIDTERM
from mangnon.plan.goals import amount_text
from mangnon.plan.models import Line, Plan
from mangnon.web import formats

from .annual_spread import reason_of, spread_of
from .annual_words import MET, NOT_DUE, NOT_MET, explanation, goal_words, sentence, state_of


def lines_of(plan: Plan, book: FactBook, year: int) -> list[dict[str, Any]]:
    """Every line of the plan for a unit and a year."""
    own, after = own_values(plan, year), own_values(plan, year + 1)
    offices = dict(Line.objects.filter(plan=plan).exclude(office="").values_list("measure", "office"))
    made = []
    for measure in plan.document.measures:
        line = _line(plan, book, measure, year, own)
        figure = book.figure(measure.code, year)
        line |= {"owner": offices.get(measure.code, measure.owner),
                 **_next(measure, figure, year + 1, book.unit.area, after)}
        made.append({**line, "sentence": sentence(line), "why": explanation(line)})
    return made


def _line(plan: Plan, book: FactBook, measure: Any, year: int, own: Mapping[str, Decimal]) -> dict[str, Any]:
    figure, rules, period = book.figure(measure.code, year), rules_of(measure), book.period(year)
    target = target_of(measure, year, book.unit.area)
    verdict = judge(figure, rules, target)
    said = say(figure, rules, verdict, target, measure)
    early, bar = measure.fills_up and period.running, own.get(measure.code, measure.path(year, book.unit.area or ""))
    line = {
        "code": measure.code, "label": measure.label, "unit": rules.unit, "noun": measure.noun, "whole": measure.whole,
        "objective": next(t.objective for t in plan.document.targets if t.number == measure.target_number),
        "year": year, "as_of": period.end.isoformat(), "early": early, "lower": measure.better == "lower",
        "value": _honest(said.value, figure, rules, bar),
        "count": str(figure.numerator) if figure.denominator is None else said.count,
        "target": said.target, "state": state_of(said.word, early=early),
        "bare": {"met": MET, "not_met": NOT_MET}.get(verdict.state, said.word), "to_go_n": verdict.to_go,
        "numerator": figure.numerator, "denominator": figure.denominator, "unknown": figure.unknown,
        "unknown_words": measure.unknown_words, "before": _before(book, measure, year, rules),
        "declared": measure.counted_from == "declared",
        "counts": measure.counts, "reading": measure.reading, "group": measure.task_group, "task": measure.task,
        **_goal(measure, year, target, rules.unit), **_elsewhere(measure, year, book.unit.area, rules.unit),
        **_road(measure, figure, year, book.unit.area, own)}
    missed = line["state"] in (NOT_MET, NOT_DUE)
    return {**line, "spread": spread_of(book, measure, year) if missed else "",
            "reason": reason_of(book, measure, year) if missed else "",
            "unknown_spread": spread_of(book, measure, year, unknown=True) if figure.unknown else ""}


def _honest(value: str, figure: Figure, rules: Rules, bar: Decimal | None) -> str:
    """The value with as many decimals as keep it on its own side of the year's place on the path as well."""
    exact = exact_value(figure, rules)
    if exact is None or bar is None or rules.unit in ("count", "yes/no"):
        return value
    return max(value, formats.value(exact, rules.unit, Fraction(bar)), key=len)


def _goal(measure: Any, year: int, target: Target | None, unit: str) -> dict[str, Any]:
    """What the plan asks of the year, in words."""
    bound = MIDTERM if year <= MIDTERM else measure.last_year
    when = "hằng năm" if measure.every_year else f"năm {bound}" if year == bound else f"đến năm {bound}"
    words = goal_words(target.operator, amount_text(target.value, unit), unit) if target else ""
    return {"goal_when": when, "goal_year": bound, "goal_words": words, "goal_zero": bool(target and not target.value)}


def _elsewhere(measure: Any, year: int, area: str | None, unit: str) -> dict[str, Any]:
    """A line without a goal for the year: the one that the plan sets for its other year."""
    other = measure.last_year if year <= MIDTERM else MIDTERM
    found = None if target_of(measure, year, area) else target_of(measure, other, area)
    words = goal_words(found.operator, amount_text(found.value, unit), unit) if found else ""
    return {"other_goal": words, "other_year": other if found else 0}


def _road(measure: Any, figure: Figure, year: int, area: str | None, own: Mapping[str, Decimal]) -> dict[str, Any]:
    """Where the line is on the way to its goal: the year's own value, or the path's."""
    key, target = course_key(measure, figure, year, area, own), target_of(measure, year, area)
    bar = own.get(measure.code, measure.path(year, area or "")) if key else None
    if bar is None or target is None or bar == target.value:
        return {"course": key, "bar": "", "bar_own": False}
    return {"course": key, "bar": _bar_words(target, bar, rules_of(measure).unit), "bar_own": measure.code in own}


def _next(measure: Any, figure: Figure, year: int, area: str | None, own: Mapping[str, Decimal]) -> dict[str, Any]:
    """What the year after asks: its own value, the path's, or the plan's goal. next_held: it is reached already."""
    target, rules = target_of(measure, year, area), rules_of(measure)
    if target is None:
        return {"next_goal": "", "next_held": False}
    bar = own.get(measure.code, None if measure.every_year else measure.path(year, area or ""))
    if bar is None or bar == target.value:
        return {"next_goal": goal_words(target.operator, amount_text(target.value, rules.unit), rules.unit),
                "next_held": False}
    value = exact_value(figure, rules)
    return {"next_goal": _bar_words(target, bar, rules.unit),
            "next_held": value is not None and HOLDS[_lenient(target.operator)](value, Fraction(bar))}


def _bar_words(target: Target, bar: Decimal, unit: str) -> str:
    """A value on the way: reaching it is enough, also where the goal is to be passed."""
    return goal_words(_lenient(target.operator), amount_text(bar.quantize(Decimal("0.01")).normalize(), unit), unit)


def _lenient(operator: str) -> str:
    return {">": ">=", "=": ">=", "<": "<="}.get(operator, operator)


def _before(book: FactBook, measure: Any, year: int, rules: Any) -> str:
    if year - 1 not in book.years:
        return ""
    figure = book.figure(measure.code, year - 1)
    return say(figure, rules, judge(figure, rules, None), None, measure).value
