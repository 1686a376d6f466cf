"""``import folder``: what is not taken is named with file, line, column and a sentence."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.config.test_command_line import mangnon

UNITS = "unit_id,code,name,level,valid_from\nC,95300,Xã Mẫu,commune,2020-01-01\n"
CHILDREN = "child_id,full_name,sex,born_on,born_precision\nK1,Trần Thị Mẫu,female,2020-03-01,day\n"


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """Import these files; answers the JSON."""
    def imported(**files: str | bytes) -> dict[str, Any]:
        folder = tmp_path / "so"
        folder.mkdir()
        for name, text in {"units": UNITS, "children": CHILDREN, **files}.items():
            path = folder / (name.replace("__", ".") if "__" in name else f"{name}.csv")
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = mangnon("import", "folder", str(folder), "--format", "json", data=tmp_path / "xa")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return imported


def places(answer: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(r["file"], r["line"], r["column"]) for r in answer["refused"]]


def test_scores_that_an_instrument_does_not_have_are_refused(told: Any) -> None:
    answer = told(assessments="child_id,assessed_on,instrument,score\nK1,2023-01-01,ecdi2030,20\n"
                              "K1,2023-01-02,ecdi2030,21\nK1,2023-01-03,kindergarten,1\n"
                              "K1,2023-01-04,kindergarten,2\nK1,2023-01-05,kindergarten,\n")
    assert places(answer) == [("assessments.csv", 3, "score"), ("assessments.csv", 5, "score")]
    assert answer["refused"][0]["text"] == (
        "“21” không dùng được: “score” của instrument “ecdi2030” là từ 0 đến 20. Hãy kiểm tra lại.")
    assert "“kindergarten” là từ 0 đến 1" in answer["refused"][1]["text"] and answer["changed"] == 5


def test_a_yes_or_no_that_is_neither_is_refused(told: Any) -> None:
    answer = told(declared="measure,unit_id,year,numerator,denominator\n1,C,2021,1,1\n1,C,2022,0,1\n1,C,2023,5,1\n"
                           "1,C,2024,5,5\n1,C,2025,0,0\n6,C,2025,5,7\n")
    assert places(answer) == [("declared.csv", 4, "numerator"), ("declared.csv", 5, "numerator"),
                              ("declared.csv", 6, "denominator")]
    assert "“denominator” của measure “1” là 1" in answer["refused"][2]["text"] and answer["changed"] == 5


def test_files_nobody_reads_are_warned_of(told: Any) -> None:
    answer = told(notes="a,b\n1,2\n", Doses__CSV="child_id,vaccine,given_on\n", ghi_chu__txt="x")
    assert answer["refused"] == [] and answer["warnings"] == [
        {"file": "Doses.CSV", "column": "", "text": "Tệp Doses.CSV không có trong định dạng trao đổi nên không được "
                                                    "đọc. Nếu là doses.csv, hãy đổi tên tệp."},
        {"file": "notes.csv", "column": "", "text": "Tệp notes.csv không có trong định dạng trao đổi nên không được "
                                                    "đọc."}]


def test_a_column_that_stands_twice_refuses_its_file(told: Any) -> None:
    answer = told(doses="child_id,vaccine,given_on,vaccine\nK1,BCG,2020-03-02,OPV\n")
    assert places(answer) == [("doses.csv", 1, "vaccine")] and answer["read"]["doses.csv"] == 0
    assert "hai cột “vaccine”" in answer["refused"][0]["text"]


def test_an_unseen_character_is_called_one(told: Any) -> None:
    answer = told(children=CHILDREN.encode() + b"K2,An\0h,male,2020-03-01,day\nK3,An\xff,male,2020-03-01,day\n")
    assert places(answer) == [("children.csv", 3, "full_name"), ("children.csv", 4, "full_name")]
    assert "ký tự không nhìn thấy" in answer["refused"][0]["text"]
    assert "không phải UTF-8" in answer["refused"][1]["text"]
