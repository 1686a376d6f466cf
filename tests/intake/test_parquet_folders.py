"""The register folder as Parquet files, written by someone else's program (DuckDB)."""
from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from mangnon.intake.actions import import_folder
from mangnon.intake.folder import FolderError
from mangnon.publish.folder import export_folder
from tests.conftest import DATA


def as_parquet(source: Path, target: Path, *, typed: bool) -> None:
    """The CSV files of a folder as Parquet; typed: with dates, numbers and booleans of their own types."""
    target.mkdir()
    for path in source.glob("*.csv"):
        duckdb.connect().execute(
            f"COPY (SELECT * FROM read_csv('{path}', header=true, all_varchar={not typed})) "
            f"TO '{target / path.stem}.parquet' (FORMAT parquet)")


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("typed", [False, True])
def test_a_parquet_folder_is_the_same_register(db: None, tmp_path: Path, typed: bool) -> None:
    as_parquet(DATA / "worked", tmp_path / "parquet", typed=typed)
    outcome = import_folder(tmp_path / "parquet", by="test")
    assert outcome.reading.refused == [] and outcome.changed > 0
    export_folder(tmp_path / "first", by="test", purpose="thử")
    again = import_folder(DATA / "worked", by="test")
    assert again.changed == 0, again.changed_by_file
    assert again.reading.read == outcome.reading.read


def test_a_bad_row_of_a_parquet_file_is_named_by_its_line(db: None, tmp_path: Path) -> None:
    duckdb.connect().execute(
        "COPY (SELECT * FROM (VALUES ('u1', 'X1', 'Xã Một', 'commune', DATE '2021-01-01', TIMESTAMP '2025-07-01'), "
        "('u2', 'X2', NULL, 'commune', DATE '2021-01-01', NULL), "
        "('u3', 'X3', 'Xã Ba', 'commune', DATE '2021-01-01', TIMESTAMP '2020-01-01 10:00:00')) "
        f"t(unit_id, code, name, level, valid_from, valid_to)) TO '{tmp_path}/units.parquet' (FORMAT parquet)")
    outcome = import_folder(tmp_path, by="test")
    assert [(r.file, r.line, r.column) for r in outcome.reading.refused] == [
        ("units.csv", 3, "name"), ("units.csv", 4, "valid_to")]
    assert outcome.changed == 1


def test_a_damaged_parquet_file_is_a_sentence(db: None, tmp_path: Path) -> None:
    (tmp_path / "units.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(FolderError, match="hỏng hoặc không phải tệp Parquet"):
        import_folder(tmp_path, by="test")


def test_two_files_of_one_table_are_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "units.parquet").write_bytes(b"")
    (tmp_path / "units.csv").write_text("unit_id\n", encoding="utf-8")
    with pytest.raises(FolderError, match="có cả units.csv và units.parquet"):
        import_folder(tmp_path, by="test")
