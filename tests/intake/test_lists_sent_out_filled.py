"""A list that goes out with what the register says comes back as what was changed in it, and as nothing else."""
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.health.models import Measurement
from mangnon.intake.lists import kinds
from mangnon.intake.models import ListImport
from mangnon.places.models import Facility, Unit
from mangnon.protection.models import Circumstance, Disability
from mangnon.registry.models import Child
from tests.conftest import TODAY

from .samples import different, everything

FILLED = sorted(kind.name for kind in kinds().values() if kind.filled)
EDITS: dict[str, tuple[str, Any, str, dict[str, str]]] = {
    "births_deaths": ("Ngày đăng ký khai sinh", dt.datetime(2026, 11, 20), "children",
                      {"birth_registered_on": "2026-11-20"}),
    "disability": ("Nhu cầu đi học", None, "disabilities", {}),
    "growth": ("Ngày cân đo", dt.datetime(2026, 11, 20), "measurements", {"measured_on": "2026-11-20"}),
    "kindergarten_roll": ("Lớp", "5 tuổi Z", "enrolments", {"class": "5 tuổi Z"}),
    "poor_households": ("Diện hộ", None, "household_status", {}),
    "school_roll": ("Lớp", None, "enrolments", {}),
    "special_circumstances": ("Nhóm hoàn cảnh", "điểm b", "circumstances", {"group": "b"}),
    "universal_education": ("Khuyết tật", "x", "disabilities", {"from_on": "2026-11-23"}),
    "vaccination": ("Lao (BCG)", dt.datetime(2026, 11, 1), "doses", {"vaccine": "BCG", "given_on": "2026-11-01"}),
}


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def school_of(kind: str) -> Facility | None:
    wanted = {"school_roll": "primary", "kindergarten_roll": "kindergarten"}.get(kind)
    return Facility.objects.filter(kind=wanted).first() if wanted else None


def fetched(officer: Any, kind: str) -> Any:
    place = school_of(kind) or Unit.objects.get(name="Thôn 3")
    page = officer.get(reverse("intake:blank"), {"loai": kind, "cho": str(place.pk), "day-du": "1"})
    assert page.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(page.content))


def sent_back(officer: Any, book: Any, kind: str) -> ListImport:
    out = io.BytesIO()
    book.save(out)
    school = school_of(kind)
    page = officer.post(reverse("intake:lists"), {
        "file": SimpleUploadedFile("sua.xlsx", out.getvalue()), "kind": kind, "on": TODAY.strftime("%d/%m/%Y"),
        "school_year": "", "source": school.exchange_id if school else ""})
    assert page.status_code == 302, page.content[-2000:]
    batch = ListImport.objects.latest("at")
    # The workbook says of which school year it is, and its sheet of instructions is nothing to speak of.
    assert batch.skipped == []
    yearly = school or kind == "universal_education"
    assert {sheet["school_year"] for sheet in batch.sheets} == {"2026-2027" if yearly else ""}
    return batch


def somebody(kind: str) -> None:
    """A child of the list in Thôn 3, where the demonstration may have none."""
    child = Child.objects.resident_on(TODAY).filter(
        residences__unit__name="Thôn 3", born_precision="day", born_on__year=2018).exclude(mother_name="")[0]
    if kind == "disability":
        records.create(Disability, by="test", child=child, severity="mild", needs_schooling=True,
                       from_on=dt.date(2026, 1, 5))
    elif kind == "special_circumstances":
        for group in ("a", "n", "i"):
            records.create(Circumstance, by="test", child=child, group=group, from_on=dt.date(2026, 1, 5))


@pytest.mark.parametrize("kind", [*FILLED, "population"])
def test_sent_back_unchanged_it_changes_nothing(officer: Any, kind: str) -> None:
    somebody(kind)
    book = fetched(officer, kind)
    assert book["Danh sách"].max_row > 5 and book["Danh sách"].cell(6, 2).value
    before = everything()
    batch = sent_back(officer, book, kind)
    rows = list(batch.rows.all())
    assert {row.result for row in rows} <= {"matched", "review"} and any(row.result == "matched" for row in rows)
    assert [(row.number, row.items, row.problems) for row in rows if row.due] == []
    officer.post(batch.get_absolute_url(), {"ghi": "tat-ca"})
    assert different(before, everything()) == []


@pytest.mark.parametrize("kind", FILLED)
def test_one_cell_changed_is_one_change(officer: Any, kind: str) -> None:
    somebody(kind)
    book = fetched(officer, kind)
    page = book["Danh sách"]
    at = {cell.value: cell.column for cell in page[5] if cell.value}
    heading, value, table, cells = EDITS[kind]
    others = {"Nghèo": "Cận nghèo", "Cận nghèo": "Nghèo", "Có": "Không", "Không": "Có", None: "Có"}
    row = next(n for n in range(6, page.max_row + 1) if page.cell(n, at[heading]).value != value
               and len(str(page.cell(n, at["Ngày sinh"]).value)) > 7
               and (kind != "growth" or page.cell(n, at["Cân nặng (kg)"]).value))
    old = page.cell(row, at[heading]).value
    new = value or (f"{old[0]}Z" if kind == "school_roll" else others[old])
    page.cell(row, at[heading]).value = new
    batch = sent_back(officer, book, kind)
    changed = [one for one in batch.rows.all() if one.items]
    assert [one.number for one in changed] == [row]
    (item,) = changed[0].items
    assert item["table"] == table and item["values"].items() >= cells.items()


def test_sealed_groups_leave_in_no_list(officer: Any) -> None:
    somebody("special_circumstances")
    page = fetched(officer, "special_circumstances")["Danh sách"]
    said = " ".join(str(cell.value) for row in page.iter_rows(min_row=6) for cell in row)
    assert "điểm a; điểm n" in said and "điểm i" not in said


def test_a_filled_list_is_an_export_in_the_audit(officer: Any) -> None:
    fetched(officer, "growth")
    assert AuditEvent.objects.filter(verb="export", what="intake.ListImport", fields="kind=growth").exists()
    assert Enrolment.objects.exists()


@pytest.mark.parametrize(("born", "weighed", "on_it"), [
    (dt.date(2021, 11, 24), None, True), (dt.date(2021, 11, 23), None, False),
    (dt.date(2021, 11, 23), dt.date(2025, 11, 24), True), (dt.date(2021, 11, 23), dt.date(2025, 11, 23), False),
    (dt.date(2020, 11, 24), dt.date(2026, 11, 1), True), (dt.date(2020, 11, 23), dt.date(2026, 11, 1), False),
    (dt.date(2021, 11, 24), dt.date(2022, 1, 1), True), (dt.date(2014, 5, 5), dt.date(2018, 5, 5), False)])
def test_a_thons_weighing_list_has_the_children_who_are_weighed(
        officer: Any, born: dt.date, weighed: dt.date | None, on_it: bool) -> None:
    """Every child under 5 on 23/11/2026, and up to 6 those weighed within the 12 months before."""
    child = Child.objects.resident_on(TODAY).filter(residences__unit__name="Thôn 3", born_precision="day",
                                                    born_on__year=2020).exclude(mother_name="")[0]
    Measurement.objects.filter(child=child).delete()
    Child.objects.filter(pk=child.pk).update(born_on=born, full_name="Trịnh Thị Cân Đo")
    if weighed:
        records.create(Measurement, by="test", child_id=child.pk, measured_on=weighed, weight_kg="15.4")
    page = fetched(officer, "growth")["Danh sách"]
    names = [row[1].value for row in page.iter_rows(min_row=6)]
    assert ("Trịnh Thị Cân Đo" in names) is on_it and len(names) > 10
    assert all(row[2].value.year >= 2020 for row in page.iter_rows(min_row=6) if isinstance(row[2].value, dt.datetime))


@pytest.mark.parametrize("kind", ["disability", "special_circumstances"])
def test_no_school_is_told_who_is_disabled_or_in_special_circumstances(officer: Any, kind: str) -> None:
    school = str(Facility.objects.filter(kind="primary")[0].pk)
    page = officer.get(reverse("intake:blank"), {"loai": kind, "cho": school, "day-du": "1"}, follow=True)
    assert "không gửi cho trường kèm những gì sổ đã ghi" in page.content.decode()
    assert not AuditEvent.objects.filter(verb="export").exists()
    names = officer.get(reverse("intake:blank"), {"loai": kind, "cho": school})
    sheet = openpyxl.load_workbook(io.BytesIO(names.content))["Danh sách"]
    assert sheet.max_row > 5 and {cell.value for row in sheet.iter_rows(min_row=6, min_col=8) for cell in row} == {None}
    assert fetched(officer, kind)["Danh sách"]["B1"].value


def test_the_universal_education_sheet_names_its_school_year(officer: Any) -> None:
    assert fetched(officer, "universal_education")["Danh sách"]["B2"].value == "Năm học 2026 - 2027"
