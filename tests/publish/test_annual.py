"""The annual report: the layout of Nghị định 30/2020, the figures, and a frozen copy that stays."""
from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from docx.shared import Mm

from mangnon.core import outbox, records
from mangnon.places.models import FacilityCheck
from mangnon.publish.models import Report


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def report(officer: Any) -> Report:
    officer.post(reverse("publish:open"), {"nam": "2026"})
    return Report.objects.get()


def fetched(officer: Any, report: Report, ending: str) -> Any:
    response = officer.get(reverse("publish:download", args=[report.pk, ending]))
    assert response.status_code == 200
    return io.BytesIO(response.content)


def near(length: Any, millimetres: float) -> bool:
    return abs(length - Mm(millimetres)) < Mm(0.5)


def test_the_paper_follows_the_decree(officer: Any, report: Report) -> None:
    document = Document(fetched(officer, report, "docx"))
    section = document.sections[0]
    assert near(section.page_width, 210) and near(section.page_height, 297)
    assert near(section.top_margin, 20) and near(section.bottom_margin, 20)
    assert near(section.left_margin, 30) and near(section.right_margin, 15)
    assert section.different_first_page_header_footer and "PAGE" in section.header._element.xml
    head = document.tables[0]
    assert "XÃ HOẰNG PHÚ" in head.cell(0, 0).text and "/BC-UBND" in head.cell(1, 0).text
    assert head.cell(0, 1).text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    texts = [p.text for p in document.paragraphs]
    assert "BÁO CÁO" in texts and "trên địa bàn xã Hoằng Trung (trước sắp xếp)" in texts
    runs = [r for p in document.paragraphs for r in p.runs if r.text]
    assert {r.font.name for r in runs} == {"Times New Roman"}
    assert all(11 <= r.font.size.pt <= 14 for r in runs)
    signature = document.tables[1]
    assert signature.cell(0, 1).text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    assert "- Sở Y tế (b/c);" in signature.cell(0, 0).text and "- Lưu: VT." in signature.cell(0, 0).text


def test_the_table_has_every_line_and_no_sensitive_cell_by_thon(officer: Any, report: Report) -> None:
    document = Document(fetched(officer, report, "docx"))
    lines, annex = document.tables[2], document.tables[3]
    assert len(lines.rows) == 35 and [c.text for c in lines.rows[0].cells][:4] == ["Dòng", "Nội dung", "Số", "Kết quả"]
    assert {row.cells[0].text for row in annex.rows} & {"6", "8a", "8b", "9", "10", "13"} == set()
    assert [c.text for c in annex.rows[0].cells][2:] == [f"Thôn {n}" for n in range(1, 8)]


def test_the_workbook_counts_the_lines_met_itself(officer: Any, report: Report) -> None:
    book = openpyxl.load_workbook(fetched(officer, report, "xlsx"))
    sheet = book["34 dòng"]
    assert sheet["I39"].value == '=COUNTIF(I4:I37,"đạt")' and sheet["A4"].value == "1"
    assert [s.title for s in book] == ["34 dòng", "Theo thôn"]


def test_a_frozen_report_keeps_its_figures(officer: Any, report: Report) -> None:
    officer.post(reverse("publish:report", args=[report.pk]), {"cau-7": "Cả ba trường đều hợp vệ sinh."})
    officer.post(reverse("publish:freeze", args=[report.pk]))
    before = Report.objects.get(pk=report.pk).snapshot
    check = FacilityCheck.objects.get(facility__kind="primary", year=2026)
    records.correct(check, by="test", sanitation=False)
    outbox.process()
    officer.post(reverse("publish:open"), {"nam": "2026"})
    assert Report.objects.get(pk=report.pk).snapshot == before
    newer = Report.objects.get(revision=2)
    page = officer.get(reverse("publish:report", args=[newer.pk])).content.decode()
    assert "Cả ba trường đều hợp vệ sinh." in page
    line = next(x for x in before["lines"] if x["code"] == "7")
    assert (line["count"], line["state"]) == ("3/3", "đạt")
    old = Document(fetched(officer, Report.objects.get(pk=report.pk), "docx"))
    assert "3/3" in [row.cells[2].text for row in old.tables[2].rows]
    new = Document(fetched(officer, newer, "docx"))
    assert "2/3" in [row.cells[2].text for row in new.tables[2].rows if row.cells[0].text == "7"]


def test_a_frozen_report_is_not_edited(officer: Any, report: Report) -> None:
    officer.post(reverse("publish:freeze", args=[report.pk]))
    assert officer.post(reverse("publish:report", args=[report.pk]), {"cau-7": "khác"}).status_code == 404
