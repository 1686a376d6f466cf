"""The annual report's sentences, drafted from its figures. Pure: from plain values to Vietnamese text."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.web import formats

MET, NOT_MET, UNSURE = "đạt", "chưa đạt", "chưa đủ để kết luận"
COUNTED = {"%": "", "per 1000": "", "per 10000": " trên 10.000 trẻ", "per 100000": " trên 100.000 trẻ"}
AUTHORITY = "TM. ỦY BAN NHÂN DÂN"
"""For whom the paper is signed. Nghị định 30/2020, annex I."""
CLOSING = (("han-che", "II. Tồn tại, hạn chế"), ("nhiem-vu", "III. Nhiệm vụ thời gian tới"),
           ("kien-nghi", "IV. Đề xuất, kiến nghị"))
"""Parts behind the results, in order; one without text stays out of the paper."""


_FIGURE = re.compile(r"\d[\d.,]*(?:/(?=\d)\d[\d.]*(?!/|\d)|[%‰])")
_DAY_WORDS = re.compile(r"(?:ngày|đến|từ|trước|sau)\s+\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}")
"""Days look like shares: 30/11 after "ngày" is none."""


def goal_words(operator: str, amount: str, unit: str) -> str:
    """A goal as a sentence says it. amount: the value with its sign, as "97,5%" or "0"."""
    if unit == "yes/no":
        return "đạt chuẩn"
    if unit == "count" and amount == "0":
        return "không có trường hợp nào"
    if amount == "100%" or operator == "=" or (operator == "<=" and amount[:1] == "0" and "," not in amount):
        return amount
    return {">=": f"từ {amount} trở lên", ">": f"trên {amount}", "<=": f"không quá {amount}",
            "<": f"dưới {amount}"}[operator]


def line_sentence(line: Mapping[str, Any]) -> str:
    """One line of the plan as one sentence."""
    name = line["label"]
    if line["state"] == "chưa có số liệu":
        return f"{name}: chưa có số liệu."
    if line["state"] == "không phát sinh":
        return f"{name}: trong kỳ không phát sinh."
    shown = line["value"]
    if line["denominator"] is not None and line["unit"] != "yes/no":
        shown += f" ({line['count']} {line['noun']})".rstrip() if line["noun"] else f" ({line['count']})"
    first = f"{name}: {shown}"
    if line["before"] and line["before"] != "–":
        first += f", năm trước {line['before']}"
    return ". ".join([first, *_judged(line)]) + "."


def _judged(line: Mapping[str, Any]) -> list[str]:
    said = []
    if line["goal_words"]:
        verdict = ", ".join(filter(None, [line["state"], line["course"], line["to_go"]]))
        said.append(f"Mức {line['goal_when']} là {line['goal_words']}: {verdict}")
    elif line["to_go"]:
        said.append(line["to_go"][:1].upper() + line["to_go"][1:])
    rest = [unknown_words(line), line["early"]]
    text = "; ".join(filter(None, rest))
    if text:
        said.append(text[:1].upper() + text[1:])
    return said


def unknown_words(line: Mapping[str, Any]) -> str:
    """How many are unknown, unless the line's state already says so."""
    if not line["unknown"] or line["state"] == UNSURE or line["noun"] == "":
        return ""
    return f"{formats.number(line['unknown'])} {line['noun']} {line['unknown_words'] or 'chưa rõ'}"


def explanation(line: Mapping[str, Any]) -> str:
    """The last column of the table: what is to go, the course, what is unknown, how early it is."""
    return "; ".join(filter(None, [line["to_go"], line["course"], unknown_words(line), line["early"]]))


def paragraphs(content: Mapping[str, Any], edited: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every text of the report by key: an opening, one a line, the closing parts; edited ones as edited."""
    drafted = [{"key": "mo-dau", "title": "Mở đầu", "objective": "", "text": _opening(content)}]
    drafted += [{"key": line["code"], "title": f"{line['code']}. {line['label']}", "objective": line["objective"],
                 "text": line["sentence"]} for line in content["lines"]]
    closing = {"han-che": _shortfalls(content["lines"]), "nhiem-vu": _next(content), "kien-nghi": ""}
    drafted += [{"key": key, "title": title, "objective": "", "text": closing[key]} for key, title in CLOSING]
    return [_as_edited(p, edited.get(p["key"])) for p in drafted]


def _as_edited(drafted: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    if text is None:
        return {**drafted, "edited": False, "drafted": drafted["text"], "strange": ""}
    return {**drafted, "text": text, "edited": True, "drafted": drafted["text"],
            "strange": ", ".join(strange_numbers(text, drafted["text"]))}


def strange_numbers(text: str, drafted: str) -> list[str]:
    """Shares and percentages of an edited sentence that the figures no longer say: 88/92, 95,7%."""
    known = set(_FIGURE.findall(drafted))
    found = dict.fromkeys(_FIGURE.findall(_DAY_WORDS.sub("", text)))
    return [number for number in found if number not in known]


def _opening(content: Mapping[str, Any]) -> str:
    head, lines = content["head"], content["lines"]
    day = dt.date.fromisoformat(head["as_of"])
    counts = [(state, sum(1 for line in lines if line["state"] == state)) for state in (
        MET, NOT_MET, UNSURE, "không phát sinh", "chưa có số liệu", "không đặt chỉ tiêu")]
    rest = ", ".join(f"{n} dòng {state}" for state, n in counts[1:] if n)
    children = f" có {formats.number(head['children'])} trẻ em" if head["children"] else ""
    text = (f"Đến ngày {day:%d/%m/%Y}, địa bàn {lower(head['unit'])}{children}. Trong {len(lines)} dòng chỉ tiêu, "
            f"{counts[0][1]} dòng đạt mức đặt ra")
    return f"{text}; {rest}." if rest else f"{text}."


def _shortfalls(lines: Sequence[Mapping[str, Any]]) -> str:
    behind = [line for line in lines if line["state"] == NOT_MET and not line["early"]]
    if not behind:
        return "Mọi dòng đến kỳ và có mức đặt ra đều đạt."
    return "\n".join(f"- {line['label']} (dòng {line['code']}): {line['to_go'] or line['value']}; "
                     f"mức {line['goal_words']}." for line in behind)


def _next(content: Mapping[str, Any]) -> str:
    unknown = [line for line in content["lines"] if line["unknown"] and line["noun"]]
    said = []
    behind = [line for line in content["lines"] if line["state"] == NOT_MET]
    if behind:
        said.append("- Tập trung thực hiện các dòng chưa đạt: " + ", ".join(line["code"] for line in behind) + ".")
    if unknown:
        gaps = "; ".join(f"{formats.number(line['unknown'])} {line['noun']} {line['unknown_words'] or 'chưa rõ'} "
                         f"(dòng {line['code']})" for line in unknown)
        said.append(f"- Bổ sung số liệu còn thiếu: {gaps}.")
    return "\n".join(said)


def lower(name: str) -> str:
    """The same name inside a sentence: Xã Hoằng Trung, xã Hoằng Trung."""
    return name[:1].lower() + name[1:]
