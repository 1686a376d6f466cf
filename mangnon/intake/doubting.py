"""What of a list a person is asked about before it is written: a likely slip of the finger is never ticked."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace

from mangnon.education.forms import OLDER, YOUNGER, usual_age
from mangnon.health.oddity import Taken, oddities
from mangnon.places.models import Facility
from mangnon.registry.models import Child

from .items import Item
from .places_named import LEVELS
from .rules.a_person import CENTURY
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
            return self._grade(values) or _odd_age(values, person)
        if one["table"] == "measurements":
            return self._measured(child, values, person)
        return ""

    def number(self, child: str, number: str) -> str:
        """A personal number that another child of the register bears."""
        if self._numbers.get(number, child) == child:
            return ""
        return f"Số định danh {number} đang là của em khác trong sổ. Hãy hỏi lại nơi gửi."

    def contradicted(self, number: str, person: dict[str, str]) -> str:
        """What a personal number says otherwise than the child's row: told, and written all the same (a warning)."""
        century, sex = CENTURY.get(number[3:4], (0, ""))
        said = []
        if century and person.get("born_on") and century + int(number[4:6]) != int(person["born_on"][:4]):
            said.append(f"năm sinh {century + int(number[4:6])}")
        if sex and person.get("sex") in ("male", "female") and sex != person["sex"]:
            said.append("giới tính nữ" if sex == "female" else "giới tính nam")
        words = " và ".join(said)
        return f"Số định danh {number} nói {words}. Hãy xem lại số hoặc năm sinh, giới tính." if said else ""

    def _grade(self, values: dict[str, str]) -> str:
        kind = self._kinds.get(values.get("facility_id", ""), "")
        if kind not in KIND_WORDS or values["grade"] in TAUGHT[kind]:
            return ""
        grade = f"mẫu giáo {values['grade'][2:]} tuổi" if values["grade"].startswith("MG") else values["grade"]
        return f"{KIND_WORDS[kind]} không dạy lớp {grade}. Hãy hỏi lại nơi gửi."

    def _measured(self, child: str, values: dict[str, str], person: dict[str, str]) -> str:
        if not person.get("born_on") or not values.get("measured_on"):
            return ""
        if values["measured_on"] < person["born_on"]:
            return "Ngày cân đo trước ngày sinh của em. Hãy hỏi lại nơi gửi."
        who = SimpleNamespace(sex=person.get("sex", ""), born_on=dt.date.fromisoformat(person["born_on"]),
                              born_precision=person.get("born_precision", "day"))
        # What only leaps from the last time is for the page of the child: a list of a whole thôn has many of those.
        odd = oddities(who, _taken(values), values.get("position", ""), None)
        return " ".join(one.words for one in odd)


def _odd_age(values: dict[str, str], person: dict[str, str]) -> str:
    """A grade far from the child's age, as the form of an enrolment asks about it."""
    if not person.get("born_on") or not values.get("school_year"):
        return ""
    first, usual = int(values["school_year"][:4]), usual_age(values["grade"])
    age = first - int(person["born_on"][:4])
    if usual - YOUNGER <= age <= usual + OLDER:
        return ""
    grade = f"mẫu giáo {values['grade'][2:]} tuổi" if values["grade"].startswith("MG") else f"lớp {values['grade']}"
    return f"Năm {first} em {age} tuổi; {grade} thường {usual} tuổi. Hãy hỏi lại nơi gửi."


def _taken(row: dict[str, str]) -> Taken:
    weight, height = row.get("weight_kg"), row.get("height_cm")
    return Taken(dt.date.fromisoformat(row["measured_on"]), Decimal(weight) if weight else None,
                 Decimal(height) if height else None)
