"""A plan file with mistakes: ``plan check`` names their lines, ``init`` begins nothing with it."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mangnon.plan.document import BUILTIN
from tests.config.test_command_line import mangnon

TEXT = BUILTIN.read_text(encoding="utf-8")
AT = {name: TEXT[:TEXT.index(f"\n{name}")].count("\n") + 2 for name in (
    "[plan]", "title", "level", "area", "period", "village_names", "unit_name", "# births", "[[measure.value]]")}


def with_line(name: str, line: str) -> str:
    """The built-in plan with one line in another's place."""
    lines = TEXT.split("\n")
    lines[AT[name] - 1] = line
    return "\n".join(lines)


FAULTS = [
    ("title", 'titel = "Kế hoạch"', [("syntax", "[plan]"), ("unknown_word", "title")], "Có phải “title”?"),
    ("level", 'level = "xa"', [("unknown_word", "level")], "Không hiểu level “xa”. Hãy dùng một trong: nation,"),
    ("area", 'area = "núi"', [("unknown_word", "area")], "Không hiểu area “núi”. Hãy dùng một trong: rural, urban."),
    ("period", "period = [2030, 2021]", [("impossible_value", "period")], "Kỳ kế hoạch từ 2030 đến 2021 không thể có."),
    ("period", "period = [2021, 20300]", [("impossible_value", "period")], "từ 2021 đến 20300 không thể có."),
    ("unit_name", 'unit_name = ""', [("syntax", "unit_name")], "không nêu tên xã (unit_name)."),
    ("# births", "births = -5", [("impossible_value", "# births")], "trong năm (births) “-5” không thể có."),
    ("# births", 'births = "bốn"', [("impossible_value", "# births")], "(births) “bốn” không thể có."),
    ("# births", "birth = 90", [("unknown_word", "# births")], "Có phải “births”?"),
    ("period", "period = 2030", [("syntax", "period")], "kỳ kế hoạch (period) phải là hai năm."),
    ("period", 'period = ["a", "b"]', [("syntax", "period")], "kỳ kế hoạch (period) phải là hai năm."),
    ("village_names", 'village_names = "Thôn 1"', [("syntax", "village_names")], "_names” phải là một danh sách."),
    ("[plan]", "plan = 5\n[khac]", [("syntax", "[plan]")], "“plan” phải là một mục. Hãy viết [plan]"),
    ("[[measure.value]]", "value = 5\n[muc]", [("syntax", "[[measure.value]]")], "Hãy viết [[measure.value]] trước"),
]


@pytest.mark.parametrize(("name", "line", "problems", "said"), FAULTS, ids=[line for _, line, _, _ in FAULTS])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, name: str, line: str, problems: list[tuple[str, str]],
                                         said: str) -> None:
    (tmp_path / "ke-hoach.toml").write_text(with_line(name, line), encoding="utf-8")
    done = mangnon("plan", "check", str(tmp_path / "ke-hoach.toml"), "--format", "json", data=tmp_path / "khong-co")
    assert done.returncode == 0, done.stderr
    found = [p for p in json.loads(done.stdout)["problems"] if not p["measures"]]
    assert [(p["kind"], p["line"]) for p in found] == [(kind, AT[at]) for kind, at in problems]
    assert any(said in p["text"] for p in found)
    done = mangnon("init", "--plan", str(tmp_path / "ke-hoach.toml"), data=tmp_path / "xa")
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert re.findall(r"Dòng (\d+):", done.stderr) == [str(AT[at]) for _, at in problems]
    assert [p.name for p in tmp_path.iterdir()] == ["ke-hoach.toml"]


def test_a_plan_written_shorter_is_no_mistake(tmp_path: Path) -> None:
    text = TEXT[:TEXT.index("\n[[measure]]")] + (
        "\n[[measure]]\ncode = \"1\"\nunit = \"%\"\nvalue = [{year = 2025, operator = \">=\", value = 90}]\n"
        "reading = '''\nowner = ai đó\n'''\n")
    (tmp_path / "ngan.toml").write_text(text, encoding="utf-8")
    done = mangnon("plan", "check", str(tmp_path / "ngan.toml"), "--format", "json", data=tmp_path / "khong-co")
    assert [p["kind"] for p in json.loads(done.stdout)["problems"]] == [
        "no_baseline", "no_owner", "no_source", "only_2025"]


def test_a_village_without_a_name_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "k.toml").write_text(with_line("village_names", 'village_names = ["Thôn 1", ""]'), encoding="utf-8")
    done = mangnon("init", "--plan", str(tmp_path / "k.toml"), data=tmp_path / "xa")
    assert done.returncode == 1 and f"Dòng {AT['[plan]']}: mục [plan] có điều không dùng được" in done.stderr
    assert not (tmp_path / "xa").exists()
