"""Asking the population database by a file: little goes out, the answer is a list to review, nothing is overwritten."""
from __future__ import annotations

import html
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.intake import list_actions
from mangnon.intake.models import Inquiry, ListImport
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance
from mangnon.registry.models import Child, Residence

from .samples import different, everything

PURPOSE = "bổ sung số định danh"


@pytest.fixture
def officer(client_of: Any) -> Any:
    return client_of("child_officer")


@pytest.fixture
def lacking(db: None) -> list[Child]:
    """Three children of Thôn 3 without a number; one has a secret."""
    homes = Residence.objects.filter(unit__name="Thôn 3", to_on=None, child__died_on=None,
                                     child__born_on__gte="2012-01-01", child__born_precision="day")
    found = [home.child for home in homes.exclude(child__mother_name="").order_by("child__name_sort")[:3]]
    for child in found:
        records.correct(child, by="test", personal_id="")
    Circumstance.objects.get_or_create(child=found[0], group="i", from_on="2026-01-01", defaults={
        "commune_id": found[0].commune_id, "seq": 1})
    return [Child.objects.get(pk=child.pk) for child in found]


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def asked(officer: Any, about: str = "missing") -> Any:
    page = officer.post(reverse("intake:inquiries"), {
        "about": about, "unit": str(Unit.objects.get(name="Thôn 3").pk), "purpose": PURPOSE})
    assert page.status_code == 200, page.content[:500]
    return openpyxl.load_workbook(io.BytesIO(page.content))


def columns(book: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in book.active[5] if cell.value}


def row_of(book: Any, child: Child) -> int:
    at = columns(book)
    return next(row for row in range(6, book.active.max_row + 1)
                if book.active.cell(row, at["Họ và tên"]).value == child.full_name
                and book.active.cell(row, at["Họ tên mẹ"]).value == child.mother_name)


def answered(officer: Any, book: Any) -> ListImport:
    out = io.BytesIO()
    book.save(out)
    page = officer.post(reverse("intake:lists"), {"file": SimpleUploadedFile("tra-loi.xlsx", out.getvalue())})
    assert page.status_code == 302
    return ListImport.objects.latest("at")


def test_only_what_is_needed_goes_out_and_it_is_noted(officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    inquiry = Inquiry.objects.get()
    assert list(columns(book))[:7] == ["Mã tham chiếu", "Họ và tên", "Ngày sinh", "Giới tính", "Họ tên mẹ",
                                       "Số định danh trong sổ", "Thôn"]
    assert all(child.full_name in cells for child in lacking)
    assert not any(child.exchange_id in cells or str(child.pk) in cells for child in lacking)
    assert "hoàn cảnh" not in " ".join(cells).lower() and not any(cell.startswith("=") for cell in cells)
    event = AuditEvent.objects.get(verb="ask")
    assert event.purpose == PURPOSE and f"children={inquiry.rows.count()}" in event.fields
    page = officer.get(reverse("intake:inquiries")).content.decode()
    assert inquiry.code in page and "chờ trả lời" in page


def test_an_answer_is_a_list_to_review_and_can_be_taken_back(officer: Any, lacking: list[Child]) -> None:
    before = everything()
    book = asked(officer)
    at, sheet = columns(book), book.active
    first, second, third = (row_of(book, child) for child in lacking)
    sheet.cell(first, at["Kết quả"], "Khớp")
    sheet.cell(first, at["Số định danh đúng"], "038214000123")
    sheet.cell(first, at["Ngày đăng ký khai sinh"], "20/11/2026")
    sheet.cell(second, at["Kết quả"], "Khác")
    sheet.cell(second, at["Họ và tên đúng"], "Nguyễn Thị Đổi Tên")
    sheet.cell(third, at["Kết quả"], "Không tìm thấy")
    batch = answered(officer, book)
    assert batch.kind == "population_answer" and everything() == before
    rows = {row.number: row for row in batch.rows.all()}
    assert {rows[n].result for n in (first, second, third)} == {"matched"}
    assert [rows[n].child for n in (first, second, third)] == [child.exchange_id for child in lacking]
    ticks = {tuple(one["values"]): one["tick"] for one in rows[first].items}
    assert ticks[("child_id", "personal_id")] is True
    assert [one["tick"] for one in rows[second].items if "full_name" in one["values"]] == [False]
    assert rows[third].items == [] and "không tìm thấy em" in str(rows[third].problems)
    assert Inquiry.objects.get().answered_at is not None
    list_actions.apply(batch, by="test")
    lacking[0].refresh_from_db()
    lacking[1].refresh_from_db()
    assert lacking[0].personal_id == "038214000123" and lacking[1].full_name != "Nguyễn Thị Đổi Tên"
    assert list_actions.undo(batch, by="test").kept == []
    assert different(before, everything()) == []


def test_a_reference_of_others_and_a_row_that_was_changed_are_refused(officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    at, sheet = columns(book), book.active
    first, second, third = (row_of(book, child) for child in lacking)
    for row in (first, second, third):
        sheet.cell(row, at["Số định danh đúng"], "038214000123")
    sheet.cell(first, at["Mã tham chiếu"], "YC260101-ZZZZZ-0001")
    sheet.cell(second, at["Họ và tên"], "Phan Thị Người Lạ")
    sheet.cell(second, at["Họ tên mẹ"], "Cao Thị Lạ")
    sheet.cell(second, at["Ngày sinh"], "01/01/2014")
    batch = answered(officer, book)
    rows = {row.number: row for row in batch.rows.all()}
    assert rows[first].result == "refused" and "không thuộc yêu cầu nào" in str(rows[first].problems)
    assert rows[second].result == "refused" and "không còn là em đã hỏi" in str(rows[second].problems)
    assert rows[third].result == "matched"


def test_answers_that_slipped_by_a_row_are_not_taken(officer: Any, lacking: list[Child]) -> None:
    """Somebody sorted our columns and not the references: each row speaks of another child than was asked about."""
    book = asked(officer)
    at, sheet = columns(book), book.active
    first, second, _third = (row_of(book, child) for child in lacking)
    a, b = (sheet.cell(row, at["Mã tham chiếu"]).value for row in (first, second))
    sheet.cell(first, at["Mã tham chiếu"], b)
    sheet.cell(second, at["Mã tham chiếu"], a)
    for row in (first, second):
        sheet.cell(row, at["Số định danh đúng"], "038214000123")
    batch = answered(officer, book)
    assert {row.result for row in batch.rows.filter(number__in=(first, second))} <= {"refused", "review"}


def test_the_same_reference_twice_is_taken_once(officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    at, sheet = columns(book), book.active
    first = row_of(book, lacking[0])
    last = sheet.max_row + 1
    for column in range(1, len(at) + 1):
        sheet.cell(last, column, sheet.cell(first, column).value)
    batch = answered(officer, book)
    assert batch.rows.get(number=last).result == "refused"
    assert "đã có ở dòng trên" in str(batch.rows.get(number=last).problems)


def test_nobody_to_ask_about_and_no_purpose_are_said(officer: Any, db: None) -> None:
    Child.objects.update(personal_id="038214000123")
    unit = str(Unit.objects.get(name="Thôn 3").pk)
    page = officer.post(reverse("intake:inquiries"), {"about": "missing", "unit": unit, "purpose": PURPOSE},
                        follow=True)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
    assert "Không có em nào cần hỏi như thế" in text and not Inquiry.objects.exists()
    page = officer.post(reverse("intake:inquiries"), {"about": "all", "unit": unit, "purpose": ""})
    assert page.status_code == 422 and not Inquiry.objects.exists()


def test_a_request_made_already_is_fetched_again_with_the_same_references(officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    inquiry = Inquiry.objects.get()
    assert f'href="{inquiry.get_absolute_url()}"' in officer.get(reverse("intake:inquiries")).content.decode()
    page = words(officer.get(inquiry.get_absolute_url()))
    assert f"Yêu cầu đối chiếu {inquiry.code}" in page and PURPOSE in page and "chờ trả lời" in page
    again = officer.get(reverse("intake:inquiry-file", args=[inquiry.pk]))
    assert again["Content-Disposition"] == f'attachment; filename="yeu-cau-{inquiry.code.lower()}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(again.content)).active
    assert list(sheet.values) == list(book.active.values)
    event = AuditEvent.objects.get(verb="export", what="intake.Inquiry")
    assert (event.record_id, event.purpose) == (str(inquiry.pk), PURPOSE)


def test_a_request_is_withdrawn_while_unanswered_and_its_references_mean_nobody_then(
        officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    inquiry = Inquiry.objects.get()
    door = reverse("intake:inquiry-withdraw", args=[inquiry.pk])
    assert f"Đã rút lại yêu cầu {inquiry.code}." in words(officer.post(door, follow=True))
    assert "đã rút lại" in words(officer.get(reverse("intake:inquiries")))
    assert officer.get(reverse("intake:inquiry-file", args=[inquiry.pk])).status_code == 404
    assert AuditEvent.objects.get(verb="withdraw").record_id == str(inquiry.pk)
    book.active.cell(row_of(book, lacking[1]), columns(book)["Số định danh đúng"], "038210000001")
    batch = answered(officer, book)
    assert not batch.rows.filter(result="matched").exists()
    inquiry.refresh_from_db()
    assert inquiry.answered_at is None
    assert "không rút lại được" in words(officer.post(door, follow=True))


def test_an_answered_request_cannot_be_withdrawn(officer: Any, lacking: list[Child]) -> None:
    book = asked(officer)
    book.active.cell(row_of(book, lacking[1]), columns(book)["Số định danh đúng"], "038210000001")
    answered(officer, book)
    inquiry = Inquiry.objects.get()
    assert "Rút lại" not in words(officer.get(inquiry.get_absolute_url())).replace("Rút lại thì", "")
    door = reverse("intake:inquiry-withdraw", args=[inquiry.pk])
    assert "đã có trả lời hoặc đã rút nên không rút lại được" in words(officer.post(door, follow=True))
    inquiry.refresh_from_db()
    assert inquiry.withdrawn_at is None and inquiry.answered_at is not None
