"""How a report says one line: its state, its goal, how far it is, in the words of a People's Committee. Pure.

Each line stands in exactly one state; opening, table, shortfalls and tasks all read it from here.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mangnon.web import formats

MET, NOT_MET, UNSURE, NOT_DUE = "đạt", "chưa đạt", "chưa đủ để kết luận", "chưa đến kỳ"
NOT_ARISING, NO_DATA, NO_GOAL = "không phát sinh", "chưa có số liệu", "không đặt chỉ tiêu"
STATES = (MET, NOT_MET, NOT_DUE, UNSURE, NOT_ARISING, NO_DATA, NO_GOAL)
"""Every line is in one of these, in the order in which a report counts them."""

Line = Mapping[str, Any]


def state_of(word: str, *, early: bool) -> str:
    """The one state of a line: one that fills up towards the year's end is not judged before it, unless it is met."""
    return NOT_DUE if early and word in (NOT_MET, UNSURE) else word


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


def day_words(line: Line) -> str:
    """số đến ngày 23/11/2026."""
    return f"số đến ngày {_day(line)}"


def _day(line: Line) -> str:
    return formats.date(dt.date.fromisoformat(line["as_of"]))


def sentence(line: Line) -> str:
    """One line of the plan as one or a few sentences."""
    if line["state"] in (NO_DATA, NOT_ARISING):
        said = "chưa có số liệu" if line["state"] == NO_DATA else "trong kỳ không phát sinh"
        return f"{line['label']}: {said}" + (f" (tính đến ngày {_day(line)})." if line["early"] else ".")
    first = f"{line['label']}: {line['value']}"
    if counted := count_words(line):
        first += f" ({counted})"
    if line["before"] and line["before"] != "–":
        first += f", năm {line['year'] - 1} là {line['before']}"
    rest = [judged(line), line["reason"], "" if line["state"] == UNSURE else unknown_words(line)]
    return ". ".join([first, *(_upper(text) for text in rest if text)]) + "."


def count_words(line: Line) -> str:
    """88/92 trẻ; 1 ca trên 87 trẻ đẻ ra sống, where cases and the whole are of another kind."""
    if line["denominator"] is None or line["unit"] == "yes/no":
        return ""
    if not line["whole"] or line["whole"].startswith(f"{line['noun']} "):
        return f"{line['count']} {line['whole'] or line['noun']}".rstrip()
    return f"{_number(line['numerator'])} {line['noun']} trên {_number(line['denominator'])} {line['whole']}"


def judged(line: Line) -> str:
    """What the figure means beside its goal, the year's place on the way to it, and what is still missing."""
    year, state = line["year"], line["state"]
    if state == NO_GOAL:
        if not line["other_goal"]:
            return f"Kế hoạch không đặt mục tiêu cho năm {year}"
        return (f"Kế hoạch không đặt mục tiêu cho năm {year}; mục tiêu {line['other_goal']} chỉ đặt cho năm "
                f"{line['other_year']}")
    goal = f"mục tiêu {line['goal_when']} ({line['goal_words']})"
    if state == MET:
        return f"đã đạt {goal}" + (f", {day_words(line)}" if line["early"] else "")
    if state == UNSURE:
        return (f"chưa đủ để kết luận so với {goal}: theo số liệu hiện có thì {line['bare']}, nhưng còn "
                f"{unknown_words(line)}")
    way = path_words(line)
    if state == NOT_DUE:
        lead = f"chưa đến kỳ, {day_words(line)}; mục tiêu {line['goal_when']} là {line['goal_words']}"
        return "; ".join(filter(None, [lead, way, gap_words(line)]))
    joint = " nhưng " if line["course"] == "on" else ", "
    return "; ".join(filter(None, [f"chưa đạt {goal}" + (joint + way if way else ""), gap_words(line)]))


def path_words(line: Line) -> str:
    """Where the line stands on the way to a goal that is years ahead."""
    if line["course"] == "due":
        return "chưa đến hạn"
    if line["course"] not in ("on", "below") or not line["bar"]:
        return ""
    road = f"{'mức xã giao' if line['bar_own'] else 'lộ trình'} năm {line['year']} ({line['bar']})"
    if line["course"] == "on":
        return f"bảo đảm {road}"
    return f"{'cao hơn' if line['lower'] else 'thấp hơn'} {road}"


def gap_words(line: Line) -> str:
    """còn thiếu 2 trẻ so với mục tiêu; 4 trẻ chưa đạt yêu cầu, ở Thôn 3: how many are to go, and where they are."""
    if line["to_go_n"] is None or line["unit"] == "yes/no":
        return ""
    return _to_fewer(line) if line["lower"] else _to_more(line)


def _to_more(line: Line) -> str:
    n, noun, where = line["to_go_n"], line["noun"], line["spread"]
    missing = (line["denominator"] or 0) - line["numerator"]
    if n <= 0:
        return ""
    if missing == n:
        return ", ".join(filter(None, [f"còn thiếu {_number(n)} {noun}", where]))
    more = f"{_number(missing)} {noun} chưa đạt yêu cầu, {where}" if where else ""
    return "; ".join(filter(None, [f"còn thiếu {_number(n)} {noun} so với mục tiêu", more]))


def _to_fewer(line: Line) -> str:
    n, noun, where = line["to_go_n"], line["noun"], line["spread"]
    if n >= 0:
        return ""
    if not allows_none(line):
        return "; ".join(filter(None, [f"vượt {_number(-n)} {noun} so với mục tiêu", where]))
    only = "" if line["goal_zero"] else (
        f"với {_number(line['denominator'])} {line['whole'] or noun}, chỉ đạt khi không có {noun} nào")
    cases = "trường hợp này" if line["numerator"] == 1 else "các trường hợp"
    return "; ".join(filter(None, [only, f"{cases} {where}" if where else ""]))


def allows_none(line: Line) -> bool:
    """Whether the goal, with this many children, leaves room for not a single case."""
    n = line["to_go_n"]
    return bool(line["lower"] and n is not None and line["numerator"] + n == 0)


def unknown_words(line: Line) -> str:
    """18 trẻ chưa cân; 2 tin báo đang xác minh."""
    words = line["unknown_words"] or "chưa rõ"
    if not line["unknown"] or line["state"] == NO_DATA or not line["noun"]:
        return ""
    if words.startswith("tin "):
        return f"{_number(line['unknown'])} tin báo {words[4:]}"
    return f"{_number(line['unknown'])} {line['noun']} {words}"


def explanation(line: Line) -> str:
    """The last column of the table: why it is so, what is to go, what is unknown, how early it is."""
    if line["state"] == NO_GOAL:
        return judged(line)
    if line["state"] == UNSURE:
        return f"theo số liệu hiện có thì {line['bare']}; còn {unknown_words(line)}"
    early = day_words(line) if line["early"] else ""
    parts = [] if line["state"] in (MET, NOT_ARISING, NO_DATA) else [path_words(line), gap_words(line)]
    return "; ".join(filter(None, [early, *parts, line["reason"], unknown_words(line)]))


def _number(n: int) -> str:
    return formats.number(n)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower(name: str) -> str:
    """The same name inside a sentence: Xã Hoằng Trung, xã Hoằng Trung."""
    return name[:1].lower() + name[1:]
