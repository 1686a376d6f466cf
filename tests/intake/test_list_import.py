"""A list written into the register and taken back: what goes in, what waits, what stays when others edited since."""
from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mangnon.core import audit, outbox, records
from mangnon.core.models import AuditEvent
from mangnon.delivery.models import Activity
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.intake import applying, list_actions, list_writing
from mangnon.intake.models import ListChange, ListImport, ListRow, State
from mangnon.intake.tabs import tab_of
from mangnon.protection.models import Circumstance, Disability
from mangnon.registry import tasks
from mangnon.registry.models import Child, ChildTask, HouseholdStatus, Residence, Revision
from tests.conftest import TODAY

from .samples import BY_KIND, FILES, LISTS, different, everything, lay_register, received


@pytest.fixture
def register(db: None) -> None:
    lay_register()


def child(exchange_id: str) -> Child:
    return Child.objects.get(exchange_id=exchange_id)


def truth(file: dict[str, Any]) -> list[dict[str, str]]:
    with (LISTS / "truth" / f"{file['file']}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ticked(batch: ListImport) -> list[Any]:
    return [one for row in batch.rows.exclude(state="all") for one in row.items if one["tick"] and not one.get("done")]


def test_every_sample_goes_in_once_and_comes_out_whole(register: None) -> None:
    before = everything()
    batches = []
    for file in FILES:
        batch = received(file)
        done = list_actions.apply(batch, by="test")
        assert done.left == [] and done.rows > 0
        again = received(file)
        assert ticked(again) == [], file["file"]
        assert list_actions.apply(again, by="test").rows == 0
        batches.append(batch)
    assert different(before, everything()) != []
    for batch in reversed(batches):
        assert list_actions.undo(batch, by="test").kept == []
        assert batch.state == State.UNDONE
    assert different(before, everything()) == []
    assert audit.verify()["ok"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["file"])
def test_nobody_known_is_made_a_second_time_and_nobody_new_is_left_out(register: None, file: dict[str, Any]) -> None:
    batch = received(file)
    rows = {(row.sheet.replace("-", "_") if file["file"].endswith("csv") else row.sheet, row.number): row
            for row in batch.rows.all()}
    known = set(Child.objects.values_list("exchange_id", flat=True))
    list_actions.apply(batch, by="test")
    made = set(Child.objects.values_list("exchange_id", flat=True)) - known
    for line in truth(file):
        row = rows.get((line["sheet"], int(line["row"])))
        if row and line["expect"] == "match" and row.result == "matched":
            assert row.child == line["child_id"]
        if row and line["expect"] in ("match", "open"):
            assert row.child not in made, line
        if row and line["expect"] == "new" and row.result == "new":
            assert row.child in made, line


def test_what_each_kind_writes(register: None) -> None:
    """Written out from the files by hand: the first rows of each."""
    for kind in ("growth", "vaccination", "disability", "special_circumstances", "poor_households"):
        list_actions.apply(received(BY_KIND[kind]), by="test")
    row = Measurement.objects.get(child__full_name="Nguyễn Bảo An", measured_on="2026-09-05")
    assert (str(row.weight_kg), str(row.height_cm), row.position) == ("15.7", "87.0", "standing")
    assert set(Dose.objects.filter(child__full_name="Lê Ngọc Quỳnh", child__born_on="2026-07-30")
               .values_list("vaccine", "given_on")) >= {("HEPB0", TODAY.replace(month=8, day=6))}
    disabled = Disability.objects.get(child__full_name="Lê Quỳnh Trâm")
    assert (disabled.severity, disabled.needs_schooling, f"{disabled.from_on}") == ("mild", True, "2026-10-05")
    assert set(Circumstance.objects.filter(child__full_name="Nguyễn Minh Châu", child__born_on="2025-07-06")
               .values_list("group", flat=True)) == {"i"}
    poor = HouseholdStatus.objects.get(household__head_name="Nguyễn Đức Quân")
    assert (poor.status, poor.household.members.count()) == ("near_poor", 2)


def test_a_roll_enrols_everyone_it_knows_and_a_new_child_has_home_and_school(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    new = [row for row in batch.rows.all() if row.result == "new"]
    assert new
    for row in new:
        made = child(row.child)
        assert made.full_name and not made.full_name.isupper()
        assert Residence.objects.get(child=made).unit.level == "village"
        enrolment = Enrolment.objects.get(child=made)
        assert enrolment.school_year == "2026-2027" and enrolment.grade == row.sheet[0]
        assert made.attachments.count() == 1


def test_a_preview_writes_nothing(register: None) -> None:
    before = everything()
    batch = received(FILES[0])
    assert different(before, everything()) == []
    list_actions.drop(batch, by="test")
    assert different(before, everything()) == [] and ListRow.objects.count() == 0
    with pytest.raises(ValueError):
        list_actions.drop(batch, by="test")


def test_undo_keeps_and_names_what_others_edited_since(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    renamed, built_on, touched = [child(row.child) for row in batch.rows.filter(result="new").order_by("pk")[:3]]
    records.correct(renamed, by="officer", full_name="Tên Đã Sửa")
    dose = records.create(Dose, by="officer", child=built_on, vaccine="MR", given_on=TODAY)
    records.correct(Enrolment.objects.get(child=touched), by="officer", class_name="9Z")
    others = batch.rows.filter(result="new").order_by("pk")[3]
    found = list_actions.undo(batch, by="test")
    kept = Counter((one.what, one.child, one.why) for one in found.kept)
    assert kept == Counter([
        ("registry.Child", renamed.pk, "edited"), ("registry.Residence", renamed.pk, "home"),
        ("registry.Child", built_on.pk, "used"), ("registry.Residence", built_on.pk, "home"),
        ("education.Enrolment", touched.pk, "edited"), ("registry.Child", touched.pk, "used"),
        ("registry.Residence", touched.pk, "home")])
    # Whoever stays in the register lives somewhere: undoing never makes a child whom no list of a thôn shows.
    assert Residence.objects.filter(child__in=[renamed, built_on, touched]).count() == 3
    assert not Enrolment.objects.filter(child=renamed).exists()
    assert child(renamed.exchange_id).full_name == "Tên Đã Sửa"
    assert Dose.objects.filter(pk=dose.pk).exists()
    assert not Child.objects.filter(exchange_id=others.child).exists()


def test_undo_takes_work_that_was_given_out_along_and_keeps_what_was_said(register: None) -> None:
    """Of a child of a list that was undone nobody is sent to a family; what somebody answered of her is a record."""
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    bare, ended, refused, away, built_on = [
        child(row.child) for row in batch.rows.filter(result="new").order_by("pk")[:5]]
    given = {one.child_id: one for one in tasks.give(
        "14", {one.pk: ("missing", "collaborator") for one in (bare, ended, refused, away, built_on)}, by="officer",
        due_on=TODAY, on=TODAY).made}
    tasks.give("16", {bare.pk: ("unknown", "teacher")}, by="officer", due_on=TODAY, on=TODAY)
    tasks.withdraw(given[ended.pk], by="officer", on=TODAY)
    tasks.answer(given[refused.pk], by="officer", result="refused", on=TODAY)
    tasks.put_off(given[away.pk], by="officer", until=TODAY, why="away")
    records.create(Dose, by="officer", child=built_on, vaccine="MR", given_on=TODAY)
    found = list_actions.undo(batch, by="test")
    stay = {refused.pk, away.pk, built_on.pk}
    assert {one.child for one in found.kept} == stay and found.tasks == 3
    assert set(Child.objects.filter(pk__in=given).values_list("pk", flat=True)) == stay
    assert set(ChildTask.objects.filter(child__in=given).values_list("child", flat=True)) == stay
    assert ChildTask.objects.get(child=refused).result == "refused"
    gone = Revision.objects.filter(model="childtask", verb="undo")
    assert sorted((row.child_id, row.values["measure"], row.reason) for row in gone) == sorted(
        (one.pk, code, "bản nhập đã hoàn tác") for one, code in ((bare, "14"), (bare, "16"), (ended, "14")))
    event = AuditEvent.objects.get(verb="withdraw", what="registry.ChildTask")
    assert (event.actor, event.fields, event.purpose) == ("test", "rows=3", "bản nhập đã hoàn tác")
    assert audit.verify()["ok"]


def test_a_corrected_field_is_restored_only_while_ours_stands(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    change = ListChange.objects.filter(batch=batch, model="registry.Child", made=False, old__father_name="")[0]
    records.correct(Child.objects.get(pk=change.record_id), by="officer", father_name="Người Khác")
    kept = list_actions.undo(batch, by="test").kept
    assert [(one.record_id, one.why) for one in kept] == [(change.record_id, "edited")]
    assert Child.objects.get(pk=change.record_id).father_name == "Người Khác"


def test_an_edit_beside_ours_stays_and_is_named(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    change, other = ListChange.objects.filter(
        batch=batch, model="registry.Child", made=False, old__father_name="").order_by("pk")[:2]
    records.correct(Child.objects.get(pk=change.record_id), by="officer", birth_registered_on=TODAY)
    found = list_actions.undo(batch, by="test")
    assert found.kept == []
    assert [(one.record_id, one.child, one.why) for one in found.beside] == [
        (change.record_id, change.record_id, "beside")]
    edited = Child.objects.get(pk=change.record_id)
    assert (edited.birth_registered_on, edited.father_name) == (TODAY, "")
    assert Child.objects.get(pk=other.record_id).father_name == ""


def test_a_row_whose_child_changed_since_the_preview_waits_for_another_look(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    row = next(row for row in batch.rows.filter(result="matched").order_by("pk")
               if any(one["shown"][0][0] == "father_name" and one["tick"] for one in row.items))
    records.correct(child(row.child), by="officer", father_name="Người Khác")
    done = list_actions.apply(batch, by="test")
    assert row.number in done.left
    row.refresh_from_db()
    assert row.state == "left" and child(row.child).father_name == "Người Khác"
    again = list_actions.apply(batch, by="test")
    assert again.left == [] and child(row.child).father_name == "Người Khác"


def test_a_list_never_overwrites_what_the_register_says(register: None) -> None:
    """What contradicts is shown and left until a person ticks it; what fills a gap goes in."""
    for file in FILES:
        batch = received(file)
        before = {row["exchange_id"]: row for row in Child.objects.values()}
        list_actions.apply(batch, by="test")
        for exchange_id, old in before.items():
            now = Child.objects.values().get(exchange_id=exchange_id)
            for name in ("mother_name", "father_name", "personal_id", "ethnicity", "died_on"):
                assert not old[name] or now[name] == old[name], (file["file"], name)
            assert old["born_precision"] != "day" or now["born_on"] == old["born_on"]


def test_a_ticked_contradiction_is_written_and_taken_back(register: None) -> None:
    batch = received(BY_KIND["growth"])
    row = next(row for row in batch.rows.filter(result="matched") if any(
        one["table"] == "children" and not one["tick"] for one in row.items))
    one = next(one for one in row.items if one["table"] == "children" and not one["tick"])
    one["tick"] = True
    row.save()
    column = one["shown"][0][0]
    before = Child.objects.values().get(exchange_id=row.child)
    list_actions.apply(batch, by="test")
    after = Child.objects.values().get(exchange_id=row.child)
    assert str(after[column]) == one["values"][column] != str(before[column])
    list_actions.undo(batch, by="test")
    assert Child.objects.values().get(exchange_id=row.child)[column] == before[column]


def test_a_decision_of_a_person_is_written_with_the_list(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    same, new, skip = batch.rows.filter(result="review").order_by("pk")[:3]
    count = Child.objects.count() + batch.rows.filter(result="new").count()
    list_actions.decide(same, "same", same.candidates[0][0], by="test")
    list_actions.decide(new, "new", "", by="test")
    list_actions.decide(skip, "skip", "", by="test")
    list_actions.apply(batch, by="test")
    assert Enrolment.objects.filter(child=child(same.candidates[0][0]), school_year="2026-2027").exists()
    new.refresh_from_db()
    assert child(new.child).full_name and Child.objects.count() == count + 1
    skip.refresh_from_db()
    assert skip.state == "" and tab_of(skip) == "bo-qua"
    same.refresh_from_db()
    with pytest.raises(ValueError):
        list_actions.decide(same, "new", "", by="test")


def test_a_decision_after_the_list_was_written_goes_in_by_pressing_again(register: None) -> None:
    batch = received(next(file for file in FILES if "thcs" in file["file"]))
    list_actions.apply(batch, by="test")
    row = batch.rows.filter(result="review").order_by("pk")[0]
    list_actions.decide(row, "same", row.candidates[0][0], by="test")
    done = list_actions.apply(batch, by="test")
    assert done.rows == 1
    before_undo = everything()
    list_actions.undo(batch, by="test")
    assert different(before_undo, everything())


class Killed(Exception):
    pass


@pytest.mark.parametrize("after", [0, 1, 2, 5])
def test_a_broken_import_goes_on_where_it_was(register: None, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Nothing is lost, nothing twice: the register ends as it does without a break."""
    monkeypatch.setattr(applying, "CHUNK", 20)
    file = next(file for file in FILES if "thcs" in file["file"])
    whole = received(file)
    list_actions.apply(whole, by="test")
    expected = {name: len(rows) for name, rows in everything().items()}
    list_actions.undo(whole, by="test")
    batch, calls, real = received(file), [0], list_writing.write

    def dying(*args: Any) -> None:
        real(*args)
        calls[0] += 1
        if calls[0] == after + 1:
            raise Killed

    monkeypatch.setattr(applying, "write", dying)
    with pytest.raises(Killed):
        list_actions.apply(batch, by="test")
    done = batch.rows.filter(state__in=("all", "some")).count()
    assert (done == 0) == (after == 0) and done <= 20 * after
    monkeypatch.setattr(applying, "write", real)
    assert list_actions.apply(batch, by="test").left == []
    assert {name: len(rows) for name, rows in everything().items()} == expected
    assert ticked(ListImport.objects.get(pk=batch.pk)) == []


def test_figures_follow_an_import_and_its_undoing(register: None) -> None:
    from mangnon.indicators.live import ask
    from mangnon.plan.models import Plan

    def figures() -> Any:
        outbox.process()
        return ask(unit=Plan.objects.get().unit.code, year=2026, as_of=TODAY, borders=None)

    before = figures()
    batch = received(BY_KIND["births_deaths"])
    list_actions.apply(batch, by="test")
    assert figures() != before
    list_actions.undo(batch, by="test")
    assert figures() == before


def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    from mangnon.config.cli import main, prepare

    monkeypatch.setattr(prepare, "ready", lambda **more: None)
    capsys.readouterr()
    code = main(["import", "list", *words])
    return (code, *capsys.readouterr())


def test_the_command_applies_what_is_sure_and_keeps_the_rest(
        register: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = next(file for file in FILES if "thcs" in file["file"])
    words = (str(LISTS / file["file"]), "--kind", "school_roll", "--place", file["place"], "--format", "json")
    code, dry, _err = command(capsys, monkeypatch, *words, "--dry-run")
    assert code == 0 and ListImport.objects.count() == 0
    code, out, _err = command(capsys, monkeypatch, *words, "--apply")
    answer = json.loads(out)
    assert code == 0 and {**answer, "import": None, "written": None} == {
        **json.loads(dry), "import": None, "written": None}
    batch = ListImport.objects.get()
    assert answer["import"] == str(batch.pk) and batch.state == State.APPLIED
    assert answer["written"] == {"rows": 152, "made": 174, "altered": 15, "left": [], "waiting": 8}
    assert batch.rows.filter(result="review", state="").count() == 8
    code, out, _err = command(capsys, monkeypatch, *words, "--apply")
    assert json.loads(out)["written"] == {"rows": 0, "made": 0, "altered": 0, "left": [], "waiting": 8}


def test_the_command_asks_whose_roll_it_is_and_of_which_year(
        register: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = next(file for file in FILES if "thcs" in file["file"])
    code, _out, err = command(capsys, monkeypatch, str(LISTS / file["file"]), "--kind", "school_roll", "--apply")
    assert code == 1 and "--place" in err
    bare = tmp_path / "lop.csv"
    bare.write_text("STT;Họ và tên;Ngày sinh;Lớp\n1;Trịnh Văn Thử;3/2/2015;6A\n", encoding="utf-8")
    words = (str(bare), "--kind", "school_roll", "--place", file["place"], "--apply")
    code, _out, err = command(capsys, monkeypatch, *words)
    assert code == 1 and "--school-year" in err and ListImport.objects.count() == 0
    code, _out, _err = command(capsys, monkeypatch, *words, "--school-year", "2026-2027")
    assert code == 0 and Enrolment.objects.get(child__full_name="Trịnh Văn Thử").grade == "6"


def pasted(rows: str, kind: str) -> ListImport:
    return list_actions.receive(rows.encode(), "dan.csv", kind, by="test", on=TODAY.replace(month=9, day=5))


def test_two_rows_that_contradict_each_other_are_not_settled_by_their_order(register: None) -> None:
    one = Child.objects.filter(exchange_id__startswith="ht-", born_precision="day", born_on__year=2023).exclude(
        mother_name="").order_by("exchange_id")[0]
    row = f"{one.full_name};{one.born_on:%d/%m/%Y};{one.mother_name}"
    batch = pasted(f"STT;Họ và tên;Ngày sinh;Họ tên mẹ;Cân nặng\n1;{row};11,5\n2;{row};15,1\n3;{row};11,5\n", "growth")
    list_actions.apply(batch, by="test")
    assert str(Measurement.objects.get(child=one, measured_on="2026-09-05").weight_kg) == "11.5"
    first, second, third = batch.rows.order_by("number")
    assert first.problems == [] and third.items == [] and third.problems == []
    assert "Trong tệp có dòng khác nói khác" in second.problems[0][1] and not second.items[0]["tick"]


def test_a_child_who_left_comes_back_only_when_a_person_says_so(register: None) -> None:
    home = Residence.objects.filter(child__exchange_id__startswith="ht-", child__born_precision="day", to_on=None,
                                    child__born_on__year=2018).exclude(child__mother_name="").order_by(
                                        "child__exchange_id")[0]
    records.correct(home, by="test", to_on=TODAY.replace(month=6, day=1))
    one = home.child
    batch = pasted("STT;Họ và tên;Ngày sinh;Họ tên mẹ;Thôn\n"
                   f"1;{one.full_name};{one.born_on:%d/%m/%Y};{one.mother_name};{home.unit.name}\n", "population")
    list_actions.apply(batch, by="test")
    assert one.residences.count() == 1
    row = batch.rows.get()
    back = next(found for found in row.items if found["table"] == "residences")
    assert not back["tick"] and back["shown"][0][2] == home.unit.name
    back["tick"] = True
    row.save()
    list_actions.apply(batch, by="test")
    assert [f"{stay.from_on}" for stay in one.residences.order_by("from_on")][1:] == ["2026-09-05"]


def test_somebody_saves_while_a_list_is_written(register: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made ready for a moment that has passed is made ready anew, also for the portions that follow."""
    monkeypatch.setattr(applying, "CHUNK", 20)
    file = next(file for file in FILES if "thcs" in file["file"])
    whole = received(file)
    list_actions.apply(whole, by="test")
    expected = {name: len(rows) for name, rows in everything().items() if name != "activities"}
    list_actions.undo(whole, by="test")
    real, calls = applying.prepare, [0]

    def disturbed(*args: Any) -> Any:
        portion = real(*args)
        calls[0] += 1
        if calls[0] % 2:
            records.create(Activity, by="officer", kind="training", held_on=TODAY, title=f"Lớp {calls[0]}")
        return portion

    monkeypatch.setattr(applying, "prepare", disturbed)
    assert list_actions.apply(received(file), by="test").left == []
    assert {name: len(rows) for name, rows in everything().items() if name != "activities"} == expected
    assert calls[0] > 8


def test_a_cell_the_register_cannot_hold_is_left_with_its_reason(register: None) -> None:
    batch = list_actions.receive("STT;Họ và tên;Ngày sinh;Lớp\n1;Trịnh Văn Thử;3/2/2016;5A\n".encode(), "ds.csv",
                                 "school_roll", by="test", source="f-th", school_year="2026-2028")
    row = batch.rows.get()
    assert row.items == [] and "không phải năm học" in row.problems[0][1]
    list_actions.apply(batch, by="test")
    assert not Child.objects.filter(full_name="Trịnh Văn Thử").exists()


def weighings(rows: list[list[str]]) -> bytes:
    lines = ["STT;Họ và tên;Ngày sinh;Giới tính;Họ tên mẹ;Ngày cân;Cân nặng"]
    return "\n".join([*lines, *(";".join(row) for row in rows)]).encode()


NEW = ["Trịnh Văn Nhiều", "02/03/2023", "Nam", "Cao Thị Sen"]


def test_a_new_child_in_several_rows_keeps_what_each_says(register: None) -> None:
    content = weighings([["1", *NEW, "01/06/2026", "12,1"], ["2", *NEW, "01/09/2026", "12,9"],
                         ["3", *NEW, "01/09/2026", "12,9"], ["4", *NEW, "01/06/2026", "11,1"]])
    before = everything()
    batch = list_actions.receive(content, "can.csv", "growth", by="test")
    assert [len(row.items) for row in batch.rows.order_by("number")] == [1, 1, 0, 1]
    assert "khác về cùng việc này" in str(batch.rows.get(number=5).problems)
    list_actions.apply(batch, by="test")
    made = Child.objects.get(full_name=NEW[0])
    assert [(row.measured_on.isoformat(), str(row.weight_kg)) for row in made.measurements.order_by("measured_on")] == [
        ("2026-06-01", "12.1"), ("2026-09-01", "12.9")]
    assert list_actions.undo(batch, by="test").kept == []
    assert different(before, everything()) == []


def test_a_later_row_of_a_new_child_waits_where_she_is_not_taken(register: None) -> None:
    content = weighings([["1", *NEW, "01/06/2026", "12,1"], ["2", *NEW, "01/09/2026", "12,9"]])
    batch = list_actions.receive(content, "can.csv", "growth", by="test")
    first = batch.rows.get(number=2)
    first.items = [{**one, "tick": False} for one in first.items]
    first.due = ""
    first.save()
    assert list_actions.apply(batch, by="test").made == 0
    assert not Child.objects.filter(full_name=NEW[0]).exists()
    first.items = [{**one, "tick": True} for one in first.items]
    first.due = "new"
    first.save()
    second = batch.rows.get(number=3)
    second.items = [{**one, "tick": True} for one in second.items]
    second.due = "changed"
    second.save()
    list_actions.apply(batch, by="test")
    assert Child.objects.get(full_name=NEW[0]).measurements.count() == 2


def test_a_new_child_whose_rows_differ_is_said(register: None) -> None:
    content = weighings([["1", *NEW, "01/06/2026", "12,1"], ["2", *NEW[:3], "", "01/09/2026", "12,9"]])
    batch = list_actions.receive(content, "can.csv", "growth", by="test")
    assert "ghi về em hơi khác" in str(batch.rows.get(number=3).problems)
    list_actions.apply(batch, by="test")
    made = Child.objects.get(full_name=NEW[0])
    assert made.mother_name == NEW[3] and made.measurements.count() == 2
