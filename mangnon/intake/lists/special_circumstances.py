"""Danh sách trẻ em có hoàn cảnh đặc biệt: a tick for each group of article 10 of the Law on Children 2016."""
from __future__ import annotations

import re

from mangnon.core.names import fold, nfc
from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text
from mangnon.registry.exchange import SEALED_GROUPS

_KT = (r"(?:vận động|nghe|nói|nhìn|trí tuệ|thần kinh|tâm thần|khác|nặng|nhẹ|đặc biệt|đbn|bẩm sinh|về|dạng)")
GROUPS = (
    ("a", r"mồ côi cả cha mẹ|mồ côi cả (?:hai|2)(?: bên| phía)?"),
    ("b", r"bỏ rơi"),
    ("c", r"không nơi nương tựa|không có nơi nương tựa"),
    ("d", rf"khuyết tật|(?:trẻ|em) kt|^kt$|kt {_KT}"),
    ("dd", r"hiv|aids"),
    ("e", r"vi phạm pháp luật|vppl"),
    ("g", r"ma túy|nghiện mt"),
    ("h", r"bỏ học"),
    ("i", r"bạo lực|tổn hại nghiêm trọng"),
    ("k", r"bóc lột"),
    ("l", r"xâm hại tình dục|xhtd"),
    ("m", r"mua bán"),
    ("n", r"hiểm nghèo|điều trị dài ngày"),
    ("o", r"di cư|lánh nạn|tị nạn|tỵ nạn"),
)
"""Points of the law's article and the words that mean them; a point that is named beats the words."""
_POINTS = {"đ": "dd", "d": "d"}
_NOT_POINT = r"(?:không|chưa)(?: thuộc| phải| xếp| vào| có)(?: vào| diện| nhóm| trường hợp)*$"
_AGENT = r"bị|bởi"
"""A relative behind one of these did it to the child: "bị bố bạo lực"."""
_PAST = (r"thoát|(?:đã|ra) khỏi|trước (?:đây|kia)|từng|đã (?:hết|cai)|cai nghiện|hết|không còn|năm trước|đề nghị|"
         r"hỗ trợ|trợ cấp|phòng chống|phòng ngừa|tái hòa nhập")
_NOT_NOW = rf"{_PAST}|nguy cơ|nghi ngờ|nghi|có thể|dự kiến|ảnh hưởng"
"""Words of what was, may be, or is done about it: no group of today."""
_OWN = ("a", "b", "c", "h")
"""Groups that are a child's own even in a column of her family."""
_ONE, _OTHER = r"(?:cha|bố|ba|bo)", r"(?:mẹ|má|me|ma)"
_JOINT = r"(?:\s*[,/&-]\s*|\s+(?:và|lẫn|va|lan)\s+|\s+)"
_BOTH = rf"(?:{_ONE}{_JOINT}{_OTHER}|{_OTHER}{_JOINT}{_ONE})"


def _whole(text: str) -> str:
    """Both parents as one word, so that a clause is not parted between them.

    "Mồ côi cả cha, mẹ" is both; "Mồ côi cha, mẹ bỏ đi" is not: without "cả" nothing may follow.
    """
    plain = nfc(text).lower()
    both = "cả cha mẹ" if plain != fold(plain) else "ca cha me"
    plain = re.sub(rf"(?<!\w)c[ảa] {_BOTH}(?!\w)", both, plain)
    return re.sub(rf"(?<=(?:mồ côi|mo coi) ){_BOTH}(?=\s*(?:$|[;.\n]))", both, plain)


def group_of(text: str) -> str:
    """The one group that a heading or a cell states of the child, or "". "Mồ côi cha" is none: the law means both."""
    found = groups_of(text)
    return found.pop() if len(found) == 1 else ""


def groups_of(text: str, *, family: bool = False) -> set[str]:
    """The groups that a text states of the child.

    family: it stands in a column of her family, where only what is a child's own is hers.
    """
    if found := re.search(r"điểm\s+([a-zđ])\b(\s*(?:và|-|–|/)\s*[a-zđ]\b)?", plain := nfc(text).lower()):
        if found[2] or statements.find(f"{_NOT_POINT}|{_PAST}", statements.bare(plain[:found.start()])):
            return set()
        return {_POINTS.get(found[1], found[1] if found[1] in "abceghiklmno" else "")} - {""}
    said: set[str] = set()
    carried = False
    for clause in statements.clauses(_whole(text)):
        if statements.find(r"^(?:không|chưa|ko|k|không có|chưa có|âm tính)$", clause):
            return set()
        group, start = statements.first(GROUPS, clause)
        whose = statements.of_whom(clause, start, company=_AGENT, carried=carried) if group else ""
        if not group or whose == statements.NOBODY:
            carried = carried or statements.speaks_of_another(clause) or whose == statements.NOBODY
        elif statements.find(_PAST, clause):
            continue
        elif whose == statements.HERS and (not family or group in _OWN or _child_named(clause, start)):
            said.add(group)
    return said


def _child_named(clause: str, start: int) -> bool:
    return bool(statements.find(r"trẻ|trẻ em|em|cháu|bé|con", clause[:start]))


def tell(row: Teller) -> None:
    """A circumstance from the list's day on for every tick, or for every group that a cell names."""
    found: set[str] = set()
    for column, value in row.cells("group"):
        text = as_text(value)
        if statements.find(_NOT_NOW, statements.bare(column.heading)):
            if not statements.is_no(text):
                row.trouble(column.heading, f"“{column.heading}” nói về việc đã qua, nguy cơ hay hỗ trợ, không phải "
                            "hoàn cảnh hiện nay, nên chưa ghi.")
            continue
        if habits.ticked(value):
            if not (named := group_of(column.cells[-1]) or group_of(" ".join(column.cells))):
                row.trouble(column.heading, f"“{column.heading}” không nêu rõ nhóm nào của Điều 10 nên chưa ghi.")
            found |= {named} - {""}
            continue
        typed, family = value if isinstance(value, str) else text, "gia dinh" in column.words
        groups = [groups_of(part, family=family) for part in _parts(typed)]
        found = found.union(*groups)
        if not all(groups) and (any(groups) or not statements.is_no(text)):
            row.trouble(column.heading, f"“{text}” không nêu rõ nhóm nào của Điều 10, hoặc không nói về chính em, "
                        "nên chưa ghi.")
    for group in sorted(found):
        row.fact("circumstances", group=group, from_on=row.on.on.isoformat())
    if not found:
        row.trouble(row.heading_of("group"), "Không nhóm nào được đánh dấu.")


def _parts(text: str) -> list[str]:
    """The statements of a cell; one that goes on with another's subject stays with it: "Bố nghiện, khuyết tật"."""
    found: list[str] = []
    for strong in re.split(r"[;\n+]", _whole(text)):
        carried = ""
        for part in strong.split(","):
            whole = f"{carried},{part}" if carried else part
            if any(map(statements.speaks_of_another, statements.clauses(part)[:1])):
                carried = part
            found.append(whole)
    return [part for part in found if part.strip()]


def filled(known: Known) -> Cells | None:
    """Her groups of today, without those that are read like protection cases: they leave in no list."""
    groups = sorted({row["group"] for row in known.open("circumstances")} - set(SEALED_GROUPS))
    points = {"dd": "đ"}
    return {"Nhóm hoàn cảnh": "; ".join(f"điểm {points.get(one, one)}" for one in groups)} if groups else None


LIST = ListKind("special_circumstances", "Danh sách trẻ em có hoàn cảnh đặc biệt", (
    FieldWords("group", ("diem [a-z]", "nhom", "hoan canh", "mo coi", "bo roi", "khuyet tat", "hiv", "ma tuy",
                         "bo hoc", "bao luc", "boc lot", "xam hai", "mua ban", "hiem ngheo", "di cu", "nuong tua",
                          "vi pham", "vppl", "nghien", "xhtd", "lanh nan"),
               ("ghi chu", "tro giup", "nhom mau", "nhom tuoi", "nhom lop"), weight=2),
    FieldWords("note", ("ghi chu",))), close=True, tell=tell, filled=filled, blank=(
        Box("Nhóm hoàn cảnh", "Điểm của Điều 10 Luật Trẻ em; nhiều nhóm thì cách nhau bằng dấu chấm phẩy.", "điểm a",
            choices=tuple(f"điểm {point}" for point in "abcdđeghiklmno")),))
