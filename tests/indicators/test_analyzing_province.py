"""An invented province: sums of villages are the whole, old and new territory agree, every measure finds something."""
from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from mangnon.config.bench import province
from mangnon.config.cli import main
from mangnon.indicators.vocabulary import definitions
from tests.indicators.test_analyzing import Figures, analyze, asked

CHILDREN = 20_000
DECLARED = {"1", "6"}
DISTINCT = {name for name, d in definitions().items() if d.distinct}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("province")
    province.write(made, CHILDREN)
    return made


@pytest.fixture(scope="module")
def figures(folder: Path) -> Figures:
    return analyze(folder, folder / "out.csv", 2026, province.DAY, None)


def units(folder: Path) -> dict[str, tuple[str, str, str | None]]:
    rows = duckdb.execute(f"SELECT unit_id, code, level, parent_id FROM '{folder / 'units.parquet'}'").fetchall()
    return {unit: (code, level, parent) for unit, code, level, parent in rows}


def test_the_villages_together_are_the_province(folder: Path, figures: Figures) -> None:
    villages = [code for code, level, _ in units(folder).values() if level == "village"]
    for measure in definitions().keys() - DECLARED - DISTINCT:
        every = [figures[code, measure] for code in villages]
        whole = figures["38", measure]
        assert whole == (sum(n for n, _, _ in every), None if whole[1] is None else sum(d or 0 for _, d, _ in every),
                         sum(u for _, _, u in every)), measure


def test_a_merged_commune_is_its_old_ones_in_new_borders_and_they_stand_alone_in_old(folder: Path, figures: Figures,
                                                                                      tmp_path: Path) -> None:
    before = analyze(folder, tmp_path / "old.csv", 2026, province.DAY, dt.date(2025, 6, 30))
    merged = duckdb.execute(f"SELECT predecessor_id, successor_id FROM '{folder / 'unit_successions.parquet'}'"
                            ).fetchall()
    assert len(merged) == 2
    code = {unit: row[0] for unit, row in units(folder).items()}
    for measure in definitions().keys() - DECLARED - DISTINCT:
        olds = [figures[code[old], measure] for old, _ in merged]
        assert figures[code[merged[0][1]], measure][0] == sum(num for num, _, _ in olds), measure
        assert before[code[merged[0][1]], measure][0] == 0, measure
        assert figures["38", measure] == before["38", measure], measure


def test_every_measure_finds_something(figures: Figures) -> None:
    found = {measure for (_, measure), (numerator, _, _) in figures.items() if numerator}
    assert definitions().keys() - found == set()
    assert [measure for (unit, measure), (_, den, _) in figures.items()
            if unit == "38" and measure not in DECLARED and den == 0] == []


def test_the_province_is_what_indicators_says(tmp_path: Path) -> None:
    province.write(tmp_path / "small", 600, seed=3)
    found = analyze(tmp_path / "small", tmp_path / "out.csv", 2025, province.DAY, None)
    assert found == asked(tmp_path / "small", 2025, province.DAY, None)


def test_the_same_seed_makes_the_same_rows(tmp_path: Path) -> None:
    for name in ("one", "two"):
        province.write(tmp_path / name, 300, seed=7)
    for path in (tmp_path / "one").iterdir():
        one, two = (duckdb.execute(f"SELECT * FROM '{file}' ORDER BY ALL").fetchall()
                    for file in (path, tmp_path / "two" / path.name))
        assert one == two, path.name


def _refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["analyze", *words]) == 1
    return capsys.readouterr().err.strip().splitlines()[-1]


def test_what_is_wrong_is_said_in_one_sentence(folder: Path, tmp_path: Path,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    ask = ["--year", "2026", "--as-of", "2026-11-23", "--out", str(out)]
    assert _refused([str(tmp_path / "nowhere"), *ask], capsys).startswith("Không thấy thư mục ")
    assert _refused([str(tmp_path), *ask], capsys).startswith(f"Thư mục {tmp_path} không có tệp nào")
    assert "bắt đầu sau ngày" in _refused([str(folder), "--year", "2027", *ask[2:]], capsys)
    assert _refused([str(folder), *ask[:-1], str(tmp_path / "no" / "out.csv")], capsys).startswith("Không thấy thư mục")
    assert _refused([str(folder), "--master", "local", *ask], capsys).startswith("--master chỉ dùng")
    bad = Path(shutil.copytree(folder, tmp_path / "bad"))
    content = bytearray((folder / "doses.parquet").read_bytes())
    content[100:4000] = bytes(3900)
    (bad / "doses.parquet").write_bytes(content)
    assert _refused([str(bad), *ask], capsys) == "Tệp doses.parquet hỏng hoặc không đọc được. Hãy xuất lại tệp này."
    (bad / "doses.parquet").unlink()
    (bad / "doses.csv").write_text("child,vaccine,given_on\n", encoding="utf-8")
    assert _refused([str(bad), *ask], capsys) == (
        "Tệp doses.csv thiếu cột khóa “child_id”. Hãy thêm cột này rồi chạy lại.")
    assert not out.exists()


def test_nothing_is_left_behind_and_a_failed_run_keeps_the_old_answer(folder: Path, tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    analyze(folder, tmp_path / "out.csv", 2026, province.DAY, None)
    assert not any(room.iterdir())
    before = (tmp_path / "out.csv").read_bytes()
    assert main(["analyze", str(folder / "nowhere"), "--year", "2026", "--out", str(tmp_path / "out.csv")]) == 1
    assert (tmp_path / "out.csv").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["out.csv", "temporary"]


def test_codes_are_what_indicators_is_asked_by(folder: Path) -> None:
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        asked_by = {row["unit"] for row in csv.DictReader(file)}
    assert asked_by == {code for code, _, _ in units(folder).values()}
