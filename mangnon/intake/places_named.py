"""The schools and activities of the register that a list means by its words."""
from __future__ import annotations

import datetime as dt
import re
from functools import cached_property

from mangnon.core.names import fold
from mangnon.delivery.models import Activity
from mangnon.places.models import Facility, below
from mangnon.plan.in_use import plan_in_use

WORDS = (("thcs", "trung hoc co so"), ("th", "tieu hoc"), ("mn", "mam non"), ("mg", "mam non"),
         ("thpt", "trung hoc pho thong"), ("ptcs", "trung hoc co so"))
LEVELS = (("kindergarten", ("MG3", "MG4", "MG5")), ("primary", ("1", "2", "3", "4", "5")),
          ("lower_secondary", ("6", "7", "8", "9")))
"""Kinds of schools and the grades that they teach."""


def bare(name: str) -> str:
    """A school's name without the word for school, its level written out."""
    words = " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())
    for short, long in WORDS:
        words = re.sub(rf"\b{short}\b", long, words)
    return re.sub(r"^(truong )+", "", words)


class Places:
    """Asked once for a portion of a list. day: the list's."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    @cached_property
    def _schools(self) -> list[tuple[str, str, str]]:
        """(name, exchange id, kind): of the plan's commune where it has any, else all."""
        plan = plan_in_use()
        inside = below([plan.unit], self.day) if plan and plan.unit else set()
        found = Facility.objects.schools().values_list("exchange_id", "name", "kind", "unit")
        rows = [(bare(name), key, kind, unit in inside) for key, name, kind, unit in found]
        ours = [row[:3] for row in rows if row[3]]
        return ours or [row[:3] for row in rows]

    def school(self, typed: str, grade: str, sender: str) -> str:
        """The school's exchange id, "" for one outside the register.

        Without a name it is the sender where that is a school, else the only school of the register for the grade.
        """
        if typed:
            said = bare(typed)
            found = [key for name, key, _kind in self._schools if name == said]
            return found[0] if len(found) == 1 else ""
        if any(key == sender for _name, key, _kind in self._schools):
            return sender
        kind = next((kind for kind, grades in LEVELS if grade in grades), "")
        found = [key for _name, key, its in self._schools if its == kind]
        return found[0] if len(found) == 1 else ""

    @cached_property
    def _activities(self) -> dict[str, list[tuple[str, str, str]]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for key, day, kind, title in Activity.objects.values_list("exchange_id", "held_on", "kind", "title"):
            found.setdefault(day.isoformat(), []).append((key, kind, fold(title)))
        return found

    def activity(self, cells: dict[str, str]) -> str | None:
        """The activity of a day that is called so, else the only one of its kind that day whose name says nothing else.

        None where there is none.
        """
        on_day, said = self._activities.get(cells["held_on"], []), fold(cells["title"])
        named = [key for key, _kind, title in on_day if title and title == said]
        alike = [key for key, kind, title in on_day if (not cells["kind"] or kind == cells["kind"])
                 and (not said or not title or said in title or title in said)]
        return named[0] if len(named) == 1 else alike[0] if len(alike) == 1 else None
