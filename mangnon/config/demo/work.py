"""Work that the invented commune has given out: some to come, some late, one put off, one refused."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from mangnon.accounts.models import User
from mangnon.core import records
from mangnon.core.periods import birthday
from mangnon.indicators.answers import split, territory_of
from mangnon.indicators.live import ask_live, plan_in_use
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.vocabulary import definitions
from mangnon.registry import tasks
from mangnon.registry.models import Child, ChildTask, InsuranceCard, Residence

LINES = (("5b", "missing", "collaborator", "Trạm mời tiêm thứ năm tuần này"), ("14", "missing", "collaborator", ""),
         ("4a", "counted", "health_worker", ""))
MOST = 12
"""Children given out in one line."""


def give_work(day: dt.date) -> None:
    """Give them as the officer would: the missing of three lines, those of Thôn 3 first."""
    plan = plan_in_use()
    if plan is None or plan.unit_id is None:
        return
    row = territory_of(ask_live).units[str(plan.unit_id)]
    book = FactBook(plan, row, day)
    homes = Residence.objects.on(day).select_related("unit").order_by("from_on")
    given_on = day - dt.timedelta(days=24)
    # Nobody gives work with a child who is not born yet.
    unborn = set(Child.objects.filter(born_on__gt=given_on).values_list("pk", flat=True))
    third = {home.child_id for home in homes if home.unit.name == "Thôn 3"}
    officer: Any = User.objects.filter(assignments__role="child_officer").first() or "demo"
    for n, (code, part, role, note) in enumerate(LINES):
        ids = sorted(uuid.UUID(i) for i in split(definitions()[code], book.subjects(code, day.year))[part]
                     if uuid.UUID(i) not in unborn)
        chosen = sorted(ids, key=lambda pk: pk not in third)[:MOST]
        for late, group in ((True, chosen[::4]), (False, [pk for k, pk in enumerate(chosen) if k % 4])):
            due = day + dt.timedelta(days=-12 if late else 5 + 6 * n)
            tasks.give(code, dict.fromkeys(group, (part, role)), by=officer, due_on=due, on=given_on, note=note)
    _tell(day)
    _cards(day)


def _tell(day: dt.date) -> None:
    """One family was away, one said no."""
    found = list(ChildTask.objects.open().filter(measure="5b", due_on__gte=day).order_by("child__name_sort", "pk")[:2])
    if found:
        tasks.put_off(found[0], by="demo", until=day + dt.timedelta(days=9), why="away")
    if len(found) > 1:
        tasks.answer(found[1], by="demo", result="refused", on=day - dt.timedelta(days=2))


def _cards(day: dt.date) -> None:
    """Cards of the youngest: most have one until the September after their sixth birthday, one in nine has none yet."""
    young = Child.objects.resident_on(day).filter(born_on__gt=day - dt.timedelta(days=700), born_precision="day")
    for n, child in enumerate(young.in_name_order()):
        held = child.born_on + dt.timedelta(days=25)
        if n % 9 and held <= day:
            end = dt.date(birthday(child.born_on, 6).year, 9, 30)
            records.create(InsuranceCard, by="demo", child=child, from_on=held, to_on=end)
