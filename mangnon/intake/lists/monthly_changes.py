"""Biến động trẻ em trong tháng: born, died, moved in, moved out; one column of words, or a column for each."""
from __future__ import annotations

import datetime as dt
import re

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.headings import Column, FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.lists.births_deaths import cause_of
from mangnon.intake.told import Teller
from mangnon.intake.workbook import Value, as_text

_OTHER_PLACE = r"(?:xã|huyện|tỉnh|nơi|thành phố|địa phương) khác"
CHANGES = (
    ("came", r"chuyển từ .+ (?:về|đến)|đi (?:làm ăn|làm|ở|học|sống)(?: ăn)? xa (?:mới |trở )?về"),
    ("left", rf"chuyển(?: hộ)?(?: khẩu)?(?: nhà)? (?:đi|khỏi|ra)|đi khỏi|rời (?:xã|thôn|khỏi|địa phương)|"
             rf"đi {_OTHER_PLACE}|đi .*{_OTHER_PLACE}|giảm do chuyển|^(?:giảm )?đi$"),
    ("came", r"chuyển(?: hộ)?(?: khẩu)? (?:đến|về|vào)|mới (?:đến|về)|nhập(?: hộ)? khẩu|tăng do chuyển|đến ở|"
             r"^(?:tăng )?đến$"),
    ("died", r"chết(?! hụt| lưu)|tử vong|khai tử|qua đời"),
    ("died", r"^(?:(?:đã|bị|mới|ngày|trẻ|trẻ em|em|cháu|bé|con|giảm|do|số) )*"
             r"mất(?: (?:do|vì|ngày|lúc|tại|ở|hôm|năm|tháng|sau|khi|trước|đột ngột)(?: .*)?)?$"),
    ("born", r"mới sinh|sinh mới|sinh ra|^(?:trẻ |em |mới )*(?:sơ sinh|khai sinh)$|^(?:tăng )?(?:do )?"
             r"(?:trẻ |em )?sinh(?: (?:ngày|tháng|năm|tại|ở)(?: .*)?)?$"))
"""What happened and the words that mean it; the narrowest first."""
_TOWARDS = r"chuyển(?: hộ)?(?: khẩu)? (?:đến|về|vào)"
_HERE = (r"^(?:từ|ở với|ở cùng|với|cùng|theo|do|vì|ngày|tháng|năm|trong|sau|khi|thôn|xóm|địa bàn|tạm trú|thường trú|"
         r"sống|sinh sống|đây|lại)")
"""What may stand behind "chuyển đến" where it means here: "Chuyển đến Hà Nội" is as likely from here."""
_INSIDE = (r"(?:thôn|xóm|bản|tổ|khu phố) khác(?! xã)|(?:trong|cùng|nội) (?:xã|thôn|xóm|bản|địa bàn xã)|"
           r"(?:sang|qua) (?:thôn|xóm|bản|tổ|khu)|từ (?:thôn|xóm|bản|tổ) .+ (?:đến|về|sang|ra) (?:thôn|xóm|bản|tổ)|"
           r"tách hộ|tách khẩu")
_FOR_A_TIME = (r"tạm (?:thời|vắng)|\d+ (?:ngày|tuần|tháng|năm)(?! (?:\d|tuổi))|nghỉ hè|"
               r"(?:một|hai|ba|vài|mấy) (?:ngày|tuần|tháng|năm)")
_BACK = r"(?:quay|trở|đã|lại|chuyển) (?:về|lại)|về lại"
_ANY_DAY = ("ngay", "ngay thang", "ngay thang nam")
_MOVES = ("left", "came")
_COMPANY = r"theo|cùng|với"
"""A relative behind one of these moves with the child."""


def change_of(text: str) -> str:
    """died, left, came, born, or "" where the words name none of the child, or more than one.

    "Mẹ mất, chuyển về ở với bà": it was the mother who died, and the child came.
    """
    found: set[str] = set()
    carried = False
    for clause in statements.clauses(text):
        code, start = statements.first(CHANGES, clause)
        died = bool(statements.find(r"mất|chết|qua đời|tử vong", clause))
        if not code:
            # Who died does nothing after that: the next words are of the child again.
            carried = statements.speaks_of_another(clause) and not died
            continue
        whose = statements.of_whom(clause, start, company=_COMPANY, carried=carried)
        if whose == statements.NOBODY:
            carried = not died
            continue
        found.add(code if whose == statements.HERS and not (code == "came" and _elsewhere(clause)) else "")
    return found.pop() if len(found) == 1 else ""


def _not_away(text: str) -> str:
    """Why a move is none out of the commune or into it: inside it, for a time, or back again; "" for any other."""
    words = statements.bare(re.sub(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", " ", text))
    if statements.find(_INSIDE, words):
        return ("là chuyển trong xã, không phải chuyển đi hay chuyển đến xã, nên chưa ghi. Hãy sửa thôn trên trang của "
                "em.")
    if statements.find(_FOR_A_TIME, words) or (statements.find(_BACK, words) and change_of(text) != "came"):
        return "chưa rõ em đi hẳn, đi tạm thời hay đã về nên chưa ghi."
    return ""


def _elsewhere(clause: str) -> bool:
    """Whether "chuyển đến" has words behind it that do not say that it was here."""
    towards = statements.find(_TOWARDS, clause)
    rest = clause[towards.end():].strip() if towards else ""
    return bool(rest) and not statements.find(_HERE, rest) and not statements.find("từ", clause)


def tell(row: Teller) -> None:
    """What happened, and on which day: the cell's own date, the column of the day, else the list's day."""
    found: dict[str, str] = {}
    under = [cell for cell in row.cells("changed_on") if cell[0].last in _ANY_DAY and change_of(cell[0].cells[0])]
    said = [(column, value) for column, value in (*row.cells("change"), *under) if not statements.is_no(as_text(value))]
    for column, value in said:
        text, day = as_text(value), ""
        if isinstance(value, dt.date) or habits.date_in(text):
            day = row.day_of(habits.date_in(text) or value, column.heading)
        named = change_of(text) or _by_heading(column, value)
        if named in _MOVES and (why := _not_away(f"{column.heading} {text}")):
            row.trouble(column.heading, f"“{text}” {why}")
        elif named:
            found[named] = found.get(named) or day
        else:
            row.trouble(column.heading, f"“{text}” không rõ là sinh, mất, chuyển đến hay chuyển đi nên chưa ghi.")
    around = next((text for text in (row.line.group, row.on.section) if change_of(text)), "")
    if not said and around and change_of(around) in _MOVES and (why := _not_away(around)):
        row.trouble("", f"“{around}” {why}")
    elif not said and around:
        found[change_of(around)] = ""
    if len(found) > 1:
        row.trouble(row.heading_of("change"), "Dòng này ghi nhiều biến động cùng lúc nên chưa ghi. Hãy tách mỗi biến "
                    "động một dòng.")
        return
    for named, day in found.items():
        _write(row, named, day)
    if not found and not row.told.troubles:
        row.trouble(row.heading_of("change"), "Không rõ em có biến động gì nên chỉ so em với sổ.")


def _by_heading(column: Column, value: Value) -> str:
    """What a column of its own says by a tick, a day, or words that speak of nobody else."""
    named = change_of(column.cells[-1]) or change_of(" ".join(column.cells))
    text = as_text(value)
    if habits.ticked(value) or isinstance(value, dt.date):
        return named
    return "" if statements.is_unknown(text) or statements.is_doubted(text) or any(
        statements.speaks_of_another(part) or statements.first(CHANGES, part)[0]
        for part in statements.clauses(text)) else named


def _write(row: Teller, named: str, day: str) -> None:
    if not day and row.text("changed_on"):
        if not row.has_column("born_on") and row.heading.fields["changed_on"][0].words in _ANY_DAY:
            row.trouble(row.heading_of("changed_on"), "Không rõ đây là ngày sinh hay ngày biến động nên chưa ghi.")
            return
        day = row.day("changed_on")
        if not day and named in _MOVES:
            return
    if named == "died":
        if not day:
            row.trouble(row.heading_of("changed_on"), (
                "Em đã mất mà không ghi ngày nên chưa ghi được. Hãy hỏi ngày mất."))
            return
        row.told.person["died_on"] = day
        if cause := cause_of(row.text("death_cause")):
            row.told.person["death_cause"] = cause
    elif named == "left":
        row.told.left = day or row.on.on.isoformat()
    elif named == "came":
        row.told.since = day or row.on.on.isoformat()
    elif named == "born" and row.born.full:
        row.told.since = dt.date(row.born.year, row.born.month, row.born.day).isoformat()


LIST = ListKind("monthly_changes", "Biến động trẻ em trong tháng", (
    FieldWords("changed_on", ("ngay bien dong", "ngay thay doi", "thoi gian", "thoi diem", "tu ngay",
                              "ngay den di", "ngay di den", "ngay chuyen$", "ngay den$", "ngay di$",
                              "^ngay$", "^ngay thang( nam)?$"), ("sinh", "ho so")),
    FieldWords("change", ("bien dong", "loai bien dong", "hinh thuc", "tang giam", "dien bien dong", "chuyen den",
                          "chuyen di", "moi sinh", "sinh moi", "tu vong", "chet", "mat ngay", "ngay mat",
                          "^tang (do )?(sinh|den|chuyen den)$", "^giam (do )?(chet|mat|di|chuyen di|tu vong)$"),
               ("ly do", "nguyen nhan", "noi chuyen", "noi den", "noi di", "truong", "lop", "ho so", "me", "cha")),
    FieldWords("death_cause", ("nguyen nhan", "ly do chet"))), tell=tell, blank=(
        Box("Biến động", "Một biến động một dòng.", "Chuyển đến",
            choices=("Mới sinh", "Chuyển đến", "Chuyển đi", "Tử vong")),
        Box("Ngày biến động", "Ngày sinh, ngày đến, ngày đi hay ngày mất.", "05/11/2026", form="day"),
        Box("Nguyên nhân", "Chỉ ghi cho em đã mất.", "")))
