"""What a list's row would change in the register: every piece by itself, with what stands there beside it.

An item fills what is empty, makes a date finer, or adds a row; these are taken unless a person says no. An item that
contradicts what the register says is shown and taken only when a person says yes: a list never overwrites silently.
"""
from __future__ import annotations

import datetime as dt
import uuid

from mangnon.delivery.models import ActivityKind
from mangnon.registry.exchange import BY_NAME
from mangnon.registry.models import HouseholdStatus

from .describing import name, place
from .doubting import Doubts
from .items import Item, item, own_id, together
from .places_named import Places
from .settling import near_dose, settle
from .standing import Standing, Villages
from .told import Occasion, Told

NAMES = ("full_name", "mother_name", "father_name")
PERSON = ("full_name", "sex", "born_on", "personal_id", "ethnicity", "mother_name", "father_name",
          "birth_registered_on", "died_on", "death_cause")
NEWBORN_DAYS = 365
"""A child the register lacks who is younger than this lived at home since birth; an older one since the list's day."""


class Proposer:
    """Compares rows with the register. occasion: the list's day and place."""

    def __init__(self, batch: uuid.UUID, occasion: Occasion, standing: Standing, villages: Villages) -> None:
        self.batch, self.on, self.standing, self.villages = batch, occasion, standing, villages
        self.places, self.doubts = Places(occasion.on), Doubts(standing)

    def knows(self, child: str) -> bool:
        return child in self.standing.keys

    def new(self, child: str, told: Told) -> tuple[list[Item], list[tuple[str, str]]]:
        """Items for a child whom the register lacks, and why something is left out. Without a birth date: none."""
        if "born_on" not in told.person:
            return [], [("born_on", "Em chưa có trong sổ mà danh sách không ghi ngày sinh nên chưa thêm được.")]
        if told.left:
            return [], [("change", "Em chưa có trong sổ mà đã chuyển đi nên không thêm vào sổ.")]
        cells = {"sex": "unknown", **told.person}
        asked: list[tuple[str, str]] = []
        if why := self.doubts.number(child, cells.get("personal_id", "")) if "personal_id" in cells else "":
            del cells["personal_id"]
            asked.append(("personal_id", why))
        if odd := self.doubts.contradicted(cells.get("personal_id", ""), cells):
            asked.append(("personal_id", odd))
        items = [item("children", {"child_id": child, **cells}, [("child", "", _who(cells))], tick=True, add=True)]
        home, left = self._first_home(child, told)
        sure, more = self._sure(child, cells, self._facts(child, told))
        return together([*items, *home, *sure]), [*left, *asked, *more]

    def more(self, child: str, told: Told) -> list[Item]:
        """What a later row adds to a child whom an earlier row of the list makes: nothing without her."""
        sure, _asked = self._sure(child, told.person, self._facts(child, told))
        return [{**one, "needs": child} for one in sure]

    def _sure(self, child: str, person: dict[str, str], items: list[Item]) -> tuple[list[Item], list[tuple[str, str]]]:
        """Of a new child, what nobody need be asked about; the rest is left out and told."""
        why = [self.doubts.of(one, child, person) for one in items]
        return ([one for one, said in zip(items, why, strict=True) if not said],
                [(one["table"], said) for one, said in zip(items, why, strict=True) if said])

    def _first_home(self, child: str, told: Told) -> tuple[list[Item], list[tuple[str, str]]]:
        unit = self.villages.find(told.village) or (None if told.village else self.villages.commune)
        if unit is None:
            return [], [("village", f"“{told.village}” không phải thôn của xã nên chưa ghi nơi ở của em."
                         if told.village else "Danh sách không ghi thôn nên chưa ghi nơi ở của em.")]
        born = told.person["born_on"]
        young = (self.on.on.toordinal() - _ordinal(born)) < NEWBORN_DAYS
        since = told.since or (born if young else self.on.on.isoformat())
        return [item("residences", {"child_id": child, "unit_id": unit.exchange_id, "from_on": max(since, born)},
                     [("village", "", unit.name)], tick=True, add=True)], []

    def known(self, child: str, told: Told) -> tuple[list[Item], list[tuple[str, str]]]:
        """Items for a child of the register."""
        person = self.standing.persons.get(child)
        if person is None:
            return [], [("full_name", "Em này không còn trong sổ. Hãy xem lại dòng này.")]
        items = [found for column in PERSON if (found := self._cell(child, column, person, told))]
        home = self._leaving(child, told.left) if told.left else self._home(child, told)
        every: list[Item] = [*items, *home, *self._facts(child, told)]
        asked: list[tuple[str, str]] = [("village", f"“{told.village}” không phải thôn của xã nên nơi ở của em để như "
                                         "cũ. Hãy hỏi lại nơi gửi.")] if self.villages.lacks(told.village) else []
        for n, one in enumerate(every):
            if odd := self.doubts.contradicted(one["values"].get("personal_id", ""), {**person, **told.person}):
                asked.append(("personal_id", odd))
            if why := self.doubts.of(one, child, person):
                every[n] = {**one, "tick": False}
                asked.append((one["shown"][0][0], why))
        return every, asked

    def _cell(self, child: str, column: str, person: dict[str, str], told: Told) -> Item | None:
        """One cell of the person: what the list says where the register says nothing, less, or something else."""
        said, stands = told.person.get(column, ""), person[column]
        if not said or said == stands or _alike(column, said, stands):
            return None
        values = {"child_id": child, column: said}
        old, new = stands, said
        tick = not stands or (column == "sex" and stands == "unknown")
        if column in NAMES and stands:
            tick = _marks_added(said, stands)
            if not tick and _marks_added(stands, said):
                return None
        if column == "born_on":
            finer = _finer(person, told.person)
            if finer is None:
                return None
            tick = finer
            values["born_precision"] = told.person["born_precision"]
            old = f"{stands}|{person['born_precision']}"
            new = f"{said}|{told.person['born_precision']}"
        return item("children", values, [(column, old, new)], tick=tick, add=False)

    def _home(self, child: str, told: Told) -> list[Item]:
        """Where the list says the child lives, if that is another thôn: a move that day, for a person to say."""
        unit, home = self.villages.find(told.village), self.standing.homes.get(child)
        here = home is not None and (home.to_on is None or home.to_on > self.on.on)
        if unit is None or (home and here and (
                home.unit == unit.exchange_id or place(home.name) == place(unit.name))):
            return []
        day, sure = told.since or self.on.on.isoformat(), bool(told.since)
        move = {"child_id": child, "unit_id": unit.exchange_id, "from_on": day}
        if home is None:
            return [item("residences", move, [("village", "", unit.name)], tick=True, add=True)]
        if not here:
            # She left the commune, says the register, and the list has her there: whether she came back is to be asked.
            back = day > home.from_on.isoformat()
            return [item("residences", move, [("village", home.name, unit.name)], tick=sure, add=True)] if back else []
        if home.level != "village" and home.to_on is None:
            finer = {"child_id": child, "unit_id": unit.exchange_id, "from_on": home.from_on.isoformat()}
            return [item("residences", finer, [("village", home.name, unit.name)], tick=True, add=False)]
        if home.from_on.isoformat() >= day:
            return []
        left = {"child_id": child, "from_on": home.from_on.isoformat(), "to_on": day}
        return [item("residences", move, [("village", home.name, unit.name)], tick=sure, add=True,
                     also=[("residences", left, False)] if home.to_on is None else [])]

    def _leaving(self, child: str, day: str) -> list[Item]:
        """The present home ends on the day the list says; whether a home that ended on another day did is asked."""
        home = self.standing.homes.get(child)
        if home is None or home.from_on.isoformat() >= day or (home.to_on and home.to_on.isoformat() == day):
            return []
        ended = home.to_on.isoformat() if home.to_on else ""
        return [item("residences", {"child_id": child, "from_on": home.from_on.isoformat(), "to_on": day},
                     [("residences.to_on", ended, day)], tick=not ended, add=False)]

    def _attendance(self, child: str, cells: dict[str, str]) -> list[Item]:
        """That the child was there; an activity the register lacks is made, once for everyone on the list."""
        said = self.places.activity(cells)
        if said is None and not cells["kind"]:
            return []
        known = said or own_id(self.batch, "activity", cells["held_on"], cells["kind"], cells["title"])
        if any(row["activity_id"] == known for row in self.standing.rows("attendance", child)):
            return []
        words = cells["title"] or str(dict(ActivityKind.choices).get(cells["kind"], ""))
        there = item("attendance", {"activity_id": known, "child_id": child}, [("attendance", "", words)], tick=True,
                     add=True)
        made = [] if said else [item("activities", {
            "activity_id": known, "kind": cells["kind"], "held_on": cells["held_on"], "title": cells["title"]},
            [("activities", "", words)], tick=True, add=True)]
        return together([*made, there])

    def _schooling(self, child: str, cells: dict[str, str]) -> list[Item]:
        """A sheet of all schools: where a child learns this year, if the register has nothing; else only her class."""
        stands = [row for row in self.standing.rows("enrolments", child)
                  if row["school_year"] == cells["school_year"] and not row["left_on"]]
        school = self.places.school(cells["school"], cells["grade"], self.on.facility)
        if not cells["school"] and len(stands) == 1:
            school = stands[0]["facility_id"]
        rest = {name: value for name, value in cells.items() if name != "school"}
        found = self._fact("enrolments", child, {**rest, "facility_id": school})
        elsewhere = stands and not any(row["facility_id"] == school for row in stands)
        changes = any(not one["add"] for one in found)
        return [{**one, "tick": one["tick"] and not elsewhere and not changes} for one in found]

    def _facts(self, child: str, told: Told) -> list[Item]:
        found: list[Item] = []
        for table, cells in told.facts:
            if table == "attendance":
                found += self._attendance(child, cells)
            elif "school" in cells:
                found += self._schooling(child, cells)
            else:
                found += self._fact(table, child, cells)
        return found + self._household(child, told)

    def _fact(self, table: str, child: str, cells: dict[str, str]) -> list[Item]:
        """A row of another table: a new one, the cells in which it differs from one that stands, or nothing.

        A school's own roll says of its classes what holds; elsewhere what stands is kept until a person says otherwise.
        """
        stands = self.standing.rows(table, child)
        settled = settle(table, cells, stands, self.on.on.isoformat())
        if settled is None:
            return []
        key = [name for name in BY_NAME[table].key if name != "child_id"]
        same = next((row for row in stands if all(row[name] == settled.get(name, "") for name in key)), None)
        if same is None:
            close = near_dose(settled, stands) if table == "doses" else ""
            return [item(table, {"child_id": child, **settled}, [(table, close, _row_words(table, settled))],
                         tick=not close, add=True)]
        changed = {name: value for name, value in settled.items() if value and not _same_cell(value, same[name])}
        fills = {name: value for name, value in changed.items() if not same[name] or table == "enrolments"}
        others = {name: value for name, value in changed.items() if name not in fills}
        held = {"child_id": child, **{name: same[name] for name in key}}
        return [item(table, {**held, **part}, [(f"{table}.{name}", same[name], value) for name, value in part.items()],
                     tick=part is fills, add=False) for part in (fills, others) if part]

    def _household(self, child: str, told: Told) -> list[Item]:
        """The child's household and its status; a household that the register lacks is made, once for its members."""
        said = told.household
        if not said or not (said.get("head") or said.get("number")):
            return []
        day, found = self.on.on.isoformat(), []
        member = next((row for row in self.standing.rows("household_members", child) if not row["to_on"]), None)
        unit = self.villages.find(told.village) or self.villages.commune
        if member is None and unit is None:
            return []
        house = member["household_id"] if member else own_id(
            self.batch, "household", said.get("number", ""), said.get("head", ""), place(told.village))
        if member is None and unit is not None:
            found.append(item("households", {"household_id": house, "unit_id": unit.exchange_id,
                                             "head_name": said.get("head", "")},
                              [("households", "", said.get("head", ""))], tick=True, add=True))
            found.append(item("household_members", {"household_id": house, "child_id": child, "from_on": day},
                              [("household_members", "", said.get("head", ""))], tick=True, add=True))
        status = said.get("status")
        if status and status not in self._statuses(house):
            found.append(item("household_status", {"household_id": house, "status": status, "from_on": day},
                              [("household_status", "", status)], tick=True, add=True))
        return together(found)

    def _statuses(self, house: str) -> set[str]:
        """The statuses that a household of the register has on the list's day."""
        return set(HouseholdStatus.objects.filter(household__exchange_id=house).on(self.on.on)
                   .values_list("status", flat=True))


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def _who(cells: dict[str, str]) -> str:
    return cells.get("full_name", "")


def _row_words(table: str, cells: dict[str, str]) -> str:
    """A row's cells in the order of its table, whatever order a database keeps them in; the page says them in words."""
    return "|".join(f"{column.name}={value}" for column in BY_NAME[table].columns
                    if (value := cells.get(column.name, "")))


def _alike(column: str, said: str, stands: str) -> bool:
    """Whether two cells say the same in other letters: "Hoà" and "Hòa", capitals, blanks."""
    if column in NAMES:
        return bool(stands) and name(said).key == name(stands).key
    return column == "ethnicity" and said.casefold() == stands.casefold()


def _marks_added(said: str, stands: str) -> bool:
    """Whether the list has the marks that the register's name lacks, and no other letter."""
    a, b = name(said), name(stands)
    return a.plain == b.plain and a.marked and not b.marked


def _finer(person: dict[str, str], said: dict[str, str]) -> bool | None:
    """Whether the list's birth date is the register's, only better known. None: it says less, or the same."""
    length = {"year": 4, "month": 7, "day": 10}
    mine, theirs = length[person["born_precision"]], length[said["born_precision"]]
    same = person["born_on"][:min(mine, theirs)] == said["born_on"][:min(mine, theirs)]
    if same:
        return True if theirs > mine else None
    return False


def _same_cell(said: str, stands: str) -> bool:
    if said == stands:
        return True
    try:
        return float(said) == float(stands)
    except ValueError:
        return False
