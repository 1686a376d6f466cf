"""The register in the national system's order of columns: the mapping is data, and strict."""
from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from mangnon.config.cli import main
from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance, Disability
from mangnon.publish.national import mapping
from mangnon.registry.models import Carer, Child, Residence
from tests.conftest import TODAY

BORN = dt.date(2019, 5, 4)


@pytest.fixture
def child(db: None, monkeypatch: pytest.MonkeyPatch) -> Child:
    from mangnon.config.cli import prepare

    monkeypatch.setattr(prepare, "ready", lambda **more: None)
    found = records.create(Child, by="test", full_name="Trịnh Văn Mẫu", sex="male", born_on=BORN,
                           born_precision="month", mother_name="=CỘNG(1)", personal_id="038219000001")
    records.create(Residence, by="test", child=found, unit=Unit.objects.get(name="Thôn 3"), from_on=dt.date(2020, 1, 2))
    records.create(Carer, by="test", child=found, full_name="Lê Thị Bà", relation="grandparent")
    records.create(Disability, by="test", child=found, from_on=dt.date(2025, 1, 1))
    for group in ("d", "i"):
        records.create(Circumstance, by="test", child=found, group=group, from_on=dt.date(2025, 1, 1))
    return found


def ordered(path: Path, *columns: str, more: str = "") -> str:
    path.write_text('title = "thử"\n' + more + "".join(f"[[column]]\n{column}\n" for column in columns), "utf-8")
    return str(path)


def exported(folder: Path, *words: str) -> list[dict[str, str]]:
    target = folder / f"ra-{len(list(folder.iterdir()))}.csv"
    assert main(["export", "national", str(target), *words]) == 0
    return list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))


def test_the_built_in_order_says_what_the_register_knows(child: Child, tmp_path: Path) -> None:
    found = exported(tmp_path)
    assert list(found[0]) == [column.heading for column in mapping.load().columns]
    assert [row["STT"] for row in found] == [str(n) for n in range(1, len(found) + 1)]
    living = Child.objects.resident_on(TODAY).filter(born_on__gt=TODAY.replace(year=TODAY.year - 16))
    assert len(found) == living.count() > 50
    mine, = (row for row in found if row["Họ và tên trẻ"] == "Trịnh Văn Mẫu")
    assert mine == mine | {
        "Ngày sinh": "05/2019", "Giới tính": "Nam", "Số định danh cá nhân": "038219000001", "Họ tên mẹ": "'=CỘNG(1)",
        "Họ tên cha": "", "Người chăm sóc": "Lê Thị Bà", "Quan hệ với trẻ": "Ông bà", "Thôn": "Thôn 3",
        "Hoàn cảnh đặc biệt": "d", "Mức độ khuyết tật": "Có, chưa rõ mức độ", "Có nguy cơ": "", "Trường": "",
        "Ngày đến ở": "02/01/2020", "Ngày đăng ký khai sinh": ""}


def test_sealed_groups_go_out_with_a_purpose_that_is_noted(child: Child, tmp_path: Path) -> None:
    mine, = (row for row in exported(tmp_path, "--with-sealed", "báo cáo huyện")
             if row["Họ và tên trẻ"] == "Trịnh Văn Mẫu")
    assert mine["Hoàn cảnh đặc biệt"] == "d;i"
    event = AuditEvent.objects.filter(verb="export", what="national").latest("seq")
    assert event.purpose == "báo cáo huyện"


def test_another_order_other_codes_and_fixed_texts(child: Child, tmp_path: Path) -> None:
    order = ordered(
        tmp_path / "ban.toml", 'heading = "Mã xã"\nvalue = "15892"',
        'heading = "GT"\nfield = "sex"\ncodes = { male = "1", female = "0", unknown = "" }',
        'heading = "Tên"\nfield = "full_name"', more="under = 18\n")
    found = exported(tmp_path, "--mapping", order)
    assert list(found[0]) == ["Mã xã", "GT", "Tên"]
    assert {(row["Mã xã"], row["GT"]) for row in found} == {("15892", "0"), ("15892", "1")}


def test_as_a_workbook_every_cell_is_text(child: Child, tmp_path: Path) -> None:
    assert main(["export", "national", str(tmp_path / "ra.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and "=CỘNG(1)" in {cell.value for cell in cells}


@pytest.mark.parametrize("columns, more, words", [
    ((), "", "chưa có cột nào"), (('heading = "A"\nfield = "ten"',), "", "không có trường “ten”"),
    (('heading = "A"',), "", "đúng một trong hai"), (('field = "sex"',), "", "thiếu heading"),
    (('heading = "A"\nfield = "sex"', 'heading = "A"\nvalue = "x"'), "", "hai cột “A”"),
    (('heading = "A"\nfield = "sex"\ncode = 1',), "", "không hiểu “code”"),
    (('heading = "A"\nvalue = ',), "", "sai cú pháp"),
    (('heading = "A"\nvalue = "x"',), "under = 90\n", "từ 1 đến 18"),
    (('heading = "A"\nfield = "sex"\ncodes = { male = "1" }',), "", "chưa có mã cho “female”")])
def test_a_slip_in_the_mapping_is_a_sentence_and_nothing_is_written(
        child: Child, tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: Any, more: str, words: str) -> None:
    order = ordered(tmp_path / "ban.toml", *columns, more=more)
    assert main(["export", "national", str(tmp_path / "ra.csv"), "--mapping", order]) == 1
    assert words in capsys.readouterr().err and not (tmp_path / "ra.csv").exists()


def test_a_file_of_another_kind_or_no_mapping_is_a_sentence(child: Child, tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "national", str(tmp_path / "ra.pdf")]) == 1
    assert "đuôi .xlsx hoặc .csv" in capsys.readouterr().err
    assert main(["export", "national", str(tmp_path / "ra.csv"), "--mapping", str(tmp_path / "khong.toml")]) == 1
    assert "Không thấy tệp" in capsys.readouterr().err
    assert main(["export", "national", "--fields"]) == 0
    assert "full_name: họ và tên" in capsys.readouterr().out


def test_the_page_gives_the_same_workbook_and_notes_it(child: Child, client_of: Any) -> None:
    officer = client_of("child_officer")
    answer = officer.post(reverse("publish:national"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert "Trịnh Văn Mẫu" in names and AuditEvent.objects.filter(what="national").exists()
    groups = {row[17].value for row in sheet.iter_rows(min_row=2) if row[1].value == "Trịnh Văn Mẫu"}
    assert groups == {"d"} and "Trịnh" not in answer["Content-Disposition"]
    assert officer.post(reverse("publish:national"), {"kin": "on"}).status_code == 302
    assert client_of("teacher").post(reverse("publish:national")).status_code == 404
