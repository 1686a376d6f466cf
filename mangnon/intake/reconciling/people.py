"""Everyone whom the chosen sources speak of, each once, with what every source says of her."""
from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mangnon.core import names, periods
from mangnon.education.models import Enrolment
from mangnon.places.models import SCHOOL_KINDS, Facility, FacilityKind, below
from mangnon.plan.in_use import plan_in_use
from mangnon.protection.models import Disability
from mangnon.registry.lineage import survivors
from mangnon.registry.models import Child, HouseholdMember, HouseholdStatus, Residence

from ..describing import Birth, Described, birth, describe, name
from ..known import birth_of, known_children
from ..matching import MATCH, REVIEW, Matcher
from ..models import ListImport, ListRow
from ..standing import Villages
from .persons import Bench, Person, Said, supplements
from .scopes import REGISTER
from .sources import Source

OLDEST = 18
"""Years at which somebody leaves the comparison, whatever list she stands on."""
FEWEST = 5
"""Rows from which on a list says by its thôn what it is of."""


def gather(sources: list[Source], day: dt.date) -> Bench:
    """Link every row of the lists to a person: by the decision, the match, or by matching it again now."""
    return _Gathering(sources, day).bench()


class _Gathering:
    def __init__(self, sources: list[Source], day: dt.date) -> None:
        self.day, self.sources = day, sources
        self.children = {child.exchange_id: child for child in Child.objects.all()}
        self.villages = Villages(day)
        self.people: dict[str, Person] = {}
        self.unsure: dict[str, int] = {}
        self.schools = {one.name: one.exchange_id for one in Facility.objects.filter(kind__in=SCHOOL_KINDS)}
        self.waiting: list[tuple[Source, ListRow, Described]] = []

    def bench(self) -> Bench:
        for source in self.sources:
            if source.batch is None:
                self._register(source)
        for source in self.sources:
            if source.batch is not None:
                self._list(source)
        self._link()
        self._facts()
        grown = [p for p in self.people.values() if (p.age_on(self.day) or 0) < OLDEST]
        bench = Bench(self.day, self.sources, grown, self.unsure, self._all_schools(), self._parts())
        bench.supplements = supplements(bench)
        return bench

    def _parts(self) -> dict[str, frozenset[str]]:
        """The thôn of each list that names so few of them that it cannot be of the whole commune."""
        found = {}
        for source in self.sources:
            homes = [person.said[source.key].unit_name for person in self.people.values() if source.key in person.said]
            named = frozenset(filter(None, homes))
            if source.batch is not None and len(homes) >= FEWEST and 0 < 2 * len(named) < len(self.villages.names):
                found[source.key] = named
        return found

    def _person(self, exchange_id: str) -> Person:
        if exchange_id not in self.people:
            self.people[exchange_id] = Person(exchange_id, child=self.children.get(exchange_id))
        return self.people[exchange_id]

    def _register(self, source: Source) -> None:
        plan = plan_in_use()
        units = below([plan.unit], self.day) if plan and plan.unit else None
        homes = self._homes()
        for child in Child.objects.resident_on(self.day, units).filter(
                born_on__lte=self.day, born_on__gt=periods.years_back(self.day, OLDEST)):
            unit = homes.get(child.pk)
            inside = unit in self.villages.names
            self._person(child.exchange_id).said[source.key] = Said(
                child.full_name, birth_of(child.born_on, child.born_precision), _sex(child.sex), child.mother_name,
                child.personal_id, unit if unit and inside else "", self.villages.names.get(unit or "", ""),
                "", str(child.died_on or ""), str(child.birth_registered_on or ""))

    def _homes(self) -> dict[Any, str]:
        rows = Residence.objects.on(self.day).order_by("from_on").values_list("child", "unit__exchange_id")
        return dict(rows.iterator(chunk_size=5000))

    def _list(self, source: Source) -> None:
        batches = [batch for batch in (source.batch, *source.older) if batch is not None]
        place = {batch.pk: n for n, batch in enumerate(batches)}
        rows = list(ListRow.objects.filter(batch__in=batches).exclude(result__in=("refused", "skipped")).exclude(
            decision="skip").defer("items", "problems").order_by("pk"))
        # What the newest says of somebody is what the source says.
        rows.sort(key=lambda row: place[row.batch_id])
        today = survivors({row.child for row in rows if row.child})
        self._unusable(source, batches)
        for row in rows:
            child = today.get(row.child, row.child)
            if row.result == "review" and not row.decision:
                self._doubt(source, [key for key, _score in row.candidates])
            elif child in self.children:
                self._say(source, self._person(child), row)
            elif row.told.get("person"):
                self.waiting.append((source, row, _described(row)))

    def _unusable(self, source: Source, batches: list[ListImport]) -> None:
        """Rows that could not be read have a name all the same: whoever may be meant is not missing from the list."""
        rows = ListRow.objects.filter(batch__in=batches, result__in=("refused", "skipped")).values_list(
            "told", flat=True)
        named = {name(told.get("name") or told.get("person", {}).get("full_name", "")).key for told in rows} - {""}
        for exchange_id, child in self.children.items() if named else ():
            if name(child.full_name).key in named:
                self._person(exchange_id).doubtful.add(source.key)

    def _doubt(self, source: Source, children: Iterable[str]) -> None:
        self.unsure[source.key] = self.unsure.get(source.key, 0) + 1
        for child in children:
            if child in self.children:
                self._person(child).doubtful.add(source.key)

    def _say(self, source: Source, person: Person, row: ListRow) -> None:
        place = (row.sheet, row.number)
        before = person.said.get(source.key)
        if before is not None:
            if before.batch == row.batch_id:
                person.said[source.key] = replace(before, rows=(*before.rows, place))
            return
        told, typed = row.told.get("person", {}), row.told.get("village", "")
        unit = self.villages.find(typed) if typed else None
        precision = told.get("born_precision", "day")
        born = told.get("born_on", "")
        person.said[source.key] = Said(
            told.get("full_name", ""), birth_of(dt.date.fromisoformat(born), precision) if born else Birth(),
            _sex(told.get("sex", "")), told.get("mother_name", ""), told.get("personal_id", ""),
            unit.exchange_id if unit else "", unit.name if unit else "", "" if unit else typed,
            told.get("died_on", ""), told.get("birth_registered_on", ""), *self._class(row), (place,), row.batch_id)

    def _class(self, row: ListRow) -> tuple[str, str]:
        """The class that a row states, and of which school and year it is."""
        for table, cells in row.told.get("facts", ()):
            if table == "enrolments" and cells.get("class"):
                school = cells.get("facility_id") or self.schools.get(cells.get("school", ""), "")
                return cells["class"], f"{school} {cells['school_year']}" if school else ""
        return "", ""

    def _link(self) -> None:
        """Rows whom the register lacks: matched with it as it is now, then with each other, source by source."""
        if not self.waiting:
            return
        matcher = Matcher(known_children(self.day))
        pool: list[Described] = []
        for source in self.sources:
            rows = [(row, described) for owner, row, described in self.waiting if owner is source]
            among = Matcher(pool) if pool else None
            for row, described in rows:
                answer = matcher.answer(described)
                if answer.decision == MATCH and answer.best:
                    self._say(source, self._person(answer.best.child.id), row)
                    continue
                if answer.decision == REVIEW:
                    self._doubt(source, [one.child.id for one in answer.candidates])
                    continue
                other = among.answer(described) if among else None
                if other is not None and other.decision == REVIEW:
                    self._doubt(source, [])
                    continue
                key = other.best.child.id if other and other.best and other.decision == MATCH else _digest(described)
                if key not in self.people:
                    pool.append(Described(key, described.name, described.birth, described.sex, described.mother,
                                          described.village, described.commune, described.number,
                                          described.newborn))
                self._say(source, self._person(key), row)

    def _all_schools(self) -> bool:
        """Whether every school for 6 to 14 that is open on the day has a roll here."""
        kinds = [kind for kind in SCHOOL_KINDS if kind != FacilityKind.KINDERGARTEN]
        schools = set(Facility.objects.filter(kind__in=kinds).open_on(self.day).values_list("exchange_id", flat=True))
        return bool(schools) and schools <= {s.facility for s in self.sources
                                             if s.batch and s.batch.kind == "school_roll"}

    def _facts(self) -> None:
        """What the register knows of those whom it knows: homes, schools, poverty, disability."""
        known = {p.child.pk: p for p in self.people.values() if p.child is not None}
        ids, day = set(known), self.day
        plan = plan_in_use()
        units = below([plan.unit], day) if plan and plan.unit else None
        homes = Residence.objects.on(day)
        living = set((homes.filter(unit__in=units) if units is not None else homes).values_list("child", flat=True))
        left = dict(Residence.objects.filter(to_on__lte=day).order_by("to_on").values_list("child", "to_on"))
        for pk, person in known.items():
            child = person.child
            died = child.died_on if child else None
            person.here = pk in living and not (died and died <= day)
            if died and died <= day:
                person.gone, person.gone_on = "died", died
            elif not person.here and pk in left:
                person.gone, person.gone_on = "left", left[pk]
        for child_pk, school, year, class_name in Enrolment.objects.filter(left_on=None).order_by(
                "school_year", "entered_on").values_list("child", "facility__exchange_id", "school_year", "class_name"):
            if child_pk in ids:
                known[child_pk].schools.add(f"{school or ''} {year}")
                ours = known[child_pk].said.get(REGISTER)
                if ours is not None and class_name:
                    # The newest stands last: a class of another year is no contradiction.
                    known[child_pk].said[REGISTER] = replace(
                        ours, class_name=class_name, learns=f"{school or ''} {year}")
        statuses = HouseholdStatus.objects.on(day).values("household")
        for child_pk in HouseholdMember.objects.on(day).filter(household__in=statuses).values_list("child", flat=True):
            if child_pk in ids:
                known[child_pk].poor = True
        for child_pk in Disability.objects.on(day).values_list("child", flat=True):
            if child_pk in ids:
                known[child_pk].disabled = True


def _described(row: ListRow) -> Described:
    told = row.told["person"]
    return describe(id=str(row.pk), name_=told.get("full_name", ""), sex=told.get("sex", ""),
                    born=birth(_finest(told)), mother=told.get("mother_name", ""), village=row.told.get("village", ""),
                    number=told.get("personal_id", ""))


def _finest(told: dict[str, str]) -> str:
    """The birth as far as it is known: 2021-05-03, 2021-05 or 2021."""
    return told.get("born_on", "")[:{"year": 4, "month": 7}.get(told.get("born_precision", "day"), 10)]


def _digest(described: Described) -> str:
    """A name for somebody whom the register lacks: the same description has the same one in the next list."""
    said = "|".join((described.name.key, str(described.birth), described.mother.key))
    return "list:" + hashlib.sha256(said.encode()).hexdigest()[:24]


def _sex(code: str) -> str:
    return code if code in ("male", "female") else ""


def in_name_order(people: Iterable[Person]) -> list[Person]:
    """People in the order in which Vietnamese lists have names."""
    return sorted(people, key=lambda person: (names.sort_key(person.name), person.key))
