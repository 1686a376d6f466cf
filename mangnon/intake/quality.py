"""What looks wrong in the register, over all rooms: a warning with the child and the reason, never a refusal."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Finding = tuple[uuid.UUID, str]
"""(child, what is seen, in words)"""


@dataclass(frozen=True)
class Add:
    """One click that writes what is missing. code: word for the form.  needs: a permission.  do: child, by, day.

    ask: what is asked before a sealed row is written, with %(name)s; "" where one click is enough.
    """

    code: str
    label: Any
    needs: Any
    do: Callable[[Any, Any, dt.date], None]
    ask: Any = ""


@dataclass(frozen=True)
class Rule:
    """A rule. code: stable word for the address.  title: what looks wrong.  fix: what to do about it.

    find: takes the day, yields findings.  sealed: reads rows that are read like protection cases; then only for those
    who may read them, and everyone else's page is the same without it.  adds: what one click writes.
    asked: a collaborator may be asked about it: its words tell nothing beyond identity, home, health and school.
    school: of those, what the child's school is asked as well: its words tell nothing but of school.
    """

    code: str
    title: Any
    fix: Any
    find: Callable[[dt.date], Iterable[Finding]]
    sealed: bool = False
    adds: tuple[Add, ...] = ()
    asked: bool = False
    school: bool = False


@dataclass(frozen=True)
class Found:
    """A rule with what it found, one entry a child."""

    rule: Rule
    findings: list[Finding]


def look(rules: Iterable[Rule], day: dt.date, *, sealed: bool, children: set[uuid.UUID] | None = None) -> list[Found]:
    """What each rule finds among the children one may see; several findings of a child are one."""
    return [Found(rule, _merged(rule.find(day), children)) for rule in rules if sealed or not rule.sealed]


def _merged(findings: Iterable[Finding], children: set[uuid.UUID] | None) -> list[Finding]:
    said: dict[uuid.UUID, list[str]] = {}
    for child, words in findings:
        if children is None or child in children:
            said.setdefault(child, []).append(words)
    return [(child, "; ".join(dict.fromkeys(words))) for child, words in said.items()]
