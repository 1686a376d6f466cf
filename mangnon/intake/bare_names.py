"""A child's name without what people write beside it: a number, "Em", "/6A", "- chuyển đến", ", nữ". Pure.

Compared with it the child would be taken for another, and stored with it she would be called so. Only what is surely
no name goes.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mangnon.core.names import fold

LONGEST = 200
"""Letters that a name may have at all."""
_BEFORE = re.compile(r"(?:\d{1,4}\s*[.)]\s*|[*•·]+\s*|[\"“”'’`]+)+")
_ADDRESS = re.compile(r"(?:em|cháu|bé|trẻ)\s+(?!(?:con|của|bà|chị|mẹ|cô|ông|anh)\b)(?=\w+\s+\w)", re.IGNORECASE)
"""Words for a child before her name; "Cháu bà Hương" is a newborn without one."""
_BEHIND = re.compile(r"\s*(?:[*.,;:\"“”'’`]+|\[[^\]]*\]|/\s*(?:lớp\s*)?\d{1,2}\s?[A-Za-zĐđ]?\d?)$", re.IGNORECASE)
_SEX = re.compile(r"\s*(?:[,;/]|\s[-–])\s*(nam|nữ)$", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:[,;/]|\s[-–])\s*([^,;/–-]+)$")
_REMARKS = re.compile(
    r"(?:moi )?(?:chuyen|den|di|ve|bao luu|kt|khuyet tat|ho ngheo|can ngheo|hn|hcn|luu ban|hoc lai|bo hoc|thoi hoc|"
    r"nghi|lop truong|lop pho|lt|dan toc|tam tru|tam vang|moi|da|chua|mo coi|me mat|bo mat|hoa nhap|hskt)\b")


@lru_cache(maxsize=10_000)
def bare(text: str) -> tuple[str, str]:
    """(name, sex as it stands behind the name or ""). A text that is no name of several words stays as it is."""
    name, sex = unicodedata.normalize("NFC", text).strip(), ""
    if found := _BEFORE.match(name):
        name = name[found.end():]
    if found := _ADDRESS.match(name):
        name = name[found.end():]
    while True:
        before = name
        if found := _BEHIND.search(name):
            name = name[:found.start()]
        elif found := _SEX.search(name):
            name, sex = name[:found.start()], found[1]
        elif (found := _REMARK.search(name)) and _REMARKS.match(fold(found[1])):
            name = name[:found.start()]
        if name == before:
            break
    return (name.strip(), sex) if len(re.findall(r"[^\W\d_]+", name)) > 1 else (text, "")


def wrong(name: str) -> str:
    """Why a cell of a name cannot be used, or "": it has no letter, would start a formula, or is no name by its length.

    Characters nobody sees do not hide a sign, nor do its wide forms.
    """
    seen = unicodedata.normalize("NFKC", "".join(c for c in name if unicodedata.category(c) != "Cf")).strip(" \"'“”")
    if not re.search(r"[^\W\d_]", seen):
        return "Dòng này không có họ tên. Hãy điền họ tên."
    if seen[:1] in "=+-@":
        return "Họ tên bắt đầu bằng dấu của công thức nên không được nhận. Hãy gõ lại họ tên."
    return f"Họ tên dài quá {LONGEST} chữ nên không được nhận. Hãy gõ lại họ tên." if len(seen) > LONGEST else ""
