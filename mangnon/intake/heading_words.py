"""How columns are worded: the words of each field that every list may have, and how they are told apart. Pure."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class FieldWords:
    """How a column is recognised. words: any of these in the heading (folded, as regular expressions).

    never: with one of these it is something else, but not with one of ``surely`` as well: "Họ tên mẹ, năm sinh".
    weight: how strongly it marks a heading row.  first: of several columns that fit, the one with these words.
    """

    name: str
    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    weight: int = 1
    surely: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    def fits(self, heading: str) -> bool:
        return any_of(self.words, heading) and (any_of(self.surely, heading) or not any_of(self.never, heading))


@lru_cache(maxsize=2000)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{word})\b" if word[:1] != "^" else rf"^(?:{word[1:]})" for word in words))


def any_of(words: tuple[str, ...], heading: str) -> bool:
    return bool(words) and bool(_pattern(words).search(heading))


OTHERS = ("me", "ma", "cha", "bo", "chu ho", "phu huynh", "giam ho", "nguoi lap", "nguoi khai", "nguoi cham soc",
          "nguoi nuoi", "nguoi than", "nguoi yeu cau", "vo", "chong", "lien he", "giao vien", "can bo", "dai dien")
NOT_A_NAME = ("ngay", "nam sinh", "so", "dien thoai", "nghe")
NAMED_ELSE = (*OTHERS, "ten (truong|thon|xom|ban|lop|nhom|diem|don vi|co so|xa|tinh|mon|vac xin|hoat dong)", "ngay",
              "gioi tinh", "ma so", "dan toc", "dia chi", "sdt", "hs gioi", "anh chi em", "anh chi", "em nho", "ban be")
"""Columns with "tên" or "học sinh" that hold no child's name."""
CHILDS = ("full_name", "born_on", "sex", "personal_id", "ethnicity")
"""What a list has of the child and, in other columns, of her parents or the head of the household."""
COMMON = (
    FieldWords("full_name", ("ho va ten", "ho ten", "ho va chu dem", "ho dem", "ho va dem", "ho lot", "ten tre",
                             "ten hoc sinh", "ten em", "ten chau", "ten doi tuong", "ten nguoi", "ten be", "ho chu dem",
                             "ho chu dem va ten", "^hoc sinh$", "^tre( em)?$", "ten", "hvt",
                             "full name"), NAMED_ELSE, 3,
               (r"ho (va )?(chu dem )?(va )?ten\b(?!.*\b(me|cha|bo|chu ho|phu huynh|giam ho)\b)"
                r"(?!.*\bnguoi (?!duoc))",),
               (r"^ho\b", "ho (va )?ten")),
    FieldWords("born_on", ("ngay sinh", "nam sinh", "thang nam sinh", "sinh ngay", "sinh nam", "ngay thang nam sinh",
                           "ngay thang sinh", "ns", "ntns", "nam thang sinh", "ng sinh", "n sinh", "sn", "^sinh$",
                           "date of birth", "dob", "birth date"),
               ("me", "cha", "bo", "chu ho", "noi sinh"), 2),
    FieldWords("sex", ("gioi tinh", "^gioi", "^phai$", "nam nu", "^nu( x)?$", "^nam x$", "^gt$", "g tinh",
                       "^sex$", "gender"),
               ("gioi thieu",), 1),
    FieldWords("personal_id", ("dinh danh", "so dinh danh", "ma dinh danh", "cccd", "cmnd", "can cuoc", "ddcn",
                               "so ddcn", "sddcn", "(ma|so) dd"), ("me", "cha", "bo", "chu ho", "bo gd",
                                                            "bo giao duc", "ngay cap", "noi cap"), 1),
    # Which columns are a parent's is told by ``parent_columns``.
    FieldWords("mother_name", ()), FieldWords("father_name", ()),
    FieldWords("ethnicity", ("^dan toc", "thanh phan dan toc"), ("thieu so", "me", "cha", "bo", "chu ho"), 1),
    FieldWords("village", ("thon", "xom", "^(ten )?(ap|ban|lang)$", "(thon|xom|ap|ban|lang) (ap|ban|lang|xom)",
                           "dia chi",
                           "noi o", "cho o", "noi cu tru", "cu tru", "thuong tru", "tam tru", "noi thuong tru",
                           "dia ban", "khu pho", "to dan pho", r"^d c\b", r"^dc\b", "dktt", "ho khau", "hktt",
                           "address"),
               ("ngay", "y te thon", "so ho khau", "truong thon"), 1, (),
               ("thon", "xom", "to dan pho", "khu pho")),
)
