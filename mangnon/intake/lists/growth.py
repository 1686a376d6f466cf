"""Danh sách cân đo: weights and heights of the health station; the day often stands in the title."""
from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from mangnon.core.periods import completed_years, years_back
from mangnon.intake import list_day, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known, day, number
from mangnon.intake.heading_days import day_in
from mangnon.intake.headings import Column, FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.measures import BadNumber, centimetres, kilograms, weight_and_height
from mangnon.intake.told import Teller
from mangnon.intake.workbook import Value, as_text, shown

WEIGHED, STILL = 5, 6
"""Completed years below which a thôn's list has every child, and below which those weighed within a year."""
BOUNDS = {"weight_kg": (Decimal("0.5"), Decimal(150), "Cân nặng {} kg"),
          "height_cm": (Decimal(25), Decimal(220), "Chiều cao {} cm")}
"""What a child under 18 can weigh and measure at all; outside it the cell is a slip."""
_NO_OEDEMA = r"không(?: bị| có)? phù|bình thường|^bt$|^kp$"
_OEDEMA = r"^(?:có |bị )?phù(?! hợp)|dương tính"
_ROUND = re.compile(r"^(?:t|th|tháng|thang) ?(?:1[0-2]|0?[1-9])(?: 20\d\d)?$|^\d+ (?:tháng|thang|th)$|"
                    r"\b(?:đợt|dot|lần|lan|quý|qúy|quy|kỳ|ky) ?(?:\d|[ivx]+\b)|"
                    r"\b(?:đầu|cuối|dau|cuoi) (?:năm|kỳ|nam|ky)\b")
"""A month or a round without a day: "T1", "6 tháng", "Lần 2"."""
UNDATED = "?"
Cell = tuple[str, Column, Value]
_BEFORE = r"(?:lan|thang|ky|dot|nam|quy|tuan|hoc ky) (?:truoc|ngoai)"
_OTHERS = ("me", "bo(?! giay| dep| mu)", "cha", "thai", "thai ky", "trung binh", "tb", "bq", "binh quan", "ly tuong",
           "muc tieu", "can dat", "mong muon", "khuyen nghi", "tieu chuan", "nguoi lon")
"""Of the parents, of an unborn child, or of no child at all: what is usual, what is aimed at."""
NOT_TODAYS = ("khi sinh", "luc sinh", "so sinh", "sinh ra", "danh gia", "phan loai", "xep loai", "tinh trang",
              r"(?:can nang|chieu cao|chieu dai|cn|cc|cd) (?:theo )?tuoi", "theo tuoi", "thang tuoi",
              "sdd", "suy dinh duong", _BEFORE, "chuan", "kenh", "tang", "giam", *_OTHERS, "du kien",
              "vong", "canh tay", "muac", "bmi", "sd", r"z ?score", r"(?:cn|cc|cd) t")
_NOT_TODAYS_ABOVE = re.compile(r"\b(?:khi sinh|luc sinh|so sinh|danh gia|phan loai|xep loai|tinh trang|"
                               rf"{_BEFORE}|chuan|{'|'.join(_OTHERS)})\b")
_PAIR = re.compile(r"\b(?:cn|can nang) (?:theo )?(?:cc|cd|chieu cao|chieu dai)\b")
"""Both in one cell; beside a column of the weight it is what they amount to: "CN/CC"."""
"""Words of columns beside the measurement: the birth's, the last one's, what it amounts to."""


def tell(row: Teller) -> None:
    """Measurements, each on the day of its columns, of the row, or of the list; who was not weighed has none."""
    if not row.has_column("height_cm") and (both := weight_and_height(row.text("weight_kg"))) != ("", ""):
        row.line.values["weight_kg"], row.line.values["height_cm"] = [both[0]], [both[1]]
    groups = _by_occasion(row)
    if UNDATED in groups:
        row.trouble(row.heading_of("weight_kg") or row.heading_of("height_cm"), (
            "Các cột theo tháng hay theo đợt không ghi ngày cân đo nên chưa ghi được số đo. Hãy hỏi nơi gửi "
            "ngày cân đo từng đợt."))
        del groups[UNDATED]
    for when, cells in groups.items():
        values = _values(row, cells)
        if not values:
            continue
        if when:
            day = row.day_of(when, cells[0][1].heading)
        else:
            day = row.day("measured_on") if row.text("measured_on") else _day_of_the_list(row, cells[0][1].heading)
            values |= _how(row, values)
        if day:
            row.fact("measurements", measured_on=day, **values)


def _day_of_the_list(row: Teller, column: str) -> str:
    """The day that the line above a group names, else the list's; one that lies ahead is said and none."""
    day = list_day.of_line(row.line.group) or row.on.on
    if day > row.on.today:
        row.trouble(column, f"Ngày cân đo {day:%d/%m/%Y} còn ở phía trước nên không ghi. Hãy hỏi lại nơi gửi.")
        return ""
    return day.isoformat()


def _by_occasion(row: Teller) -> dict[str, list[Cell]]:
    """The filled cells of weights and heights by the day that their heading names; "" is the row's own day.

    Columns of one month or one round are of the row's day; of several, nobody says on which day each was.
    """
    found: dict[str, list[Cell]] = {}
    every = [column for name in BOUNDS for column in row.heading.fields.get(name, ())]
    single = len(row.heading.fields.get("weight_kg", ())) == 1
    several = len({_occasion(row, column) for column in every}) > 1
    for name in BOUNDS:
        for column, value in _cells(row, name):
            if _NOT_TODAYS_ABOVE.search(column.words) or (_PAIR.search(column.words) and not single):
                continue
            when = _occasion(row, column)
            if when.startswith(UNDATED):
                when = UNDATED if several else ""
            found.setdefault(when, []).append((name, column, value))
    return found


def _cells(row: Teller, name: str) -> list[tuple[Column, Value]]:
    """A field's filled cells; a height that was packed with the weight stands in the weight's column."""
    if row.has_column(name) or not as_text(row.line.first(name)):
        return list(row.cells(name))
    return [(row.heading.fields["weight_kg"][0], row.line.first(name))]


def _occasion(row: Teller, column: Column) -> str:
    """An ISO day, UNDATED with a month or round behind it, or ""."""
    if day := day_in(column, row.on):
        return day.isoformat()
    named = next((found[0] for cell in column.cells if (found := _ROUND.search(statements.bare(cell)))), "")
    return UNDATED + named if named else ""


def _values(row: Teller, cells: list[Cell]) -> dict[str, str]:
    """What was measured on one occasion; two cells that differ are a question."""
    found: dict[str, str] = {}
    for name in BOUNDS:
        own = [(column, text) for of, column, value in cells
               if of == name and (text := _number(row, name, value, column))]
        if len({text for _column, text in own}) > 1:
            row.trouble(row.heading_of(name), "Các cột ghi số đo khác nhau nên chưa ghi số đo này.")
        elif own:
            found[name] = own[0][1]
            if name == "height_cm" and (position := _position(own[0][0].heading)):
                found["position"] = position
    return found


def _position(text: str) -> str:
    """Lying or standing, where a heading or a cell says one of them: "Nằm", "Đ"; "Nằm/đứng" says neither."""
    words = statements.bare(text)
    lying = bool(statements.find(r"nằm|^n$", words))
    standing = bool(statements.find(r"đứng|^đ$", words))
    return "" if lying == standing else "lying" if lying else "standing"


def _number(row: Teller, name: str, value: Value, column: Column) -> str:
    least, most, words = BOUNDS[name]
    try:
        found = kilograms(value, column.heading) if name == "weight_kg" else centimetres(value)
    except BadNumber as bad:
        row.trouble(column.heading, str(bad))
        return ""
    if not least <= found <= most:
        row.trouble(column.heading, words.format(shown(value)) + " không thể có nên không ghi. Hãy cân đo lại.")
        return ""
    return format(found, "f")


def _how(row: Teller, values: dict[str, str]) -> dict[str, str]:
    """Lying or standing, and oedema: a tick or a word; an empty cell is not known."""
    found = {}
    if "position" not in values and (position := _position(row.text("position"))):
        found["position"] = position
    text = row.text("oedema")
    words = statements.bare(text)
    if not text or statements.is_unknown(text):
        return found
    if statements.is_no(text) or statements.find(_NO_OEDEMA, words):
        found["oedema"] = "false"
    elif statements.is_yes(text) or statements.find(_OEDEMA, words):
        found["oedema"] = "true"
    else:
        row.trouble(row.heading_of("oedema"), f"“{text}” không rõ em có phù hay không nên chưa ghi.")
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
    FieldWords("weight_kg", ("can nang", "so can", "kg", "trong luong", "cn", "^can$"), NOT_TODAYS),
    FieldWords("height_cm", ("chieu cao", "chieu dai", "cao cm", "chieu dai cao", "cm", "cc", "^cao$"),
               ("nang", "cn", *NOT_TODAYS)),
    FieldWords("position", ("nam dung", "tu the", "cach do")),
    FieldWords("measured_on", ("ngay can", "ngay do", "ngay can do")),
    FieldWords("oedema", ("phu",), ("phu huynh",))), tell=tell, filled=filled, blank=(
        Box("Ngày cân đo", "Ngày/tháng/năm cân đo em này.", "05/09/2026", form="day"),
        Box("Cân nặng (kg)", "Một số lẻ, như 9,4.", "9,4", form="number", least=0.5, most=150),
        Box("Chiều cao (cm)", "Một số lẻ, như 74,5.", "74,5", form="number", least=25, most=220),
        Box("Nằm/đứng", "Dưới 2 tuổi đo nằm, từ 2 tuổi đo đứng.", "Nằm", choices=("Nằm", "Đứng"), width=10),
        Box("Phù", "Chỉ ghi khi đã khám.", "Không", choices=("Có", "Không"), width=8)), by_columns=True)
