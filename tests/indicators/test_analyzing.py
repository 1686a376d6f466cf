"""`mangnon analyze` gives every unit the answer that `mangnon indicators` gives it, integer for integer."""
from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections import Counter
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mangnon.config.cli import main
from mangnon.indicators import analyzing
from mangnon.indicators.analyzing.dialects import DUCKDB
from mangnon.indicators.analyzing.duckdb_engine import DuckDb
from mangnon.indicators.analyzing.projecting import FILES
from mangnon.indicators.answers import Question, answer, figure_of, territory_of
from mangnon.indicators.period import Period
from mangnon.indicators.projection import project_children, project_places, with_activities
from mangnon.indicators.tables import TABLES
from mangnon.indicators.vocabulary import definitions
from mangnon.intake.folder import Register, files_of, read_folder
from tests.conftest import DATA
from tests.indicators.memory import ask, load, typed_rows
from tests.indicators.test_against_oracle import SEEDS, SETTINGS, plan_lines
from tests.intake.test_parquet_folders import as_parquet
from tests.oracle import asking, dirty, folders

WORKED = DATA / "worked"
Figures = dict[tuple[str, str], tuple[int, int | None, int]]
QUESTIONS = [
    (2026, dt.date(2026, 11, 23), None), (2025, dt.date(2028, 1, 15), None), (2024, dt.date(2024, 2, 29), None),
    (2024, dt.date(2028, 1, 15), dt.date(2026, 11, 23)), (2026, dt.date(2026, 8, 31), dt.date(2025, 6, 30)),
]


def analyze(folder: Path, out: Path, year: int, as_of: dt.date, borders: dt.date | None, engine: str = "duckdb",
            master: str = "") -> Figures:
    """What the command writes, by unit and measure."""
    words = ["analyze", str(folder), "--engine", engine, "--year", str(year), "--as-of", as_of.isoformat(),
             "--out", str(out)]
    words += ["--borders", borders.isoformat()] if borders else []
    assert main([*words, *(["--master", master] if master else [])]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["unit", "measure", "numerator", "denominator", "unknown"]
    found = {(unit, measure): (int(num), int(den) if den else None, int(unk))
             for unit, measure, num, den, unk in rows[1:]}
    assert len(found) == len(rows) - 1, "a unit and measure stands there twice"
    return found


def asked(folder: Path, year: int, as_of: dt.date, borders: dt.date | None) -> Figures:
    """What `mangnon indicators` answers for every unit."""
    connection = load(folder)
    territory = territory_of(ask(connection))
    day = borders or min(dt.date(year, 12, 31), as_of)
    figures = {}
    for unit, word in territory.asked_as(day).items():
        if "#" in word:  # borne by two units at once on every day: `indicators` has no word for the other one
            figures |= {(word, m): astuple(figure_of(ask(connection), definition, Period.of(year, as_of),
                                                     territory.units[unit], territory.below(unit, day), SETTINGS))
                        for m, definition in definitions().items()}
            continue
        assert territory.bearer(word, day).unit == unit
        found = answer(ask(connection), Question(word, year, as_of, borders), plan_lines(), SETTINGS)
        figures |= {(word, m["measure"]): (m["numerator"], m["denominator"], m["unknown"])
                    for m in found["measures"]}
    return figures


@pytest.mark.parametrize(("year", "as_of", "borders"), QUESTIONS)
def test_the_worked_register(year: int, as_of: dt.date, borders: dt.date | None, tmp_path: Path) -> None:
    assert analyze(WORKED, tmp_path / "out.csv", year, as_of, borders) == asked(WORKED, year, as_of, borders)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_registers_full_of_edges(seed: int, tmp_path: Path) -> None:
    folder = folders.write(folders.nasty(seed), tmp_path / "folder")
    year, as_of, borders = QUESTIONS[seed % len(QUESTIONS)]
    assert analyze(folder, tmp_path / "out.csv", year, as_of, borders) == asked(folder, year, as_of, borders)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_the_oracle_says_the_same(seed: int, tmp_path: Path) -> None:
    tables = folders.nasty(seed + 100)
    folder = folders.write(tables, tmp_path / "folder")
    compared = 0
    for code, year, as_of, borders in folders.questions(seed, 8):
        plain = code.partition("@")[0]
        found = analyze(folder, tmp_path / "out.csv", year, as_of, borders)
        if (plain, "1") in found and plain == code:
            theirs = asking.answers(tables, code, year, as_of, borders)["measures"]
            assert {m["measure"]: (m["numerator"], m["denominator"], m["unknown"]) for m in theirs} == {
                m["measure"]: found[plain, m["measure"]] for m in theirs}
            compared += len(theirs)
    assert compared >= 34, "nothing was compared"


TWICE = {
    "assessments.csv": "child_id,assessed_on,instrument,score\n{0},2026-03-01,ecdi2030,\n"
                       "{0},2026-03-01,ecdi2030,15\n",
    "supports.csv": "child_id,kind,from_on,to_on\n{0},cash,2024-01-01,2024-06-01\n{0},cash,2024-01-01,\n",
    "circumstances.csv": "child_id,group,from_on,to_on\n{0},a,2023-01-01,2023-06-01\n{0},a,2023-01-01,\n",
    "disabilities.csv": "child_id,needs_schooling,from_on,to_on\n{0},false,2023-01-01,2023-06-01\n"
                        "{0},true,2023-01-01,\n",
    "enrolments.csv": "child_id,facility_id,school_year,grade,entered_on,left_on,outcome\n"
                      "{0},,2025-2026,5,2025-09-05,2025-10-01,dropped_out\n{0},,2025-2026,5,2025-09-05,,completed\n",
}


@pytest.mark.parametrize("file", TWICE)
def test_the_second_row_of_a_key_is_refused_whatever_the_first_one_says(file: str, tmp_path: Path) -> None:
    """A first row that no measure looks at still makes the second a duplicate, as an import has it."""
    folder, counts = tmp_path / "folder", []
    for n, of in enumerate((False, True)):
        shutil.copytree(WORKED, folder, dirs_exist_ok=True)
        with (folder / "children.csv").open(encoding="utf-8", newline="") as children:
            child = next(row["child_id"] for row in csv.DictReader(children) if "2022-04" < row["born_on"] < "2024-02"
                         and row["born_precision"] == "day" and not row["died_on"])
        if file == "supports.csv":
            (folder / "circumstances.csv").write_text(f"child_id,group,from_on\n{child},a,2023-01-01\n", "utf-8")
        text = TWICE[file].format(child)
        lines = text.splitlines(keepends=True)
        (folder / file).write_text("".join(lines) if of else lines[0] + lines[2], encoding="utf-8")
        year, as_of, borders = QUESTIONS[0]
        found = analyze(folder, tmp_path / f"{n}.csv", year, as_of, borders)
        assert found == asked(folder, year, as_of, borders)
        counts.append(found)
    assert counts[0] != counts[1], "the second row would have counted"


def test_blank_lines_before_the_header_are_passed_over_and_a_file_without_any_is_said(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shutil.copytree(WORKED, tmp_path / "folder")
    year, as_of, borders = QUESTIONS[0]
    before = analyze(folder, tmp_path / "out.csv", year, as_of, borders)
    doses = (folder / "doses.csv").read_bytes()
    (folder / "doses.csv").write_bytes(b"\n\r\n" + doses)
    assert analyze(folder, tmp_path / "out.csv", year, as_of, borders) == before == asked(folder, year, as_of, borders)
    for content in (b"", b"\n\n", b"\xef\xbb\xbf"):
        (folder / "doses.csv").write_bytes(content)
        capsys.readouterr()
        assert main(["analyze", str(folder), "--engine", "duckdb", "--year", "2026", "--as-of", "2026-11-23",
                     "--out", str(tmp_path / "none.csv")]) != 0
        said = capsys.readouterr()
        assert "doses.csv" in said.err and "Traceback" not in said.err + said.out and "duckdb" not in said.err


def test_what_an_import_calls_empty_is_empty() -> None:
    """Every character that str.strip() takes off, by itself and beside a letter."""
    spaces = [n for n in range(0x110000) if chr(n).isspace()]
    assert len(spaces) > 25
    connection = duckdb.connect()
    for n in spaces:
        for cell, blank in ((f"chr({n})", True), (f"chr({n}) || ' ' || chr({n})", True), (f"chr({n}) || 'a'", False)):
            assert connection.execute(f"SELECT {DUCKDB.blank(cell)}").fetchall() == [(blank,)], (hex(n), cell)
    for n in (0x200B, 0x2060, 0xFEFF, ord("a")):  # no width, but no space to strip() either
        assert connection.execute(f"SELECT {DUCKDB.blank(f'chr({n})')}").fetchall() == [(False,)]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_projection_is_that_of_the_live_register(seed: int, tmp_path: Path) -> None:
    folder = folders.write(folders.nasty(seed + 200), tmp_path / "folder")
    rows: dict[str, Any] = typed_rows(folder)
    rows["attendance"] = with_activities(rows["attendance"], rows["activities"])
    expected = {**project_places(rows), **project_children(rows)}
    engine = DuckDb(tmp_path)
    try:
        done = analyzing.project(engine, {t.name: p for t, p in files_of(folder).items()},
                                 [row["unit_id"] for row in rows["units"]], lambda table: "1 = 1", lambda text: None)
        children = dict(engine.ask("SELECT child, id FROM people"))
        for name in ("child", "home", "measurement", "dose", "enrolment", "circumstance", "disability", "support",
                     "service", "incident", "assessment", "attendance", "facility", "check", "declared"):
            columns = list(TABLES[name].columns)
            made = [tuple(_named(column, value, children, done.units)
                          for column, value in zip(columns, row, strict=True))
                    for row in engine.ask(f"SELECT {', '.join(columns)} FROM {TABLES[name].name}")]
            assert sorted(made, key=repr) == sorted(expected[name], key=repr), name
    finally:
        engine.close()
    assert not done.refused


def _named(column: str, value: Any, children: dict[int, str], units: Any) -> Any:
    if value is None:
        return None
    return children[value] if column == "child" else units[value] if column.removeprefix("last_").removeprefix(
        "birth_").removeprefix("event_").removeprefix("detected_") == "unit" else value


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_an_import_refuses_are_left_out_and_counted(seed: int, tmp_path: Path,
                                                              capsys: pytest.CaptureFixture[str]) -> None:
    folder = dirty.dirty(seed).write(tmp_path / "folder")
    refused = Counter(fault.file for fault in read_folder(folder, Register()).refused)
    year, as_of, borders = QUESTIONS[seed]
    assert analyze(folder, tmp_path / "out.csv", year, as_of, borders) == asked(folder, year, as_of, borders)
    said = capsys.readouterr().err
    read = {f"{name}.csv" for name in FILES}
    for file, count in refused.items():
        found = re.search(rf"^{file}: bỏ (\d+) trong ", said, re.MULTILINE)
        assert file not in read or (found and int(found[1]) <= count), file


@pytest.mark.parametrize("typed", [True, False])
def test_parquet_says_what_csv_says(typed: bool, tmp_path: Path) -> None:
    """Typed as programs write it, and everything as text."""
    folder = folders.write(folders.nasty(5), tmp_path / "folder")
    parquet = tmp_path / "parquet"
    as_parquet(folder, parquet, typed=typed)
    year, as_of, borders = QUESTIONS[0]
    found = analyze(parquet, tmp_path / "out.csv", year, as_of, borders)
    assert found == analyze(folder, tmp_path / "two.csv", year, as_of, borders) == asked(folder, year, as_of, borders)
    assert main(["analyze", str(parquet), "--engine", "duckdb", "--year", str(year), "--as-of", as_of.isoformat(),
                 "--out", str(tmp_path / "out.parquet")]) == 0
    rows = duckdb.execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert {(unit, measure): tuple(numbers) for unit, measure, *numbers in rows} == found
