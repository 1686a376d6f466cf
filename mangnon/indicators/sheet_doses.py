"""The doses on a thôn's sheet: a row each, with the vaccine that the row names already in its box."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from mangnon.health.due import Due, doses_due
from mangnon.health.models import Dose
from mangnon.registry.models import Child

STEP = "dose"
SAME = {"birth_registration": frozenset({"14"})}
"""Steps that ask for the very thing that a task of these lines asks for."""
Row = tuple[uuid.UUID, str, str, dict[str, str]]
"""(child, task or step, its reference, which dose and by which vaccine where it is one)"""


def one_each(found: Iterable[tuple[uuid.UUID, str, str]], given: set[tuple[uuid.UUID, str]], today: dt.date,
             until: dt.date) -> list[Row]:
    """A row for each thing to do. given: (child, line) of the open tasks; a step that a task asks for stands once."""
    rows = [row for row in dict.fromkeys(found)
            if row[1] != "step" or not any((row[0], line) in given for line in SAME.get(row[2], ()))]
    doses = parts({row[0] for row in rows if row[1:] == ("step", STEP)}, today, until)
    called, last = list(doses.values()), _last_given({row[0] for row in rows})
    split: list[Row] = []
    for child, what, ref in rows:
        own = [due for due in called if due.child == child] if (what, ref) == ("step", STEP) else []
        split += [(child, what, ref, {"part": due.code, "vaccine": _likely(due, last)}) for due in own]
        split += [] if own else [(child, what, ref, {})]
    return split


def _last_given(children: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], dt.date]:
    """The last day of each vaccine of these children."""
    rows = Dose.objects.filter(child__in=children).order_by("given_on").values_list("child", "vaccine", "given_on")
    return {(child, vaccine): day for child, vaccine, day in rows}


def _likely(due: Due, last: dict[tuple[uuid.UUID, str], dt.date]) -> str:
    """The schedule's first vaccine; none where she had another one for it last, which is hers to name."""
    had = max((vaccine for vaccine in due.vaccines if (due.child, vaccine) in last),
              key=lambda vaccine: last[due.child, vaccine], default=due.vaccines[0])
    return had if had == due.vaccines[0] else ""


def parts(children: set[uuid.UUID], today: dt.date, until: dt.date) -> dict[tuple[str, str], Due]:
    """(child, which dose) to the dose that is due by then."""
    found = doses_due(Child.objects.resident_on(today).filter(pk__in=children), today, until) if children else []
    return {(str(due.child), due.code): due for due in sorted(found, key=lambda d: (d.due_by, d.code))
            if due.due_by <= until}


def as_filled(typed: Any, rows: Iterable[dict[str, Any]]) -> set[str]:
    """Codes of rows whose vaccine stands as the sheet filled it: there only a day says that it was given."""
    return {row["code"] for row in rows if row.get("vaccine") and typed.get(f"{row['code']}-vaccine") == row["vaccine"]}
