"""The judge itself is judged: it must give the worked answers in every field."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.asking import answers, lists
from tests.oracle.reader import Register, read
from tests.oracle.verdict import same

WORKED = Path(__file__).parent.parent / "data" / "worked"
EXPECTED = json.loads((WORKED / "answers.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def register() -> Register:
    return read(WORKED)


def differing(found: dict[str, Any], expected: dict[str, Any]) -> list[tuple[Any, Any]]:
    pairs = zip(found["measures"], expected["measures"], strict=True)
    return [(mine, theirs) for mine, theirs in pairs if not same(mine, theirs)]


@pytest.mark.parametrize("number", range(len(EXPECTED["answers"])))
def test_equals_the_worked_answers_in_every_field(register: Register, number: int) -> None:
    expected = EXPECTED["answers"][number]
    day, borders = (dt.date.fromisoformat(expected[name]) for name in ("as_of", "borders"))
    found = answers(register, expected["unit"], expected["year"], day, borders)
    assert differing(found, expected) == []
    assert same(found, expected)


@pytest.mark.parametrize("number", range(len(EXPECTED["lists"])))
def test_equals_the_worked_lists(register: Register, number: int) -> None:
    expected = EXPECTED["lists"][number]
    day = dt.date.fromisoformat(expected["as_of"])
    assert lists(register, expected["unit"], expected["year"], day, expected["measure"]) == expected
