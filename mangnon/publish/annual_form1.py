"""Reports frozen in form 1, before the words were kept with the figures: said as they were said then. Pure.

A frozen report stays for ever, so this text never follows the drafting of today. Form 1 ended on 26/11/2026.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.web import formats

Line = Mapping[str, Any]
TITLES = (("han-che", "Tồn tại, hạn chế"), ("nhiem-vu", "Nhiệm vụ thời gian tới"), ("kien-nghi", "Đề xuất, kiến nghị"))
STATES = ("chưa đạt", "chưa đủ để kết luận", "không phát sinh", "chưa có số liệu", "không đặt chỉ tiêu")


def as_today(snapshot: Mapping[str, Any], edited: Mapping[str, str]) -> dict[str, Any]:
    """A frozen report as pages and files read it today; one of form 2 is that already."""
    if "said" in snapshot:
        return dict(snapshot)
    lines = [{**line, "why": _why(line)} for line in snapshot["lines"]]
    return {**snapshot, "lines": lines, "said": _said(snapshot, lines, edited)}


def _said(snapshot: Mapping[str, Any], lines: Sequence[Line], edited: Mapping[str, str]) -> list[dict[str, Any]]:
    closing = {"han-che": _shortfalls(lines), "nhiem-vu": _next(lines), "kien-nghi": ""}
    rows = [("mo-dau", "Mở đầu", "", _opening(snapshot["head"], lines))]
    rows += [(line["code"], f"{line['code']}. {line['label']}", line["objective"], line["sentence"]) for line in lines]
    numbers = iter(("II", "III", "IV"))
    for key, title in TITLES:
        standing = edited.get(key, closing[key]).strip()
        rows.append((key, f"{next(numbers)}. {title}" if standing else title, "", closing[key]))
    return [{"key": key, "title": title, "objective": objective, "text": edited.get(key, text), "edited": key in edited,
             "drafted": text, "strange": ""} for key, title, objective, text in rows]


def _opening(head: Mapping[str, Any], lines: Sequence[Line]) -> str:
    day, unit = dt.date.fromisoformat(head["as_of"]), head["unit"]
    counts = [(state, sum(1 for line in lines if line["state"] == state)) for state in STATES]
    rest = ", ".join(f"{n} dòng {state}" for state, n in counts if n)
    children = f" có {formats.number(head['children'])} trẻ em" if head["children"] else ""
    met = sum(1 for line in lines if line["state"] == "đạt")
    text = (f"Đến ngày {day:%d/%m/%Y}, địa bàn {unit[:1].lower()}{unit[1:]}{children}. Trong {len(lines)} dòng chỉ "
            f"tiêu, {met} dòng đạt mức đặt ra")
    return f"{text}; {rest}." if rest else f"{text}."


def _unknown(line: Line) -> str:
    if not line["unknown"] or line["state"] == "chưa đủ để kết luận" or line["noun"] == "":
        return ""
    return f"{formats.number(line['unknown'])} {line['noun']} {line['unknown_words'] or 'chưa rõ'}"


def _why(line: Line) -> str:
    return "; ".join(filter(None, [line["to_go"], line["course"], _unknown(line), line["early"]]))


def _shortfalls(lines: Sequence[Line]) -> str:
    behind = [line for line in lines if line["state"] == "chưa đạt" and not line["early"]]
    if not behind:
        return "Mọi dòng đến kỳ và có mức đặt ra đều đạt."
    return "\n".join(f"- {line['label']} (dòng {line['code']}): {line['to_go'] or line['value']}; "
                     f"mức {line['goal_words']}." for line in behind)


def _next(lines: Sequence[Line]) -> str:
    said = []
    if behind := [line["code"] for line in lines if line["state"] == "chưa đạt"]:
        said.append(f"- Tập trung thực hiện các dòng chưa đạt: {', '.join(behind)}.")
    if unknown := [line for line in lines if line["unknown"] and line["noun"]]:
        gaps = "; ".join(f"{formats.number(line['unknown'])} {line['noun']} {line['unknown_words'] or 'chưa rõ'} "
                         f"(dòng {line['code']})" for line in unknown)
        said.append(f"- Bổ sung số liệu còn thiếu: {gaps}.")
    return "\n".join(said)
