"""What the report proposes, drafted from its figures: tasks by the plan's own groups, and requests. Pure."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.web import formats

from .annual_words import (
    NO_DATA,
    NO_GOAL,
    NOT_DUE,
    NOT_MET,
    Line,
    allows_none,
    gap_words,
    lower,
    path_words,
    unknown_words,
)

DIRECTION, RECORDS = "1", "8"
"""Groups of the plan's tasks: direction and coordination; checking and the database. Others stand in the plan file."""


def tasks(content: Mapping[str, Any]) -> str:
    """A task for every line that is missed, not due yet or without data, under the plan's group it belongs to."""
    lines, groups = content["lines"], content["groups"]
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line["state"] in (NOT_MET, NOT_DUE):
            found[line["group"] if line["group"] in groups else ""].append(_task(line))
    if bare := [line["code"] for line in lines if not line["owner"]]:
        found[DIRECTION if DIRECTION in groups else ""].append(
            "Chủ tịch UBND xã giao đơn vị chịu trách nhiệm cho "
            + (f"dòng {_listed(bare)}" if len(bare) < len(lines) else f"cả {len(bare)} dòng"))
    found[RECORDS if RECORDS in groups else ""] += _records(lines)
    return "\n".join(_grouped({key: said for key, said in found.items() if said}, groups))


def _grouped(found: Mapping[str, Sequence[str]], groups: Mapping[str, str]) -> list[str]:
    said = []
    order = [*(key for key in groups if key in found), *(key for key in found if key not in groups)]
    for n, key in enumerate(order, start=1):
        title = f"{groups[key]} (nhóm nhiệm vụ {key} của Kế hoạch)" if key in groups else "Các nhiệm vụ khác"
        said += [f"{n}. {title}:", *(f"- {text}." for text in found[key])]
    return said


def _task(line: Line) -> str:
    """Tiêm bù … (dòng 5a): còn thiếu 4 trẻ …; năm 2027 phấn đấu đạt từ 98,8% trở lên. Đơn vị chủ trì: Trạm Y tế."""
    what = line["task"] or f"Thực hiện {lower(line['label'])}"
    due = f"thực hiện ngay đến hết năm {line['year']}" if line["state"] == NOT_DUE else ""
    way = path_words(line) if line["course"] == "below" else ""
    said = "; ".join(filter(None, [_heads(line), way, due, _aim(line)]))
    return f"{what} (dòng {line['code']}): {said}{_by(line['owner'])}"


def _heads(line: Line) -> str:
    """How many the task is about: heads to go, or the cases there were where none is allowed."""
    if line["unit"] == "yes/no" or not allows_none(line):
        return gap_words(line)
    there = f"năm {line['year']} có {formats.number(line['numerator'])} {line['noun']}"
    return ", ".join(filter(None, [there, line["spread"]]))


def _aim(line: Line) -> str:
    """What next year aims at: its own value or the path's, said as what is to be reached or kept."""
    lead, goal = f"năm {line['year'] + 1} phấn đấu", line["next_goal"] or line["goal_words"]
    if line["unit"] == "yes/no":
        return f"{lead} đạt chuẩn"
    if line["next_held"]:
        return (f"năm {line['year'] + 1} giữ vững kết quả, phấn đấu đạt mục tiêu {line['goal_when']} "
                f"({line['goal_words']})")
    if not line["lower"]:
        return f"{lead} đạt {goal}"
    if line["goal_zero"] or allows_none(line):
        return f"{lead} không để xảy ra trường hợp nào"
    return f"{lead} giảm xuống {goal}" if goal[:1].isdigit() else f"{lead} giảm xuống mức {goal}"


def _records(lines: Sequence[Line]) -> list[str]:
    """What is unknown, to be filled in; lines that wait for the very same number of the same are one task."""
    said = [f"Lập văn bản khai số liệu “{line['label']}” (dòng {line['code']}){_by(line['owner'])}"
            for line in lines if line["state"] == NO_DATA and line["declared"]]
    waiting: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for line in lines:
        if unknown := unknown_words(line):
            waiting[unknown, line["unknown_spread"], line["owner"]].append(line["code"])
        elif line["state"] == NO_DATA and not line["declared"]:
            waiting[f"“{line['label']}”", "", line["owner"]].append(line["code"])
    for (what, where, owner), codes in waiting.items():
        verb = "Kết luận" if what.endswith("đang xác minh") else "Bổ sung số liệu của"
        said.append(f"{verb} {', '.join(filter(None, [what, where]))} (dòng {_listed(codes)}){_by(owner)}")
    return said


def _by(owner: str) -> str:
    return f". Đơn vị chủ trì: {owner}" if owner else ""


def requests(content: Mapping[str, Any]) -> str:
    """What only those above can settle: goals without a value, and rates that no whole number of children can meet."""
    lines = content["lines"]
    said = [f"- Đề nghị cấp có thẩm quyền hướng dẫn mục tiêu sau năm {line['other_year']} cho “{line['label']}” (dòng "
            f"{line['code']}), vì Kế hoạch chỉ đặt mục tiêu {line['other_goal']} cho năm {line['other_year']}."
            for line in lines if line["state"] == NO_GOAL and 0 < line["other_year"] < line["year"]]
    strict: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line["state"] == NOT_MET and _only_none(line):
            strict[f"{formats.number(line['denominator'])} {line['whole'] or line['noun']}"].append(line["code"])
    if strict:
        whole = " và ".join(f"{total} (dòng {_listed(codes)})" for total, codes in strict.items())
        said.append("- Đề nghị cấp có thẩm quyền xem xét cách giao mục tiêu tính theo tỷ suất cho cấp xã: với "
                    f"{whole}, mục tiêu chỉ đạt khi không có trường hợp nào; đề nghị đánh giá theo số liệu gộp 3 "
                    "đến 5 năm.")
    return "\n".join(said)


def _only_none(line: Line) -> bool:
    """A rate whose goal, above nought, allows not one case among so few children."""
    return bool(line["unit"].startswith("per ") and allows_none(line) and not line["goal_zero"])


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)
