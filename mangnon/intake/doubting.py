"""What of a list a person is asked about before it is written: a likely slip of the finger is never ticked."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace

from mangnon.health.oddity import Taken, oddities
from mangnon.places.models import Facility
from mangnon.registry.models import Child

from .items import Item
from .places_named import LEVELS
from .standing import Standing

KIND_WORDS = {"kindergarten": "Trường mầm non", "primary": "Trường tiểu học",
              "lower_secondary": "Trường trung học cơ sở"}
"""A school that teaches several levels is not asked about."""
TAUGHT = dict(LEVELS)


class Doubts:
    """Asked once for a portion of a list."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """Exchange id of the child who bears a personal number."""
        rows = Child.objects.exclude(personal_id="").order_by("pk").values_list("personal_id", "exchange_id")
        return dict(rows.iterator(chunk_size=5000))

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(Facility.objects.schools().values_list("exchange_id", "kind"))

    def of(self, one: Item, child: str, person: dict[str, str]) -> str:
        """Why a person is asked about an item, or "". person: cells of the child."""
        values = one["values"]
        if one["table"] == "children" and values.get("personal_id"):
            return self.number(child, values["personal_id"])
        if one["table"] == "enrolments" and values.get("grade"):
            return self._grade(values)
        if one["table"] == "measurements":
            return self._measured(child, values, person)
        return ""

    def number(self, child: str, number: str) -> str:
        """A personal number that another child of the register bears."""
        if self._numbers.get(number, child) == child:
            return ""
        return f"Số định danh {number} đang là của em khác trong sổ. Hãy hỏi lại nơi gửi."

    def _grade(self, values: dict[str, str]) -> str:
        kind = self._kinds.get(values.get("facility_id", ""), "")
        if kind not in KIND_WORDS or values["grade"] in TAUGHT[kind]:
            return ""
        grade = f"mẫu giáo {values['grade'][2:]} tuổi" if values["grade"].startswith("MG") else values["grade"]
        return f"{KIND_WORDS[kind]} không dạy lớp {grade}. Hãy hỏi lại nơi gửi."

    def _measured(self, child: str, values: dict[str, str], person: dict[str, str]) -> str:
        if not person.get("born_on") or not values.get("measured_on"):
            return ""
        who = SimpleNamespace(sex=person.get("sex", ""), born_on=dt.date.fromisoformat(person["born_on"]),
                              born_precision=person.get("born_precision", "day"))
        # What only leaps from the last time is for the page of the child: a list of a whole thôn has many of those.
        odd = oddities(who, _taken(values), values.get("position", ""), None)
        return " ".join(one.words for one in odd)


def _taken(row: dict[str, str]) -> Taken:
    weight, height = row.get("weight_kg"), row.get("height_cm")
    return Taken(dt.date.fromisoformat(row["measured_on"]), Decimal(weight) if weight else None,
                 Decimal(height) if height else None)
