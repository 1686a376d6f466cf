"""What rolls of schools and kindergartens have in common: one enrolment a child. Pure."""
from __future__ import annotations

import re

from .told import Teller

OPENS = "-09-05"
"""The day a school year opens (5 September), where the roll does not say since when a child is there."""


def enrol(row: Teller, grade: str, class_name: str) -> None:
    """The child learns at the place of the list in its school year. grade: a code of the exchange format.

    Without a school or a school year nothing is told here: the whole list is asked for it, once.
    """
    if row.on.facility and row.on.school_year:
        row.fact("enrolments", facility_id=row.on.facility, school_year=row.on.school_year, grade=grade,
                 **{"class": class_name}, entered_on=row.on.school_year[:4] + OPENS, outcome="studying")


def class_name(text: str) -> str:
    """A class as a register names it: "LỚP MẪU GIÁO 5 TUỔI" is "Mẫu giáo 5 tuổi", "Lớp 6A" is "6A"."""
    bare = re.sub(r"^\s*lớp\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    return bare.capitalize() if len(bare) > 4 and bare == bare.upper() else bare
