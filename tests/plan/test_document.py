"""The plan as data says what the paper says: against the paper itself and against a table made from it by hand."""
from __future__ import annotations

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mangnon.plan.document import builtin, builtin_text

DATA = Path(__file__).parents[1] / "data" / "plan"
ROWS = list(csv.DictReader((DATA / "measures.csv").read_text(encoding="utf-8").splitlines()))
NUMBER = {"yes": "1", "no": "0"}


def plain(text: str) -> str:
    """Text without the marks of headings and lists, and without differences of spaces."""
    return re.sub(r"[\s*_#>\-\u00a0]+", " ", text).strip().lower()


PAPER = plain((DATA / "plan.vi.md").read_text(encoding="utf-8"))


def quoted() -> list[str]:
    """Every piece of text the file quotes; a quotation with … stands in its target in those pieces, in order."""
    file: dict[str, Any] = tomllib.loads(builtin_text())
    pieces = [line for target in file["target"] for line in target["text"].splitlines()]
    pieces += [piece for m in file["measure"] for value in m["value"] for piece in value["text"].split("…")]
    pieces += [item for group in file["task_group"] for item in (group["title"], *group["items"])]
    return [*pieces, *[o["text"] for o in file["objective"]]]


@pytest.mark.parametrize("text", quoted())
def test_every_quotation_stands_in_the_paper(text: str) -> None:
    assert plain(text) and plain(text) in PAPER


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["measure"]))
def test_operators_values_and_units_of_both_years(row: dict[str, str]) -> None:
    measure = builtin().measure(row["measure"])
    assert measure.unit == row["unit"]
    for year in (2025, 2030):
        target, operator, value = measure.target(year), row[f"op_{year}"], row[f"target_{year}"]
        if not operator:
            assert target is None
            continue
        assert target is not None
        if row["measure"] == "2":
            # "trên 95%", "trên 100%": the second is impossible and read as the whole.
            assert (target.operator, target.value) == ((">", Decimal(95)), ("=", Decimal(100)))[year == 2030]
        else:
            assert (target.operator, target.value) == (operator, Decimal(NUMBER.get(value, value)))


def test_nothing_of_the_plan_is_left_out() -> None:
    """24 targets, 34 lines in the paper's order, eight groups of tasks with every item of theirs."""
    plan = builtin()
    assert [m.code for m in plan.measures] == [row["measure"] for row in ROWS] and len(ROWS) == 34
    assert [t.number for t in plan.targets] == [str(n) for n in range(1, 25)]
    assert [g.number for g in plan.task_groups] == [str(n) for n in range(1, 9)]
    assert [len(o.text) > 10 for o in plan.objectives] == [True] * 4
