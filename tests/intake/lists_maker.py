"""Invented families and the lists that offices make of them, with their habits and slips; the truth is known."""
from __future__ import annotations

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, replace

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

    def list_of(self, register: list[Person], size: int, *, mothers: float = 0.65, slips: float = 0.04) -> list[Person]:
        """A list with as many rows: mostly children of the register, some strangers, brothers, twins, namesakes."""
        chosen = self.rng.sample(register, size - size // 12)
        rows = [self._as_typed(p, mothers, slips) for p in chosen]
        rows += [self._stranger(register, mothers) for _ in range(size // 12)]
        self.rng.shuffle(rows)
        return [replace(row, id=f"l{n}") for n, row in enumerate(rows)]

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

    def _as_typed(self, p: Person, mothers: float, slips: float) -> Person:
        rng, name, birth, plain = self.rng, p.name, p.birth, True
        if rng.random() < slips:
            name, plain = self._slip(name), False
        if rng.random() < 0.03:
            year, month, day = birth.split("-")
            birth, plain = (f"{year}-{day}-{month}" if int(day) < 13 else year), False
        mother = p.mother if rng.random() < mothers else ""
        habit = rng.random()
        if habit < 0.15:
            name = name.upper()
        elif habit < 0.2:
            name, mother = fold(name).title(), fold(mother).title()
        elif habit < 0.25:
            name = unicodedata.normalize("NFD", name)
        village = f"thôn {p.village}" if rng.random() < 0.5 else p.village
        return replace(p, name=f" {name} ", birth=birth, mother=mother, village=village, plain=plain)

    def _slip(self, name: str) -> str:
        """A letter left out, doubled or exchanged, or the middle name dropped."""
        words = name.split()
        if self.rng.random() < 0.25:
            return f"{words[0]} {words[-1]}"
        at = self.rng.randrange(len(name) - 1)
        return self.rng.choice([name[:at] + name[at + 1:], name[:at] + name[at] + name[at:],
                                name[:at] + name[at + 1] + name[at] + name[at + 2:]])
