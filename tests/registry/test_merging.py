"""Two records of one child are made one and parted again: nothing is lost, counted twice or comes back."""
from __future__ import annotations

import csv
import datetime as dt
import random
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from mangnon.core import audit, outbox, records
from mangnon.education.actions import attach_all
from mangnon.health.models import Measurement
from mangnon.indicators import facts
from mangnon.intake.actions import import_folder
from mangnon.protection.incidents.models import Union
from mangnon.protection.models import Disaster, DisasterLine, Incident, InjuryDetail, Revision
from mangnon.publish.folder import export_folder
from mangnon.registry import merge_plan
from mangnon.registry.merging import MergeError, merge, part
from mangnon.registry.models import Attachment, Child, HouseholdMember, Merge, MergedRow, Residence
from tests.conftest import TODAY
from tests.indicators.test_following import cells, from_scratch
from tests.intake.samples import everything

BOOK = {"id", "commune_id", "seq", "child_id"}


def whole() -> dict[str, list[str]]:
    """Every row of the register, the schools' hold on children included, without numbers of changes."""
    held = sorted(map(repr, Attachment.objects.values_list("child", "facility", "from_on", "to_on", "source")))
    return {**everything(), "held": held}


def hanging(child: Child) -> dict[str, set[Any]]:
    return {model._meta.label: set(model.objects.filter(child=child).values_list("pk", flat=True))
            for model in having_children()}


def having_children() -> list[Any]:
    """Found another way than the program does: by the columns of all models."""
    return [model for model in apps.get_models() for f in model._meta.fields
            if isinstance(f, models.ForeignKey) and f.related_model is Child and f.name == "child"]


def copied(child: Child, **other: Any) -> Child:
    """The same child entered a second time."""
    values = {f.attname: getattr(child, f.attname) for f in Child._meta.concrete_fields}
    copy = Child(**{**values, "id": None, "exchange_id": f"{child.exchange_id}-2", **other})
    copy.id = uuid.uuid4()
    copy.save(force_insert=True)
    return copy


def test_every_model_that_speaks_of_a_child_is_joined() -> None:
    assert {model for model, _ in merge_plan.relations()} == {*having_children(), Merge, Union}


def test_a_child_entered_twice_counts_as_entered_once(db: None) -> None:
    """A child's rows are dealt out to two records; joined, the figures are those of before."""
    facts.ensure(TODAY)
    before, rows_before = cells(), whole()
    for n, child in enumerate(Child.objects.resident_on(TODAY).filter(born_on__year__in=(2016, 2020, 2023))[:6]):
        twin = copied(child, mother_name="" if n % 2 else child.mother_name)
        for model in having_children():
            for row in list(model.objects.filter(child=child).order_by("pk"))[n % 2::2]:
                model.objects.filter(pk=row.pk).update(child=twin)
        home = child.residences.first() or twin.residences.get()
        other = twin if home.child_id == child.pk else child
        if not other.residences.exists():
            Residence.objects.create(child=other, unit=home.unit, from_on=home.from_on, to_on=home.to_on, seq=1,
                                     commune_id=home.commune_id)
        outbox.add("*")
        outbox.process()
        facts.ensure(TODAY)
        assert cells() != before
        merge(child, twin, take={}, by="test")
        outbox.process()
        now = whole()
        assert {name: len(rows) for name, rows in now.items()} == {
            name: len(rows) for name, rows in rows_before.items()}
    facts.ensure(TODAY)
    assert cells() == before == from_scratch()


@pytest.mark.parametrize("seed", range(12))
def test_joined_and_parted_is_as_before(db: None, seed: int) -> None:
    """Any two records, alike or not: all rows of both are there or kept, and parting gives back every cell."""
    rng = random.Random(seed)
    facts.ensure(TODAY)
    attach_all()
    figures, before = cells(), whole()
    busy = [c for c in rng.sample(list(Child.objects.order_by("pk")), 40) if sum(map(len, hanging(c).values())) > 3]
    kept, dropped = busy[:2]
    both = {label: pks | hanging(dropped)[label] for label, pks in hanging(kept).items()}
    joined = merge(kept, dropped, by="test", home=rng.choice(["kept", "dropped"]), take={
        name: rng.choice(["kept", "dropped"]) for name in ("full_name", "born_on", "sex", "died_on", "mother_name")})
    outbox.process()
    assert not Child.objects.filter(pk=dropped.pk).exists()
    folded = {label: set(joined.rows.filter(model=label, step="folded").values_list("record_id", flat=True))
              for label in both}
    assert {label: pks | folded[label] for label, pks in hanging(kept).items()} == both
    assert cells() == from_scratch()

    found = part(Merge.objects.get(), by="test")
    outbox.process()
    assert found.stayed == [] and different_names(before, whole()) == []
    assert cells() == figures == from_scratch() and audit.verify()["ok"]
    with pytest.raises(MergeError):
        part(joined, by="test")


def different_names(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def weighed(child: Child, day: dt.date, weight: str, height: str | None = None) -> Measurement:
    return records.create(Measurement, by="test", child=child, measured_on=day, weight_kg=weight, height_cm=height)


@pytest.fixture
def pair(db: None) -> tuple[Child, Child]:
    child = Child.objects.resident_on(TODAY).filter(born_on__year=2023, born_precision="day").in_name_order().first()
    Measurement.objects.filter(child=child).delete()
    return child, copied(child, full_name="Nguyễn Văn Trùng", mother_name="Lê Thị Khác", father_name="")


def test_what_the_kept_record_lacks_is_filled_and_what_contradicts_is_kept_in_the_book(pair: Any) -> None:
    kept, dropped = pair
    records.correct(kept, by="test", mother_name="")
    day = dt.date(2026, 5, 4)
    weighed(kept, day, "11.0")
    weighed(dropped, day, "11.5", "86.0")
    joined = merge(Child.objects.get(pk=kept.pk), dropped, take={}, by="test")
    kept.refresh_from_db()
    assert (kept.full_name != "Nguyễn Văn Trùng", kept.mother_name) == (True, "Lê Thị Khác")
    row = Measurement.objects.get(child=kept)
    assert (row.weight_kg, row.height_cm) == ("11.0", "86.0") or (float(row.weight_kg), float(row.height_cm)) == (
        11.0, 86.0)
    assert MergedRow.objects.get(merge=joined, step="folded", model="health.Measurement").old["weight_kg"] == "11.5"


def test_of_two_homes_the_chosen_one_holds(pair: Any) -> None:
    kept, dropped = pair
    homes = Residence.objects.on(TODAY)
    mine = homes.get(child=kept)
    other = homes.exclude(unit=mine.unit).first().unit
    records.create(Residence, by="test", child=dropped, unit=other, from_on=dt.date(2024, 1, 1))
    merge(kept, dropped, take={}, home="kept", by="test")
    assert homes.get(child=kept).unit == mine.unit
    part(Merge.objects.get(), by="test")
    assert homes.get(child=dropped).unit == other
    merge(kept, Child.objects.get(pk=dropped.pk), take={}, home="dropped", by="test")
    assert homes.filter(child=kept).order_by("from_on").last().unit == other
    part(Merge.objects.get(parted_at=None), by="test")
    assert (homes.get(child=kept).unit, homes.get(child=dropped).unit) == (mine.unit, other)


def test_nobody_ends_up_in_two_households(pair: Any) -> None:
    kept, dropped = pair
    mine = HouseholdMember.objects.on(TODAY).get(child=kept)
    other = HouseholdMember.objects.exclude(household=mine.household).first().household
    records.create(HouseholdMember, by="test", child=dropped, household=other, from_on=dt.date(2024, 1, 1))
    merge(kept, dropped, take={}, home="dropped", by="test")
    assert HouseholdMember.objects.on(TODAY).get(child=kept).household == other


def test_what_was_edited_since_stays_and_is_named(pair: Any) -> None:
    kept, dropped = pair
    records.correct(kept, by="test", mother_name="")
    first, second, third = (weighed(dropped, dt.date(2026, n, 4), f"1{n}.0") for n in (1, 2, 3))
    joined = merge(Child.objects.get(pk=kept.pk), dropped, take={"full_name": "dropped"}, by="test")
    kept.refresh_from_db()
    assert kept.full_name == "Nguyễn Văn Trùng"
    records.correct(kept, by="test", full_name="Nguyễn Văn Sửa")
    records.correct(Measurement.objects.get(pk=first.pk), by="test", weight_kg="10.2")
    records.remove(Measurement.objects.get(pk=second.pk), by="test", reason="nhầm")
    new = weighed(kept, dt.date(2026, 6, 6), "12.6")
    found = part(joined, by="test")
    kept.refresh_from_db()
    child = Child.objects.get(pk=dropped.pk)
    assert (kept.full_name, kept.mother_name, child.full_name) == ("Nguyễn Văn Sửa", "", "Nguyễn Văn Trùng")
    assert {(str(m.pk), float(m.weight_kg)) for m in Measurement.objects.filter(child=child)} == {
        (str(first.pk), 10.2), (str(third.pk), 13.0)}
    assert list(Measurement.objects.filter(child=kept)) == [new]
    assert sorted((stayed.model._meta.label, stayed.record_id, stayed.why) for stayed in found.stayed) == sorted(
        [("health.Measurement", second.pk, "gone"), ("registry.Child", kept.pk, "edited")])


def test_joined_once_more_the_last_joining_is_parted_first(pair: Any) -> None:
    second, first = pair
    third = copied(second, exchange_id="ba")
    weighed(first, dt.date(2026, 3, 3), "11")
    before = whole()
    one = merge(second, first, take={}, by="test")
    two = merge(third, Child.objects.get(pk=second.pk), take={}, by="test")
    assert Measurement.objects.filter(child=third).count() == 1
    with pytest.raises(MergeError, match="later"):
        part(one, by="test")
    part(two, by="test")
    part(one, by="test")
    assert different_names(before, whole()) == []


def test_two_that_are_one_or_gone_are_refused(pair: Any) -> None:
    kept, dropped = pair
    with pytest.raises(MergeError, match="same"):
        merge(kept, kept, take={}, by="test")
    merge(kept, dropped, take={}, by="test")
    with pytest.raises(MergeError, match="gone"):
        merge(kept, dropped, take={}, by="test")
    assert Merge.objects.count() == 1


def test_a_folder_that_names_the_old_id_reaches_the_record_that_lives_on(pair: Any, tmp_path: Path) -> None:
    kept, dropped = pair
    weighed(dropped, dt.date(2026, 2, 2), "11")
    export_folder(tmp_path, by="test")
    with (tmp_path / "measurements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    new = {**next(r for r in rows if r["child_id"] == dropped.exchange_id), "measured_on": "2026-04-04"}
    with (tmp_path / "measurements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, new)
        writer.writeheader()
        writer.writerows([*rows, new])
    merge(kept, dropped, take={}, by="test")
    for _ in range(2):
        outcome = import_folder(tmp_path, by="test")
        assert outcome.reading.refused == [] and any("đã gộp" in w.text for w in outcome.reading.warnings)
        assert not Child.objects.filter(exchange_id=dropped.exchange_id).exists()
        days = Measurement.objects.filter(child=kept).values_list("measured_on", flat=True)
        assert sorted(days) == [dt.date(2026, 2, 2), dt.date(2026, 4, 4)]
    assert outcome.changed == 0


def test_the_old_address_leads_on_and_both_histories_are_read(pair: Any, client_of: Any) -> None:
    kept, dropped = pair
    records.correct(dropped, by="test", ethnicity="Mường")
    row = weighed(dropped, dt.date(2026, 2, 2), "11")
    records.correct(row, by="test", weight_kg="11.7")
    merge(kept, Child.objects.get(pk=dropped.pk), take={}, by="test")
    officer = client_of("child_officer")
    answer = officer.get(reverse("registry:child", args=[dropped.pk]))
    assert answer.status_code == 302 and answer["Location"] == kept.get_absolute_url()
    text = officer.get(reverse("registry:child-history", args=[kept.pk])).content.decode()
    assert "Mường" in text and "11,7" in text and "gộp hồ sơ" in text
    assert officer.get(reverse("registry:child", args=["00000000-0000-0000-0000-000000000000"])).status_code == 404


def hurt(child: Child, **detail: str) -> Incident:
    made = records.create(Incident, by="test", child=child, kind="injury", occurred_on=dt.date(2026, 5, 4),
                          detected_on=dt.date(2026, 5, 4))
    if detail:
        records.create(InjuryDetail, by="test", incident=made, **detail)
    return made


@pytest.mark.parametrize(("mine", "theirs", "after"), [
    ({}, {"cause": "burn", "spot": "home"}, ("burn", "home")),
    ({"cause": "fall"}, {"cause": "burn", "spot": "home"}, ("fall", "home")),
    ({"spot": "road"}, {"spot": "road"}, ("", "road"))])
def test_the_cause_of_an_injury_goes_along_when_two_are_one(pair: Any, mine: dict[str, str], theirs: dict[str, str],
                                                            after: tuple[str, str]) -> None:
    """Of one injury told twice the survivor's detail holds, filled by the other's; parting gives both back."""
    kept, dropped = pair
    stands, goes = hurt(kept, **mine), hurt(dropped, **theirs)
    before = sorted(InjuryDetail.objects.values_list("incident", "cause", "spot"))
    merge(kept, dropped, take={}, by="test")
    assert Incident.objects.filter(child=kept, occurred_on=stands.occurred_on).get().pk == stands.pk
    found = InjuryDetail.objects.get(incident=stands)
    assert (found.cause, found.spot) == after
    # What was typed of both is in the history of the room.
    if mine and theirs:
        folded = Revision.objects.get(model="injurydetail", verb="merge", values__incident_id=str(goes.pk))
        assert {name: folded.values[name] for name in theirs} == theirs
    again = part(Merge.objects.get(), by="test")
    assert again.stayed == []
    assert sorted(InjuryDetail.objects.values_list("incident", "cause", "spot")) == before


@pytest.mark.parametrize("both", [False, True])
def test_a_line_of_a_disaster_keeps_its_incident_when_two_are_one(pair: Any, both: bool) -> None:
    """A line whose incident is folded leads to the one that stands, whether the line itself is folded or moves."""
    kept, dropped = pair
    day = dt.date(2026, 9, 8)
    storm = records.create(Disaster, by="test", name="bão số 9", kind="storm", occurred_on=day)
    stands, goes = (records.create(Incident, by="test", child=one, kind="disaster", occurred_on=day, detected_on=day)
                    for one in (kept, dropped))
    if both:
        records.create(DisasterLine, by="test", disaster=storm, child=kept, safe=True)
    records.create(DisasterLine, by="test", disaster=storm, child=dropped, needs="nước sạch", incident=goes)
    lines = DisasterLine.objects.filter(disaster=storm).order_by("pk")
    before = list(lines.values("pk", "child", "safe", "needs", "incident"))
    merge(kept, dropped, take={}, by="test")
    line = lines.get()
    assert (line.child, line.needs, line.incident) == (kept, "nước sạch", stands)
    assert part(Merge.objects.get(), by="test").stayed == []
    assert list(lines.all().values("pk", "child", "safe", "needs", "incident")) == before
