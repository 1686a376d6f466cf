"""Traps of matching: twins whom the register lacks, addresses in full, mothers without Thị."""
from __future__ import annotations

import pytest

from mangnon.intake.describing import address, describe, personal_number
from mangnon.intake.describing import birth as born
from mangnon.intake.matching import Matcher

REGISTER = """
1 | Nguyễn Hà Anh    | 2019-05-10 | female | Lê Thị Sen        | Thôn 1 | Hoằng Trung
2 | Lê Phương Anh    | 2018-03-02 | female | Vũ Thị Lụa        | Thôn 2 | Hoằng Trung
3 | Âu Hoài Thương   | 2020-11-02 | female | Hà Thị Cúc        | Thôn 5 | Hoằng Trung
4 | Trần Văn Dũng    | 2017-01-02 | male   | Nguyễn Thị Quyên  | Thôn 3 | Hoằng Trung
5 | Mai An Tiêm      | 2012-07-04 | male   | Đỗ Thị Ba         | Thôn 5 | Hoằng Trung
6 | Trịnh Mỹ Duyên   | 2016-07-09 | female | Cao Thị Mận       | Thôn 4 | Hoằng Trung
"""
ROWS = """
Nguyễn Hải Anh    | 2019-05-10 | female | Lê Thị Sen    | Thôn 1 | | review
Lê Phượng Anh     | 2018-03-02 | female | Vũ Thị Lụa    | Thôn 2 | | review
Nguyễn Ma Anh     | 2019-05-10 | female | Lê Thị Sen    | Thôn 1 | | match
Âu Hoàn Thương    | 2020-11-02 | female | Hà Thị Cúc    | Thôn 5 | | review
Au Hoan Thuong    | 2020-11-02 | female | Ha Thi Cuc    | Thon 5 | | review
Trần Vă nDũng     | 2017-01-02 | male   | Nguyễn Thị Quyên | Thôn 3 | | match
Âu Hoà iThương    | 2020-11-02 | female | Hà Thị Cúc    | Thôn 5 | | match
Trần Văm Dũng     | 2017-01-02 | male   | Nguyễn Thị Quyên | Thôn 3 | | match
Trịnh Mĩ Duyên    | 2016-07-09 | female | Cao Thị Mận   | Thôn 4 | | match
Trần Văn Dũng     | 2017-01-02 | male   | Duyên         | Thôn 3 | | review
Trần Văn Dũng     | 2017       | male   | Nguyễn Quyên  | Thôn 3 | | match
Trần Văn Dũng     | 2017-01-02 | male   | Nguyễn Quyên  | Thôn 9 | | match
Mai An Tiêm       | 2012-07-04 | male   |               | Thôn 7 | | review
Mai An Tiêm       | 2012-07-04 | male   |               | Thôn 5 | Hoằng Lộc | review
Mai An Tiêm       | 2012-07-04 | male   |               | Thôn 5, xã Hoằng Lộc, tỉnh Thanh Hóa | | review
Mai An Tiêm       | 2012-07-04 | male   |               | Thôn 5, xã Hoằng Trung, tỉnh Thanh Hóa | | match
Tr. Mỹ Duyên      | 2016-07-09 | female | Cao Thị Mận   | Thôn 4 | | match
Ng. Mỹ Duyên      | 2016-07-09 | female | Cao Thị Mận   | Thôn 4 | | review
"""


def drawn(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """The six among others, so that names are as rare as in a commune."""
    children = [describe(id=id_, name_=name, born=born(day), sex=sex, mother=mother, village=village, commune=commune)
                for id_, name, day, sex, mother, village, commune in drawn(REGISTER)]
    middle, given = ("Văn", "Đức", "Minh"), ("Bình", "Cường", "Hùng")
    others = [describe(id=f"x{n}", name_=f"Nguyễn {middle[n % 3]} {given[n // 3 % 3]}",
                       born=born(f"20{11 + n % 12}-0{1 + n % 9}-1{n % 9}"), sex="male", mother=f"Lê Thị {n}",
                       village=f"Thôn {n % 7}", commune="Hoằng Trung") for n in range(200)]
    return Matcher([*children, *others])


@pytest.mark.parametrize("row", drawn(ROWS), ids=" ".join)
def test_what_a_person_must_see(matcher: Matcher, row: list[str]) -> None:
    name, day, sex, mother, village, commune, expected = row
    asked = describe(id="q", name_=name, born=born(day), sex=sex, mother=mother, village=village, commune=commune)
    assert matcher.answers([asked])[0].decision == expected


def test_a_number_tells_that_a_middle_name_was_mistyped() -> None:
    one, other = (describe(id=name, name_=name, born=born("2019-05-10"), sex="female", number="038319001234")
                  for name in ("Nguyễn Hà Anh", "Nguyễn Hải Anh"))
    assert Matcher([one]).answers([other])[0].decision == "match"


@pytest.mark.parametrize(("typed", "village", "commune"), [
    ("Thôn 3", "3", ""), ("Thôn Trung Hậu, xã Hoằng Trung, tỉnh Thanh Hóa", "trung hau", "hoang trung"),
    ("Trung Hậu - Hoằng Trung - Thanh Hóa", "trung hau", "hoang trung"),
    ("TDP Đông, P. Hạc Thành", "dong", "hac thanh"),
    ("X. Hoằng Trung, thôn 3", "3", "hoang trung"), ("Tổ 2, thôn Đoài", "doai", ""),
    ("Số 5, ngõ 3, Trung Hậu, xã Hoằng Trung, huyện Hoằng Hóa", "trung hau", "hoang trung"),
    ("Trung Hậu (Hoằng Trung)", "trung hau", "hoang trung"), ("Trung Hậu, HT", "trung hau", ""),
    ("xã Hoằng Trung, Thanh Hóa", "", "hoang trung"), ("Tổ 2, xã Hoằng Trung", "2", "hoang trung"), ("", "", "")])
def test_an_address_in_full_names_village_and_commune(typed: str, village: str, commune: str) -> None:
    assert address(typed) == (village, commune)


def test_an_apostrophe_before_a_number_is_not_of_it() -> None:
    assert personal_number("'038215584214") == personal_number("’38215584214") == "038215584214"
    assert personal_number("''038215584214") == ""
