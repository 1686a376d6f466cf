"""Monthly changes, attendance at activities, sheets of universal education: read, written, written again, undone."""
from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mangnon.core import records
from mangnon.delivery.models import Activity, Attendance
from mangnon.education.models import Enrolment
from mangnon.intake import list_actions
from mangnon.intake.guessing import kind_of
from mangnon.intake.lists import activity_attendance, facility_checks, kinds, monthly_changes, universal_education
from mangnon.intake.models import ListImport
from mangnon.intake.receiving import look
from mangnon.places.models import Facility, FacilityCheck, Unit
from mangnon.plan.models import Plan
from mangnon.protection.models import Disability
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

from .samples import different, everything, lay_register


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from mangnon.config.cli import prepare

    monkeypatch.setattr(prepare, "ready", lambda **more: None)
    lay_register()


def some(n: int, **where: Any) -> list[Child]:
    """Children whose name stands once in the register and who live in a thôn."""
    found = []
    rows = Child.objects.filter(exchange_id__startswith="ht-", born_precision="day", died_on=None, **where)
    for child in rows.exclude(mother_name="").order_by("exchange_id"):
        alone = Child.objects.filter(name_fold=child.name_fold).count() == 1
        if alone and child.residences.filter(to_on=None, unit__level="village").count() == 1:
            found.append(child)
    return found[:n]


def person(child: Child) -> list[str]:
    return [child.full_name.upper(), f"{child.born_on:%d/%m/%Y}", child.get_sex_display(), child.mother_name]


def home(child: Child) -> str:
    return Residence.objects.filter(child=child, to_on=None).get().unit.name


def workbook(path: Path, sheets: dict[str, list[list[Any]]], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in merged:
            sheet.merge_cells(place)
    book.save(path)
    return path.read_bytes()


def applied(content: bytes, name: str, kind: str, **said: Any) -> ListImport:
    batch = list_actions.receive(content, name, kind, by="test", **said)
    list_actions.apply(batch, by="test")
    again = list_actions.receive(content, name, kind, by="test", **said)
    assert [one for row in again.rows.all() for one in row.items if one["tick"]] == [], "said twice, written once"
    return batch


def undone(batch: ListImport, before: dict[str, list[str]]) -> None:
    assert list_actions.undo(batch, by="test").kept == []
    assert different(before, everything()) == []


def test_changes_of_a_month_in_one_column(register: None, tmp_path: Path) -> None:
    gone, dead, moved, unclear = some(4, born_on__gte=dt.date(2014, 1, 1))
    other = Unit.objects.filter(parent=Plan.objects.get().unit, level="village").exclude(name=home(moved))[0].name
    before = everything()
    content = workbook(tmp_path / "bd.xlsx", {"Tháng 10": [
        ["UBND XÃ HOẰNG TRUNG"], ["BÁO CÁO BIẾN ĐỘNG TRẺ EM THÁNG 10 NĂM 2026"], ["(Tính đến ngày 31/10/2026)"],
        ["TT", "Họ và tên trẻ", "Ngày sinh", "Giới tính", "Họ tên mẹ", "Thôn", "Hình thức biến động", "Ngày biến động",
         "Nguyên nhân"],
        [1, *person(gone), home(gone), "Chuyển đi Hà Nội", "12/10/2026", ""],
        [2, *person(dead), home(dead), "Tử vong", dt.date(2026, 10, 20), "Đuối nước"],
        [3, *person(moved), other, "Chuyển đến", "05/10/2026", ""],
        [4, "Phan Thị Tân Sinh", "02/10/2026", "Nữ", "Cao Thị Mơ", other, "Mới sinh", "", ""],
        [5, "Tạ Quang Lạc", "03/04/2019", "Nam", "Cù Thị Lý", "", "Chuyển đi", "01/10/2026", ""],
        [6, *person(unclear), home(unclear), "Khác", "01/10/2026", ""],
        ["", "Tổng cộng: 6 trẻ"], ["", "", "", "", "", "", "Người lập biểu"]]})
    assert kind_of(look(content, "bd.xlsx"), "bd", kinds()) == "monthly_changes"
    batch = applied(content, "bd.xlsx", "monthly_changes")
    assert Residence.objects.get(child=gone).to_on == dt.date(2026, 10, 12)
    dead.refresh_from_db()
    assert (dead.died_on, dead.death_cause) == (dt.date(2026, 10, 20), "injury")
    homes = Residence.objects.filter(child=moved).order_by("from_on")
    assert [(r.to_on, r.unit.name) for r in homes][-2:] == [(dt.date(2026, 10, 5), homes[0].unit.name), (None, other)]
    born = Child.objects.get(full_name="Phan Thị Tân Sinh")
    assert born.residences.get().from_on == dt.date(2026, 10, 2)
    assert not Child.objects.filter(full_name="Tạ Quang Lạc").exists()
    told = {row.number: " ".join(text for _c, text in row.problems) for row in batch.rows.all()}
    assert "đã chuyển đi nên không thêm" in told[9] and "không rõ là sinh, mất" in told[10]
    undone(batch, before)


def test_changes_in_a_column_each_or_under_lines_of_their_own(register: None, tmp_path: Path) -> None:
    first, second, third, fourth = some(4, born_on__gte=dt.date(2014, 1, 1))
    content = workbook(tmp_path / "bd.xlsx", {
        "cot": [["DANH SÁCH TĂNG GIẢM TRẺ EM"], ["TT", "Họ và tên", "Ngày sinh", "Mẹ", "Biến động", "", "Báo cáo"],
                ["", "", "", "", "Chuyển đi", "Chết", ""],
                [1, first.full_name, f"{first.born_on:%d/%m/%Y}", first.mother_name, "x", "", "10/2026"],
                [2, second.full_name, f"{second.born_on:%d/%m/%Y}", second.mother_name, "", "7/10/2026", "10/2026"]],
        "nhom": [["DANH SÁCH"], ["TT", "Họ và tên", "Ngày sinh", "Mẹ", "Thời điểm"], ["I. CHUYỂN ĐI"],
                 [1, third.full_name, f"{third.born_on:%d/%m/%Y}", third.mother_name, "9/10/2026"], ["II. TỬ VONG"],
                 [1, fourth.full_name, f"{fourth.born_on:%d/%m/%Y}", fourth.mother_name, ""]]})
    batch = applied(content, "bd.xlsx", "monthly_changes", on=dt.date(2026, 10, 31))
    assert Residence.objects.get(child=first).to_on == dt.date(2026, 10, 31)
    assert Child.objects.get(pk=second.pk).died_on == dt.date(2026, 10, 7)
    assert Residence.objects.get(child=third).to_on == dt.date(2026, 10, 9)
    fourth.refresh_from_db()
    assert fourth.died_on is None
    assert any("không ghi ngày" in text for row in batch.rows.filter(child=fourth.exchange_id) for _c, text in
               row.problems)


@pytest.mark.parametrize("words, code", [
    ("Chuyển đến từ Hà Nội", "came"), ("chuyển đi", "left"), ("Tử vong", "died"), ("Chết do bệnh", "died"),
    ("MỚI SINH", "born"), ("Sinh", "born"), ("Tăng do chuyển về", "came"), ("Giảm do chuyển đi", "left"),
    ("cắt khẩu?", ""), ("khác", "")])
def test_words_of_a_change(words: str, code: str) -> None:
    assert monthly_changes.change_of(words) == code


def test_who_took_part_in_an_activity_that_the_register_lacks(register: None, tmp_path: Path) -> None:
    here, there, away = some(3, born_on__gte=dt.date(2012, 1, 1))
    before = everything()
    content = workbook(tmp_path / "ds.xlsx", {"Sheet1": [
        ["ĐOÀN TNCS HỒ CHÍ MINH"], ["DANH SÁCH TRẺ EM THAM GIA DIỄN ĐÀN TRẺ EM XÃ"], ["Ngày 15/8/2026"],
        ["STT", "Họ tên", "Ngày sinh", "Nam/Nữ", "Mẹ", "Có mặt"],
        [1, *person(here), "x"], [2, *person(there), "Có"], [3, *person(away), "vắng"]]})
    assert kind_of(look(content, "ds.xlsx"), "ds", kinds()) == "activity_attendance"
    batch = applied(content, "ds.xlsx", "activity_attendance")
    activity = Activity.objects.get(held_on=dt.date(2026, 8, 15), title="Diễn đàn trẻ em xã")
    assert activity.kind == "consultation"
    assert set(Attendance.objects.filter(activity=activity).values_list("child", flat=True)) == {here.pk, there.pk}
    undone(batch, before)


def test_an_activity_that_stands_is_that_one(register: None, tmp_path: Path) -> None:
    child, = some(1)
    standing = Activity.objects.exclude(title="")[0]
    content = workbook(tmp_path / "ds.xlsx", {"ds": [
        [f"Danh sách các em tham dự {standing.title} ngày {standing.held_on:%d/%m/%Y}"],
        ["TT", "Họ và tên", "Ngày sinh", "Mẹ"], [1, child.full_name, f"{child.born_on:%d/%m/%Y}", child.mother_name]]})
    activities = Activity.objects.count()
    applied(content, "ds.xlsx", "activity_attendance")
    assert Activity.objects.count() == activities
    assert Attendance.objects.filter(activity=standing, child=child).exists()


def test_several_activities_a_column_each(register: None, tmp_path: Path) -> None:
    first, second = some(2)
    content = workbook(tmp_path / "ds.xlsx", {"ds": [
        ["BẢNG ĐIỂM DANH CÂU LẠC BỘ MĂNG NON"],
        ["TT", "Họ và tên", "Ngày sinh", "Mẹ", "Tham gia", ""],
        ["", "", "", "", "Tập huấn 05/07/2026", "Hội thi 12/07/2026"],
        [1, first.full_name, f"{first.born_on:%d/%m/%Y}", first.mother_name, "x", "x"],
        [2, second.full_name, f"{second.born_on:%d/%m/%Y}", second.mother_name, "", "x"]]},
        merged=("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2"))
    applied(content, "ds.xlsx", "activity_attendance")
    days = {(a.kind, a.held_on.day): {x.child_id for x in Attendance.objects.filter(activity=a)}
            for a in Activity.objects.filter(held_on__in=(dt.date(2026, 7, 5), dt.date(2026, 7, 12)),
                                             title__in=("Tập huấn", "Hội thi"))}
    assert days == {("training", 5): {first.pk}, ("participation_model", 12): {first.pk, second.pk}}


@pytest.mark.parametrize("title, name", [
    ("DANH SÁCH TRẺ EM THAM GIA TRẠI HÈ NĂM 2026", "Trại hè"), ("Danh sách", ""),
    ("Danh sách học sinh dự buổi lấy ý kiến (thôn 3)", "Buổi lấy ý kiến")])
def test_the_name_of_an_activity(title: str, name: str) -> None:
    assert activity_attendance.title_of(title) == name


def test_sheets_of_universal_education(register: None, tmp_path: Path) -> None:
    """Where nothing stands the sheet fills in; another school than the register's is only shown."""
    bare, outside, twice, left = some(4, born_on__range=(dt.date(2015, 1, 1), dt.date(2019, 12, 31)))
    year = "2026-2027"
    school = Facility.objects.get(exchange_id="f-th")
    Enrolment.objects.filter(child__in=(bare, outside, twice, left), school_year=year).delete()
    Enrolment.objects.create(child=twice, facility=school, school_year=year, grade="3", entered_on=dt.date(2026, 9, 5),
                             outcome="studying", commune_id=twice.commune_id, seq=1)
    before = everything()
    content = workbook(tmp_path / "pc.xlsx", {"2018": [
        ["BAN CHỈ ĐẠO PHỔ CẬP GIÁO DỤC, XÓA MÙ CHỮ"], ["PHIẾU ĐIỀU TRA ĐỘ TUỔI 8 - NĂM HỌC 2026-2027"],
        ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Họ tên mẹ", "Đang học", "", "Bỏ học", "Khuyết tật"],
        ["", "", "", "", "", "Lớp", "Trường", "", ""],
        [1, *person(bare), "3A", "TH Hoằng Trung", "", "x"],
        [2, *person(outside), "3", "TH Lê Văn Tám, TP Thanh Hóa", "", ""],
        [3, *person(twice), "3B", "", "", ""], [4, *person(left), "", "", "Lớp 2, năm 2025", "không"]]})
    assert kind_of(look(content, "pc.xlsx"), "pc", kinds()) == "universal_education"
    batch = applied(content, "pc.xlsx", "universal_education", on=dt.date(2026, 10, 1))

    def now(child: Child) -> list[tuple[Any, ...]]:
        return list(Enrolment.objects.filter(child=child, school_year=year).values_list(
            "facility__exchange_id", "grade", "class_name"))

    assert now(bare) == [("f-th", "3", "3A")] and now(outside) == [(None, "3", "3")]
    assert now(twice) == [("f-th", "3", "")] and now(left) == []
    shown = [one for row in batch.rows.filter(child=twice.exchange_id) for one in row.items]
    assert [one["values"]["class"] for one in shown] == ["3B"] and not shown[0]["tick"]
    assert Disability.objects.filter(child=bare, from_on=dt.date(2026, 10, 1)).exists()
    assert not Disability.objects.filter(child=left).exists()
    assert any("đã bỏ học" in text for row in batch.rows.filter(child=left.exchange_id) for _c, text in row.problems)
    undone(batch, before)


@pytest.mark.parametrize("cell, found", [
    ("5A", ("5", "5A")), ("Lớp 9", ("9", "9")), ("MG 5 tuổi", ("MG5", "")), ("Mẫu giáo 4 tuổi", ("MG4", "")),
    ("5A - TH Hoằng Trung", ("5", "5A")), ("10A2", ("10", "10A2")), ("không đi học", ("", "")), ("12", ("12", "12"))])
def test_the_class_in_a_cell(cell: str, found: tuple[str, str]) -> None:
    assert universal_education.grade_of(cell) == found


@pytest.mark.parametrize("kind", ["monthly_changes", "activity_attendance", "universal_education"])
def test_the_command_reads_and_writes_them(register: None, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                           kind: str) -> None:
    import json

    from mangnon.config.cli import main

    child, = some(1)
    file = tmp_path / "ds.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Họ tên mẹ", "Lớp", "Biến động"],
                                   ["1", *person(child), "4A", "chuyển đi"]])
    for way in ("--dry-run", "--apply"):
        assert main(["import", "list", str(file), "--kind", kind, way, "--date", "2026-11-01", "--format", "json"]) == 0
        row = json.loads(capsys.readouterr().out)["sheets"][0]["rows"][0]
        assert (row["result"], row["child_id"]) == ("matched", child.exchange_id)
    assert ListImport.objects.get().kind == kind and TODAY.year == 2026


def test_checks_of_facilities(register: None, tmp_path: Path) -> None:
    """Answers of a year are added or filled in; what contradicts waits; unknown is never no; no place is made."""
    school = Facility.objects.get(exchange_id="f-th")
    content = workbook(tmp_path / "kt.xlsx", {"KT": [
        ["UBND XÃ HOẰNG TRUNG"], ["KẾT QUẢ KIỂM TRA CÁC CƠ SỞ NĂM 2026"],
        ["TT", "Tên cơ sở", "Công trình vệ sinh", "Tư vấn tâm lý", "Cơ sở vật chất cho trẻ KT", "Tài liệu", "Ghi chú"],
        [1, "Trường Trung học cơ sở Hoằng Trung 2", "Đạt", "x", "", "-", ""],
        [2, "TH Mẫu Xã Bên", "Không đạt", "Có", "chưa kiểm tra", "một phần", ""],
        [3, "Trường Tiểu học Không Có Thật", "Đạt", "", "", "", ""],
        ["", "Cộng: 3 cơ sở"], ["", "", "", "", "Người lập"]]})
    one = records.create(Facility, by="test", name="Trường THCS Hoằng Trung 2", kind="lower_secondary",
                         unit=school.unit, exchange_id="m-1")
    two = records.create(Facility, by="test", name="Trường Tiểu học Mẫu Xã Bên", kind="primary", unit=school.unit,
                         exchange_id="m-2")
    records.create(FacilityCheck, by="test", facility=two, year=2026, sanitation=True)
    before = everything()
    assert kind_of(look(content, "kt.xlsx"), "kt", kinds()) == "facility_checks"
    batch = applied(content, "kt.xlsx", "facility_checks")
    assert batch.rows.count() == 3
    found = FacilityCheck.objects.get(facility=one, year=2026)
    assert (found.sanitation, found.psychological_support, found.accessible_building, found.accessible_materials) == (
        True, True, None, None)
    other = FacilityCheck.objects.get(facility=two, year=2026)
    assert (other.sanitation, other.psychological_support, other.accessible_building) == (True, True, None)
    told = {row.number: (row.result, " ".join(text for _c, text in row.problems)) for row in batch.rows.all()}
    assert told[6][0] == "refused" and "chưa có cơ sở" in told[6][1]
    assert "“một phần” không rõ" in told[5][1]
    assert [one["tick"] for one in batch.rows.get(number=5).items if "sanitation" in one["values"]] == [False]
    undone(batch, before)


@pytest.mark.parametrize("cell, said", [
    ("Đạt", "true"), ("x", "true"), ("Có", "true"), ("Không đạt", "false"), ("chưa có", "false"), ("0", "false"),
    ("", ""), ("-", ""), ("chưa kiểm tra", ""), ("một phần", None), ("Đang hoạt động", "true"), ("Tạm dừng", "false")])
def test_answers_of_a_check(cell: str, said: str | None) -> None:
    assert facility_checks.answer(cell) == said
