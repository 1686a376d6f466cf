"""Invented children with families, homes, carers, households and registrations."""
from __future__ import annotations

import datetime as dt

from .commune import START, VILLAGES, WEIGHTS, Commune, Person

SURNAMES = ["Nguyễn", "Lê", "Trần", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Trịnh", "Mai", "Lương", "Cao"]
SURNAME_WEIGHTS = [30, 24, 11, 8, 7, 4, 4, 3, 3, 2, 2, 2]
BOYS = ["Minh Quân", "Gia Hưng", "Đức Mạnh", "Tuấn Kiệt", "Bảo Nam", "Hải Đăng", "Anh Khoa", "Quốc Việt", "Thành Long",
        "Nhật Minh", "Đức Anh", "Hoàng Phúc", "Trung Hiếu", "Văn Sơn", "Đình Phong", "Khánh Duy", "Hữu Thắng",
        "Xuân Trường", "Công Vinh", "Minh Đức", "Gia Bảo", "Tiến Dũng", "Thái Sơn", "Mạnh Cường", "Quang Huy"]
GIRLS = ["Ngọc Ánh", "Bảo An", "Khánh Chi", "Ngọc Diệp", "Thu Hà", "Quỳnh Anh", "Minh Châu", "Hà My", "Phương Linh",
         "Thảo Vy", "Khánh Ngân", "Thùy Dương", "Mai Hương", "Thanh Trúc", "Diệu Linh", "Bích Ngọc", "Hồng Nhung",
         "Tường Vy", "Yến Nhi", "Gia Hân", "Lan Chi", "Kim Oanh", "Thị Đào", "Tú Uyên", "An Yên"]
MOTHERS = ["Thị Hòa", "Thị Mùi", "Thị Loan", "Thị Thủy", "Thị Hạnh", "Thị Liên", "Thị Nga", "Thị Hường", "Thị Tuyết",
           "Thị Duyên", "Thị Quyên", "Thị Xuân"]
FATHERS = ["Văn Tâm", "Văn Hải", "Đình Lâm", "Văn Dũng", "Trọng Nghĩa", "Văn Thịnh", "Hữu Phước", "Văn Bình",
           "Ngọc Sơn", "Văn Chung", "Đăng Khoa", "Văn Tài"]


class Family:
    """Parents who may have more children."""

    def __init__(self, c: Commune, number: int) -> None:
        pick = c.random.choices
        self.number = number
        self.surname = pick(SURNAMES, SURNAME_WEIGHTS)[0]
        self.mother = f"{pick(SURNAMES, SURNAME_WEIGHTS)[0]} {c.random.choice(MOTHERS)}"
        self.father = f"{self.surname} {c.random.choice(FATHERS)}"
        self.village = pick(VILLAGES, WEIGHTS)[0]
        self.minority = c.chance(0.02)
        self.last_birth = dt.date(1990, 1, 1)
        self.children = 0


def add_people(c: Commune) -> None:
    """About as many births a year as a commune of this size has, fewer of late."""
    families: list[Family] = []
    for year in range(2005, c.today.year + 1):
        births = round((152 - 4.1 * (year - 2010)) * c.size)
        for _ in range(births):
            born = c.day_in(dt.date(year, 1, 1), dt.date(year, 12, 31))
            if born <= c.today:
                _birth(c, families, born)
    for person in c.people:
        _rows(c, person, families[person.family])
    _households(c, families)


def _birth(c: Commune, families: list[Family], born: dt.date) -> None:
    ready = [f for f in families[-400:] if 1 <= f.children < 3 and 600 < (born - f.last_birth).days < 2600]
    family = c.random.choice(ready) if ready and c.chance(0.5) else None
    if family is None:
        family = Family(c, len(families))
        families.append(family)
    family.last_birth, family.children = born, family.children + 1
    for _ in range(2 if c.chance(0.008) else 1):
        c.people.append(_person(c, family, born))


def _person(c: Commune, family: Family, born: dt.date) -> Person:
    sex = "male" if c.chance(0.52) else "female"
    given = c.random.choice(BOYS if sex == "male" else GIRLS)
    precision = "year" if c.chance(0.003) else "day"
    person = Person(f"tre-{len(c.people) + 1:05d}", f"{family.surname} {given}", sex, born, precision,
                    family.village, family.number, born)
    shared = c.random.gauss(0, 1)
    lift = 0.035 * (born.year - 2022)
    person.z_weight = -0.12 + lift + 1.0 * (0.8 * shared + 0.6 * c.random.gauss(0, 1))
    person.z_height = -0.22 + lift + 1.04 * (0.8 * shared + 0.6 * c.random.gauss(0, 1))
    person.diligence = c.random.random()
    _fate(c, person)
    return person


def _fate(c: Commune, p: Person) -> None:
    """Some came later, some left, very few died."""
    roll = c.random.random()
    if roll < 0.035:
        p.lives_from = c.day_in(p.born + dt.timedelta(days=200), p.born + dt.timedelta(days=3500))
    elif roll < 0.06:
        p.lives_to = c.day_in(p.born + dt.timedelta(days=300), p.born + dt.timedelta(days=5000))
    if p.born.year >= START.year and p.born.year != 2025 and p.born.timetuple().tm_yday % 97 == 5 and not any(
            o.died and o.died.year == p.born.year for o in c.people[-200:]):
        p.died = p.born + dt.timedelta(days=c.random.choice([2, 40, 90, 15]))
        if p.died > c.today:
            p.died = None
    if p.lives_to and p.lives_to > c.today:
        p.lives_to = None


def _rows(c: Commune, p: Person, family: Family) -> None:
    registered = p.born + dt.timedelta(days=min(int(c.random.expovariate(1 / 14)) + 1, 90))
    if registered > c.today or (p.died and p.died < registered) or (p.diligence < 0.006 and p.born.year >= 2022):
        registered = None  # type: ignore[assignment]
    century = {"male": 2, "female": 3}[p.sex]
    number = f"000{century}{p.born.year % 100:02d}{c.random.randrange(10**6):06d}"
    c.add("children", child_id=p.id, full_name=p.name, sex=p.sex,
          born_on=p.born if p.precision == "day" else p.born.replace(month=1, day=1), born_precision=p.precision,
          personal_id=number if registered and c.chance(0.96) else None,
          ethnicity="Mường" if family.minority else "Kinh", mother_name=family.mother, father_name=family.father,
          birth_registered_on=registered, died_on=p.died, death_cause="illness" if p.died else None)
    _homes(c, p)
    for relation, name in (("mother", family.mother), ("father", family.father)):
        if not (relation == "father" and p.diligence > 0.97):
            c.add("carers", child_id=p.id, full_name=name, relation=relation, from_on=p.born, to_on=None)
    kind = "temporary" if p.lives_from > p.born and c.chance(0.7) else "permanent"
    if registered and c.chance(0.985):
        c.add("registrations", child_id=p.id, kind=kind, from_on=max(p.lives_from, registered), to_on=None)


def _homes(c: Commune, p: Person) -> None:
    """One home, or a move to another thôn on the way."""
    end = p.lives_to
    if p.lives_from > c.today:
        p.lives_from = c.today + dt.timedelta(days=1)
        c.add("residences", child_id=p.id, unit_id="TH", from_on=p.born, to_on=None)
        return
    if c.chance(0.03) and (c.today - p.lives_from).days > 900:
        moved = c.day_in(p.lives_from + dt.timedelta(days=365), c.today - dt.timedelta(days=30))
        if not end or moved < end:
            c.add("residences", child_id=p.id, unit_id=p.village, from_on=p.lives_from, to_on=moved)
            p.village = c.random.choice([v for v in VILLAGES if v != p.village])
            c.add("residences", child_id=p.id, unit_id=p.village, from_on=moved, to_on=end)
            return
    c.add("residences", child_id=p.id, unit_id=p.village, from_on=p.lives_from, to_on=end)


def _households(c: Commune, families: list[Family]) -> None:
    """A household a family; a few poor or near-poor, with dates."""
    for family in families:
        c.add("households", household_id=f"ho-{family.number + 1:04d}", unit_id=family.village,
              head_name=family.father)
        roll = c.random.random()
        if roll < 0.09:
            status = "poor" if roll < 0.03 else "near_poor"
            first = dt.date(c.random.choice(range(2021, c.today.year + 1)), 1, 1)
            ends = dt.date(first.year + c.random.choice([1, 2, 3]), 1, 1)
            c.add("household_status", household_id=f"ho-{family.number + 1:04d}", status=status, from_on=first,
                  to_on=ends if ends <= c.today else None)
    for p in c.people:
        c.add("household_members", household_id=f"ho-{p.family + 1:04d}", child_id=p.id, from_on=p.born,
              to_on=p.lives_to)
