"""The household book of a thôn: every child under 16 who lives there today, household by household, to be corrected by
hand. A book is carried about the thôn: nothing stands in it that its collaborator may not read herself."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import names
from mangnon.core.periods import completed_years, middle, school_year_on, years_back
from mangnon.education.models import Enrolment, grade_word
from mangnon.health.calendars import calendars
from mangnon.health.calling import Called, called
from mangnon.health.due import oldest
from mangnon.places.models import Unit
from mangnon.protection.disaster_sheet import carers_of, code_of
from mangnon.protection.models import SEALED_GROUPS, Circumstance
from mangnon.registry.models import (
    Carer,
    Child,
    Household,
    HouseholdMember,
    HouseholdStatus,
    InsuranceCard,
    Relation,
    Residence,
)
from mangnon.web import formats

from .answers import territory_of
from .live import ask_live
from .words import english

ADULT = 16
"""Children in the sense of the law (Luật Trẻ em 2016, article 1)."""


@dataclass(frozen=True)
class Entry:
    """One child's line. code: the short one of the thôn's papers.  circumstances: only in the officer's own copy."""

    child: Child
    code: str
    parents: list[str]
    carer: str
    registered: str
    insured: str
    school: str
    doses: str
    circumstances: str = ""


@dataclass
class Home:
    """A household with its children here, or those of none (household None). number: its place in the book."""

    number: int
    household: Household | None
    status: str = ""
    elsewhere: str = ""
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Book:
    """A thôn's book."""

    unit: Unit
    homes: list[Home] = field(default_factory=list)

    @property
    def children(self) -> int:
        return sum(len(home.entries) for home in self.homes)

    @property
    def households(self) -> int:
        return sum(home.household is not None for home in self.homes)


@dataclass(frozen=True)
class Columns:
    """Which of the columns that not everybody reads are in the book."""

    health: bool
    school: bool
    circumstances: bool

    @property
    def count(self) -> int:
        return 7 + self.health + self.school + self.circumstances


def columns_of(user: Any, *, own_copy: bool) -> Columns:
    """own_copy: the officer's own, which stays with her and may tell of circumstances that are not sealed."""
    return Columns(user.can(Permission.HEALTH_READ), user.can(Permission.EDUCATION_READ),
                   own_copy and user.can(Permission.SUPPORT_READ))


def living(user: Any, units: Iterable[Unit], day: dt.date) -> dict[uuid.UUID, list[Child]]:
    """Unit to the children under 16 who live there that day and may be seen, by name; where homes overlap the later
    one holds."""
    territory = territory_of(ask_live)
    inside = {uuid.UUID(low): unit.pk for unit in units for low in territory.below(str(unit.pk), day)}
    home = dict(Residence.objects.on(day).order_by("from_on", "seq").values_list("child", "unit"))
    found: dict[uuid.UUID, list[Child]] = defaultdict(list)
    children = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).resident_on(day, set(inside))
    for child in children.filter(born_on__gt=years_back(day, ADULT + 1), born_on__lte=day).in_name_order():
        unit_id = inside.get(home[child.pk])
        if unit_id and completed_years(middle(child.born_on, child.born_precision), day) < ADULT:
            found[unit_id].append(child)
    return found


def books(user: Any, units: list[Unit], day: dt.date, columns: Columns) -> list[Book]:
    """The books of these thôn, with a number of questions that does not grow with the children."""
    found = living(user, units, day)
    told = Told(user, [child for rows in found.values() for child in rows], day, columns)
    return [_book(unit, found.get(unit.pk, []), told) for unit in units]


def _book(unit: Unit, children: list[Child], told: Told) -> Book:
    homes: dict[uuid.UUID | None, Home] = {}
    for child in children:
        household = told.households.get(child.pk)
        key = household.pk if household else None
        if key not in homes:
            other = household is not None and household.unit_id != unit.pk
            homes[key] = Home(0, household, told.statuses.get(key, "") if key else "",
                              household.unit.name if household and other else "")
        homes[key].entries.append(told.entry(child))
    alone = homes.pop(None, None)
    book = Book(unit, sorted(homes.values(), key=lambda h: (names.sort_key(str(h.household)), str(h.household))))
    for number, home in enumerate(book.homes, 1):
        home.number = number
        home.entries.sort(key=lambda entry: (entry.child.born_on, entry.child.name_sort))
    if alone:
        book.homes.append(alone)
    return book


class Told:
    """What the book says of each of these children, asked for table by table."""

    def __init__(self, user: Any, children: list[Child], day: dt.date, columns: Columns) -> None:
        ids = [child.pk for child in children]
        self.day, self.columns = day, columns
        members = HouseholdMember.objects.on(day).filter(child__in=ids).select_related("household__unit")
        self.households = {row.child_id: row.household for row in members.order_by("from_on", "seq")}
        self.statuses = {row.household_id: str(row) for row in HouseholdStatus.objects.on(day).filter(
            household__in={household.pk for household in self.households.values()}).order_by("from_on")}
        self.carers: dict[Any, Carer] = carers_of(ids, day)
        self.cards: dict[Any, InsuranceCard] = {card.child_id: card for card in InsuranceCard.objects.filter(
            child__in=ids, from_on__lte=day).order_by("from_on")}
        self.enrolments = {row.child_id: row for row in Enrolment.objects.filter(
            child__in=ids, school_year=school_year_on(day)).filter(Q(left_on=None) | Q(left_on__gt=day)).select_related(
            "facility").order_by("entered_on")} if columns.school else {}
        self.called: dict[Any, Called] = {one.child.pk: one for one in called(user, day)} if columns.health else {}
        self.asked_until = oldest(calendars()) if columns.health else 0
        self.circumstances: dict[Any, list[str]] = defaultdict(list)
        for row in Circumstance.objects.on(day).filter(child__in=ids).exclude(
                group__in=SEALED_GROUPS).order_by("from_on") if columns.circumstances else ():
            self.circumstances[row.child_id].append(str(row))

    def entry(self, child: Child) -> Entry:
        """One child's line; what the register does not know is a dash to be filled, never a no."""
        registered = child.birth_registered_on
        parents = [_("mẹ: %(name)s") % {"name": child.mother_name}] if child.mother_name else []
        parents += [_("cha: %(name)s") % {"name": child.father_name}] if child.father_name else []
        return Entry(child, code_of(child), parents, self._carer(child),
                     formats.date(registered, english=english()) if registered else _("chưa ghi"), self._card(child),
                     self._school(child), self._doses(child), "; ".join(self.circumstances.get(child.pk, ())))

    def _carer(self, child: Child) -> str:
        carer = self.carers.get(child.pk)
        if carer is None:
            return ""
        known = {Relation.MOTHER: child.mother_name, Relation.FATHER: child.father_name}.get(
            Relation(carer.relation), "")
        who = str(capfirst(carer.get_relation_display()))
        if carer.full_name != known:
            who = f"{who} {carer.full_name}"
        return f"{who} {formats.half_hidden(carer.phone)}".strip()

    def _card(self, child: Child) -> str:
        card = self.cards.get(child.pk)
        if card is None:
            return _("chưa ghi")
        if card.to_on is None:
            return _("có thẻ")
        day = formats.date(card.to_on, english=english())
        return (_("hết hạn %(day)s") if card.to_on <= self.day else _("đến %(day)s")) % {"day": day}

    def _school(self, child: Child) -> str:
        row = self.enrolments.get(child.pk)
        if row is None:
            return ""
        grade = grade_word(row.grade)
        grade = _("lớp %(grade)s") % {"grade": row.class_name or grade} if grade.isdigit() else row.class_name or grade
        return ", ".join(filter(None, [grade, row.facility.name if row.facility else _("trường ngoài xã")]))

    def _doses(self, child: Child) -> str:
        if completed_years(middle(child.born_on, child.born_precision), self.day) >= self.asked_until:
            return ""
        one = self.called.get(child.pk)
        if one is None:
            return _("đủ đến nay")
        if one.overdue:
            return _("quá hạn %(n)s mũi") % {"n": len(one.overdue)}
        return _("đến lượt %(n)s mũi") % {"n": len(one.steps)}
