"""Danh sách tiêm chủng: an export with one column a dose."""
from __future__ import annotations

import re

from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known, day
from mangnon.intake.headings import Column, FieldWords, plain
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

VACCINES = (
    ("HEXA", r"6 trong 1|hexa|infanrix"),
    ("PENTA", r"5 trong 1|penta|dpt vgb hib|quinvaxem|combe|bh hg uv vgb hib"),
    ("HEPB0", r"viem gan b|vgb|vgbss"),
    ("BCG", r"bcg|lao"),
    ("MR", r"soi rubella|\bmr\b|rubella"),
    ("MEASLES", r"\bsoi\b"),
    ("IPV", r"\bipv\b|bai liet tiem|tiem bai liet"),
    ("OPV", r"\bopv\b|bai liet"),
    ("ROTA", r"rota"),
    ("JE", r"vnnb|viem nao"),
    ("TD", r"\btd\b|uon van bach hau giam lieu"),
    ("DPT", r"\bdpt\b|bach hau ho ga uon van"),
)
"""Codes of the exchange format and the headings that mean them; the first that fits holds."""


def vaccine_of(column: Column) -> str:
    """The vaccine that a column is of, or ""."""
    return next((code for code, pattern in VACCINES if re.search(pattern, column.words)), "")


def tell(row: Teller) -> None:
    """A dose for every day that stands in a dose's column; a tick without a day is no dose yet."""
    for column, value in row.cells("given_on"):
        vaccine = vaccine_of(column)
        if not vaccine and _several(row, column, as_text(value)):
            continue
        if not vaccine:
            row.trouble(column.heading, f"Không rõ “{column.heading}” là vắc xin nào nên không ghi.")
            continue
        if habits.ticked(value):
            row.trouble(column.heading, "Có đánh dấu đã tiêm nhưng không ghi ngày nên chưa ghi mũi này. "
                                        "Hãy hỏi trạm y tế ngày tiêm.")
            continue
        parts = re.split(r"[;\n]|,\s", value) if isinstance(value, str) else [value]
        for part in parts:
            if as_text(part) and (day := row.day_of(part, column.heading)):
                row.fact("doses", vaccine=vaccine, given_on=day)


def _several(row: Teller, column: Column, text: str) -> bool:
    """Doses that one cell names with their days, "BCG 5/2/2024; OPV1 5/4/2024"; whether it names any."""
    named = [(vaccine, part) for part in re.split(r"[;\n,]", text)
             if (vaccine := next((code for code, pattern in VACCINES if re.search(pattern, _no_number(part))), ""))]
    for vaccine, part in named:
        days = re.findall(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2}", part)
        if not days:
            row.trouble(column.heading, f"“{part.strip()}” không ghi ngày tiêm nên chưa ghi mũi này.")
        for found in days:
            if on := row.day_of(found, column.heading):
                row.fact("doses", vaccine=vaccine, given_on=on)
    return bool(named)


def _no_number(text: str) -> str:
    """The words of a dose without the number behind them: OPV1 is OPV, 5 trong 1 stays."""
    return re.sub(r"(?<=[a-z])\d+\b", " ", plain(text))


DOSES = ("Lao (BCG)", "Viêm gan B sơ sinh", "DPT-VGB-Hib mũi 1", "DPT-VGB-Hib mũi 2", "DPT-VGB-Hib mũi 3", "OPV 1",
         "OPV 2", "OPV 3", "IPV 1", "IPV 2", "Sởi", "Sởi - Rubella (MR)", "VNNB 1", "VNNB 2", "VNNB 3")


def filled(known: Known) -> Cells | None:
    """Her doses, the first of a vaccine in its first column; what the list has no column for stays in the register."""
    rows = sorted(known.rows("doses"), key=lambda row: row["given_on"])
    left = {code: [day(row["given_on"]) for row in rows if row["vaccine"] == code] for code, _words in VACCINES}
    found: Cells = {}
    for heading in DOSES:
        days = left[next(code for code, pattern in VACCINES if re.search(pattern, plain(heading)))]
        if days:
            found[heading] = days.pop(0)
    return found or None


LIST = ListKind("vaccination", "Danh sách tiêm chủng", (
    FieldWords("given_on", ("bcg", "lao", "viem gan b", "vgb", "dpt", "opv", "ipv", "bai liet", "soi", "rubella", "mr",
                            "vnnb", "viem nao", "rota", "hexa", "penta", "5 trong 1", "6 trong 1", "mui", "td")),),
    tell=tell, filled=filled, blank=tuple(
        Box(dose, "Ngày tiêm; chưa tiêm thì để trống.", "", form="day", width=12) for dose in DOSES), by_columns=True)
