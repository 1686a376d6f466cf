"""What kind of list a file is and who sent it, by its title and its columns; a person confirms. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mangnon.core.names import fold

from . import headings
from .list_kind import ListKind
from .workbook import Sheet

TITLES = (
    ("population_answer", r"yeu cau doi chieu dan cu"),
    ("universal_education", r"pho cap|xoa mu chu|pcgd"),
    ("facility_checks", r"kiem tra (cac )?(co so|truong|diem)|co so vat chat"),
    ("monthly_changes", r"bien dong|tang giam tre"),
    ("activity_attendance", r"(tre( em)?|em|hoc sinh|thieu nhi) (tham gia|tham du|du) |diem danh"),
    ("vaccination", r"tiem chung|vac xin|mui tiem|\b(tre|em|be) tiem\b"),
    ("growth", r"can do|dinh duong|suy dinh duong"),
    ("special_circumstances", r"hoan canh dac biet|hcdb"),
    ("disability", r"khuyet tat"),
    ("poor_households", r"ho ngheo|can ngheo"),
    ("births_deaths", r"khai sinh|khai tu"),
    ("births_deaths", r"so de\b|so sinh"),
    ("population", r"nhan khau|so ho khau|cu tru"),
    ("kindergarten_roll", r"mau giao|mam non|nha tre"),
    ("school_roll", r"hoc sinh|danh sach lop"),
    ("growth", r"can nang|theo doi tang truong"),
    ("vaccination", r"\b(tiem|uong) (\w+ ){1,3}mui \d"),
    ("kindergarten_roll", r"danh sach tre\b.*nam hoc"),
    ("population", r"danh sach tre( em)?\b"),
)
"""Words of a title, the narrowest first."""


def kind_of(sheets: Iterable[Sheet], name: str, kinds: Mapping[str, ListKind]) -> str:
    """The likeliest kind, or "" where nothing speaks for one."""
    scores = dict.fromkeys(kinds, 0)
    for sheet in sheets:
        for text in (_above(sheet), title_of(sheet)):
            title = fold(f"{name} {sheet.name} {text}").replace("-", " ").replace("_", " ")
            found = next((kind for kind, pattern in TITLES if re.search(pattern, title)), "")
            if found:
                scores[found] += 5
                break
        for kind, how in kinds.items():
            heading = headings.find(sheet, how.fields)
            own = set(heading.fields) & {field.name for field in how.fields} if heading else set()
            # A list of places has its places' name and year in columns that other lists call alike.
            scores[kind] += len(own - {"full_name", "year"} if how.subject == "place" else own)
    best = max(scores, key=lambda kind: scores[kind], default="")
    return best if best and scores[best] > 1 else ""


def source_of(sheets: Iterable[Sheet], name: str, sources: Mapping[str, str]) -> str:
    """Whose name stands above the file's heading or in its name: the longest that does, or "". sources: id to name.

    A name in a row is of a child who learns there, or of a place that was looked at: not of who sent the list.
    """
    title = fold(" ".join([name, *(_above(sheet, title_of(sheet)) for sheet in sheets)])).replace("-", " ")
    title = re.sub(r"\bthcs\b", "trung hoc co so", title)
    found = [(len(said), key) for key, said in sources.items() if (bare := _bare(said)) and bare in title]
    return max(found)[1] if found else ""


def _bare(name: str) -> str:
    return re.sub(r"\bthcs\b", "trung hoc co so", fold(name))


def _above(sheet: Sheet, without: str = "") -> str:
    """What stands above the heading: the title proper, without the words of the columns. without: where none is."""
    heading = headings.find(sheet, ())
    if heading is None and without:
        return without
    return " ".join(sheet.text(row, n) for row in range(heading.top if heading else 0)
                    for n in range(len(sheet.rows[row])))


def title_of(sheet: Sheet) -> str:
    """The first rows of a sheet, where its letterhead and title stand."""
    return " ".join(sheet.text(row, n) for row in range(min(8, len(sheet.rows))) for n in range(len(sheet.rows[row])))


