"""Danh sách hộ, nhân khẩu: the police's households, adults among the children, the mother told by her place in it."""
from __future__ import annotations

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.headings import FieldWords
from mangnon.intake.lines import Line
from mangnon.intake.list_reading import ListKind
from mangnon.intake.workbook import as_text


def mothers(lines: list[Line]) -> dict[int, str]:
    """The mother of each "con" of a household: the head's wife, or the head where she is a woman."""
    found: dict[int, str] = {}
    head = wife = ""
    for line in lines:
        relation, name = fold(as_text(line.first("relation"))), as_text(line.first("full_name"))
        if relation in ("chu ho", "ch", "chu"):
            head, wife = (name if habits.sex(line.first("sex")) == "female" else ""), ""
        elif relation == "vo":
            wife = name
        elif relation in ("con", "con de", "con ruot", "con trai", "con gai") and (wife or head):
            found[line.number] = wife or head
    return found


LIST = ListKind("population", "Danh sách hộ, nhân khẩu", (
    FieldWords("relation", ("quan he", "quan he voi chu ho", "qh")),
    FieldWords("household_id", ("so ho", "ma ho", "ho so"))), mothers)
