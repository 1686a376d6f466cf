"""Spark counts what DuckDB counts, on this machine and in worker processes of their own.

Starting Spark costs more than counting a small folder, so few runs show much: one of Parquet, one of CSV with faults.
"""
from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mangnon.config.cli import main
from mangnon.indicators.analyzing import EngineError
from mangnon.indicators.analyzing.dialects import SPARK
from mangnon.indicators.analyzing.spark_engine import COMPOSED, Spark
from mangnon.indicators.analyzing.spark_session import java
from mangnon.indicators.analyzing.typed import Typed
from mangnon.registry.exchange import BY_NAME
from tests.conftest import DATA
from tests.indicators.test_analyzing import QUESTIONS, analyze
from tests.intake.test_parquet_folders import as_parquet
from tests.oracle import dirty

# Of two databases' turns none has anything to do with it.
pytestmark = pytest.mark.one_database
needs_java = pytest.mark.skipif(not java(), reason="NO JAVA on this machine: counting with Spark is not tested")
WORKERS = "local-cluster[2,1,1024]"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder and an environment, both of which Spark leaves as they were."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))
    before = _surroundings()
    yield made
    assert not any(made.iterdir()) and _surroundings() == before


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


@needs_java
def test_the_worked_register_as_parquet_on_this_machine(tmp_path: Path, room: Path,
                                                        capfd: pytest.CaptureFixture[str]) -> None:
    """Files as programs write them: typed, moments for days, an id in two forms. The path holds what patterns hold."""
    folder = tmp_path / "sổ [1]* của xã"
    as_parquet(DATA / "worked", folder, typed=True)
    _rewrite(folder / "doses.parquet", "CAST(given_on AS TIMESTAMP_NS) AS given_on")
    _rewrite(folder / "residences.parquet", "CAST(from_on AS TIMESTAMP) AS from_on")
    for file, written in (("children", "e\u0301"), ("enrolments", "\u00e9"), ("residences", "\u00e9")):
        _rewrite(folder / f"{file}.parquet", f"replace(CAST(child_id AS VARCHAR), '1', '{written}') AS child_id")
    year, as_of, borders = QUESTIONS[0]
    expected = analyze(folder, tmp_path / "duckdb.csv", year, as_of, borders)
    before = capfd.readouterr()
    assert analyze(folder, tmp_path / "spark.csv", year, as_of, borders, engine="spark") == expected
    assert sum(num for num, _, _ in expected.values()) > 100 and len(expected) > 34
    said = capfd.readouterr()
    assert said.out == "" and said.err == before.err.replace("duckdb.csv", "spark.csv")


def _rewrite(path: Path, column: str) -> None:
    """Write a file anew with one column said otherwise."""
    beside = path.parent.parent / path.name
    shutil.copy(path, beside)
    duckdb.execute(f"COPY (SELECT * REPLACE ({column}) FROM read_parquet('{beside}')) TO '{path}' (FORMAT parquet)")


@needs_java
def test_a_folder_full_of_faults_in_worker_processes(tmp_path: Path, room: Path,
                                                     capsys: pytest.CaptureFixture[str]) -> None:
    """CSV files with every fault an import knows: the same figures, and the same said of what was left out."""
    folder = dirty.dirty(1).write(tmp_path / "folder")
    expected = analyze(folder, tmp_path / "duckdb.csv", *QUESTIONS[1])
    before = capsys.readouterr().err
    assert analyze(folder, tmp_path / "spark.csv", *QUESTIONS[1], engine="spark", master=WORKERS) == expected
    assert capsys.readouterr().err == before.replace("duckdb.csv", "spark.csv") and before.count(": bỏ ") > 10


@needs_java
def test_cells_and_files_are_judged_as_an_import_judges_them(tmp_path: Path, room: Path) -> None:
    spaces = [n for n in range(0x110000) if chr(n).isspace()]
    bad = tmp_path / "doses.parquet"
    duckdb.execute(f"COPY (SELECT 'T' || range AS child_id, 'BCG' AS vaccine, DATE '2024-01-01' AS given_on "
                   f"FROM range(9000)) TO '{bad}' (FORMAT parquet, COMPRESSION uncompressed)")
    content = bytearray(bad.read_bytes())
    content[100:20_000] = bytes(19_900)
    bad.write_bytes(content)
    engine = Spark()
    try:
        cells = [(chr(n) + tail, blank) for n in spaces for tail, blank in (("", True), (" ", True), ("a", False))]
        cells += [(chr(n), False) for n in (0x200B, 0x2060, 0xFEFF)]
        engine._give("cells", {"n": "int", "cell": "string"}, [(n, cell) for n, (cell, _) in enumerate(cells)])
        assert engine.ask(f"SELECT {SPARK.blank('cell')} FROM cells ORDER BY n") == [(blank,) for _, blank in cells]

        source = tmp_path / "activities.csv"
        days = {"2024-02-29": True, "2023-02-29": False, "0000-01-01": False, "0001-01-01": True, "2024-1-1": False,
                "2024-01-01T00:00": False, "10000-01-1": False, "1500-02-29": False, "1582-10-10": True}
        source.write_text("activity_id,kind,held_on\n" + "".join(f"{day},campaign,{day}\n" for day in days), "utf-8")
        table = BY_NAME["activities"]
        types, _ = engine.open(table, source)
        typed = Typed(table, types, "raw_activities", SPARK).select(["activity_id", "held_on"])
        assert dict(engine.ask(f"SELECT activity_id, fine FROM ({typed}) t")) == days
        assert engine.ask(f"SELECT {SPARK.ordinal('held_on')} FROM ({typed}) t WHERE activity_id IN ('0001-01-01', "
                          "'1582-10-10') ORDER BY 1") == [(1,), (dt.date(1582, 10, 10).toordinal(),)]

        with pytest.raises(EngineError, match="^Tệp doses.parquet hỏng hoặc không đọc được"):
            engine.open(BY_NAME["doses"], bad)
            engine.make("read", "SELECT child_id, vaccine, given_on FROM raw_doses")

        engine._session._context._gateway.proc.kill()  # as a system does that is out of memory
        with pytest.raises(EngineError, match="^Spark dừng giữa chừng"):
            engine.ask("SELECT count(*) FROM cells")
    finally:
        engine.close()


def test_letters_that_are_taken_as_composed_are() -> None:
    """So that a file of them need not be looked at letter by letter."""
    ranges = [COMPOSED[0] + COMPOSED[2], COMPOSED[3] + COMPOSED[5], COMPOSED[6] + COMPOSED[8]]
    letters = [chr(n) for first, last in ranges for n in range(ord(first), ord(last) + 1)]
    assert "".join(f"{first}-{last}" for first, last in ranges) == COMPOSED and "ộ" in letters and "đ" in letters
    assert [c for c in letters if unicodedata.normalize("NFC", c) != c or unicodedata.combining(c)] == []
    assert unicodedata.is_normalized("NFC", "".join(c + "a" + c for c in letters))


def _refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    out = tmp_path / "out.csv"
    words = ("analyze", str(DATA / "worked"), "--engine", "spark", "--year", "2026", "--out", str(out), *words)
    assert main([*words]) == 1
    assert not out.exists()
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.strip()


def test_without_spark_or_java_what_to_install_is_said(tmp_path: Path, room: Path, monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert _refused(tmp_path, capsys) == ("Máy này chưa có Java nên Spark không chạy được. Hãy cài Java 17 (lệnh java "
                                          "-version phải trả lời), hoặc dùng --engine duckdb.")
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert _refused(tmp_path, capsys) == ('Máy này chưa có Spark. Hãy cài bằng lệnh .venv/bin/python -m pip install '
                                          '"pyspark>=3.5,<4" (cần cả Java 17), hoặc dùng --engine duckdb.')


@needs_java
def test_a_master_that_is_none_is_a_sentence(tmp_path: Path, room: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert _refused(tmp_path, capfd, "--master", "máy-nào-đó") == (
        "Không khởi động được Spark. Hãy kiểm tra Java là bản 17 (lệnh java -version) và địa chỉ sau --master, hoặc "
        "dùng --engine duckdb.")
