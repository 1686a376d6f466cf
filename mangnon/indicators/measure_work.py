"""Work beside a line's list: who looks after each child, and for how many nobody was asked yet."""
from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mangnon.accounts.permissions import Permission
from mangnon.plan.document import Measure
from mangnon.registry.models import Child

from .answers import split
from .lists import Shown
from .reading_facts import FactBook
from .task_words import standing
from .too_late import no_work
from .vocabulary import definitions
from .work import parts_of


@dataclass(frozen=True)
class Work:
    """shown: whether this list is work at all.  left: how many of it nobody was asked to reach; may: whether this
    user gives work out.  of: (state mark, words) by child."""

    shown: bool = False
    left: int = 0
    may: bool = False
    of: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def work_of(measure: Measure, shown: Shown, book: FactBook, user: Any) -> Work:
    """The work of the list that is shown, of the running year; the lines of past years are closed."""
    if shown.chosen not in parts_of(measure):
        return Work()
    code = measure.code
    rows = split(definitions()[code], book.subjects(code, book.today.year))[shown.chosen]
    ids = {uuid.UUID(i) for i in rows}
    if shown.part:
        ids &= set(Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).filter(pk__in=ids).values_list(
            "pk", flat=True))
    of, given = standing(code, ids, book.today)
    return Work(True, len(ids - given - no_work(code, shown.chosen, ids, user)), user.can(Permission.TASKS_GIVE), of)
