"""The annual report as a Word document in the layout of Nghị định 30/2020/NĐ-CP, annex I."""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .annual_text import AUTHORITY, CLOSING, explanation, lower
from .paper import Paper

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
    return {"issuer": issuer.upper(), "subject": subject, "number": "Số:        /BC-UBND",
            "place": f"{place}, ngày      tháng      năm {written_on(content).year}",
            "basis": f"Thực hiện {lower(str(head['title']))}, Ủy ban nhân dân {lower(issuer)} báo cáo kết quả như sau:",
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
    standing = [(title.partition(". ")[2], texts[key]) for key, title in CLOSING if texts[key].strip()]
    for number, (title, text) in zip(("II", "III", "IV"), standing, strict=False):
        paper.heading(f"{number}. {title.upper()}")
        for paragraph in filter(None, text.splitlines()):
            paper.body(paragraph)
    paper.signature(words["recipients"], words["office"], words["signer"])
    _tables(paper, content)
    paper.save(target)


def _tables(paper: Paper, content: Mapping[str, Any]) -> None:
    year = content["head"]["year"]
    paper.annex("Phụ lục 1", f"Kết quả {len(content['lines'])} dòng chỉ tiêu năm {year}")
    paper.table(["Dòng", "Nội dung", "Số", "Kết quả", "Năm trước", "Mức", "Đánh giá", "Giải thích"],
                [[line["code"], line["label"], line["count"], line["value"], line["before"], line["target"],
                  line["state"], explanation(line)] for line in content["lines"]],
                [1.2, 3.1, 2.2, 1.7, 1.6, 1.7, 1.8, 3.2])
    annex = content["annex"]
    villages = annex["villages"]
    for start in range(0, len(villages), MOST_VILLAGES):
        part = villages[start:start + MOST_VILLAGES]
        if start == 0:
            paper.annex("Phụ lục 2", f"Số liệu theo thôn năm {year}")
        paper.table(["Dòng", "Nội dung", *part],
                    [[row["code"], row["label"], *row["cells"][start:start + MOST_VILLAGES]] for row in annex["rows"]],
                    [1.2, 3.4, *([11.9 / len(part)] * len(part))], size=10, centred_last=True)
        paper.note("")
    if villages:
        paper.note("Các dòng 6, 8, 9, 10 và 13 không nêu theo thôn để không ai bị nhận ra. Vì lẽ ấy, số nhỏ ghi là "
                   "“dưới 5”, và dấu “…” che số mà từ đó tính ra được số nhỏ.")
