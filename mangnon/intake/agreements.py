"""How two descriptions agree, as a person reads it: field by field, a mark and words."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from .comparing import Agreement

MARKS = {Agreement.EQUAL: "dat", Agreement.MISSING: "chuaro", Agreement.DIFFERENT: "khac"}
"""How an agreement is drawn; all between is close, and said in words."""
UNSURE, SURE = 0.5, 0.98
"""Scores below which two are little and somewhat alike; above the second the evidence is enough (SURE_BITS)."""
ROWS = (("full_name", ("given", "family", "middle")), ("born_on", ("birth",)), ("sex", ("sex",)),
        ("mother_name", ("mother",)), ("village", ("village",)), ("personal_id", ("number",)))


def told(how: Mapping[str, Agreement], parts: Iterable[str]) -> tuple[str, str]:
    """(mark, words) of a field whose parts were compared."""
    found = worst([how[part] for part in parts])
    return MARKS.get(found, "khac"), in_words(found)


def likeness(score: float, how: Mapping[str, Agreement] | Iterable[tuple[str, Agreement]]) -> str:
    """How alike two descriptions are, in words that what differs beside them never contradicts.

    A number would: sixty bits of evidence are "1,00" also where one word of a name differs.
    """
    found = set(dict(how).values())
    if score < UNSURE:
        return _("ít giống")
    if score < SURE:
        return _("hơi giống")
    if found & {Agreement.DIFFERENT, Agreement.NEAR, Agreement.SWAPPED}:
        return _("khá giống")
    return _("rất giống") if found & {Agreement.SLIP, Agreement.PART} else _("giống hệt")


def worst(parts: list[Agreement]) -> Agreement:
    order = (Agreement.DIFFERENT, Agreement.NEAR, Agreement.SWAPPED, Agreement.SLIP, Agreement.PART,
             Agreement.UNMARKED, Agreement.MISSING, Agreement.EQUAL)
    found = set(parts) - {Agreement.MISSING} or {Agreement.MISSING}
    return next(part for part in order if part in found)


def in_words(how: Agreement) -> str:
    return {
        Agreement.EQUAL: _("giống"), Agreement.MISSING: _("một bên không ghi"), Agreement.DIFFERENT: _("khác"),
        Agreement.NEAR: _("lệch một chữ"), Agreement.SLIP: _("lệch một chữ, có thể gõ nhầm"),
        Agreement.UNMARKED: _("giống, một bên không có dấu"), Agreement.PART: _("một bên ghi ít hơn"),
        Agreement.SWAPPED: _("đảo ngày và tháng")}[how]
