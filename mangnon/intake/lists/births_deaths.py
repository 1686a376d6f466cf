"""Sổ khai sinh, khai tử: births are mostly children the register lacks yet, deaths mostly old people."""
from __future__ import annotations

import re

from mangnon.intake import statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known, day
from mangnon.intake.heading_words import OTHERS, FieldWords, any_of
from mangnon.intake.headings import plain
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller

CAUSES = (
    ("unknown", r"(?:chưa|không|ko|k) (?:rõ|biết|xác định)|nghi|nghi ngờ"),
    ("illness", r"ngạt (?:sau|chu|trước|khi) (?:sinh|đẻ)|ngạt sơ sinh|(?:sinh|đẻ) ngạt"),
    ("injury", r"tai nạn|tngt|tntt|giao thông|đuối nước|chết đuối|ngạt|điện giật|ngộ độc|chấn thương|"
               r"(?:bị|té|do|trượt) ngã|(?:rơi|ngã|té) (?:xuống|từ|vào)|hóc|sét đánh|rắn cắn|"
               r"xe (?:máy |tải |ô tô |con )?(?:cán|tông|đâm)|(?:lũ|nước) cuốn|sạt lở"),
    ("illness", r"bệnh(?! viện| xá| án)|viêm|ung thư|ốm|sốt|sinh non|đẻ non|dị tật|suy|ho gà|sởi|bạch hầu|uốn ván|lao|"
                r"tim|tim bẩm sinh|nhiễm (?:trùng|khuẩn)|xuất huyết|tiêu chảy|bại não|động kinh|co giật|u não"),
    ("other", r".*"))
"""The first that fits holds; "bệnh viện" is where, not why."""
_DENIED = rf"(?:{statements.NO})(?: phải| do| bị| là)*$"
_MARKED = {"injury": r"bỏng|ngã(?! ba| tư| sáu)"}
"""Without marks these may be other words: "nga", "bong"."""
_ANOTHERS = (*OTHERS, "ba me", "ong", "ba", "anh", "chi", r"nguoi(?! chet| mat| duoc| da)", "ket hon", "ly hon",
             "thuong tru", "tam tru", "cu tru", "ho khau", "nhap khau", "con nuoi", "nhan con", "bao hiem", "bhyt",
             "du kien", "hen", "lien lac", "mat tich", "giay to", "mat giay", "cai chinh", "dinh danh", "can cuoc")
"""Words of days that are another person's, or of something else."""


def cause_of(text: str) -> str:
    """The code of a cause of death as far as the words tell it; "" where there are none."""
    words = statements.bare(text)
    if words in ("", "?"):
        return "unknown" if words else ""
    return next((code for code, pattern in CAUSES if (found := statements.find(pattern, words, _MARKED.get(code, "")))
                 and not statements.find(_DENIED, words[:found.start()].strip())), "other")


def tell(row: Teller) -> None:
    """The day of registration, of death, and its cause as far as the words tell it."""
    for name in ("birth_registered_on", "died_on"):
        if not row.text(name):
            continue
        if any_of(_ANOTHERS, row.heading.fields[name][0].words):
            row.trouble(row.heading_of(name), "Cột này nói về người khác hay việc khác, không phải của em, nên chưa "
                        "ghi.")
        elif name == "birth_registered_on" and _of_deaths(row):
            row.trouble(row.heading_of(name), "Danh sách khai tử không nói đây là ngày đăng ký khai sinh nên chưa ghi.")
        elif day := row.day(name):
            row.told.person[name] = day
    if "died_on" in row.told.person and (cause := cause_of(row.text("death_cause")) or _beside(row.text("died_on"))):
        row.told.person["death_cause"] = cause


def _of_deaths(row: Teller) -> bool:
    """Whether a day of registration stands in a list of deaths alone: then it is the death's."""
    around = plain(f"{row.on.title} {row.on.section} {row.line.group}")
    own = row.heading.fields["birth_registered_on"][0].words
    return any_of(("khai tu", "bao tu", "tu vong"), around) and not any_of(("sinh",), f"{around} {own}")


def _beside(text: str) -> str:
    """The cause that stands in the cell of the day, "15/2/2024, đuối nước": only where the words are of one."""
    found = cause_of(" ".join(re.findall(r"[^\W\d_]+", text)))
    return "" if found in ("other", "unknown") else found


def filled(known: Known) -> Cells | None:
    """What civil registration knows of her."""
    return {"Ngày đăng ký khai sinh": day(known.person["birth_registered_on"])}


LIST = ListKind("births_deaths", "Danh sách khai sinh, khai tử", (
    FieldWords("birth_registered_on", ("ngay dang ky", "ngay khai sinh", "ngay dk",
                                       "ngay thang nam dang ky"),
               ("khai tu", "bao tu", "chet", "mat", *_ANOTHERS), first=("khai sinh",)),
    FieldWords("died_on", ("chet ngay", "ngay chet", "ngay mat", "mat ngay"), _ANOTHERS,
               first=("tre", "em", "chau", "con")),
    FieldWords("death_cause", ("nguyen nhan", "ly do chet"))), tell=tell, filled=filled, blank=(
        Box("Ngày đăng ký khai sinh", "Ngày trong sổ hộ tịch.", "30/11/2019", form="day"),
        Box("Ngày mất", "Chỉ ghi cho em đã mất.", "", form="day"),
        Box("Nguyên nhân", "Bệnh, tai nạn (nêu rõ), hoặc khác.", "")))
