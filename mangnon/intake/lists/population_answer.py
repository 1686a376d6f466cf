"""Trả lời đối chiếu dân cư: our own rows come back with what the population database holds; nothing is overwritten."""
from __future__ import annotations

import re

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.describing import personal_number
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller, tidy
from mangnon.intake.workbook import as_text

NOT_FOUND = re.compile(r"khong (tim )?thay|khong co|khong ton tai")


def tell(row: Teller) -> None:
    """What the other side says of the person takes the place of what we sent; a cell left empty says nothing."""
    sent = {"full_name", "born_on", "born_precision", "sex", "mother_name", "personal_id", "father_name", "ethnicity"}
    row.told.person = {name: cell for name, cell in row.told.person.items() if name not in sent}
    row.told.village, row.told.reference = "", row.text("reference")
    row.told.troubles.clear()
    if NOT_FOUND.search(fold(row.text("result"))):
        row.trouble(row.heading_of("result"), (
            "Nơi trả lời không tìm thấy em. Hãy kiểm tra lại họ tên, ngày sinh với gia đình."))
        return
    said = {"full_name": tidy(row.text("name_right")), "mother_name": tidy(row.text("mother_right")),
            "father_name": tidy(row.text("father_right")), "sex": habits.sex(row.line.first("sex_right"))}
    row.told.person |= {name: cell for name, cell in said.items() if cell}
    number = row.text("number_right")
    if number and (found := personal_number(number)):
        row.told.person["personal_id"] = found
    elif number:
        row.trouble(row.heading_of("number_right"), f"“{number}” không phải số định danh 12 chữ số nên không ghi.")
    _born(row)
    if row.text("registered") and (day := row.day("registered")):
        row.told.person["birth_registered_on"] = day


def _born(row: Teller) -> None:
    value = row.line.first("born_right")
    if not as_text(value):
        return
    try:
        born = habits.birth(value, row.on.today)
    except habits.BadDate as bad:
        row.trouble(row.heading_of("born_right"), str(bad))
        return
    if born.year:
        row.told.person["born_on"] = f"{born.year}-{born.month or 1:02}-{born.day or 1:02}"
        row.told.person["born_precision"] = "day" if born.day else "month" if born.month else "year"


LIST = ListKind("population_answer", "Trả lời đối chiếu dân cư", (
    FieldWords("reference", ("ma tham chieu",), (), 3),
    FieldWords("result", ("ket qua",), (), 1),
    FieldWords("name_right", ("ho va ten dung", "ho ten dung"), (), 4),
    FieldWords("born_right", ("ngay sinh dung",), (), 4),
    FieldWords("sex_right", ("gioi tinh dung",), (), 4),
    FieldWords("mother_right", ("ho ten me dung",), (), 4),
    FieldWords("father_right", ("ho ten cha dung",), (), 4),
    FieldWords("number_right", ("so dinh danh dung",), (), 4),
    FieldWords("registered", ("ngay dang ky khai sinh",), (), 4)), tell=tell, subject="answer")
