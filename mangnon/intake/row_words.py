"""Words by which a row of a list is no person: of those who sign, of groups, of counts, of notes. Pure.

With their marks, where without them they are names: Tô Trường is a child, the Tổ trưởng signs.
"""
from __future__ import annotations

import re

from mangnon.core.names import fold

_SIGNERS = re.compile(
    r"(?:gvcn|cộng tác viên|bí thư (?:đoàn|chi bộ|chi đoàn|đảng)|chi hội trưởng|trưởng bản|tổ trưởng|nhân viên y tế|"
    r"người (?:báo cáo|tổng hợp|kiểm tra)|công an viên|giám sát|bên (?:giao|nhận)|đại diện|phụ trách)\b[^:\d]*")
_SIGNERS_UNMARKED = re.compile(
    r"(?:cong tac vien|chi hoi truong|nguoi (?:bao cao|tong hop|kiem tra)|nhan vien y te)\b[^:\d]*")
NUMBERED_GROUP = re.compile(r"(?:lớp|khối|nhóm|thôn|xóm|bản|tổ|ấp|khu)(?: lớp| trẻ| phố)? \d{1,2}\s?\w?\d?\b",
                            re.IGNORECASE)
LETTER = re.compile(r"(?:[IVX]+|[A-Z])\s*[.):/-]?")
GROUP = re.compile(r"(?:lớp|khối|nhóm|thôn|xóm|bản|tổ|ấp|khu|điểm trường|học sinh|trẻ|đối tượng|danh sách|hộ|số)\b")
COUNTS = re.compile(
    r"(?:nam|nữ|gồm có|bình quân)\s*:?|(?:sĩ số|số (?:học sinh|trẻ|em|cháu|hộ|người)|khuyết tật|hộ (?:cận )?nghèo|"
    r"(?:tỷ|tỉ) lệ|bình quân chung|(?:cộng )?chuyển (?:sang )?trang|(?:cộng )?mang sang)\b.*")
NOTE = re.compile(r"(?:ghi chu|luu y|chu thich|danh sach)\b")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d")
_BESIDE_A_DAY = re.compile(r"(?:\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|ngay|sinh|nam|thang|ns|sn|nu|trai|gai|be|"
                           r"con|chau|em|tre|khoang|vao|luc|gio|phut|h|la|t|n)\b|\W)*")
_LEAVING = re.compile(r"\b(?:chuyen|nghi|thoi|roi|bo hoc|kham|tiem|kiem tra)\b")


def signs(text: str) -> bool:
    """Whether a cell names only an office: "GVCN", "Cộng tác viên"; "GVCN: Lê Thị Hà" stands above a class."""
    small = text.lower()
    return bool(_SIGNERS.fullmatch(small) or _SIGNERS_UNMARKED.fullmatch(small))


def waits_for_a_day(name: str) -> bool:
    """Whether the day of a sentence stands in the next cell: "Em An chuyển đến ngày"; "đặng thị ngày" is a name."""
    words = name.rstrip(" :").split()
    return len(words) > 2 and words[-1] == "ngày" and words[-2].islower() and not words[0].islower()


def is_sentence(text: str) -> bool:
    """Whether a day is part of a sentence and no birth: "từ ngày 5/9/2026", "chuyển đi ngày 5/9/2026"."""
    found = _DAY.search(text)
    if not found:
        return False
    before = re.sub(r"\([^)]*\)|\d", " ", fold(text[:found.start()]))
    return not _BESIDE_A_DAY.fullmatch(before) or bool(_LEAVING.search(fold(text[found.end():])))
