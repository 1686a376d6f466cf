"""The bulk computation against a plain one that asks the database about one child and one condition at a time."""
from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.core import records
from mangnon.core.periods import birthday, earliest, latest
from mangnon.education.models import Enrolment
from mangnon.places.models import Unit
from mangnon.protection.entitlements.policies import policies
from mangnon.protection.entitlements.standing import standings
from mangnon.protection.models import Circumstance, Disability, Support
from mangnon.registry.models import Child, Household, HouseholdMember, HouseholdStatus, Residence

DAY = dt.date(2026, 11, 23)
YES, NO, UNKNOWN = "yes", "no", "unknown"


class Undo(Exception):
    """The drawn children are taken back."""


def running(rows: Any) -> Any:
    return rows.filter(Q(to_on=None) | Q(to_on__gt=DAY), from_on__lte=DAY)


def old(born: dt.date) -> int:
    age = 0
    while birthday(born, age + 1) <= DAY:
        age += 1
    return age


def all_of(answers: list[str]) -> str:
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES


def aged(low: int, high: int | None, ages: set[int]) -> str:
    fits = {low <= age and (high is None or age < high) for age in ages}
    return UNKNOWN if len(fits) == 2 else YES if fits == {True} else NO


def poor(child: Child, wanted: tuple[str, ...]) -> str:
    if not running(HouseholdStatus.objects).exists():
        return UNKNOWN
    homes = [row.household for row in running(child.memberships)]
    if not homes:
        return UNKNOWN
    return YES if any(running(home.statuses).filter(status__in=wanted).exists() for home in homes) else NO


def learns(child: Child, where: str) -> str:
    last = Enrolment.objects.filter(child=child, school_year="2026-2027").order_by("entered_on", "pk").last()
    if last is None:
        return UNKNOWN
    if last.left_on and last.left_on <= DAY:
        return UNKNOWN if last.outcome == "transferred" else NO
    place = "kindergarten" if last.grade in ("MG3", "MG4", "MG5") else "school"
    return YES if where in ("any", place) else NO


def disabled(child: Child, wanted: tuple[str, ...]) -> str:
    rows = running(child.disabilities)
    if rows.filter(severity__in=wanted).exists():
        return YES
    if not rows.filter(severity="").exists():
        return NO
    return YES if sorted(wanted) == ["mild", "profound", "severe"] else UNKNOWN


def plainly(child: Child) -> dict[str, str]:
    """Each policy of the built-in file to its answer, condition by condition."""
    first, last = earliest(child.born_on, child.born_precision), latest(child.born_on, child.born_precision)
    told: dict[str, str] = {}
    for policy in policies().on(DAY):
        ways = []
        for way in policy.ways:
            asked = []
            if way.groups:
                asked.append(YES if running(child.circumstances).filter(group__in=way.groups).exists() else NO)
            if way.severities:
                asked.append(disabled(child, way.severities))
            if way.poverty:
                asked.append(poor(child, way.poverty))
            if way.age:
                asked.append(aged(*way.age, {*range(old(last), old(first) + 1)}))
            if way.school_age:
                asked.append(aged(*way.school_age, {2026 - last.year, 2026 - first.year}))
            if way.schooling:
                asked.append(learns(child, way.schooling))
            if way.commune:
                asked.append(UNKNOWN)
            if way.fostered:
                asked.append(YES if running(child.supports).filter(kind="foster").exists() else NO)
            for code in way.unless:
                asked.append({YES: NO, NO: YES, UNKNOWN: UNKNOWN}[told[code]])
            ways.append(all_of(asked))
        told[policy.code] = YES if YES in ways else UNKNOWN if UNKNOWN in ways else NO
    return told


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1))
SPANS = st.tuples(DAYS, st.none() | DAYS).filter(lambda span: span[1] is None or span[1] > span[0])
CHILDREN = st.fixed_dictionaries({
    "born": st.dates(dt.date(2008, 1, 1), dt.date(2026, 11, 1)), "precision": st.sampled_from(["day", "month", "year"]),
    "groups": st.dictionaries(st.sampled_from(["a", "b", "c", "d", "dd", "h", "i", "l", "n"]), SPANS, max_size=2),
    "severity": st.none() | st.tuples(st.sampled_from(["", "mild", "severe", "profound"]), SPANS),
    "home": st.none() | st.tuples(SPANS, st.none() | st.tuples(st.sampled_from(["poor", "near_poor"]), SPANS)),
    "school": st.none() | st.tuples(st.sampled_from(["MG3", "MG5", "1", "9"]),
                                    st.none() | st.just(dt.date(2026, 10, 1)),
                                    st.sampled_from(["studying", "transferred", "dropped_out"])),
    "foster": st.none() | SPANS})


def draw(said: dict[str, Any], unit: Unit) -> Child:
    child = records.create(Child, by="test", full_name="Trịnh Hoẵng Thử", sex="male", born_on=said["born"],
                           born_precision=said["precision"])
    Residence.objects.create(commune_id=child.commune_id, seq=child.seq, child=child, unit=unit, from_on=said["born"])
    same = {"commune_id": child.commune_id, "seq": child.seq}
    for group, (begins, ends) in said["groups"].items():
        Circumstance.objects.create(**same, child=child, group=group, from_on=begins, to_on=ends)
    if said["severity"]:
        severity, (begins, ends) = said["severity"]
        Disability.objects.create(**same, child=child, severity=severity, from_on=begins, to_on=ends)
    if said["home"]:
        (begins, ends), status = said["home"]
        home = Household.objects.create(**same, unit=unit)
        HouseholdMember.objects.create(**same, household=home, child=child, from_on=begins, to_on=ends)
        if status:
            kind, (first, last) = status
            HouseholdStatus.objects.create(**same, household=home, status=kind, from_on=first, to_on=last)
    if said["school"]:
        grade, left, outcome = said["school"]
        Enrolment.objects.create(**same, child=child, school_year="2026-2027", grade=grade, left_on=left,
                                 entered_on=dt.date(2026, 9, 5), outcome=outcome if left else "studying")
    if said["foster"]:
        begins, ends = said["foster"]
        Support.objects.create(**same, child=child, kind="foster", from_on=begins, to_on=ends)
    return child


@pytest.mark.django_db
@given(st.lists(CHILDREN, min_size=1, max_size=6), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_at_once_says_what_one_by_one_says(drawn: list[dict[str, Any]], listed: bool) -> None:
    from mangnon.accounts.models import User

    officer = User.objects.get(assignments__role="child_officer")
    try:
        with transaction.atomic():
            HouseholdStatus.objects.all().delete()
            unit = Unit.objects.get(name="Thôn 3")
            made = [draw(said, unit) for said in drawn]
            if listed:
                HouseholdStatus.objects.create(commune_id=made[0].commune_id, seq=0, status="poor", from_on=DAY,
                                               household=Household.objects.create(
                                                   commune_id=made[0].commune_id, seq=0, unit=unit))
            rows = standings(Child.objects.filter(pk__in=[child.pk for child in made]), DAY, officer)
            for child in made:
                told = {row.policy.code: str(row.verdict.answer) for row in rows if row.child == child}
                assert told == plainly(child)
            raise Undo
    except Undo:
        pass
