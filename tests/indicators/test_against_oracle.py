"""The engine against a plain second implementation that shares no code with it, over small registers full of edges."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mangnon.indicators.answers import Line, Question, answer, lists
from mangnon.indicators.readings import settings_with
from mangnon.indicators.verdict import Target
from mangnon.plan.document import builtin
from tests.indicators.memory import ask, load
from tests.oracle import asking, folders

SEEDS = range(int(os.environ.get("MANGNON_ORACLE_FROM", "0")), int(os.environ.get("MANGNON_ORACLE_TO", "12")))
SETTINGS = settings_with({})


def plan_lines() -> list[Line]:
    def target(measure: Any) -> Any:
        def of(year: int, area: str | None) -> Target | None:
            found = measure.target(year, area or "")
            return Target(found.operator, found.value) if found else None
        return of
    return [Line(m.code, m.unit, target(m)) for m in builtin().measures]


def close(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float | int):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(close(a, b) for a, b in zip(ours, theirs, strict=True))
    return bool(ours == theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_is_the_oracles(seed: int, tmp_path: Path) -> None:
    tables = folders.nasty(seed)
    connection = load(folders.write(tables, tmp_path / "folder"))
    differences = []
    for code, year, as_of, borders in folders.questions(seed, 8):
        expected = asking.answers(tables, code, year, as_of, borders)
        found = answer(ask(connection), Question(code, year, as_of, borders), plan_lines(), SETTINGS)
        assert {k: v for k, v in found.items() if k != "measures"} == {
            k: v for k, v in expected.items() if k != "measures"}
        differences += [
            (code, year, str(as_of), str(borders), ours["measure"], key, ours[key], theirs[key])
            for ours, theirs in zip(found["measures"], expected["measures"], strict=True)
            for key in theirs if not close(ours[key], theirs[key])]
    assert not differences


@pytest.mark.parametrize("seed", SEEDS)
def test_every_list_is_the_oracles(seed: int, tmp_path: Path) -> None:
    tables = folders.nasty(seed)
    connection = load(folders.write(tables, tmp_path / "folder"))
    code, year, as_of, borders = folders.questions(seed, 1)[0]
    for measure in builtin().measures:
        if measure.code in ("1", "6"):
            continue
        expected = asking.lists(tables, code, year, as_of, measure.code, borders)
        assert lists(ask(connection), Question(code, year, as_of, borders), measure.code, SETTINGS) == expected
