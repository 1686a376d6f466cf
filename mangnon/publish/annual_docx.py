"""The annual report as a Word document in the layout of Nghị định 30/2020/NĐ-CP, annex I."""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .paper import Paper

RECIPIENTS_SINCE_MERGER = ["UBND tỉnh (b/c);", "Sở Y tế (b/c);", "TTr. Đảng ủy, TTr. HĐND xã (b/c);",
                           "Chủ tịch, PCT UBND xã (b/c);", "MTTQ và các đoàn thể xã (p/h);", "Lưu: VT."]
RECIPIENTS_BEFORE = ["Phòng LĐTBXH (b/c);", "TTr. Đảng ủy, TTr. HĐND xã (b/c);", "Chủ tịch, PCT UBND xã (b/c);",
                     "MTTQ và các đoàn thể xã (p/h);", "Lưu: VT."]
MERGER = dt.date(2025, 7, 1)
"""From this day there is no district, and children's affairs are with health (Nghị định 42/2025/NĐ-CP)."""


def write_docx(target: Path, content: Mapping[str, Any], said: Sequence[Mapping[str, str]], *, demo: bool) -> None:
    """Write the document; the number and the day are left for the clerk."""
    head = content["head"]
    day = dt.date.fromisoformat(head["as_of"])
    paper = Paper()
    issuer = str(head["issuer"])
    paper.letterhead(f"ỦY BAN NHÂN DÂN\n{issuer.upper()}", "Số:        /BC-UBND",
                     f"{issuer.removeprefix('Xã ').removeprefix('Phường ')}, ngày      tháng      năm {day.year}")
    subject = f"Kết quả thực hiện Chương trình hành động vì trẻ em năm {head['year']}"
    if head["former"]:
        subject += f"\ntrên địa bàn {_lower(head['unit'])} (trước sắp xếp)"
    paper.title("BÁO CÁO", subject)
    if demo:
        paper.note("Dữ liệu minh họa: mọi trẻ em và con số đều do phần mềm đặt ra.")
    paper.body(f"Thực hiện {_lower(str(head['title']))}, Ủy ban nhân dân {_lower(issuer)} báo cáo kết quả như sau:")
    paper.heading("I. KẾT QUẢ THỰC HIỆN")
    paper.body(said[0]["text"])
    for objective in content["objectives"]:
        paper.heading(f"{objective['number']}. {objective['text']}")
        for sentence in said[1:]:
            if sentence["objective"] == objective["number"]:
                paper.body(f"- {sentence['text']}")
    paper.heading("II. NƠI CÒN CẦN LÀM")
    behind = [line for line in content["lines"] if line["state"] == "chưa đạt"]
    for line in behind:
        paper.body(f"- Dòng {line['code']}, {line['label']}: {line['to_go'] or line['value']}, mức {line['target']}.")
    if not behind:
        paper.body("Mọi dòng có chỉ tiêu đều đạt.")
    recipients = RECIPIENTS_SINCE_MERGER if day >= MERGER else RECIPIENTS_BEFORE
    paper.signature(recipients, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    _tables(paper, content)
    paper.save(target)


def _tables(paper: Paper, content: Mapping[str, Any]) -> None:
    year = content["head"]["year"]
    paper.annex("Phụ lục 1", f"Kết quả {len(content['lines'])} dòng chỉ tiêu năm {year}")
    paper.table(["Dòng", "Nội dung", "Số", "Kết quả", "Năm trước", "Mức", "Đánh giá", "Giải thích"],
                [[line["code"], line["label"], line["count"], line["value"], line["before"], line["target"],
                  line["state"], _explain(line)] for line in content["lines"]],
                [1.1, 4.0, 1.9, 1.8, 1.7, 1.7, 1.9, 2.4])
    annex = content["annex"]
    if annex["villages"]:
        paper.annex("Phụ lục 2", f"Số liệu theo thôn năm {year}")
        width = 11.2 / len(annex["villages"])
        paper.table(["Dòng", "Nội dung", *annex["villages"]],
                    [[row["code"], row["label"], *row["cells"]] for row in annex["rows"]],
                    [1.1, 4.2, *([width] * len(annex["villages"]))])
        paper.note("Các dòng 6, 8, 9, 10 và 13 không nêu theo thôn để không ai bị nhận ra.")


def _explain(line: Mapping[str, Any]) -> str:
    parts = [line["to_go"]] if line["to_go"] else []
    if line["unknown"]:
        parts.append(f"{line['unknown']} chưa rõ")
    return "; ".join(parts)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
