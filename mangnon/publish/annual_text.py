"""The annual report's text, drafted from its figures, part by part. Pure: from plain values to Vietnamese text."""
from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.web import formats

from .annual_tasks import requests, tasks
from .annual_words import (
    MET,
    NO_DATA,
    NOT_DUE,
    NOT_MET,
    STATES,
    UNSURE,
    Line,
    gap_words,
    lower,
    path_words,
    unknown_words,
)

"""For whom the paper is signed. Nghị định 30/2020, annex I."""
CLOSING = ("han-che", "nhiem-vu", "kien-nghi")
"""Parts behind the results, in order; one without text stays out of the paper."""

_FIGURE = re.compile(r"\d[\d.,]*(?:/(?=\d)\d[\d.]*(?!/|\d)|[%‰])")
_DAY_WORDS = re.compile(r"(?:ngày|đến|từ|trước|sau)\s+\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}")
"""Days look like shares: 30/11 after "ngày" is none."""


def titles_of(year: int) -> dict[str, str]:
    """The titles of the closing parts."""
    return {"han-che": "Tồn tại, hạn chế và nguyên nhân", "nhiem-vu": f"Phương hướng, nhiệm vụ năm {year + 1}",
            "kien-nghi": "Đề xuất, kiến nghị"}


def paragraphs(content: Mapping[str, Any], edited: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every text of the report by key: an opening, one a line, the closing parts; edited ones as edited.

    A frozen report carries its own: they stay as they were whatever is drafted today.
    """
    if "said" in content:
        return [dict(part) for part in content["said"]]
    drafted = [{"key": "mo-dau", "title": "Mở đầu", "objective": "", "text": _opening(content)}]
    drafted += [{"key": line["code"], "title": f"{line['code']}. {line['label']}", "objective": line["objective"],
                 "text": line["sentence"]} for line in content["lines"]]
    closing = {"han-che": _shortfalls(content["lines"]), "nhiem-vu": tasks(content), "kien-nghi": requests(content)}
    drafted += [{"key": key, "title": title, "objective": "", "text": closing[key]}
                for key, title in titles_of(content["head"]["year"]).items()]
    return _numbered([_as_edited(p, edited.get(p["key"])) for p in drafted])


def rows_of(text: str) -> list[tuple[str, bool]]:
    """A closing part's paragraphs, and whether each heads those below it: "1. Tăng cường …"."""
    return [(row, bool(re.match(r"\d+\. ", row))) for row in text.splitlines() if row.strip()]


def _numbered(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """II, III, IV before the closing parts that have text, without a gap: one left empty takes no number."""
    numbers = iter(("II", "III", "IV"))
    for part in said:
        if part["key"] in CLOSING and part["text"].strip():
            part["title"] = f"{next(numbers)}. {part['title']}"
    return said


def _as_edited(drafted: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    if text is None:
        return {**drafted, "edited": False, "drafted": drafted["text"], "strange": "",
                "digest": digest(drafted["text"])}
    return {**drafted, "text": text, "edited": True, "drafted": drafted["text"],
            "strange": ", ".join(strange_numbers(text, drafted["text"]))}


def digest(text: str) -> str:
    """A short name for a drafted text, by which a page says what it showed."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def strange_numbers(text: str, drafted: str) -> list[str]:
    """Shares and percentages of an edited sentence that the figures no longer say: 88/92, 95,7%."""
    known = set(_FIGURE.findall(drafted))
    found = dict.fromkeys(_FIGURE.findall(_DAY_WORDS.sub("", text)))
    return [number for number in found if number not in known]


def _opening(content: Mapping[str, Any]) -> str:
    head, lines = content["head"], content["lines"]
    day = dt.date.fromisoformat(head["as_of"])
    said = []
    if head["children"]:
        said.append(f"Đến ngày {day:%d/%m/%Y}, trên địa bàn {lower(head['unit'])} có "
                    f"{formats.number(head['children'])} trẻ em")
    if head["running"]:
        said.append(f"Năm {head['year']} chưa kết thúc, số liệu tính đến ngày {day:%d/%m/%Y}")
    counts = Counter(line["state"] for line in lines)
    courses = Counter(line["course"] for line in lines if line["state"] == NOT_MET)
    parts = [f"{counts[state]} dòng {state}" + (_courses(courses, head["year"]) if state == NOT_MET else "")
             for state in STATES if counts[state] or state == MET]
    said.append(f"Trong {len(lines)} dòng chỉ tiêu của Kế hoạch có {'; '.join(parts)}")
    return ". ".join(said) + "."


def _courses(courses: Mapping[str, int], year: int) -> str:
    words = [f"{courses[key]} dòng {text}" for key, text in (
        ("on", f"bảo đảm lộ trình năm {year}"), ("below", f"chậm so với lộ trình năm {year}"),
        ("due", "chưa đến hạn")) if courses[key]]
    return f" (trong đó {', '.join(words)})" if words else ""


def _shortfalls(lines: Sequence[Line]) -> str:
    """Every line that is not met, once: missed ones with gap and reason, the others by their state."""
    said = [f"- {line['label']} (dòng {line['code']}): {_short(line)}." for line in lines if line["state"] == NOT_MET]
    for state, lead in ((NOT_DUE, "Chưa đến kỳ đánh giá"), (UNSURE, "Chưa đủ số liệu để kết luận"),
                        (NO_DATA, "Chưa có số liệu")):
        waiting = [_waiting(line) for line in lines if line["state"] == state]
        if waiting:
            said.append(f"- {lead} {len(waiting)} dòng: {'; '.join(waiting)}.")
    return "\n".join(said) or "Mọi dòng có mục tiêu đều đạt."


def _short(line: Line) -> str:
    goal = f"mục tiêu {line['goal_when']} là {line['goal_words']}"
    return "; ".join(filter(None, [f"{line['value']}, {goal}", path_words(line), gap_words(line), line["reason"]]))


def _waiting(line: Line) -> str:
    more = unknown_words(line) if line["state"] == UNSURE else ""
    return f"{line['label']} (dòng {line['code']}{', ' + more if more else ''})"
