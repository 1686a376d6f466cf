"""Invented families and the lists that offices make of them, with their habits and slips; the truth is known."""
from __future__ import annotations

import csv
import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from mangnon.core import old_text
from mangnon.core.names import fold

_NAMES = """
Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Lê Phạm Phạm Hoàng Hoàng Vũ Đỗ Bùi Đặng Ngô Trịnh Mai Cao Hồ
Văn Văn Đức Minh Hữu Quang Tuấn Gia Quốc Trọng Đình Xuân Bảo Thành Anh Duy
Thị Thị Thị Ngọc Thu Minh Bảo Hà Phương Khánh Thùy Quỳnh Thanh Hoài Mai Diệu
An Anh Bình Cường Dũng Đạt Đức Hải Hiếu Hoàng Huy Hưng Khang Khoa Khôi Kiên Long Mạnh Minh Nam Nghĩa Phong Phúc Quân Sơn
An Anh Chi Châu Dung Diệp Giang Hà Hân Hằng Hiền Hoa Hòa Huệ Hương Lan Linh Ly Mai My Nga Ngân Ngọc Nhi Như Oanh
Hương Hoa Huyền Hằng Hạnh Thảo Trang Lan Linh Liên Nga Nhung Oanh Thúy Thủy Tuyết Vân Yến Dung Hiền Hà Thu Quyên Phương
"""
FAMILY, BOYS_MIDDLE, GIRLS_MIDDLE, BOYS, GIRLS, MOTHERS = (line.split() for line in _NAMES.strip().splitlines())
VILLAGES = ["Đông Thôn", "Xuân Hòa", "Phúc Lộc", "Dư Khánh", "Tân Thành", "Trung Hậu", "Tự Nhiên"]
BIRTHDAYS = (dt.date(2010, 12, 1), 5800)


@dataclass(frozen=True)
class Noise:
    """What a sender's lists are like, as shares of their rows. years: of birth dates that are a year only.

    encoding: the old encoding of the whole list, "" for Unicode.
    """

    mothers: float
    slips: float
    folded: float = 0.05
    swapped: float = 0.03
    years: float = 0.0
    sexes: float = 0.0
    encoding: str = ""


NOISE = {
    "school": Noise(mothers=0.65, slips=0.04),
    "station": Noise(mothers=0.9, slips=0.08, folded=0.25, years=0.03),
    "police": Noise(mothers=0.5, slips=0.02, swapped=0.01, sexes=0.01),
    "TCVN3": Noise(mothers=0.65, slips=0.04, folded=0.0, encoding="tcvn3"),
    "VNI": Noise(mothers=0.65, slips=0.04, folded=0.0, encoding="vni"),
}


@dataclass(frozen=True)
class Person:
    """A child; truth: the register's id of who she is, "" for a child the register lacks."""

    id: str
    name: str
    birth: str
    sex: str
    mother: str
    village: str
    truth: str = ""
    plain: bool = True


class Maker:
    """One commune and its lists, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def families(self, size: int) -> list[Person]:
        """A register of so many children, with brothers, sisters and now and then twins."""
        found: list[Person] = []
        while len(found) < size:
            father, mother = self.rng.choice(FAMILY), self._mother()
            village, first = self.rng.choice(VILLAGES), len(found)
            for _ in range(self.rng.choice([1, 1, 2, 2, 3])):
                born = BIRTHDAYS[0] + dt.timedelta(self.rng.randrange(BIRTHDAYS[1]))
                for _ in range(2 if self.rng.random() < 0.02 else 1):
                    found.append(self._child(f"r{len(found)}", father, mother, village, born, found[first:]))
        return [replace(p, truth=p.id) for p in found[:size]]

    def _mother(self) -> str:
        middle = self.rng.choice(["Thị", "Thị", "Thị Thu", "Thị Kim", "Ngọc", "Thu"])
        return f"{self.rng.choice(FAMILY)} {middle} {self.rng.choice(MOTHERS)}"

    def _child(self, id_: str, family: str, mother: str, village: str, born: dt.date, others: list[Person]) -> Person:
        boy = self.rng.random() < 0.5
        taken = {p.name.split()[-1] for p in others}
        given = self.rng.choice([g for g in (BOYS if boy else GIRLS) if g not in taken])
        middle = self.rng.choice(BOYS_MIDDLE if boy else GIRLS_MIDDLE)
        return Person(id_, f"{family} {middle} {given}", born.isoformat(), "male" if boy else "female", mother, village)

    def list_of(self, register: list[Person], size: int, noise: Noise = NOISE["school"]) -> list[Person]:
        """A list with as many rows: mostly children of the register, some strangers, brothers, twins, namesakes."""
        chosen = self.rng.sample(register, size - size // 12)
        rows = [self._as_typed(p, noise) for p in chosen]
        rows += [self._stranger(register, noise.mothers) for _ in range(size // 12)]
        self.rng.shuffle(rows)
        return [replace(_encoded(row, noise.encoding), id=f"l{n}") for n, row in enumerate(rows)]

    def _stranger(self, register: list[Person], mothers: float) -> Person:
        near = self.rng.choice(register)
        kind = self.rng.choice(["moved in", "moved in", "sibling", "twin", "namesake"])
        born = BIRTHDAYS[0] + dt.timedelta(self.rng.randrange(BIRTHDAYS[1]))
        if kind == "namesake":
            return Person("", near.name, born.isoformat(), near.sex, self._mother(), self.rng.choice(VILLAGES))
        if kind == "moved in":
            found = self._child("", self.rng.choice(FAMILY), self._mother(), self.rng.choice(VILLAGES), born, [])
        else:
            day = dt.date.fromisoformat(near.birth) if kind == "twin" else born
            found = self._child("", near.name.split()[0], near.mother, near.village, day,
                                [p for p in register if p.mother == near.mother])
        return found if self.rng.random() < mothers else replace(found, mother="")

    def _as_typed(self, p: Person, noise: Noise) -> Person:
        name, plain = (self._slip(p.name), False) if self.rng.random() < noise.slips else (p.name, True)
        birth, sure = self._birth(p.birth, noise)
        sex = p.sex
        if self.rng.random() < noise.sexes:
            sex, sure = "male" if sex == "female" else "female", False
        mother = p.mother if self.rng.random() < noise.mothers else ""
        name, mother = self._habit(name, mother, noise)
        village = f"thôn {p.village}" if self.rng.random() < 0.5 else p.village
        return replace(p, name=f" {name} ", birth=birth, sex=sex, mother=mother, village=village, plain=plain and sure)

    def _birth(self, birth: str, noise: Noise) -> tuple[str, bool]:
        """The day as typed, and whether it is the right one: day and month exchanged, or only the year."""
        chance = self.rng.random()
        year, month, day = birth.split("-")
        if chance < noise.swapped:
            return (f"{year}-{day}-{month}" if int(day) < 13 else year), False
        return (year, False) if chance < noise.swapped + noise.years else (birth, True)

    def _habit(self, name: str, mother: str, noise: Noise) -> tuple[str, str]:
        """In capitals, without marks, or with the marks apart; an old encoding knows none of the last two."""
        habit = self.rng.random()
        if habit < 0.15:
            return name.upper(), mother
        if habit < 0.15 + noise.folded:
            return fold(name).title(), fold(mother).title()
        if habit < 0.2 + noise.folded and not noise.encoding:
            return unicodedata.normalize("NFD", name), mother
        return name, mother

    def _slip(self, name: str) -> str:
        """A letter left out, doubled or exchanged, or the middle name dropped."""
        words = name.split()
        if self.rng.random() < 0.25:
            return f"{words[0]} {words[-1]}"
        at = self.rng.randrange(len(name) - 1)
        return self.rng.choice([name[:at] + name[at + 1:], name[:at] + name[at] + name[at:],
                                name[:at] + name[at + 1] + name[at] + name[at + 2:]])


def _encoded(p: Person, encoding: str) -> Person:
    if not encoding:
        return p
    letters = _letters(encoding)
    name, mother, village = ("".join(letters.get(char, letters.get(char.lower(), char)) for char in text)
                             for text in (p.name, p.mother, p.village))
    return replace(p, name=name, mother=mother, village=village)


@cache
def _letters(encoding: str) -> dict[str, str]:
    """How an old encoding writes each letter, found by asking what it reads."""
    if encoding == "tcvn3":
        # Its fonts draw no capital with a tone (those stand above 0xA7): in capitals people type the small letter.
        drawn = {old_text.from_tcvn3(chr(n)): chr(n) for n in range(0xFF, 0xA0, -1)}
        return {letter: char for letter, char in drawn.items() if letter.islower() or char <= "\xa7"}
    marks = ["", *"ùøûõïâáàåãäêéèúüë"]
    written = [base + mark for base in "aeiouyôöñíìæóòîAEIOUYÔÖÑÍÌÆÓÒÎ" for mark in [*marks, *map(str.upper, marks)]]
    return {old_text.from_vni(text): text for text in written if len(old_text.from_vni(text)) == 1}


def problem(seed: int, children: int, rows: int, noise: Noise) -> tuple[list[Person], list[Person]]:
    """A register of so many children and a list of so many rows, the same for the same seed."""
    maker = Maker(seed)
    register = maker.families(children)
    return register, maker.list_of(register, rows, noise)


def write(path: Path, people: list[Person]) -> None:
    """The file that ``mangnon match`` takes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "name", "birth", "sex", "mother", "village", "commune"))
        writer.writerows([p.id, p.name, p.birth, p.sex, p.mother, p.village, "Xã Hoằng Trung"] for p in people)
