"""Lists as offices send them, invented, with the truth beside them: what the command understands of each row."""
from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mangnon.config.cli import main
from mangnon.core.models import AuditEvent
from mangnon.intake.actions import import_folder
from mangnon.registry.models import Child
from tests.conftest import DATA

LISTS = DATA / "lists"
FILES: list[dict[str, Any]] = json.loads((LISTS / "truth" / "manifest.json").read_text(encoding="utf-8"))
RIGHT = {"match": {"matched"}, "open": {"matched", "review"}, "new": {"new", "review"},
         "problem": {"refused", "review"}, "skipped": {"skipped"}, "none": {"", "skipped"}}


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register of the samples, in place of the demonstration's children."""
    from mangnon.config.cli import prepare

    monkeypatch.setattr(prepare, "ready", lambda **more: None)
    import_folder(LISTS / "register", by="test")


def read(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["import", "list", *words, "--dry-run", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f["file"])
def test_a_list_is_understood(register: None, capsys: pytest.CaptureFixture[str], file: dict[str, Any]) -> None:
    options = [x for name, key in (("--place", "place"), ("--school-year", "school_year"), ("--date", "date"))
               if file[key] for x in (name, file[key])]
    found = read(capsys, str(LISTS / file["file"]), "--kind", file["kind"], *options)
    # The truth calls a CSV file's sheet by another sign than the contract, which calls it like the file.
    sheets = {sheet["sheet"].replace("-", "_") if file["file"].endswith("csv") else sheet["sheet"]: sheet
              for sheet in found["sheets"]}
    assert set(sheets) == set(file["sheets"])
    for name, sheet in sheets.items():
        assert sheet["header_row"] == file["sheets"][name]["header"][0]
        assert sheet["columns"]["full_name"] == file["sheets"][name]["name_heading"]
    rows = {(name, row["row"]): row for name, sheet in sheets.items() for row in sheet["rows"]}
    wrong, tally = [], Counter[str]()
    with (LISTS / "truth" / f"{file['file']}.csv").open(encoding="utf-8", newline="") as truth:
        for line in csv.DictReader(truth):
            row = rows.pop((line["sheet"], int(line["row"])), {"result": "", "child_id": None, "problems": []})
            tally[line["expect"] + " " + row["result"]] += 1
            if row["result"] not in RIGHT[line["expect"]] | ({"review"} if line["trap"] == "twin" else set()):
                wrong.append((line, row))
            if row["result"] == "matched" and row["child_id"] != line["child_id"]:
                wrong.append((line, row))
            if line["expect"] == "problem":
                assert row["problems"] and all(p["text"] and p["column"] for p in row["problems"])
    assert wrong == [] and rows == {}
    assert tally["match review"] <= 0.02 * max(tally["match matched"], 50)


def test_two_columns_of_one_field_are_named_together(register: None, capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, str(LISTS / "hoc-sinh-thcs-2026-2027.xlsx"), "--kind", "school_roll")
    assert found["sheets"][0]["columns"]["sex"] == "Giới tính / Nam + Giới tính / Nữ"
    found = read(capsys, str(LISTS / "can-do-thang-9.xlsx"), "--kind", "growth")
    columns = found["sheets"][0]["columns"]
    assert columns["weight_kg"] == "Kết quả cân đo / Cân nặng (kg)" and columns["oedema"] == "Phù"
    found = read(capsys, str(LISTS / "ho-ngheo-2026.xls"), "--kind", "poor_households")
    assert found["sheets"][0]["columns"]["full_name"] == "Họ tên trẻ em trong hộ"


def test_reading_writes_nothing(register: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = (Child.objects.count(), AuditEvent.objects.count())
    read(capsys, str(LISTS / "khai-sinh-khai-tu.xlsx"), "--kind", "births_deaths")
    assert (Child.objects.count(), AuditEvent.objects.count()) == before


def written(path: Path, rows: list[list[Any]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return str(path)


def test_other_headings_and_habits(register: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Family and given name apart, day, month and year apart, a column "Nữ" with ticks, notes below."""
    child = (Child.objects.filter(sex="female", born_precision="day", born_on__range=("2015-01-01", "2019-12-31"))
             .exclude(mother_name="").order_by("exchange_id")[0])
    *family, given = child.full_name.split()
    day = child.born_on
    file = written(tmp_path / "danh-sach.csv", [
        ["TRƯỜNG TIỂU HỌC", "", "", "", "", "", "", ""], ["DANH SÁCH NĂM HỌC 2026-2027"],
        ["TT", "Họ và tên đệm", "Tên", "Ngày sinh", "Tháng sinh", "Năm sinh", "Nữ", "Tên mẹ"],
        ["1", " ".join(family), given, day.day, day.month, day.year, "x", child.mother_name],
        ["2", "=HYPERLINK(1)", "", "1", "1", "2019", "", ""],
        ["3", "Phan Đình Thế", "Tuệ", "30", "2", "2019", "", ""],
        ["", "Tổng cộng: 3 em"], ["Ghi chú: danh sách tạm"]])
    sheet = read(capsys, file, "--kind", "school_roll")["sheets"][0]
    assert sheet["columns"]["full_name"] == "Họ và tên đệm + Tên"
    assert sheet["columns"]["born_on"] == "Ngày sinh + Tháng sinh + Năm sinh"
    assert [(row["row"], row["result"]) for row in sheet["rows"]] == [(4, "matched"), (5, "refused"), (6, "refused")]
    assert sheet["rows"][0]["child_id"] == child.exchange_id
    assert "dấu của công thức" in sheet["rows"][1]["problems"][0]["text"]
    assert "Tháng 2 năm 2019 không có ngày 30" in sheet["rows"][2]["problems"][0]["text"]


def test_a_sheet_without_persons_is_said_to_be_skipped(register: None, capsys: pytest.CaptureFixture[str],
                                                       tmp_path: Path) -> None:
    file = written(tmp_path / "so-lieu.csv", [["Chỉ tiêu", "Năm 2025", "Năm 2026"], ["Số trẻ", "10", "12"]])
    found = read(capsys, file, "--kind", "school_roll")
    assert found["sheets"] == [] and [s["sheet"] for s in found["skipped_sheets"]] == ["so-lieu"]


def test_what_is_known_of_a_sheet_that_was_read_is_told_beside_the_answer(
        register: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [["DANH SÁCH CÂN ĐO THÁNG 9 NĂM 2026"], ["STT", "Họ và tên", "Ngày sinh", "Cân nặng"],
            ["1", "Lê Văn An", "05/03/2022", "15"]]
    assert main(["import", "list", str(written(tmp_path / "can-do.csv", rows)), "--kind", "growth", "--format", "json",
                 "--dry-run"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["skipped_sheets"] == [] and "can-do: " in said.err and "30/09/2026" in said.err


def test_one_dose_a_row_is_called_as_the_format_does(register: None, capsys: pytest.CaptureFixture[str],
                                                     tmp_path: Path) -> None:
    file = written(tmp_path / "tiem.csv", [["STT", "Họ và tên", "Ngày sinh", "Tên vắc xin", "Ngày tiêm"],
                                           ["1", "Lê Văn An", "05/03/2022", "MR", "05/03/2024"]])
    assert read(capsys, file, "--kind", "vaccination")["sheets"][0]["columns"] == {
        "full_name": "Họ và tên", "born_on": "Ngày sinh", "vaccine": "Tên vắc xin", "given_on": "Ngày tiêm"}


def test_an_unknown_place_is_a_sentence(register: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "list", str(LISTS / "tre-mam-non.xlsx"), "--kind", "kindergarten_roll", "--place", "f-khac",
                 "--dry-run"]) == 1
    assert "không có trường, trạm hay đơn vị nào mang mã “f-khac”" in capsys.readouterr().err
