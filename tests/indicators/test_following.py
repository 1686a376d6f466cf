"""An edit moves the facts by what it changes; counting everything anew gives the same cells."""
from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from mangnon.core import outbox, records
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.indicators import facts, following, live
from mangnon.indicators.answers import territory_above, territory_of
from mangnon.indicators.compiler import Compiler, Scope
from mangnon.indicators.models import Counted, Fact
from mangnon.indicators.period import Period
from mangnon.indicators.vocabulary import definitions
from mangnon.places.models import Facility, FacilityCheck, Unit
from mangnon.protection.models import Incident
from mangnon.registry import actions
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY


def cells() -> dict[Any, Any]:
    rows = Fact.objects.values_list("measure", "period", "place", "sex", "whole", "numerator", "denominator", "unknown")
    return {row[:5]: row[5:] for row in rows if any(row[5:])}


def from_scratch() -> dict[Any, Any]:
    live.rebuild()
    Counted.objects.all().delete()
    facts.ensure(TODAY)
    return cells()


@pytest.fixture
def rng() -> random.Random:
    return random.Random(7)


def test_one_weight_moves_only_its_year(db: None) -> None:
    facts.ensure(TODAY)
    before = cells()
    child = Child.objects.resident_on(TODAY).filter(born_on__year=2023, born_precision="day").in_name_order().first()
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 11, 20), weight_kg="10.5",
                   height_cm="86.0", position="standing")
    outbox.process()
    moved = {key for key in cells().items() ^ before.items() for key in [key[0]]}
    assert moved and {key[1] for key in moved} == {2026}
    assert {key[0] for key in moved} <= {"2", "4a", "4b", "4c"}
    assert cells() == from_scratch()


def test_distinct_persons_at_each_level_are_those_of_a_question_to_that_level_alone(db: None, rng: random.Random,
                                                                                     ) -> None:
    """Asked once for all levels, from the rows of whoever's rows name several places; and level by level."""
    for _ in range(25):
        edit(rng)
    outbox.process()
    territory, period, settings = territory_of(live.ask_live), Period.of(2025, TODAY), live.settings_in_use()
    upper = [unit for unit in territory.units.values() if unit.level in facts.UPPER]
    assert len(upper) > 2
    told = 0
    for definition in (d for d in definitions().values() if d.distinct):
        compiler = Compiler(definition, period, settings)
        cells = facts.contributions(period, None, territory, [definition], settings)
        for unit in upper:
            asked = tuple(int(n) for n in live.ask_live(compiler.figure(Scope(units=territory.below(
                unit.unit, period.end))))[0])
            kept = [numbers for (_, _, place, _, whole), numbers in cells.items() if whole and place == unit.unit]
            assert tuple(map(sum, zip(*kept, strict=True))) == asked or not any(asked) and not kept
            told += any(asked)
    assert told > 5


def test_what_a_unit_lies_in_is_the_other_way_round_of_what_lies_in_it(db: None) -> None:
    territory = territory_of(live.ask_live)
    for day in (dt.date(2024, 12, 31), TODAY):
        for low in territory.units:
            assert territory.above(low, day) & territory.units.keys() == {
                high for high in territory.units if low in territory.below(high, day)}


def test_the_units_above_a_few_are_what_the_whole_register_says_of_them(db: None) -> None:
    whole = territory_of(live.ask_live)
    villages = sorted(row.unit for row in whole.units.values() if row.level == "village")
    for named in (villages[:1], villages[-3:], villages):
        part = territory_above(live.ask_live, named)
        for day in (dt.date(2024, 12, 31), TODAY):
            assert {unit: part.above(unit, day) for unit in named} == {unit: whole.above(unit, day) for unit in named}
            for upper in part.units:
                assert part.below(upper, day) & set(named) == whole.below(upper, day) & set(named)


def edit(rng: random.Random) -> None:
    """One random act of an officer."""
    child = rng.choice(list(Child.objects.filter(born_on__gte=dt.date(2012, 1, 1))))
    villages = list(Unit.objects.villages())
    act = rng.randrange(8)
    if act == 0:
        records.create(Dose, by="test", child=child, vaccine=rng.choice(["BCG", "PENTA", "MR"]),
                       given_on=child.born_on + dt.timedelta(days=rng.randrange(3000)))
    elif act == 1:
        actions.move(child, by="test", on=dt.date(2025, rng.randrange(1, 12), 3), unit=rng.choice([*villages, None]))
    elif act == 2:
        actions.note_death(child, by="test", died_on=dt.date(2026, 3, 4), death_cause="illness")
    elif act == 3:
        records.correct(child, by="test", born_on=child.born_on + dt.timedelta(days=rng.randrange(-300, 300)))
    elif act == 4:
        row = Enrolment.objects.filter(child=child).first()
        if row:
            records.correct(row, by="test", outcome="dropped_out", left_on=dt.date(2025, 2, 1))
    elif act == 5:
        records.create(Incident, by="test", child=child, kind=rng.choice(["abuse", "injury", "disaster"]),
                       detected_on=dt.date(2026, 2, 2), confirmed=rng.choice([True, None]))
    elif act == 6:
        row = Residence.objects.filter(child=child).first()
        if row:
            records.remove(row, by="test", reason="ghi nhầm")
    else:
        check = FacilityCheck.objects.filter(facility=rng.choice(list(Facility.objects.schools()))).last()
        records.correct(check, by="test", sanitation=rng.choice([True, False, None]))


def test_many_edits_agree_with_counting_anew(db: None, rng: random.Random) -> None:
    facts.ensure(TODAY)
    for _ in range(25):
        try:
            edit(rng)
        except Exception as error:
            assert type(error).__name__ == "ValidationError"
        outbox.process()
    assert cells() == from_scratch()


def test_a_list_of_most_children_starts_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many changes at once are not followed one by one; the figures are the same, and so is who is counted."""
    monkeypatch.setattr(following, "FEW", 20)
    facts.ensure(TODAY)
    for child in Child.objects.exclude(sex="female"):
        records.correct(child, by="test", sex="female")
    outbox.process()
    assert not Counted.objects.exists()
    facts.ensure(TODAY)
    found = cells()
    assert found == from_scratch() and {key[3] for key in found if key[0] == "14"} == {"female"}
