"""The projection of the live register and the answers from it."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from mangnon.core import audit
from mangnon.plan.models import Plan, Reading
from mangnon.registry.models import Child

from . import answers
from .answers import Line, Question
from .models import PROJECTION
from .projection import project_children, project_places
from .readings import settings_with
from .source import child_rows, place_rows, portions
from .tables import CHILD_TABLES, TABLES
from .verdict import Target

BATCH = 900
PORTION = 20_000
"""Children whose projection is made at once: a province's register would not fit into a small machine's memory."""


def ask_live(sql: str) -> list[tuple[Any, ...]]:
    """Run a compiled SELECT on the program's database."""
    with connection.cursor() as cursor:
        # Our own compiled text has no parameters; a lone % in a code would otherwise be taken for one.
        cursor.execute(sql)
        return cursor.fetchall()


def rebuild() -> None:
    """Make the whole projection anew."""
    with transaction.atomic():
        _replace(project_places(place_rows()))
        _empty(CHILD_TABLES)
        for between in portions(PORTION):
            _fill(project_children(child_rows(between=between)))


def refresh_places() -> None:
    with transaction.atomic():
        _replace(project_places(place_rows()))


def preview_children(ids: set[uuid.UUID]) -> dict[str, list[tuple[Any, ...]]]:
    """What the projection of these children should be, table by table; writes nothing."""
    return project_children(child_rows(ids))


def write_children(ids: set[uuid.UUID], made: dict[str, list[tuple[Any, ...]]]) -> None:
    """Put these children's projection in place of what stands."""
    texts = [str(pk) for pk in ids]
    with transaction.atomic():
        for name in CHILD_TABLES:
            PROJECTION[name]._default_manager.filter(child__in=texts).delete()
            _insert(name, made[name])


def _replace(made: dict[str, list[tuple[Any, ...]]]) -> None:
    _empty(made)
    _fill(made)


def _empty(names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {TABLES[name].name}")


def _fill(made: dict[str, list[tuple[Any, ...]]]) -> None:
    for name, rows in made.items():
        _insert(name, rows)


def _insert(name: str, rows: list[tuple[Any, ...]]) -> None:
    """Plain many-row insert: a projection of 60,000 rows should take a second, not ten."""
    if not rows:
        return
    columns = ", ".join(TABLES[name].columns)
    marks = ", ".join(["%s"] * len(TABLES[name].columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLES[name].name} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {TABLES[name].name} ({columns}) VALUES ({marks})", rows)


def settings_in_use() -> dict[str, Any]:
    """The readings the commune decided, the defaults elsewhere."""
    return settings_with(dict(Reading.objects.values_list("name", "value")))


def lines_of(plan: Plan | None) -> list[Line]:
    """The plan's measures as judging needs them; the built-in plan where none is adopted."""
    from mangnon.plan.document import builtin

    document = plan.document if plan else builtin()
    return [Line(m.code, m.unit, _targets(m)) for m in document.measures]


def _targets(measure: Any) -> Any:
    def target(year: int, area: str | None) -> Target | None:
        found = measure.target(year, area or "")
        return Target(found.operator, found.value) if found else None
    return target


def plan_in_use() -> Plan | None:
    return Plan.objects.order_by("from_on").last()


def ask(*, unit: str, year: int, as_of: dt.date, borders: dt.date | None) -> dict[str, Any]:
    """The answer of ``mangnon indicators``."""
    return answers.answer(ask_live, Question(unit, year, as_of, borders), lines_of(plan_in_use()), settings_in_use())


def ask_children(measure: str, *, unit: str, year: int, as_of: dt.date, borders: dt.date | None, by: Any,
                 ) -> dict[str, Any]:
    """The answer of ``mangnon indicators --children``: ids of the exchange format; the reading is audited."""
    found = answers.lists(ask_live, Question(unit, year, as_of, borders), measure, settings_in_use())
    with transaction.atomic():
        audit.record(by, "list", "indicators", measure, fields=[f"year={year}", f"unit={unit}"])
    return {name: _exchange_ids(measure, value) if isinstance(value, list) else value
            for name, value in found.items()}


def _exchange_ids(measure: str, ids: Iterable[str]) -> list[str]:
    from mangnon.places.models import Facility
    from mangnon.protection.models import Incident

    from .vocabulary import definitions

    model: Any = {"facility": Facility, "event": Incident}.get(definitions()[measure].count, Child)
    return sorted(model.objects.filter(pk__in=list(ids)).values_list("exchange_id", flat=True))
