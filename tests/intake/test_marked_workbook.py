"""The sender's own workbook comes back: as it was made, the faulty cells coloured, and nothing in it computes."""
from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from mangnon.intake import list_actions
from mangnon.intake.marking import mark_up

FAULT = "FFF8D7D5"


@pytest.fixture
def sent(db: None, tmp_path: Path) -> Any:
    """A workbook with fonts, widths, merged cells, a formula, a link, a hidden sheet and three rows, two wrong."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Lớp 3A"
    page["A1"] = "TRƯỜNG TIỂU HỌC MẪU"
    page["A1"].font = Font(name=".VnTime", bold=True, size=14)
    page.merge_cells("A1:E1")
    page.append([])
    page.append(["STT", "Họ và tên", "Ngày sinh", "Thôn", "Điểm"])
    page.append([1, "Trịnh Thị Đúng", "02/03/2018", "Thôn 3", 9.5])
    page.append([2, "Trịnh Văn Sai", "30/02/2018", "Thôn 3", "=1+1"])
    page.append([3, "=HYPERLINK(1)", "02/03/2018", "Thôn 3", 7])
    page["B6"].data_type = "s"
    page["E4"].number_format = "0.00"
    page["D4"].fill = PatternFill("solid", fgColor="FF00FF00")
    page["D4"].hyperlink = "http://localhost/x"
    page.column_dimensions["B"].width = 33
    check = DataValidation(type="list", formula1='"Thôn 1,Thôn 3"')
    page.add_data_validation(check)
    check.add("D4:D9")
    other = book.create_sheet("Ghi chú")
    other["A1"], other["B1"] = "giữ nguyên", "=A1"
    other.sheet_state = "hidden"
    book.save(tmp_path / "lop.xlsx")
    batch = list_actions.receive((tmp_path / "lop.xlsx").read_bytes(), "lop.xlsx", "school_roll", by="test")
    return openpyxl.load_workbook(io.BytesIO(mark_up(batch))), mark_up(batch)


def test_it_is_the_senders_own_with_the_faults_coloured(sent: Any) -> None:
    book, _content = sent
    page = book["Lớp 3A"]
    assert (page["A1"].font.name, page["A1"].font.size, page["A1"].font.bold) == (".VnTime", 14, True)
    assert [str(place) for place in page.merged_cells.ranges] == ["A1:E1"]
    assert page["E4"].number_format == "0.00" and page["E4"].value == 9.5
    assert page.column_dimensions["B"].width == 33 and page["D4"].fill.fgColor.rgb == "FF00FF00"
    assert [str(check.sqref) for check in page.data_validations.dataValidation] == ["D4:D9"]
    assert book["Ghi chú"]["A1"].value == "giữ nguyên" and book["Ghi chú"].sheet_state == "hidden"
    assert page["F3"].value == "Cần sửa" and page["F4"].value != page["F5"].value
    assert "không có ngày 30" in page["F5"].value and "dấu của công thức" in page["F6"].value
    coloured = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == FAULT}
    assert {"C5", "B6"} <= coloured and "C4" not in coloured


def test_nothing_in_it_computes_or_leads_away(sent: Any) -> None:
    book, content = sent
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert book["Lớp 3A"]["B6"].value == "=HYPERLINK(1)" and book["Lớp 3A"]["B6"].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert not any(b"<f>" in part or b"<f " in part for name, part in parts.items() if "worksheets/" in name)
    assert not any("externalLink" in name or "vba" in name.lower() for name in parts)


def test_a_workbook_that_cannot_be_kept_comes_back_as_values(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from mangnon.intake import marking
    from mangnon.intake.models import ListImport

    def odd(*_: Any) -> bytes:
        raise KeyError("style")

    monkeypatch.setattr(marking, "mark_own", odd)
    page = openpyxl.load_workbook(io.BytesIO(mark_up(ListImport.objects.get())))["Lớp 3A"]
    assert page["B5"].value == "Trịnh Văn Sai" and "không có ngày 30" in page["F5"].value
