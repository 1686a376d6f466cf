"""Danh sách tiêm chủng: an export with one column a dose."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("vaccination", "Danh sách tiêm chủng", (
    FieldWords("given_on", ("bcg", "lao", "viem gan b", "vgb", "dpt", "opv", "ipv", "bai liet", "soi", "rubella", "mr",
                            "vnnb", "viem nao", "rota", "hexa", "penta", "5 trong 1", "6 trong 1", "mui", "td")),))
