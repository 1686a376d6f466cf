"""Danh sách cân đo: weights and heights of the health station; the day often stands in the title."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("growth", "Danh sách cân đo", (
    FieldWords("weight_kg", ("can nang", "so can", "kg", "trong luong")),
    FieldWords("height_cm", ("chieu cao", "chieu dai", "cao cm", "chieu dai cao", "cm"), ("nang",)),
    FieldWords("position", ("nam dung", "tu the", "cach do")),
    FieldWords("measured_on", ("ngay can", "ngay do", "ngay can do")),
    FieldWords("oedema", ("phu",), ("phu huynh",))))
