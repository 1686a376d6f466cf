"""The annual report: the layout of Nghị định 30/2020, the figures, and a frozen copy that stays."""
from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt

from mangnon.accounts.models import Delegation, User
from mangnon.core import outbox, records
from mangnon.places.models import FacilityCheck
from mangnon.publish.annual_words import goal_words
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


def freeze(officer: Any, report: Report, boxes: dict[str, str] | None = None) -> None:
    """Press "Chốt" on the draft, then confirm."""
    url = reverse("publish:freeze", args=[report.pk])
    assert officer.post(url, boxes or {}).url == url
    officer.post(url, {"xac-nhan": "1"})


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
    assert head.cell(0, 1).text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    texts = [p.text for p in document.paragraphs]
    assert "BÁO CÁO" in texts and "trên địa bàn xã Hoằng Trung (trước sắp xếp)" in texts
    runs = [r for p in document.paragraphs for r in p.runs if r.text]
    assert {r.font.name for r in runs} == {"Times New Roman"}
    assert all(11 <= r.font.size.pt <= 14 for r in runs)
    bodies = [p for p in document.paragraphs if p.text.startswith("- ")]
    assert bodies and all(p.paragraph_format.first_line_indent == Cm(1.27) for p in bodies)
    assert all(p.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY and p.paragraph_format.space_after >= Pt(6) for p in bodies)
    signature = document.tables[1]
    assert signature.cell(0, 1).text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    assert signature.cell(0, 1).text.endswith("\nNguyễn Đình Khoa")
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
    assert sheet["I39"].value == '=COUNTIF(I5:I38,"đạt")' and sheet["A5"].value == "1"
    assert sheet["A2"].value == "Xã Hoằng Trung, số liệu đến ngày 23/11/2026. Dữ liệu minh họa, do phần mềm đặt ra."
    assert [s.title for s in book] == ["34 dòng", "Theo thôn", "Câu chữ"]


def test_a_frozen_report_keeps_its_figures(officer: Any, report: Report) -> None:
    officer.post(reverse("publish:report", args=[report.pk]), {"cau-7": "Cả ba trường đều hợp vệ sinh."})
    freeze(officer, report)
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
    freeze(officer, report)
    assert officer.post(reverse("publish:report", args=[report.pk]), {"cau-7": "khác"}).status_code == 404


def test_a_frozen_report_keeps_the_definitions_it_was_counted_by(officer: Any, report: Report) -> None:
    freeze(officer, report)
    kept = Report.objects.get(pk=report.pk).snapshot
    assert kept and len(kept["definitions"]) == 34
    assert 'measure = "5a"' in kept["definitions"]["5a"]
    assert next(x for x in kept["lines"] if x["code"] == "5a")["reading"].startswith("Kế hoạch không nêu lứa trẻ.")


def test_freezing_keeps_what_stands_in_the_boxes(officer: Any, report: Report) -> None:
    page = officer.get(reverse("publish:report", args=[report.pk])).context
    boxes = {f"cau-{page['opening']['key']}": page["opening"]["text"], "cau-kien-nghi": "Đề nghị tỉnh hỗ trợ cân."}
    freeze(officer, report, boxes)
    frozen = Report.objects.get(pk=report.pk)
    assert frozen.sentences == {"kien-nghi": "Đề nghị tỉnh hỗ trợ cân."}
    texts = [p.text for p in Document(fetched(officer, frozen, "docx")).paragraphs]
    assert texts[texts.index("IV. ĐỀ XUẤT, KIẾN NGHỊ") + 1] == "Đề nghị tỉnh hỗ trợ cân."


def test_a_frozen_report_says_what_has_changed_since_and_offers_a_revision(officer: Any, report: Report) -> None:
    freeze(officer, report)
    url = reverse("publish:report", args=[report.pk])
    assert officer.get(url).context["differs"] == []
    check = FacilityCheck.objects.get(facility__kind="primary", year=2026)
    records.correct(check, by="test", sanitation=False)
    outbox.process()
    change, = officer.get(url).context["differs"]
    assert (change.code, change.old, change.new) == ("7", "3/3, 100%", "2/3, 66,7%")
    assert "Từ khi chốt, số liệu của 1 dòng đã khác" in officer.get(url).content.decode()
    officer.post(reverse("publish:open"), {"nam": "2026"})
    newer = officer.get(reverse("publish:report", args=[Report.objects.get(revision=2).pk]))
    assert [c.code for c in newer.context["differs"]] == ["7"]


def test_a_sentence_whose_number_no_longer_holds_is_pointed_at(officer: Any, report: Report) -> None:
    url = reverse("publish:report", args=[report.pk])
    officer.post(url, {"cau-7": "Có 2/3 trường hợp vệ sinh (66,7%), kiểm tra ngày 12/9, xong trước ngày 30/11/2026."})
    page = officer.get(url).content.decode()
    assert "Số 2/3, 66,7% không có trong số liệu hôm nay." in page
    officer.post(url, {"cau-7": "Cả 3/3 trường (100%) có công trình hợp vệ sinh."})
    assert "không có trong số liệu hôm nay" not in officer.get(url).content.decode()


def test_small_cells_by_thon_are_hidden_and_cannot_be_subtracted(officer: Any, report: Report) -> None:
    annex = Document(fetched(officer, report, "docx")).tables[3]
    rows = {row.cells[0].text: [c.text for c in row.cells[2:]] for row in annex.rows[1:]}
    persons = {code: cells for code, cells in rows.items() if code not in {"7", "19", "20a", "21"}}
    for code, cells in persons.items():
        shown = [int(re.split(r"[/\s]", c)[0].replace(".", "")) for c in cells if c[0].isdigit()]
        assert all(n == 0 or n >= 5 for n in shown), (code, cells)
        gone = [c for c in cells if c in ("dưới 5", "…")]
        assert len(gone) != 1 or not shown, (code, cells)
    for code in ("11b", "20b"):
        left = [int(c.split("/")[1].replace(".", "")) - int(c.split("/")[0].replace(".", ""))
                for c in rows[code] if "/" in c]
        assert all(n == 0 or n >= 5 for n in left), (code, rows[code])
    assert any("dưới 5" in cells for cells in persons.values())
    assert all("dưới 5" not in rows[code] for code in ("7", "19"))


@pytest.mark.parametrize(("operator", "amount", "unit", "words"), [
    (">=", "85%", "%", "từ 85% trở lên"), (">=", "100%", "%", "100%"), ("<=", "3%", "%", "không quá 3%"),
    ("<", "0,47‰", "per 1000", "dưới 0,47‰"), (">", "95%", "%", "trên 95%"), ("=", "100%", "%", "100%"),
    ("<=", "0%", "%", "0%"), ("<=", "0", "count", "không có trường hợp nào"), ("=", "1", "yes/no", "đạt chuẩn"),
])
def test_a_goal_is_said_in_words(operator: str, amount: str, unit: str, words: str) -> None:
    assert goal_words(operator, amount, unit) == words


def test_a_deputy_with_a_delegation_signs_for_the_chairman(officer: Any, report: Report) -> None:
    """Nghị định 30/2020, annex I: TM. UBND / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH; only while the delegation holds."""
    page = reverse("publish:report", args=[report.pk])
    deputy = User.objects.get(assignments__role="vice_chairman")
    officer.post(page, {"ky": str(deputy.pk)})
    assert _office(officer, report) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    standing = records.create(Delegation, by="test", deputy=deputy, from_on=dt.date(2026, 11, 1))
    assert f"{deputy.display_name}, Phó Chủ tịch" in officer.get(page).content.decode()
    officer.post(page, {"ky": str(deputy.pk)})
    assert _office(officer, report) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert deputy.display_name in "\n".join(
        c.text for t in Document(fetched(officer, report, "docx")).tables for c in t.rows[0].cells)
    officer.post(page, {"ky": ""})
    assert _office(officer, report) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    officer.post(page, {"ky": str(deputy.pk)})
    records.correct(standing, by="test", to_on=dt.date(2026, 11, 20))
    assert _office(officer, report) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def _office(officer: Any, report: Report) -> list[str]:
    """The lines of the office in the file itself, above the room for the signature."""
    cells = [c for t in Document(fetched(officer, report, "docx")).tables for c in t.rows[0].cells]
    (cell,) = [c for c in cells if c.text.startswith("TM. ")]
    return [p.text for p in cell.paragraphs if p.text.isupper()]
