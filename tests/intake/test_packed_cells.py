"""Several facts in one cell, as offices write them: each goes where it belongs, and what is nobody's is left out."""
from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mangnon.intake.list_reading import read_list
from mangnon.intake.lists import kinds
from mangnon.intake.told import Told

BORN = {"born_on": "2019-02-03", "born_precision": "day"}
ENROLLED = ("Lớp", "3A")


def told(tmp_path: Path, kind: str, row: dict[str, str]) -> Told:
    """What a list of this row and another one says of it."""
    file = tmp_path / "danh-sach.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["STT", *row])
        writer.writerow(["1", *row.values()])
        writer.writerow(["2", *row.values()])
    found = read_list(file, kinds()[kind], [], today=dt.date(2026, 11, 23), on=dt.date(2026, 11, 1),
                      facility="F", school_year="2026-2027")
    (sheet,) = found.sheets
    answer = sheet.told(sheet.rows[0])
    assert answer is not None, sheet.rows[0].problems
    return answer


PERSONS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"Họ và tên, ngày sinh": "Nguyễn Văn An (3/2/2019)"}, BORN),
    ({"Họ và tên": "Nguyễn Văn An - 03/02/2019"}, BORN),
    ({"Họ và tên": "Nguyễn Văn An, sinh năm 2019"}, {"born_on": "2019-01-01", "born_precision": "year"}),
    ({"Họ và tên": "Nguyễn Văn An (3.2.2019, Nam)"}, {**BORN, "sex": "male"}),
    ({"Họ và tên": "Nguyễn Văn An", "Ngày sinh, giới tính": "3/2/2019 - Nam"}, {**BORN, "sex": "male"}),
    ({"Họ và tên": "Nguyễn Thị An", "Ngày sinh (nam/nữ)": "Nữ, 3/2/2019"}, {**BORN, "sex": "female"}),
    ({"Họ và tên": "Nguyễn Văn An", "Ngày sinh": "ngày 3 tháng 2 năm 2019"}, BORN),
    ({"Họ và tên": "Nguyễn Văn An", "Ngày sinh": "ngay 3 thang 2 nam 2019"}, BORN),
    ({"Họ và tên": "Nguyễn Thị An", "Năm sinh Nam": "", "Năm sinh Nữ": "2019"},
     {"born_on": "2019-01-01", "born_precision": "year", "sex": "female"}),
]
PARENTS: list[tuple[str, str, dict[str, str]]] = [
    ("Họ tên cha, mẹ", "Nguyễn Văn Bình, Trần Thị Cúc",
     {"father_name": "Nguyễn Văn Bình", "mother_name": "Trần Thị Cúc"}),
    ("Họ tên mẹ/cha", "Trần Thị Cúc / Nguyễn Văn Bình",
     {"father_name": "Nguyễn Văn Bình", "mother_name": "Trần Thị Cúc"}),
    ("Họ tên bố (mẹ)", "Bố: Nguyễn Văn Bình; Mẹ: Trần Thị Cúc",
     {"father_name": "Nguyễn Văn Bình", "mother_name": "Trần Thị Cúc"}),
    ("Họ tên bố (mẹ)", "Mẹ: Trần Thị Cúc\nBố: Nguyễn Văn Bình",
     {"father_name": "Nguyễn Văn Bình", "mother_name": "Trần Thị Cúc"}),
    ("Họ tên bố (mẹ)", "Trần Thị Cúc", {"mother_name": "Trần Thị Cúc"}),
    ("Họ tên bố (mẹ)", "Nguyễn Văn Bình", {}),
    ("Họ tên mẹ", "Mẹ: Trần Thị Cúc", {"mother_name": "Trần Thị Cúc"}),
    ("Họ tên mẹ", "Trần Thị Cúc - 0912 345 678", {"mother_name": "Trần Thị Cúc"}),
    ("Họ tên mẹ", "Trần Thị Cúc, sinh năm 1990", {"mother_name": "Trần Thị Cúc"}),
    ("Họ tên cha", "Nguyễn Văn Bình (SĐT: 0912345678)", {"father_name": "Nguyễn Văn Bình"}),
    ("Họ tên mẹ, năm sinh", "Trần Thị Cúc, 1990", {"mother_name": "Trần Thị Cúc"}),
    ("Họ và tên mẹ (số điện thoại)", "Trần Thị Cúc (0912 345 678)", {"mother_name": "Trần Thị Cúc"}),
    ("Tên bố, số điện thoại", "Nguyễn Văn Bình, số ĐT 0912345678", {"father_name": "Nguyễn Văn Bình"}),
    ("Họ tên mẹ, nghề nghiệp", "Trần Thị Cúc, công nhân", {}), ("Họ tên bố - nghề nghiệp", "Nguyễn Văn Bình", {}),
    ("Năm sinh của mẹ", "1990", {}), ("Điện thoại mẹ", "0912 345 678", {}),
    ("Họ tên mẹ", "Trần Thị Mẹo", {"mother_name": "Trần Thị Mẹo"}),
]


@pytest.mark.parametrize(("row", "said"), PERSONS)
def test_birth_and_sex_behind_another_fact(tmp_path: Path, row: dict[str, str], said: dict[str, str]) -> None:
    found = told(tmp_path, "population", {**row, "Thôn": "Thôn 3"}).person
    name = next(iter(row.values()))
    assert found == {"full_name": "Nguyễn Thị An" if "Thị" in name else "Nguyễn Văn An", **said}


@pytest.mark.parametrize(("heading", "cell", "said"), PARENTS)
def test_parents_in_one_cell(tmp_path: Path, heading: str, cell: str, said: dict[str, str]) -> None:
    found = told(tmp_path, "school_roll", {"Họ và tên": "Nguyễn Văn An", "Ngày sinh": "3/2/2019", heading: cell,
                                           ENROLLED[0]: ENROLLED[1]}).person
    assert {name: text for name, text in found.items() if name in ("father_name", "mother_name")} == said


@pytest.mark.parametrize(("heading", "cell", "weight", "height"), [
    ("Cân nặng/Chiều cao", "9,4/74,5", "9.4", "74.5"), ("CN - CC", "9,4kg - 74,5cm", "9.4", "74.5"),
    ("Cân nặng, chiều cao", "74,5 cm; 9,4 kg", "9.4", "74.5"), ("Cân nặng (kg)", "9,4", "9.4", "")])
def test_weight_and_height_in_one_cell(tmp_path: Path, heading: str, cell: str, weight: str, height: str) -> None:
    facts = told(tmp_path, "growth", {"Họ và tên": "Nguyễn Văn An", "Ngày sinh": "3/2/2026", heading: cell}).facts
    expected: dict[str, Any] = {"measured_on": "2026-11-01", "weight_kg": weight}
    assert facts == [("measurements", expected | ({"height_cm": height} if height else {}))]


def test_doses_that_one_cell_names(tmp_path: Path) -> None:
    said = told(tmp_path, "vaccination", {
        "Họ và tên": "Nguyễn Văn An", "Ngày sinh": "3/2/2024",
        "Mũi đã tiêm": "BCG 5/2/2024; OPV1: 5/4/2024, sởi; 5 trong 1 6/4/2024"})
    assert said.facts == [("doses", {"vaccine": "BCG", "given_on": "2024-02-05"}),
                          ("doses", {"vaccine": "OPV", "given_on": "2024-04-05"}),
                          ("doses", {"vaccine": "PENTA", "given_on": "2024-04-06"})]
    assert said.troubles == [("Mũi đã tiêm", "“sởi” không ghi ngày tiêm nên chưa ghi mũi này.")]


@pytest.mark.parametrize(("cell", "cause"), [("15/2/2024, đuối nước", "injury"), ("15/2/2024 (bệnh)", "illness"),
                                             ("15/2/2024 lúc chiều", "")])
def test_the_cause_beside_the_day_of_death(tmp_path: Path, cell: str, cause: str) -> None:
    found = told(tmp_path, "births_deaths", {"Họ và tên": "Nguyễn Văn An", "Ngày sinh": "3/2/2024",
                                             "Ngày mất, nguyên nhân": cell}).person
    assert (found["died_on"], found.get("death_cause", "")) == ("2024-02-15", cause)


def test_the_status_in_the_cell_of_the_head(tmp_path: Path) -> None:
    said = told(tmp_path, "poor_households", {"Chủ hộ": "Lê Văn Bình (cận nghèo)", "Họ và tên": "Nguyễn Văn An",
                                              "Ngày sinh": "3/2/2019", "Diện hộ": ""})
    assert said.household == {"head": "Lê Văn Bình", "status": "near_poor"}
