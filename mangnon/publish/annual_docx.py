"""The annual report as a Word document in the layout of Nghị định 30/2020/NĐ-CP, annex I."""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mangnon.accounts.signatures import AUTHORITY
from mangnon.web.paper import BLANK, Paper

from .annual_text import CLOSING, rows_of
from .annual_words import lower

RECIPIENTS_SINCE_MERGER = ["UBND tỉnh (b/c);", "Sở Y tế (b/c);", "TTr. Đảng ủy, TTr. HĐND xã (b/c);",
                           "Chủ tịch, PCT UBND xã (b/c);", "MTTQ và các đoàn thể xã (p/h);", "Lưu: VT."]
RECIPIENTS_BEFORE = ["Phòng LĐTBXH (b/c);", "TTr. Đảng ủy, TTr. HĐND xã (b/c);", "Chủ tịch, PCT UBND xã (b/c);",
                     "MTTQ và các đoàn thể xã (p/h);", "Lưu: VT."]
MERGER = dt.date(2025, 7, 1)
"""From this day there is no district, and children's affairs are with health (Nghị định 42/2025/NĐ-CP)."""
MOST_VILLAGES = 8
"""Columns of thôn that fit one table on a page; more thôn make more tables."""


def recipients_of(content: Mapping[str, Any]) -> list[str]:
    """Who receives the report on the day it is written."""
    return RECIPIENTS_SINCE_MERGER if written_on(content) >= MERGER else RECIPIENTS_BEFORE


def written_on(content: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(content["head"]["written_on"])


def letterhead_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The words above and below the report that the paper and the page both show."""
    head = content["head"]
    issuer = str(head["issuer"])
    subject = [f"Kết quả thực hiện Chương trình hành động vì trẻ em năm {head['year']}"]
    if head["former"]:
        subject.append(f"trên địa bàn {lower(head['unit'])} (trước sắp xếp)")
    place = issuer.removeprefix("Xã ").removeprefix("Phường ")
    return {"issuer": issuer.upper(), "subject": subject, "number": f"Số:{BLANK}/BC-UBND",
            "place": f"{place}, ngày{BLANK}tháng{BLANK}năm {written_on(content).year}",
            "basis": f"Thực hiện {head['title']}, Ủy ban nhân dân {lower(issuer)} báo cáo kết quả như sau:",
            "end": f"Trên đây là báo cáo kết quả thực hiện Chương trình hành động vì trẻ em năm {head['year']} của Ủy "
                   f"ban nhân dân {lower(issuer)}./.",
            "with": f"(Kèm theo Báo cáo số:{BLANK}/BC-UBND ngày{BLANK}tháng{BLANK}năm {written_on(content).year} của "
                    f"Ủy ban nhân dân {lower(issuer)})",
            "recipients": recipients_of(content), "signer": head["signer"],
            "office": head.get("office", [AUTHORITY, "CHỦ TỊCH"])}


def write_docx(target: Path, content: Mapping[str, Any], said: Sequence[Mapping[str, Any]], *, demo: bool) -> None:
    """Write the document; the number and the day are left for the clerk."""
    words, texts = letterhead_of(content), {p["key"]: p["text"] for p in said}
    paper = Paper()
    paper.letterhead(f"ỦY BAN NHÂN DÂN\n{words['issuer']}", words["number"], words["place"])
    paper.title("BÁO CÁO", words["subject"])
    if demo:
        paper.note("Dữ liệu minh họa: mọi trẻ em và con số đều do phần mềm đặt ra.")
    paper.body(words["basis"])
    paper.heading("I. KẾT QUẢ THỰC HIỆN")
    paper.body(texts["mo-dau"])
    for objective in content["objectives"]:
        paper.heading(f"{objective['number']}. {objective['text']}")
        for sentence in said:
            if sentence["objective"] == objective["number"] and sentence["text"]:
                paper.body(f"- {sentence['text']}")
    for part in said:
        if part["key"] in CLOSING and part["text"].strip():
            paper.heading(part["title"].upper())
            for paragraph, heads in rows_of(part["text"]):
                (paper.heading if heads else paper.body)(paragraph)
    paper.body(words["end"])
    paper.signature(words["recipients"], words["office"], words["signer"])
    _tables(paper, content, words["with"])
    paper.save(target)


def _tables(paper: Paper, content: Mapping[str, Any], beside: str) -> None:
    year = content["head"]["year"]
    paper.annex("Phụ lục I", f"KẾT QUẢ {len(content['lines'])} DÒNG CHỈ TIÊU NĂM {year}", beside)
    paper.table(["Dòng", "Nội dung", "Số", "Kết quả", "Năm trước", "Mục tiêu", "Đánh giá", "Giải thích"],
                [[line["code"], line["label"], line["count"], line["value"], line["before"], line["target"],
                  line["state"], line["why"]] for line in content["lines"]],
                [1.1, 2.6, 1.9, 1.6, 1.5, 1.5, 1.7, 4.6], size=10)
    annex = content["annex"]
    villages = annex["villages"]
    for start in range(0, len(villages), MOST_VILLAGES):
        part = villages[start:start + MOST_VILLAGES]
        if start == 0:
            paper.annex("Phụ lục II", f"SỐ LIỆU THEO THÔN NĂM {year}", beside)
        paper.table(["Dòng", "Nội dung", *part],
                    [[row["code"], row["label"], *row["cells"][start:start + MOST_VILLAGES]] for row in annex["rows"]],
                    [1.2, 3.4, *([11.9 / len(part)] * len(part))], size=10, centred_last=True)
        paper.note("")
    if villages:
        paper.note("Các dòng 6, 8, 9, 10 và 13 không nêu theo thôn để không ai bị nhận ra. Vì lẽ ấy, số nhỏ ghi là "
                   "“dưới 5”, và dấu “…” che số mà từ đó tính ra được số nhỏ.")
