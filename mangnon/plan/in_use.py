"""The plan that holds, with what the commune has filled in beside it."""
from __future__ import annotations

from mangnon.core import hooks

from .check import Problem, check
from .models import Line, Plan

BARE = {"no_baseline": "baseline", "no_owner": "office", "no_source": "baseline_source"}
"""Kinds that a row of ``Line`` answers, and the field that does."""


def plan_in_use() -> Plan | None:
    """The newest plan."""
    return Plan.objects.select_related("unit").order_by("from_on").last()


def problems_of(plan: Plan) -> list[Problem]:
    """What ``plan check`` finds, without the gaps that the commune has filled in the program."""
    counts = next((found for source in hooks.population if (found := source())), None)
    lines = {line.measure: line for line in Line.objects.filter(plan=plan)}
    return [p for p in check(plan.document, counts) if not _filled(p, lines)]


def _filled(problem: Problem, lines: dict[str, Line]) -> bool:
    if problem.kind not in BARE:
        return False
    line = lines.get(problem.measures[0])
    return bool(line) and getattr(line, BARE[problem.kind]) not in (None, "")
