"""Empty workbooks: every kind has one, it checks what is typed, and filled in it is read as it was meant."""
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.intake.list_words import fields_of
from mangnon.intake.lists import kinds
from mangnon.intake.models import ListImport
from mangnon.places.models import Facility, Unit
from mangnon.registry.models import Residence
from tests.conftest import TODAY

TELLS: dict[str, dict[str, Any]] = {
    "school_roll": {"Lớp": "3A"},
    "kindergarten_roll": {"Lớp": "5 tuổi A"},
    "growth": {"Ngày cân đo": dt.datetime(2026, 9, 5), "Cân nặng (kg)": "15,4", "Chiều cao (cm)": 104.5,
               "Nằm/đứng": "Nằm", "Phù": "Không"},
    "vaccination": {"Lao (BCG)": dt.datetime(2021, 3, 4), "OPV 1": "5/5/2021", "VNNB 1": "6/6/2022"},
    "population": {"Số hộ": "7", "Quan hệ với chủ hộ": "Con"},
    "poor_households": {"Họ tên chủ hộ": "Lê Văn Ví Dụ", "Diện hộ": "Cận nghèo"},
    "special_circumstances": {"Nhóm hoàn cảnh": "điểm a; điểm đ"},
    "disability": {"Mức độ": "Nặng", "Nhu cầu đi học": "Có"},
    "births_deaths": {"Ngày đăng ký khai sinh": "30/03/2021"},
    "monthly_changes": {"Biến động": "Chuyển đến", "Ngày biến động": dt.datetime(2026, 11, 5)},
    "activity_attendance": {"Hoạt động": "Diễn đàn trẻ em xã", "Ngày tổ chức": dt.datetime(2026, 8, 15), "Có mặt": "x"},
    "universal_education": {"Lớp đang học": "MG 5 tuổi", "Trường": "Trường Mầm non Hoằng Trung", "Khuyết tật": "x"},
}
OF_CHILDREN = sorted(kind.name for kind in kinds().values() if kind.subject == "child")
TOLD: dict[str, list[list[Any]]] = {
    "school_roll": [["enrolments", {"facility_id": "F", "school_year": "2026-2027", "grade": "3", "class": "3A",
                                    "entered_on": "2026-09-05", "outcome": "studying"}]],
    "kindergarten_roll": [["enrolments", {"facility_id": "F", "school_year": "2026-2027", "grade": "MG5",
                                          "class": "5 tuổi A", "entered_on": "2026-09-05", "outcome": "studying"}]],
    "growth": [["measurements", {"measured_on": "2026-09-05", "weight_kg": "15.4", "height_cm": "104.5",
                                 "position": "lying", "oedema": "false"}]],
    "vaccination": [["doses", {"vaccine": "BCG", "given_on": "2021-03-04"}],
                    ["doses", {"vaccine": "OPV", "given_on": "2021-05-05"}],
                    ["doses", {"vaccine": "JE", "given_on": "2022-06-06"}]],
    "population": [], "poor_households": [],
    "special_circumstances": [["circumstances", {"group": "a", "from_on": "2026-11-23"}],
                              ["circumstances", {"group": "dd", "from_on": "2026-11-23"}]],
    "disability": [["disabilities", {"from_on": "2026-11-23", "severity": "severe", "needs_schooling": "true"}]],
    "births_deaths": [], "monthly_changes": [],
    "activity_attendance": [["attendance", {"held_on": "2026-08-15", "title": "Diễn đàn trẻ em xã",
                                            "kind": "consultation"}]],
    "universal_education": [["enrolments", {"school": "Trường Mầm non Hoằng Trung", "school_year": "2026-2027",
                                            "grade": "MG5", "class": "", "entered_on": "2026-09-05",
                                            "outcome": "studying"}],
                            ["disabilities", {"from_on": "2026-11-23"}]],
}


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def fetched(officer: Any, kind: str, place: str = "") -> Any:
    page = officer.get(reverse("intake:blank"), {"loai": kind, "cho": place})
    assert page.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(page.content))


def headings(book: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in book["Danh sách"][5] if cell.value}


def sent_back(officer: Any, book: Any, kind: str) -> ListImport:
    out = io.BytesIO()
    book.save(out)
    school = Facility.objects.filter(kind="kindergarten" if "kinder" in kind else "primary")[0].exchange_id
    officer.post(reverse("intake:lists"), {
        "file": SimpleUploadedFile("mau.xlsx", out.getvalue()), "school_year": "2026-2027",
        "source": school if kind.endswith("_roll") else ""})
    return ListImport.objects.get()


def test_a_workbook_is_called_by_what_it_is_of(officer: Any) -> None:
    page = officer.get(reverse("intake:blank"), {"loai": "school_roll"})
    assert page["Content-Disposition"] == 'attachment; filename="danh-sach-hoc-sinh.xlsx"'


@pytest.mark.parametrize("kind", OF_CHILDREN)
def test_filled_in_it_is_read_as_it_was_meant(officer: Any, kind: str) -> None:
    book = fetched(officer, kind)
    where, sheet = headings(book), book["Danh sách"]
    year = 2018 if kind == "school_roll" else 2021
    person = {"Họ và tên": "Trịnh Thị Thử", "Ngày sinh": dt.datetime(year, 3, 1), "Giới tính": "Nữ",
              "Số định danh": f"0383{year - 2000}000000", "Họ tên mẹ": "Lê Thị Ví Dụ", "Thôn": "Thôn 3"}
    for heading, value in {**person, **TELLS[kind]}.items():
        sheet.cell(6, where[heading], value)
    batch = sent_back(officer, book, kind)
    assert batch.kind == kind
    told = batch.rows.get().told
    assert batch.rows.get().problems == []
    expected = {"full_name": "Trịnh Thị Thử", "sex": "female", "mother_name": "Lê Thị Ví Dụ",
                "personal_id": f"0383{year - 2000}000000", "born_on": f"{year}-03-01", "born_precision": "day"}
    assert {name: told["person"].get(name) for name in expected} == expected and told["village"] == "Thôn 3"
    facts = [[table, {**cells, **({"facility_id": "F"} if "facility_id" in cells else {})}]
             for table, cells in told["facts"]]
    assert facts == TOLD[kind]
    if kind == "births_deaths":
        assert told["person"]["birth_registered_on"] == "2021-03-30"
    if kind == "monthly_changes":
        assert (told["since"], told["left"]) == ("2026-11-05", "")
    if kind == "poor_households":
        assert told["household"] == {"head": "Lê Văn Ví Dụ", "status": "near_poor"}


@pytest.mark.parametrize("kind", OF_CHILDREN)
def test_it_is_empty_checks_what_is_typed_and_says_how(officer: Any, kind: str) -> None:
    book = fetched(officer, kind)
    sheet = book["Danh sách"]
    assert all(cell.value is None for row in sheet.iter_rows(min_row=6) for cell in row)
    checks = {str(check.sqref).split(":")[0][0]: check.type for check in sheet.data_validations.dataValidation}
    letters = {name: openpyxl.utils.get_column_letter(at) for name, at in headings(book).items()}
    assert checks[letters["Ngày sinh"]] == "date" and checks[letters["Giới tính"]] == "list"
    assert checks[letters["Thôn"]] == "list"
    how = " ".join(str(row[0].value) for row in book["Hướng dẫn"].iter_rows())
    assert all(f"{heading}: " in how for heading in headings(book) if heading != "STT")


def test_sent_back_empty_it_says_that_nobody_stands_in_it(officer: Any) -> None:
    batch = sent_back(officer, fetched(officer, "growth"), "growth")
    assert batch.rows.count() == 0


def test_with_names_it_comes_back_as_the_very_same_children(officer: Any) -> None:
    village = Unit.objects.get(name="Thôn 3")
    book = fetched(officer, "growth", str(village.pk))
    assert AuditEvent.objects.filter(verb="export", what="intake.ListImport", record_id=str(village.pk)).count() == 1
    living = Residence.objects.on(TODAY).filter(unit=village, child__died_on=None)
    young = [home.child for home in living if home.child.born_on > TODAY.replace(year=TODAY.year - 18)]
    names = [row[1].value for row in book["Danh sách"].iter_rows(min_row=6) if row[1].value]
    assert sorted(names) == sorted(child.full_name for child in young) and len(names) > 10
    batch = sent_back(officer, book, "growth")
    assert {row.result for row in batch.rows.all()} <= {"matched", "review"}
    matched = batch.rows.filter(result="matched")
    assert matched.count() >= 0.95 * len(names)
    assert {row.child for row in matched} <= {child.exchange_id for child in young}
    assert [row.items for row in matched if row.items] == []


def test_a_school_gets_its_own_children(officer: Any) -> None:
    school = Facility.objects.filter(kind="primary")[0]
    book = fetched(officer, "school_roll", str(school.pk))
    names = {row[1].value for row in book["Danh sách"].iter_rows(min_row=6) if row[1].value}
    now = Enrolment.objects.filter(facility=school, school_year="2026-2027", left_on=None, outcome="studying")
    assert names and names == {row.child.full_name for row in now}
    assert officer.get(reverse("intake:blank"), {"loai": "growth", "cho": "x"}).status_code == 404
    assert officer.get(reverse("intake:blank"), {"loai": "khong-co"}).status_code == 404


def test_the_workbook_of_places_names_them_and_comes_back_as_changes(officer: Any) -> None:
    book = fetched(officer, "facility_checks")
    where, sheet = headings(book), book["Danh sách"]
    names = [row[where["Tên cơ sở"] - 1].value for row in sheet.iter_rows(min_row=6) if row[1].value]
    assert len(names) == Facility.objects.open_on(TODAY).count() and "Trường Tiểu học Hoằng Trung" in names
    at = 6 + names.index("Trường Tiểu học Hoằng Trung")
    sheet.cell(at, where["Công trình vệ sinh"], "Không đạt")
    batch = sent_back(officer, book, "facility_checks")
    assert batch.kind == "facility_checks" and batch.rows.count() == len(names)
    facts = [fact for row in batch.rows.all() for fact in row.told["facts"]]
    assert facts == [["facility_checks", {"year": "2026", "sanitation": "false"}]]
    page = officer.get(batch.get_absolute_url()).content.decode()
    assert "dòng cơ sở" in page and "dòng trẻ" not in page


def test_a_sheet_of_facilities_speaks_of_facilities(officer: Any) -> None:
    how = [str(row[0].value) for row in fetched(officer, "facility_checks")["Hướng dẫn"].iter_rows()]
    assert how[1].startswith("Mỗi cơ sở một dòng.") and how[2] == "Các cơ sở dưới đây là ví dụ, không có thật."
    assert "em một dòng" not in " ".join(how) and "Các em" not in " ".join(how)


def test_a_column_can_be_said_to_hold_whatever_its_kind_knows_and_nothing_else() -> None:
    for kind in kinds().values():
        named = fields_of(kind)
        assert {words.name for words in kind.fields} <= set(named) and all(named.values())
    assert "full_name" in fields_of(kinds()["growth"]) and "given_on" not in fields_of(kinds()["growth"])
    assert fields_of(kinds()["facility_checks"])["full_name"] == "Cơ sở"
