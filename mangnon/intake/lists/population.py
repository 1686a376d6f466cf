"""Danh sách hộ, nhân khẩu: the police's households, adults among the children, the mother told by her place in it."""
from __future__ import annotations

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.headings import FieldWords
from mangnon.intake.lines import Line
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller, tidy
from mangnon.intake.workbook import as_text

HEADS = ("chu ho", "ch", "chu")


def mothers(lines: list[Line]) -> dict[int, str]:
    """The mother of each "con" of a household: the head's wife, or the head where she is a woman."""
    found: dict[int, str] = {}
    head = wife = ""
    for line in lines:
        relation, name = fold(as_text(line.first("relation"))), as_text(line.first("full_name"))
        if relation in HEADS:
            head, wife = (name if habits.sex(line.first("sex")) == "female" else ""), ""
        elif relation == "vo":
            wife = name
        elif relation in ("con", "con de", "con ruot", "con trai", "con gai") and (wife or head):
            found[line.number] = wife or head
    return found


def households(lines: list[Line]) -> dict[int, dict[str, str]]:
    """The household of each line: its number, which stands once at its first line, and its head."""
    found: dict[int, dict[str, str]] = {}
    number = head = ""
    for line in lines:
        own = as_text(line.first("household_id"))
        if fold(as_text(line.first("relation"))) in HEADS:
            number, head = own, tidy(as_text(line.first("full_name")))
        elif own and own != number:
            number, head = own, ""
        if number or head:
            found[line.number] = {"number": number, "head": head}
    return found


def tell(row: Teller) -> None:
    """How the child is registered to live there, where the column of her home says so."""
    heading = row.heading.fields.get("village", [])
    words = heading[0].words if heading else ""
    kind = "temporary" if "tam tru" in words else "permanent" if "thuong tru" in words else ""
    if kind and row.text("village"):
        row.fact("registrations", kind=kind, from_on=row.on.on.isoformat())


LIST = ListKind("population", "Danh sách hộ, nhân khẩu", (
    FieldWords("relation", ("quan he", "quan he voi chu ho", "qh")),
    FieldWords("household_id", ("so ho", "ma ho", "ho so"))), mothers, households=households, once=True,
    tell=tell, blank=(
        Box("Số hộ", "Số của hộ, ghi ở dòng chủ hộ.", "12", width=8),
        Box("Quan hệ với chủ hộ", "Mỗi hộ bắt đầu bằng chủ hộ.", "Con",
            choices=("Chủ hộ", "Vợ", "Chồng", "Con", "Cháu", "Khác"))))
