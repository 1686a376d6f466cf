"""``plan check``: what our own plan says that does not hold, and any other commune's file."""
from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.plan.check import check, check_file, check_text, render_json
from mangnon.plan.document import PlanError, builtin, builtin_text, load

COUNTS = {"births": 90, "children": 1900, "schools": 3}
OTHER = '''
[plan]
title = "Kế hoạch xã Bình Minh"
area = "urban"
period = [2021, 2030]

[[measure]]
code = "m1"
target = "1"
label = "Trẻ đi học"
unit = "%"
counted_over = "schools"
baseline = "80"
owner = "Trường"
data_source = "Sổ"
[[measure.value]]
year = 2025
operator = ">="
value = "90"
[[measure.value]]
year = 2030
operator = ">="
value = "120"

[[measure]]
code = "m2"
target = "2"
unit = "per 1000"
part_of = "m3"
counted_over = "births"
[[measure.value]]
year = 2030
operator = "<="
value = "5"

[[measure]]
code = "m3"
target = "2"
unit = "per 1000"
[[measure.value]]
year = 2030
operator = "<"
value = "4"
'''


def kinds(text: str, *skip: str) -> set[tuple[str, tuple[str, ...]]]:
    return {(p.kind, p.measures) for p in check_text(text, COUNTS) if p.kind not in skip}


def test_our_plan_has_these_problems() -> None:
    found = kinds(builtin_text(), "no_baseline", "no_owner", "no_source")
    assert found == {
        ("impossible_value", ("2",)), ("contradiction", ("3a", "3b")), ("urban_rural", ("4c",)),
        *(("no_year", (m,)) for m in ("1", "12", "17b", "18b", "21")), ("only_2025", ("19",)),
        *(("only_2030", (m,)) for m in ("5b", "6")),
        *(("only_zero", (m,)) for m in ("3a", "3b", "3c", "11a", "11b")),
        *(("means_all", (m,)) for m in ("18a", "19")), ("undefined_age", ("23",)),
        *(("undefined_word", (m,)) for m in ("2", "4c", "5a", "5b", "12", "21", "23"))}
    assert sum(p.kind == "no_baseline" for p in check(builtin())) == 34


def test_every_problem_has_a_line_and_a_sentence() -> None:
    lines = builtin_text().splitlines()
    for problem in render_json(check(builtin(), COUNTS))["problems"]:
        assert list(problem) == ["measures", "kind", "line", "text"]
        assert problem["text"].endswith(".") and lines[problem["line"] - 1].strip()


def test_another_communes_plan_is_read_by_its_own_words() -> None:
    found = kinds(OTHER, "no_baseline", "no_owner", "no_source")
    assert found == {("impossible_value", ("m1",)), ("means_all", ("m1",)), ("contradiction", ("m2", "m3")),
                     ("only_zero", ("m2",)), ("only_2030", ("m2",)), ("only_2030", ("m3",))}
    assert ("no_owner", ("m1",)) not in kinds(OTHER)


@pytest.mark.parametrize(("text", "line"), [
    ("[plan]\ntitle = \"x\"\nmeasure = [\n", 3), ("[[measure]]\ncode = \"1\"\nunit = \"phần\"\n", 1),
    ("[[measure]]\ncode=\"1\"\nunit=\"%\"\n[[measure.value]]\nyear=2025\noperator=\"~\"\nvalue=\"1\"\n", 4),
    ("", 1)])
def test_a_broken_file_gets_a_sentence_with_its_line(text: str, line: int) -> None:
    problems = check_text(text)
    assert [(p.kind, p.line) for p in problems] == [("syntax", line)]


def test_a_misspelt_word_gets_a_suggestion() -> None:
    problems = [p for p in check_text(OTHER.replace("owner =", "onwer =")) if p.kind == "unknown_word"]
    assert [(p.line, "owner" in p.text) for p in problems] == [(14, True)]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="Không thấy tệp kế hoạch"):
        check_file(tmp_path / "khong-co.toml")
    (tmp_path / "la.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlanError, match="UTF-8"):
        load(tmp_path / "la.toml")


def test_targets_of_the_years() -> None:
    plan = builtin()
    assert [str(plan.measure("4a").target(y).value) for y in (2021, 2025, 2026, 2030)] == ["4.5", "4.5", "3", "3"]
    assert plan.measure("4a").target(2031) is None and plan.measure("19").target(2026) is None
    two = plan.measure("2").target(2027)
    assert (two.operator, str(two.value)) == ("=", "100")
    assert str(plan.measure("4c").target(2026, "urban").value) == "0.5"
    assert float(plan.measure("4a").path(2028)) == pytest.approx(3.6)
    assert len(plan.measures) == 34 and len(plan.targets) == 24 and len(plan.task_groups) == 8
