"""What the chosen sources contradict: who is missing where, who writes what otherwise, and who has to correct it.

Pure but for the words. A finding is about one person and one source that has something to do; it is open as long as
comparing finds it again, so that the next list of the source closes it by itself.
"""
from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mangnon.core.names import fold
from mangnon.core.periods import school_year_begun

from ..comparing import Agreement, births_agree, names_agree
from ..describing import Birth, name
from .persons import Bench, Person, Said, expected
from .scopes import FIELDS, REGISTER, rules
from .sources import Source

MISSING, GONE, DIFFERS, DEATH = "missing", "gone", "differs", "death"
UNREGISTERED, UNSCHOOLED = "unregistered", "unschooled"
WHATS = (MISSING, UNSCHOOLED, UNREGISTERED, DEATH, GONE, DIFFERS)
SCHOOL_AGE = range(6, 15)
"""Years between birth and the school year's first, in which everybody is to be on a roll (Luật Giáo dục 2019, 28)."""
AGREED = (Agreement.EQUAL, Agreement.UNMARKED, Agreement.PART, Agreement.MISSING)
TWO = 2


@dataclass(frozen=True)
class Finding:
    """Something to correct. owner: the source that has to.  what: the kind.  field: of a difference.

    here, there: what the owner writes and what is believed; "" where it writes nothing.  by: sources that say so.
    """

    person: Person
    owner: Source
    what: str
    by: tuple[Source, ...] = ()
    field: str = ""
    here: str = ""
    there: str = ""

    @property
    def key(self) -> str:
        """The same for the same matter in every comparing."""
        said = "|".join((self.what, self.person.key, self.owner.key, self.field))
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def digest(self) -> str:
        """What both sides say: where that changes, what a person said of the finding no longer holds."""
        return hashlib.sha256(f"{self.here}|{self.there}".encode()).hexdigest()[:32]


def findings(bench: Bench) -> list[Finding]:
    """Everything to correct, in the order of the people."""
    found: list[Finding] = []
    for person in bench.people:
        for look in (_missing, _unschooled, _births, _deaths, _gone, _differs):
            found += look(bench, person)
    return found


def _missing(bench: Bench, person: Person) -> Iterator[Finding]:
    """Whoever another source has and this one is to have. A row that may be hers and waits for a person is no proof."""
    for source in bench.sources:
        if source.key in person.said or source.key in person.doubtful or not person.said:
            continue
        if source.key == REGISTER and person.child is not None:
            continue
        if expected(bench, source, person):
            by = tuple(s for s in bench.sources if s.key in person.said)
            yield Finding(person, source, MISSING, by)


def _gone(bench: Bench, person: Person) -> Iterator[Finding]:
    """A list that still holds whoever the register says moved away or died."""
    if not person.gone or person.gone_on is None:
        return
    register = _register_of(bench)
    for source in bench.sources:
        said = person.said.get(source.key)
        if register is None or source.scope is None or said is None or said.died_on or source.on < person.gone_on:
            continue
        if source.scope.who != "born":
            yield Finding(person, source, GONE, (register,), person.gone, "", person.gone_on.isoformat())


def _differs(bench: Bench, person: Person) -> Iterator[Finding]:
    """Fields that two sources fill otherwise: whoever is believed least corrects."""
    told = [(s, person.said[s.key]) for s in bench.sources if s.key in person.said]
    if len(told) < TWO:
        return
    for field in FIELDS:
        ranks = rules().believed[field]
        stated = sorted(((s, said) for s, said in told if s.office in ranks and states(said, field)),
                        key=lambda pair: ranks.index(pair[0].office))
        if len(stated) < TWO:
            continue
        right, right_said = _believed(stated, field)
        for source, said in stated:
            if source is not right and not agree(field, said, right_said):
                by = tuple(s for s, other in stated if s is right or agree(field, other, right_said))
                yield Finding(person, source, DIFFERS, by, field, shown(field, said), shown(field, right_said))


def _believed(stated: list[tuple[Source, Said]], field: str) -> tuple[Source, Said]:
    """Who is believed: the first by rank, unless it stands alone against two offices that agree."""
    first = stated[0]
    if first[0].office in rules().official:
        return first
    if any(s.office != first[0].office and agree(field, said, first[1]) for s, said in stated):
        return first
    for candidate in stated[1:]:
        if agree(field, candidate[1], first[1]):
            continue
        offices = {s.office for s, said in stated if agree(field, said, candidate[1])}
        if len(offices) >= TWO:
            return candidate
    return first


def _births(bench: Bench, person: Person) -> Iterator[Finding]:
    """A live birth that no civil registration is known of when the days for it are over, or when the child has died.

    A child who died in her first days counts: she is entered without certificate, with her residence.
    """
    born, said = person.born, person.said.values()
    books = tuple(s for s in bench.sources if s.key in person.said and _is_book(s, "station"))
    if not books or not born.full or any(one.registered_on for one in said) or _registered(bench, person):
        return
    days = bench.day.toordinal() - ordinal(born)
    died = _died(person)
    owner = next((s for s in bench.sources if _is_book(s, "justice")), None) or _register_of(bench)
    if owner is not None and owner.key not in person.doubtful and (died or days > rules().register_within_days):
        yield Finding(person, owner, UNREGISTERED, books, "first_days" if died and _first_days(born, died) else "",
                      died, str(days))


def _first_days(born: Birth, died: str) -> bool:
    return 0 <= dt.date.fromisoformat(died).toordinal() - ordinal(born) < rules().first_days


def _registered(bench: Bench, person: Person) -> bool:
    """Whether the civil book has her, or the register her day of registration."""
    if person.child is not None and person.child.birth_registered_on:
        return True
    return any(_is_book(s, "justice") and s.key in person.said for s in bench.sources)


def _died(person: Person) -> str:
    """The day on which any source has her dead, or ""."""
    if person.child is not None and person.child.died_on:
        return person.child.died_on.isoformat()
    return next((one.died_on for one in person.said.values() if one.died_on), "")


def _deaths(bench: Bench, person: Person) -> Iterator[Finding]:
    """A death that one book has and another lacks: the register, or the civil book of its year."""
    died = _died(person)
    if not died:
        return
    by = tuple(s for s in bench.sources if s.key in person.said and person.said[s.key].died_on == died)
    register = _register_of(bench)
    if register is not None and person.child is not None and person.child.died_on is None:
        yield Finding(person, register, DEATH, by, "", "", died)
    for book in bench.sources:
        said = person.said.get(book.key)
        knows = said is not None and bool(said.died_on)
        if _is_book(book, "justice") and not knows and book.key not in person.doubtful \
                and died[:4] == str(book.on.year) and died <= book.on.isoformat():
            yield Finding(person, book, DEATH, by or ((register,) if register else ()), "", "", died)


def _unschooled(bench: Bench, person: Person) -> Iterator[Finding]:
    """Of school age, at home here, and on nobody's roll, where every school of the commune has sent one."""
    rolls = [s for s in bench.sources if s.batch and s.batch.kind == "school_roll"]
    register, started = _register_of(bench), school_year_begun(bench.day)
    if not bench.all_schools or register is None or not person.here or started - person.born.year not in SCHOOL_AGE:
        return
    keys = {s.key for s in rolls}
    if keys & set(bench.supplements):
        return
    years = {s.school_year for s in rolls}
    ours = {f"{s.facility} {s.school_year}" for s in rolls}
    elsewhere = any(school not in ours and school.split(" ")[-1] in years for school in person.schools)
    if not keys & set(person.said) and not keys & person.doubtful and not elsewhere and not ours & person.schools:
        yield Finding(person, register, UNSCHOOLED, tuple(rolls))


def _is_book(source: Source, office: str) -> bool:
    return bool(source.batch and source.batch.kind == "births_deaths" and source.office == office)


def _register_of(bench: Bench) -> Source | None:
    return next((s for s in bench.sources if s.key == REGISTER), None)


def ordinal(born: Birth) -> int:
    return dt.date(born.year, born.month, born.day).toordinal()


def states(said: Said, field: str) -> bool:
    """Whether a source says anything of a field."""
    if field == "born_on":
        return bool(said.born.year)
    return bool(getattr(said, field))


def agree(field: str, one: Said, other: Said) -> bool:
    """Whether two sources say the same of a field, as far as both are known: a year agrees with a day in it."""
    if field == "born_on":
        return births_agree(one.born, other.born) in AGREED
    if field in ("full_name", "mother_name"):
        a, b = name(getattr(one, field)), name(getattr(other, field))
        marks = _marked(one) and _marked(other)
        how = names_agree(a, b, marks=marks)
        # A mother is often written with some of her words; a child's own name is whole or wrong.
        return how in AGREED and (field == "mother_name" or how is not Agreement.PART)
    if field == "class_name":
        return one.learns != other.learns or _bare_class(one.class_name) == _bare_class(other.class_name)
    return bool(getattr(one, field) == getattr(other, field))


def _bare_class(text: str) -> str:
    """A class without what every school writes otherwise: "Lớp 6 A" and "6a" are one, "lá 1" and "Lá1" too."""
    return re.sub(r"\W|_", "", re.sub(r"^(lop|nhom)\b", "", fold(text)))


def _marked(said: Said) -> bool:
    return name(said.full_name).marked or name(said.mother_name).marked


def shown(field: str, said: Said) -> str:
    """What a source writes, for the eye."""
    if field == "born_on":
        born = said.born
        return "/".join(f"{part:02}" for part in (born.day, born.month, born.year) if part)
    if field == "village":
        return said.unit_name
    return {"male": "nam", "female": "nữ"}.get(said.sex, "") if field == "sex" else str(getattr(said, field))
