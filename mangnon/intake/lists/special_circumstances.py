"""Danh sách trẻ em có hoàn cảnh đặc biệt: a tick for each group of article 10 of the Law on Children 2016."""
from __future__ import annotations

import re

from mangnon.core.names import fold, nfc
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text
from mangnon.registry.exchange import SEALED_GROUPS

GROUPS = (
    ("a", r"mo coi ca cha (va|lan) me"),
    ("b", r"bo roi"),
    ("c", r"khong noi nuong tua"),
    ("d", r"khuyet tat"),
    ("dd", r"\bhiv\b|aids"),
    ("e", r"vi pham phap luat"),
    ("g", r"ma tuy"),
    ("h", r"bo hoc"),
    ("i", r"bao luc|ton hai nghiem trong"),
    ("k", r"boc lot"),
    ("l", r"xam hai tinh duc"),
    ("m", r"mua ban"),
    ("n", r"hiem ngheo|dieu tri dai ngay"),
    ("o", r"di cu|lanh nan|ti nan"),
)
"""Points of the law's article and the words that mean them; a point that is named beats the words."""
_POINTS = {"đ": "dd", "d": "d"}


def group_of(text: str) -> str:
    """The group that a heading or a cell names, or "". "Mồ côi cha" is no group: the law means both parents."""
    if found := re.search(r"điểm\s+([a-zđ])\b", nfc(text).lower()):
        return _POINTS.get(found[1], found[1] if found[1] in "abceghiklmno" else "")
    words = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    return next((code for code, pattern in GROUPS if re.search(pattern, words)), "")


def tell(row: Teller) -> None:
    """A circumstance from the list's day on for every tick, or for every group that a cell names."""
    found: set[str] = set()
    for column, value in row.cells("group"):
        if habits.ticked(value):
            named = {group_of(column.cells[-1]) or group_of(" ".join(column.cells))}
        else:
            named = {group_of(part) for part in re.split(r"[;,\n+]", as_text(value))}
        if "" in named:
            row.trouble(column.heading, f"“{as_text(value)}” không nêu rõ nhóm nào của Điều 10 nên chưa ghi.")
        found |= named - {""}
    for group in sorted(found):
        row.fact("circumstances", group=group, from_on=row.on.on.isoformat())
    if not found:
        row.trouble(row.heading_of("group"), "Không nhóm nào được đánh dấu.")


def filled(known: Known) -> Cells | None:
    """Her groups of today, without those that are read like protection cases: they leave in no list."""
    groups = sorted({row["group"] for row in known.open("circumstances")} - set(SEALED_GROUPS))
    points = {"dd": "đ"}
    return {"Nhóm hoàn cảnh": "; ".join(f"điểm {points.get(one, one)}" for one in groups)} if groups else None


LIST = ListKind("special_circumstances", "Danh sách trẻ em có hoàn cảnh đặc biệt", (
    FieldWords("group", ("diem [a-z]", "nhom", "hoan canh", "mo coi", "bo roi", "khuyet tat", "hiv", "ma tuy",
                         "bo hoc", "bao luc", "boc lot", "xam hai", "mua ban", "hiem ngheo", "di cu"),
               ("ghi chu", "tro giup")),
    FieldWords("note", ("ghi chu",))), close=True, tell=tell, filled=filled, blank=(
        Box("Nhóm hoàn cảnh", "Điểm của Điều 10 Luật Trẻ em; nhiều nhóm thì cách nhau bằng dấu chấm phẩy.", "điểm a",
            choices=tuple(f"điểm {point}" for point in "abcdđeghiklmno")),))
