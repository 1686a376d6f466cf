"""The letter to a source and its list: a công văn in the layout of Nghị định 30/2020/NĐ-CP with an annex, and .xlsx."""
from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from typing import Any

from django.utils import timezone

from mangnon.accounts.signatures import signature
from mangnon.core.models import Owner
from mangnon.places.models import Succession, Unit
from mangnon.plan.in_use import plan_in_use
from mangnon.web import formats
from mangnon.web.paper import BLANK, Paper

from .finding import DEATH, DIFFERS, GONE, MISSING, UNREGISTERED
from .models import CorrectionLetter

COUNTED = {MISSING: "{n} trẻ còn thiếu trong danh sách", DIFFERS: "{n} chỗ ghi khác nơi khác",
           GONE: "{n} trẻ còn ghi nhưng đã chuyển đi hoặc đã mất",
           UNREGISTERED: "{n} trẻ sinh ra sống chưa thấy đăng ký khai sinh", DEATH: "{n} trẻ nơi khác ghi đã mất"}
COLUMNS = (("STT", 0.9), ("Họ và tên", 2.8), ("Ngày sinh", 2.0), ("Giới tính", 1.1), ("Họ tên mẹ", 2.5),
           ("Thôn", 1.5), ("Dòng", 1.4), ("Nội dung cần rà soát", 4.8))


def letter_docx(letter: CorrectionLetter) -> bytes:
    """The letter with its annex; number and day are left for the clerk."""
    plan, written = plan_in_use(), timezone.localtime(letter.at)
    unit = _standing(plan.unit, written.date()) if plan and plan.unit else None
    issuer = unit.name if unit else ""
    lower = issuer[:1].lower() + issuer[1:]
    place = issuer.removeprefix("Xã ").removeprefix("Phường ")
    day = f"{place}, ngày{BLANK}tháng{BLANK}năm {written.year}"
    signed = signature(written.date())
    paper = Paper("Công văn đề nghị rà soát danh sách")
    paper.letterhead(f"ỦY BAN NHÂN DÂN\n{issuer.upper()}", f"Số:{BLANK}/UBND-VX", day)
    paper.about("V/v rà soát, chỉnh sửa danh sách trẻ em", [f"{_capital(letter.receiver)}."])
    if Owner.current().demo:
        paper.note("Dữ liệu minh họa: mọi trẻ em và con số đều do phần mềm đặt ra.")
    title = plan.document.title if plan else ""
    before = f" trước ngày {formats.date(letter.answer_by)}" if letter.answer_by else ""
    basis = f"Thực hiện {title}, " if title else ""
    paper.body(f"{basis}Ủy ban nhân dân {lower} đã đối chiếu “{letter.label}” với các danh sách khác và Sổ trẻ em của "
               f"xã, theo số liệu đến ngày {formats.date(letter.day)}. Kết quả có {_number(len(letter.items))} nội "
               f"dung cần rà soát: {_counted(letter)} (danh sách kèm theo).")
    paper.body(f"Đề nghị {letter.receiver} kiểm tra giấy tờ gốc, chỉnh sửa danh sách của đơn vị rồi gửi lại Ủy ban "
               f"nhân dân {lower} danh sách đã chỉnh sửa{before}; nội dung nào đơn vị ghi đúng thì trả lời rõ để xã "
               "chỉnh sửa.")
    paper.body("Danh sách kèm theo có thông tin cá nhân của trẻ em: chỉ trao cho người được giao việc, không chuyển "
               "qua mạng xã hội./.")
    paper.signature(["Như trên;", "Chủ tịch, PCT UBND xã (b/c);", "Lưu: VT."], signed["office"], signed["signer"])
    paper.annex("Phụ lục", "DANH SÁCH NỘI DUNG CẦN RÀ SOÁT",
                f"(Kèm theo Công văn số:{BLANK}/UBND-VX ngày{BLANK}tháng{BLANK}năm {written.year} của Ủy ban nhân "
                f"dân {lower})")
    paper.table([head for head, _width in COLUMNS], _rows(letter), [width for _head, width in COLUMNS], size=10)
    return paper.content()


def _standing(unit: Unit, day: dt.date) -> Unit:
    """The unit that stands on a day: itself, or what it was merged into."""
    here, seen = unit, {unit.pk}
    while here.valid_to and here.valid_to <= day:
        after = Succession.objects.filter(predecessor=here, on__lte=day).select_related("successor").first()
        if after is None or after.successor_id in seen:
            break
        here = after.successor
        seen.add(here.pk)
    return here


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(n: int) -> str:
    return f"{n:02}" if n < 10 else formats.number(n)


def _counted(letter: CorrectionLetter) -> str:
    counts = Counter(one["what"] for one in letter.items)
    return ", ".join(words.format(n=_number(counts[what])) for what, words in COUNTED.items() if counts[what])


def _rows(letter: CorrectionLetter) -> list[list[str]]:
    return [[str(n), one["name"], one["born"], one["sex"], one["mother"], one["village"], _lines(one), one["text"]]
            for n, one in enumerate(letter.items, 1)]


def _lines(one: dict[str, Any]) -> str:
    """Where the owner finds it in its own list."""
    return "; ".join(f"{sheet}: {number}" for sheet, number in one["rows"])


def letter_xlsx(letter: CorrectionLetter) -> bytes:
    """The annex as a workbook with a column to answer in; every cell is text, so that nothing in it computes."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                   "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Cần rà soát")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E4F0F1"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        sheet.write_string(0, 0, "DANH SÁCH NỘI DUNG CẦN RÀ SOÁT", book.add_format({"bold": True}))
        sheet.write_string(1, 0, f"{letter.label}; đối chiếu đến ngày {formats.date(letter.day)}. Có thông tin cá nhân "
                                 "của trẻ em: chỉ trao cho người được giao việc.")
        for at, heading in enumerate([*(name for name, _width in COLUMNS), "Đơn vị trả lời"]):
            sheet.write_string(3, at, heading, head)
        for n, row in enumerate(_rows(letter), 4):
            for at, cell in enumerate([*row, ""]):
                sheet.write_string(n, at, cell, text)
        for at, width in enumerate((6, 26, 12, 9, 24, 16, 16, 60, 30)):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(4, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return out.getvalue()
