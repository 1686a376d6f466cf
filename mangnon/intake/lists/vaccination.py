"""Danh sách tiêm chủng: an export with one column a dose."""
from __future__ import annotations

import re
from functools import lru_cache

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known, day
from mangnon.intake.heading_words import FieldWords, any_of
from mangnon.intake.headings import Column, plain
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

VACCINES = (
    ("HEXA", r"6 trong 1|6 ?in|hexa|infanrix"),
    ("PENTA", r"5 trong 1|5 ?in|penta|dpt vgb hib|quinvaxem|combe|bh hg uv vgb hib|\bsii\b"),
    ("HEPB0", r"viem gan b|\bvgb|vgbss"),
    ("BCG", r"bcg|\blao\b"),
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
_OTHER = re.compile(r"\bdpt vgb\b(?! hib)|(?:viem gan b|\bvgb)(?: mui| m)? ?[2-9]\b(?!h)")
"""What the register has no code for: DPT with hepatitis B alone, hepatitis B after birth."""
_MOTHERS = re.compile(r"\bme\b|\bba me\b|\bthai phu\b")
_NO_DOSE = ("so lo", "lo", "lo vac xin", "han", "han dung", "hsd", "phan ung", "tai bien", "can bo", "nguoi tiem",
            "noi tiem", "co so tiem", "dia diem", "ly do", "chong chi dinh", "mac", "ghi chu", "xet nghiem")
_PLANNED = ("hen", "du kien", r"lich(?! su)", "ke hoach", "tiep theo", "lan sau", "sap tiem", "can tiem", "chua tiem",
            "den han", "hoan tiem", "tam hoan", "dang ky")
"""Words of columns beside the doses, and of days that lie ahead; above a column's own words they hold as well."""
_DONE = ("da tiem", "ket qua")
_ONLY_A_DOSE = re.compile(r"^(?:ngay )?(?:tiem )?(?:mui|lan) \d$")


@lru_cache(maxsize=4000)
def vaccine_named(text: str) -> str:
    """The vaccine that words name, or ""."""
    if _OTHER.search(plain(text)):
        return ""
    words = _no_number(text)
    return next((code for code, pattern in VACCINES if re.search(pattern, words)), "")


def vaccine_of(column: Column) -> str:
    """The vaccine that a column is of, or ""."""
    return vaccine_named(" ".join(column.cells))


def tell(row: Teller) -> None:
    """A dose for every day that stands in a dose's column; a tick without a day is no dose yet.

    Or a row a dose, with columns of the vaccine and the day; or one session whose vaccine stands in the title.
    """
    if row.text("vaccine"):
        _one(row, "vaccine", row.text("vaccine"))
    elif row.text("injected_on") and not row.has_column("given_on"):
        _one(row, "injected_on", row.on.title)
    for column, value in row.cells("given_on"):
        if _beside(column) or statements.is_no(as_text(value)):
            if any_of(("lich",), plain(" ".join(column.cells[:-1]))) and not statements.is_no(as_text(value)):
                row.trouble(column.heading, "“Lịch” không rõ là ngày hẹn hay ngày đã tiêm nên chưa ghi mũi này.")
            continue
        vaccine = vaccine_of(column)
        if not vaccine and _ONLY_A_DOSE.search(column.words):
            vaccine = vaccine_named(row.on.title)
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


def _beside(column: Column) -> bool:
    """Whether a column is not of doses that the child was given: a plan, a lot, a reaction, the mother's."""
    return bool(_MOTHERS.search(column.words)) or any_of((*_NO_DOSE, *_PLANNED), column.words)


def _one(row: Teller, field: str, words: str) -> None:
    """The one dose that a row is of. words: where its vaccine is named."""
    text = row.text("injected_on")
    own = row.heading.fields["injected_on"][0].words if row.has_column("injected_on") else ""
    if any_of(_PLANNED, own) or (any_of(_PLANNED, plain(row.on.title)) and not any_of(_DONE, own)):
        row.trouble(row.heading_of(field), "Danh sách nói về mũi tiêm dự kiến hay hẹn tiêm nên chưa ghi mũi này.")
        return
    if not row.has_column("injected_on"):
        row.trouble(row.heading_of(field), "Danh sách không ghi đã tiêm hay ngày tiêm nên chưa ghi mũi này.")
    if not text or statements.is_no(text):
        return
    named = {code for part in re.split(r"[,;+&]|\b(?:và|VÀ|va)\b", words) if (code := vaccine_named(part))}
    vaccine = vaccine_named(words)
    if not vaccine or len(named) > 1:
        row.trouble(row.heading_of(field), "Không rõ đã tiêm vắc xin nào nên chưa ghi mũi này.")
    elif day := _day(row, text):
        row.fact("doses", vaccine=vaccine, given_on=day)


def _day(row: Teller, text: str) -> str:
    """The day of a row's dose: its own, or for a tick the session's, where the list says one."""
    done = statements.is_yes(text) or statements.find("đã tiêm|xong", statements.bare(text))
    if not done or re.search(r"\d{1,2}\D\d", text):
        return row.day("injected_on")
    if habits.date_in(row.on.title) or row.on.on != row.on.today:
        return row.on.on.isoformat()
    row.trouble(row.heading_of("injected_on"), (
        "Danh sách không ghi ngày tiêm nên chưa ghi mũi này. Hãy hỏi trạm y tế ngày tiêm."))
    return ""


def _several(row: Teller, column: Column, text: str) -> bool:
    """Doses that one cell names with their days, "BCG 5/2/2024; OPV1 5/4/2024"; whether it names any."""
    named = [(vaccine, part) for part in re.split(r"[;\n,]", text) if (vaccine := vaccine_named(part))]
    for vaccine, part in named:
        days = re.findall(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2}", part)
        if not days:
            row.trouble(column.heading, f"“{part.strip()}” không ghi ngày tiêm nên chưa ghi mũi này.")
        for found in days:
            if on := row.day_of(found, column.heading):
                row.fact("doses", vaccine=vaccine, given_on=on)
    return bool(named)


def _no_number(text: str) -> str:
    """The words of a dose without the number behind them: OPV1 is OPV, 5 trong 1 stays, 5in1 is 5in."""
    return re.sub(r"(?<=[a-z])\d+\b", " ", plain(text))


DOSES = ("Lao (BCG)", "Viêm gan B sơ sinh", "DPT-VGB-Hib mũi 1", "DPT-VGB-Hib mũi 2", "DPT-VGB-Hib mũi 3", "OPV 1",
         "OPV 2", "OPV 3", "IPV 1", "IPV 2", "Sởi", "Sởi - Rubella (MR)", "VNNB 1", "VNNB 2", "VNNB 3")


def filled(known: Known) -> Cells | None:
    """Her doses, the first of a vaccine in its first column; what the list has no column for stays in the register."""
    rows = sorted(known.rows("doses"), key=lambda row: row["given_on"])
    left = {code: [day(row["given_on"]) for row in rows if row["vaccine"] == code] for code, _words in VACCINES}
    found: Cells = {}
    for heading in DOSES:
        days = left[next(code for code, pattern in VACCINES if re.search(pattern, _no_number(heading)))]
        if days:
            found[heading] = days.pop(0)
    return found or None


LIST = ListKind("vaccination", "Danh sách tiêm chủng", (
    FieldWords("given_on", (
        "bcg", "lao", "viem gan b", r"vgb\w*", r"dpt\d?", r"opv\d?", r"ipv\d?", "bai liet", "soi", "rubella",
        r"mr\d?", r"vnnb\d?", "viem nao", r"rota\w*", "hexa", "penta", "5 trong 1", "6 trong 1", "5 ?in ?1", "6 ?in ?1",
        r"sii\d?", r"hib\d?", "quinvaxem", "mui", r"td\d?", "uon van"),
        ("mui thu", "so mui", *_NO_DOSE, *_PLANNED),
        weight=2),
    FieldWords("vaccine", ("ten vac xin", "loai vac xin", "vac xin", "ten vacxin", "vacxin", "vaccine"),
               ("ngay", "lo", "so", "han", "ghi chu")),
    FieldWords("injected_on", ("ngay tiem", "ngay tiem chung", "tiem ngay", "da tiem", "ket qua tiem"),
               ("chua", *_NO_DOSE, *_PLANNED))),
    tell=tell, filled=filled, blank=tuple(
        Box(dose, "Ngày tiêm; chưa tiêm thì để trống.", "", form="day", width=12) for dose in DOSES), by_columns=True)
