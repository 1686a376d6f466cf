"""Danh sách cân đo: weights and heights of the health station; the day often stands in the title."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mangnon.core.names import fold
from mangnon.core.periods import completed_years, years_back
from mangnon.intake import list_day
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known, day, number
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.measures import BadNumber, centimetres, kilograms, weight_and_height
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text, shown

WEIGHED, STILL = 5, 6
"""Completed years below which a thôn's list has every child, and below which those weighed within a year."""
BOUNDS = {"weight_kg": (Decimal("0.5"), Decimal(150), "Cân nặng {} kg"),
          "height_cm": (Decimal(25), Decimal(220), "Chiều cao {} cm")}
"""What a child under 18 can weigh and measure at all; outside it the cell is a slip."""


def tell(row: Teller) -> None:
    """A measurement on its own day or the list's; a child who was not weighed has none."""
    if not row.has_column("height_cm") and (both := weight_and_height(row.text("weight_kg"))) != ("", ""):
        row.line.values["weight_kg"], row.line.values["height_cm"] = [both[0]], [both[1]]
    values = {name: text for name in BOUNDS if (text := _number(row, name))}
    if not values:
        return
    day = row.day("measured_on") if row.text("measured_on") else (
        list_day.of_line(row.line.group) or row.on.on).isoformat()
    if day:
        row.fact("measurements", measured_on=day, **values, **_how(row))


def _number(row: Teller, name: str) -> str:
    value = row.line.first(name)
    if not as_text(value):
        return ""
    least, most, words = BOUNDS[name]
    try:
        found = kilograms(value, row.heading_of(name)) if name == "weight_kg" else centimetres(value)
    except BadNumber as bad:
        row.trouble(row.heading_of(name), str(bad))
        return ""
    if not least <= found <= most:
        row.trouble(row.heading_of(name), words.format(shown(value)) + " không thể có nên không ghi. Hãy cân đo lại.")
        return ""
    return format(found, "f")


def _how(row: Teller) -> dict[str, str]:
    """Lying or standing, and oedema: a tick or a word; an empty cell is not known."""
    found = {}
    position, oedema = fold(row.text("position")), row.text("oedema")
    if "nam" in position.split() or position == "n":
        found["position"] = "lying"
    elif "dung" in position.split() or position in ("d", "đ"):
        found["position"] = "standing"
    if oedema:
        found["oedema"] = "false" if fold(oedema).strip(" .") in ("khong", "k", "0", "-") else "true"
    return found


def filled(known: Known) -> Cells | None:
    """Her last measurement; empty cells for a child under five who has none: she is to be weighed.

    A school's list has besides these all its pupils who were ever weighed.
    """
    rows = sorted(known.rows("measurements"), key=lambda row: row["measured_on"])
    born = dt.date.fromisoformat(known.person["born_on"])
    young = born <= known.day and completed_years(born, known.day) < WEIGHED
    if not rows:
        return {} if young else None
    last = rows[-1]
    still = completed_years(born, known.day) < STILL and last["measured_on"] > years_back(known.day, 1).isoformat()
    if not (young or still or known.facility):
        return None
    return {"Ngày cân đo": day(last["measured_on"]), "Cân nặng (kg)": number(last["weight_kg"]),
            "Chiều cao (cm)": number(last["height_cm"]),
            "Nằm/đứng": {"lying": "Nằm", "standing": "Đứng"}.get(last["position"], ""),
            "Phù": {"true": "Có", "false": "Không"}.get(last["oedema"], "")}


LIST = ListKind("growth", "Danh sách cân đo", (
    FieldWords("weight_kg", ("can nang", "so can", "kg", "trong luong", "cn")),
    FieldWords("height_cm", ("chieu cao", "chieu dai", "cao cm", "chieu dai cao", "cm", "cc"), ("nang", "cn")),
    FieldWords("position", ("nam dung", "tu the", "cach do")),
    FieldWords("measured_on", ("ngay can", "ngay do", "ngay can do")),
    FieldWords("oedema", ("phu",), ("phu huynh",))), tell=tell, filled=filled, blank=(
        Box("Ngày cân đo", "Ngày/tháng/năm cân đo em này.", "05/09/2026", form="day"),
        Box("Cân nặng (kg)", "Một số lẻ, như 9,4.", "9,4", form="number", least=0.5, most=150),
        Box("Chiều cao (cm)", "Một số lẻ, như 74,5.", "74,5", form="number", least=25, most=220),
        Box("Nằm/đứng", "Dưới 2 tuổi đo nằm, từ 2 tuổi đo đứng.", "Nằm", choices=("Nằm", "Đứng"), width=10),
        Box("Phù", "Chỉ ghi khi đã khám.", "Không", choices=("Có", "Không"), width=8)), by_columns=True)
