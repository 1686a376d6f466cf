"""Which rows of the projection the measures can look at in one period, read from the definitions themselves. Pure.

A question about one year needs a fraction of a register's doses, measurements and enrolments. What a definition says
of a row or of its child before it looks further is kept; what cannot be told without other rows is taken as true, so
a row too many may stay but none is lost.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..compiler import Compiler
from ..period import Period
from ..tables import TABLES
from ..vocabulary import Definition, Part

OF_A_CHILD = frozenset({"exact", "born", "turned_one"})
"""Columns of a child that stand beside each row while it is decided on."""
OF_THE_KEY = frozenset({"day", "by_one", "first_year", "entered", "from_day", "months"})
"""Columns that follow from a row's key (and its child): of two rows with one key both are kept or neither.

The second is a duplicate whatever the first says, so the first may not be dropped for what else it says.
"""
_ALIAS = "m"
_Use = tuple[str, list[Any]]


def relevant(table: str, definitions: Iterable[Definition], period: Period, settings: Mapping[str, Any]) -> str:
    """What must hold of a row ``m`` of the table (child's columns beside it) for some measure to look at it."""
    said = []
    for definition in definitions:
        compiler = Compiler(definition, period, settings)
        for part in compiler.parts():
            said += [_both(compiler, part, table, conditions) for name, conditions in _uses(part) if name == table]
    return "(" + " OR ".join(sorted(set(said)) or ["1 = 0"]) + ")"


def _both(compiler: Compiler, part: Part, table: str, conditions: list[Any]) -> str:
    # Texts tell little more than the days beside them, and cost as much as they save.
    columns = OF_THE_KEY & frozenset(TABLES[table].columns)
    of_child = [c for c in part.where if part.of == "child" and _known(c, OF_A_CHILD, ("age", "born_in", "exact"))]
    own = [c for c in conditions if _known(c, columns, ())]
    return "(" + " AND ".join([compiler.say(c, _ALIAS) for c in (*of_child, *own)] or ["1 = 1"]) + ")"


def _uses(part: Part) -> Iterator[_Use]:
    """The tables a part looks at, each time with what it asks of their rows."""
    if part.of != "child":
        yield part.of, list(part.where)
    if part.latest:
        yield part.latest["table"], list(part.latest["where"])
    for condition in (*part.where, part.den, part.num, part.unk):
        yield from _inside(condition)


def _inside(condition: Any) -> Iterator[_Use]:
    if not isinstance(condition, list | tuple) or not condition:
        return
    word, *rest = condition
    if word == "has":
        yield rest[0], rest[2:]
    elif word == "doses":
        yield "dose", [["is", "by_one", 1]]
    elif word == "due_doses":
        yield "dose", [["compare", "day", "<=", "end"]]
    else:
        for inner in rest:
            yield from _inside(inner)


def _known(condition: Any, columns: frozenset[str], words: tuple[str, ...]) -> bool:
    """Whether a condition can be told from these columns alone. words: others that ask for nothing else."""
    word, *rest = condition
    if word in ("all", "any", "not"):
        return all(_known(inner, columns, words) for inner in rest)
    return rest[0] in columns if word in ("is", "empty", "compare", "in_period") else word in words
