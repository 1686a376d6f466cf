"""The way from all children of a cohort to the measure: how many are still there at each step, and who is not. Pure.

One TOML file a cascade in ``cascades/``: steps with a label and what holds. "cohort" is everyone who is counted or
unknown, "counted" the measure's denominator, "met" its numerator; between them stand conditions of the definitions'
vocabulary. Whoever met the measure has passed every step, so the last one is always the measure's own figure.
"""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .answers import Ask
from .compiler import Compiler, Scope
from .period import Period
from .vocabulary import Definition, DefinitionError, Part, check, definitions, tables_in

FOLDER = Path(__file__).parent / "cascades"
FIRST, DENOMINATOR, LAST = "cohort", "counted", "met"


@dataclass(frozen=True)
class Step:
    """holds: one of the three words, or a condition of the vocabulary."""

    label: str
    label_en: str
    holds: Any


@dataclass(frozen=True)
class Cascade:
    measure: str
    steps: tuple[Step, ...]

    @property
    def tables(self) -> set[str]:
        """What its steps tell of a child beyond the measure's own answer."""
        whole = definitions()[self.measure].tables if any(s.holds == DENOMINATOR for s in self.steps) else frozenset()
        return set(whole).union(*(tables_in(s.holds) for s in self.steps))


@lru_cache(maxsize=1)
def cascades() -> dict[str, Cascade]:
    """Every cascade by measure, read and checked."""
    return {cascade.measure: cascade for cascade in map(_read, sorted(FOLDER.glob("*.toml")))}


def _read(path: Path) -> Cascade:
    """Raises DefinitionError: ours to mend."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return read_cascade(path, data)


def read_cascade(path: Path, data: Mapping[str, Any]) -> Cascade:
    """Check a cascade's words. Raises DefinitionError where a word, a column or a measure is not there."""
    if set(data) != {"measure", "step"} or data["measure"] not in definitions():
        raise DefinitionError(f"{path.name}: a cascade names a measure and its steps")
    if definitions()[data["measure"]].count != "child":
        raise DefinitionError(f"{path.name}: measure {data['measure']} does not count children")
    steps = []
    for row in data["step"]:
        if set(row) != {"label", "label_en", "holds"}:
            raise DefinitionError(f"{path.name}: a step has label, label_en and holds")
        if isinstance(row["holds"], str):
            if row["holds"] not in (FIRST, DENOMINATOR, LAST):
                raise DefinitionError(f"{path.name}: unknown word {row['holds']!r}")
        else:
            check(path, row["holds"], "child")
        steps.append(Step(row["label"], row["label_en"], row["holds"]))
    said = [step.holds for step in steps]
    if len(steps) < 2 or said[0] != FIRST or said[-1] != LAST or said[1:-1].count(LAST) or said[1:].count(FIRST):
        raise DefinitionError(f"{path.name}: the first step is the cohort, the last the measure itself")
    return Cascade(data["measure"], tuple(steps))


def passed(ask: Ask, cascade: Cascade, period: Period, scope: Scope, settings: Mapping[str, Any]) -> list[set[str]]:
    """The children who are still there at each step; each set holds the next."""
    definition = definitions()[cascade.measure]
    own = [(subject, den, num, unk) for _kind, subject, _sex, den, num, unk in ask(
        Compiler(definition, period, settings).subjects(scope))]
    counted = {subject for subject, den, _num, _unk in own if den}
    cohort = counted | {subject for subject, _den, _num, unk in own if unk}
    met = {subject for subject, den, num, _unk in own if den and num}
    found = [cohort]
    for step in cascade.steps[1:]:
        here = {DENOMINATOR: counted, LAST: met}.get(step.holds) if isinstance(step.holds, str) else _holds(
            ask, definition, step.holds, period, scope, settings) | met
        found.append(found[-1] & (here or set()))
    return found


def _holds(ask: Ask, definition: Definition, condition: Any, period: Period, scope: Scope,
           settings: Mapping[str, Any]) -> set[str]:
    """The children of the measure's own cohort for whom a condition holds."""
    parts = tuple(_asking(part, condition) for part in definition.parts if part.of == "child")
    asked = replace(definition, parts=parts, every=False)
    rows = ask(Compiler(asked, period, settings).subjects(scope))
    return {subject for _kind, subject, _sex, _den, num, _unk in rows if num}


def _asking(part: Part, condition: Any) -> Part:
    return replace(part, den=True, num=condition, unk=False)
