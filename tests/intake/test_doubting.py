"""What may be a slip of the finger is asked about in the preview, never ticked; nothing of it is written by itself."""
from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mangnon.education.models import Enrolment
from mangnon.health.models import Measurement
from mangnon.intake import habits, list_actions
from mangnon.intake.describing import Birth
from mangnon.intake.models import ListImport
from mangnon.places.models import Facility
from mangnon.registry.models import Child
from tests.conftest import TODAY

YEAR = "2026-2027"


def sent(kind: str, rows: list[dict[str, str]], source: str = "") -> ListImport:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return list_actions.receive(out.getvalue().encode(), "ds.csv", kind, by="test", source=source, on=TODAY,
                                school_year=YEAR)


def of(child: Child, **more: str) -> dict[str, str]:
    return {"Họ và tên": child.full_name, "Ngày sinh": child.born_on.strftime("%d/%m/%Y"),
            "Giới tính": {"male": "Nam", "female": "Nữ"}[child.sex], "Họ tên mẹ": child.mother_name, **more}


def living(years: range, **more: Any) -> list[Child]:
    found = Child.objects.resident_on(TODAY).filter(born_precision="day", born_on__year__in=years, **more).exclude(
        mother_name="").exclude(sex="unknown").in_name_order()
    names = [child.full_name for child in found]
    return [child for child in found if names.count(child.full_name) == 1]


def only(batch: ListImport) -> Any:
    row = batch.rows.get()
    list_actions.apply(batch, by="test")
    return row


@pytest.mark.parametrize(("weight", "height"), [("105", "92"), ("2", "92"), ("14", "175")])
def test_a_weight_or_height_that_cannot_be_is_not_ticked(db: None, weight: str, height: str) -> None:
    child = living(range(2023, 2025))[0]
    row = only(sent("growth", [of(child, **{"Ngày cân": "20/11/2026", "Cân nặng (kg)": weight,
                                            "Chiều cao (cm)": height})]))
    assert row.result == "matched" and row.problems, row.problems
    assert not any(one["tick"] for one in row.items if one["table"] == "measurements")
    assert not Measurement.objects.filter(child=child, measured_on="2026-11-20").exists()


def test_a_usual_weight_is_ticked_as_before(db: None) -> None:
    child = living(range(2023, 2025))[0]
    last = Measurement.objects.filter(child=child).order_by("measured_on").last()
    weight, height = (last.weight_kg, last.height_cm) if last else (13, 92)
    row = only(sent("growth", [of(child, **{"Ngày cân": "20/11/2026", "Cân nặng (kg)": str(weight),
                                            "Chiều cao (cm)": str(height)})]))
    assert row.problems == [] and Measurement.objects.filter(child=child, measured_on="2026-11-20").exists()


def test_a_grade_that_the_school_does_not_teach_is_not_ticked(db: None) -> None:
    school = Facility.objects.filter(kind="primary").first()
    child = next(c for c in living(range(2016, 2020)) if Enrolment.objects.filter(
        child=c, facility=school, school_year=YEAR, left_on=None).exists())
    before = Enrolment.objects.get(child=child, school_year=YEAR, left_on=None).grade
    row = only(sent("school_roll", [of(child, Lớp="9A")], school.exchange_id))
    assert [why for _what, why in row.problems] == ["Trường tiểu học không dạy lớp 9. Hãy hỏi lại nơi gửi."]
    assert Enrolment.objects.get(child=child, school_year=YEAR, left_on=None).grade == before


def test_the_preview_says_how_many_rows_are_not_ticked(db: None, client_of: Any) -> None:
    school = Facility.objects.filter(kind="primary").first()
    child = next(c for c in living(range(2016, 2020)) if Enrolment.objects.filter(
        child=c, facility=school, school_year=YEAR, left_on=None).exists())
    batch = sent("school_roll", [of(child, Lớp="9A")], school.exchange_id)
    page = client_of("child_officer").get(batch.get_absolute_url()).content.decode()
    assert "1 dòng chưa đánh dấu nên không ghi" in page and "Trường tiểu học không dạy lớp 9" in page


def test_another_childs_personal_number_is_not_written(db: None) -> None:
    bearer = living(range(2015, 2020), personal_id__gt="")[0]
    lacking = next(c for c in living(range(2015, 2020)) if c.pk != bearer.pk)
    Child.objects.filter(pk=lacking.pk).update(personal_id="")
    batch = sent("population", [of(lacking, **{"Số định danh": bearer.personal_id, "Thôn": "Thôn 3"})])
    row = batch.rows.get()
    list_actions.decide(row, "same", lacking.exchange_id, by="test")
    list_actions.apply(batch, by="test")
    assert Child.objects.get(pk=lacking.pk).personal_id == ""
    assert Child.objects.filter(personal_id=bearer.personal_id).count() == 1


def test_a_new_child_is_taken_without_the_number_of_another(db: None) -> None:
    bearer = living(range(2015, 2020), personal_id__gt="")[0]
    batch = sent("population", [{"Họ và tên": "Trịnh Xuân Mẫu", "Ngày sinh": "05/03/2019", "Giới tính": "Nam",
                                 "Họ tên mẹ": "Vi Thị Ví Dụ", "Số định danh": bearer.personal_id, "Thôn": "Thôn 3"}])
    row = batch.rows.get()
    list_actions.decide(row, "new", "", by="test")
    row.refresh_from_db()
    assert f"Số định danh {bearer.personal_id} đang là của em khác trong sổ. Hãy hỏi lại nơi gửi." in [
        why for _what, why in row.problems]
    list_actions.apply(batch, by="test")
    assert Child.objects.get(full_name="Trịnh Xuân Mẫu").personal_id == ""


@pytest.mark.parametrize(("cell", "meant"), [
    (dt.date(1905, 7, 10), Birth(2018)), (dt.datetime(1905, 7, 10), Birth(2018)), (dt.date(1905, 5, 3), Birth(1950)),
    (dt.date(1905, 8, 1), Birth(1905, 8, 1)), (dt.date(2018, 3, 2), Birth(2018, 3, 2))])
def test_a_year_in_a_cell_that_shows_days_is_a_year(cell: dt.date, meant: Birth) -> None:
    """Excel shows the number 2018 in such a cell as 10 July 1905."""
    assert habits.birth(cell, TODAY) == meant


def test_the_templates_own_instruction_keeps_the_row(db: None, tmp_path: Path) -> None:
    child = living(range(2018, 2019))[0]
    book = openpyxl.Workbook()
    page = book.active
    page.append(["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Họ tên mẹ", "Thôn"])
    page.append([1, child.full_name, 2018, {"male": "Nam", "female": "Nữ"}[child.sex], child.mother_name, ""])
    page["C2"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "ds.xlsx")
    batch = list_actions.receive((tmp_path / "ds.xlsx").read_bytes(), "ds.xlsx", "population", by="test", on=TODAY)
    assert batch.rows.get().result in ("matched", "review")


def learning(grades: tuple[str, ...]) -> tuple[Child, Enrolment]:
    """A child with one enrolment of this year in the commune."""
    for child in living(range(2014, 2021)):
        rows = Enrolment.objects.filter(child=child, school_year=YEAR, left_on=None)
        if len(rows) == 1 and rows[0].facility and rows[0].facility.kind == "primary" and rows[0].grade in grades:
            return child, rows[0]
    raise AssertionError("the demonstration has no such child")


def test_a_grade_far_from_the_age_is_asked_about(db: None) -> None:
    child, stands = learning(("1",))
    row = only(sent("school_roll", [of(child, Lớp="5A")], stands.facility.exchange_id))
    age = 2026 - child.born_on.year
    assert [text for _column, text in row.problems] == [
        f"Năm 2026 em {age} tuổi; lớp 5 thường 10 tuổi. Hãy hỏi lại nơi gửi."]
    stands.refresh_from_db()
    assert stands.grade == "1"


def test_two_rows_of_one_pupil_with_two_classes_write_one_of_them_and_say_so(db: None) -> None:
    child, stands = learning(("2", "3", "4"))
    batch = sent("school_roll", [of(child, Lớp=f"{stands.grade}X"), of(child, Lớp=f"{int(stands.grade) + 1}Y")],
                 stands.facility.exchange_id)
    list_actions.apply(batch, by="test")
    second = batch.rows.order_by("number")[1]
    assert "Trong tệp có dòng khác nói khác về cùng việc này của em. Hãy chọn một." in [
        text for _column, text in second.problems]
    row = Enrolment.objects.get(child=child, school_year=YEAR)
    assert (row.class_name, row.grade) == (f"{stands.grade}X", stands.grade)


def test_one_personal_number_for_two_children_of_a_file_is_written_for_neither_twice(db: None) -> None:
    one, two = [child for child in living(range(2016, 2020)) if not child.personal_id and child.sex == "female"][:2]
    number = f"0383{one.born_on:%y}004321"
    batch = sent("population", [of(child, **{"Số định danh": number}) for child in (one, two)])
    list_actions.apply(batch, by="test")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.personal_id, two.personal_id) == (number, "")
    assert f"Dòng khác của tệp ghi số định danh {number} cho em khác. Hãy hỏi lại nơi gửi." in [
        text for _column, text in batch.rows.order_by("number")[1].problems]


def test_a_number_that_contradicts_sex_and_year_is_a_warning_and_goes_in(db: None) -> None:
    child = next(c for c in living(range(2016, 2020)) if not c.personal_id and c.sex == "female")
    row = only(sent("population", [of(child, **{"Số định danh": "038214004321"})]))
    child.refresh_from_db()
    assert child.personal_id == "038214004321"
    assert [text for _column, text in row.problems] == [
        "Số định danh 038214004321 nói năm sinh 2014 và giới tính nam. Hãy xem lại số hoặc năm sinh, giới tính."]


def test_a_sex_that_cannot_be_read_is_said(db: None) -> None:
    child = living(range(2016, 2020))[0]
    row = only(sent("population", [of(child, **{"Giới tính": "Khác"})]))
    assert ["Giới tính", "“Khác” không rõ là nam hay nữ nên không ghi giới tính."] in row.problems


def test_a_day_of_weighing_before_the_birth_is_asked_about(db: None) -> None:
    content = ("STT;Họ và tên;Ngày sinh;Giới tính;Họ tên mẹ;Thôn;Cân nặng\n"
               "1;Trịnh Văn Thử;20/11/2026;Nam;Lê Thị Mẫu;Thôn 3;4\n").encode()
    row = only(list_actions.receive(content, "ds.csv", "growth", by="test", on=dt.date(2026, 11, 1)))
    assert "Ngày cân đo trước ngày sinh của em. Hãy hỏi lại nơi gửi." in [text for _column, text in row.problems]
    assert not Measurement.objects.filter(child__full_name="Trịnh Văn Thử").exists()
