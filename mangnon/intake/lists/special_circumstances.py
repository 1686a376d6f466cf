"""Danh sách trẻ em có hoàn cảnh đặc biệt: a tick for each group of article 10 of the Law on Children 2016."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("special_circumstances", "Danh sách trẻ em có hoàn cảnh đặc biệt", (
    FieldWords("group", ("diem [a-z]", "nhom", "hoan canh", "mo coi", "bo roi", "khuyet tat", "hiv", "ma tuy",
                         "bo hoc", "bao luc", "boc lot", "xam hai", "mua ban", "hiem ngheo", "di cu"),
               ("ghi chu", "tro giup")),
    FieldWords("note", ("ghi chu",))))
