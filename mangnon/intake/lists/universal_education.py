"""Phổ cập giáo dục: the commune's sheets by age; who learns where, who left school, who finished, who is disabled."""
from __future__ import annotations

import re

from mangnon.core import periods
from mangnon.core.names import fold
from mangnon.intake import statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.rolls import NOT_THIS_YEARS, OPENS, class_name, classes
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

SCHOOL_YEAR_OPENS = 9
"""Month from which on a day belongs to the school year that begins then."""
_CLASS = re.compile(r"(?<![\d./,-])(1[0-2]|[1-9])(?![\d./,])\s*([A-Za-zĐđ]\d?\b)?")
_AGES = {"3": "MG3", "4": "MG4", "5": "MG5"}


def grade_of(text: str) -> tuple[str, str]:
    """(grade, class) that a cell names: "5A - TH Hoằng Trung" is 5 and 5A, "MG 5 tuổi" is MG5; ("", "") else."""
    words = fold(text)
    if found := re.search(r"(?:mg|mau giao|mam non|lop)\s*([345])\s*(?:tuoi|t)\b|\bmg\s*([345])\b", words):
        return _AGES[found[1] or found[2]], ""
    found = _CLASS.search(re.sub(r"\d+\s*tuổi", " ", text))
    return (found[1], class_name(found[0].strip().upper())) if found else ("", "")


def school_in(text: str) -> str:
    """The school that a cell names beside the class: what begins with a word for a school; "" where none does."""
    found = re.search(r"\b(?:trường|TH|THCS|THPT|MN|tiểu học|trung học|mầm non|PTCS|TT GDTX|GDTX)\b.*", text,
                      re.IGNORECASE)
    return found[0].strip(" .-–,") if found else ""


def tell(row: Teller) -> None:
    year = row.on.school_year or _year_of(row)
    _learning(row, year)
    for column, value in row.cells("dropped"):
        if not statements.is_no(as_text(value)):
            row.trouble(column.heading, f"Em đã bỏ học (“{as_text(value)}”). Danh sách không ghi đủ trường và ngày "
                        "nghỉ: hãy ghi ở mục trường học trên trang của em.")
    for column, value in row.cells("disabled"):
        if statements.is_unknown(as_text(value)) or statements.find("nghi|nghi ngờ", statements.bare(as_text(value))):
            row.trouble(column.heading, f"“{as_text(value)}” không rõ em có khuyết tật hay không nên chưa ghi.")
        elif not statements.is_no(as_text(value)):
            row.fact("disabilities", from_on=row.on.on.isoformat())
            return


def _year_of(row: Teller) -> str:
    return periods.school_year(row.on.on.year - (row.on.on.month < SCHOOL_YEAR_OPENS))


def _learning(row: Teller, year: str) -> None:
    """The enrolment of this school year, where the sheet says in which class the child is."""
    texts = [text for text in classes(row, year) if not statements.is_no(text)]
    if not texts:
        return
    found = [named for text in texts if (named := grade_of(text))[0]]
    if not found:
        row.trouble(row.heading_of("class"), f"“{texts[0]}” không rõ là lớp mấy nên chưa ghi năm học của em.")
    elif len({grade for grade, _name in found}) > 1:
        row.trouble(row.heading_of("class"), "Dòng này ghi hơn một lớp nên chưa ghi năm học của em.")
    else:
        school = row.text("school") or next(filter(None, map(school_in, texts)), "")
        row.fact("enrolments", school=school, school_year=year, grade=found[0][0], **{"class": found[0][1]},
                 entered_on=year[:4] + OPENS, outcome="studying")


def filled(known: Known) -> Cells | None:
    """Where she learns, and whether she has a disability."""
    row = known.enrolment()
    learns = {"Lớp đang học": f"MG {row['grade'][2]} tuổi" if row["grade"].startswith("MG") else row["class"],
              "Trường": known.names.get(row["facility_id"], "")} if row else {}
    return {**learns, "Khuyết tật": "x" if known.open("disabilities") else ""}


LIST = ListKind("universal_education", "Phổ cập giáo dục, xóa mù chữ", (
    FieldWords("class", ("dang hoc lop", "lop dang hoc", "dang hoc", "hoc lop", "lop", "lop hoc", "khoi lop",
                         r"^(?:0?[1-9]|1[0-2])$", r"^(?:nam (?:hoc )?)?20\d\d 20\d\d$"),
               ("bo hoc", "tot nghiep", "hoan thanh", "truong", "xong", *NOT_THIS_YEARS)),
    FieldWords("school", ("truong", "ten truong", "noi hoc", "hoc tai", "truong dang hoc"), ("lop", "nha truong")),
    FieldWords("dropped", ("bo hoc", "nghi hoc", "thoi hoc")),
    FieldWords("finished", ("tot nghiep", "hoan thanh", "tn thcs", "htct", "da xong")),
    FieldWords("disabled", ("khuyet tat", "kt"))), once=True, yearly=True, tell=tell, filled=filled, blank=(
        Box("Lớp đang học", "Lớp trong năm học này, như 5A; mẫu giáo ghi MG 5 tuổi.", "5A", width=12),
        Box("Trường", "Tên trường; học ngoài xã cũng ghi.", "TH Hoằng Trung", width=24),
        Box("Bỏ học", "Lớp và năm bỏ học, nếu có.", ""),
        Box("Khuyết tật", "Đánh dấu x nếu em có giấy xác nhận.", "", choices=("x",), width=10)))
