"""mangnon analyze DIR: the 34 measures of every unit of a register folder of any size."""
from __future__ import annotations

import argparse
import csv
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import paths, words

COLUMNS = ("unit", "measure", "numerator", "denominator", "unknown")
PLACES = ("units", "unit_successions")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    one = commands.add_parser("analyze", parents=[common],
                              help="đếm 34 dòng chỉ tiêu của mọi đơn vị trong một thư mục sổ trẻ em cỡ bất kỳ")
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--engine", type=_engine, default="duckdb", metavar="duckdb|spark")
    one.add_argument("--master", metavar="URL", default="", help="địa chỉ cụm Spark, không nêu là máy này")
    one.add_argument("--year", required=True, type=int)
    one.add_argument("--as-of", type=words.day, metavar="D")
    one.add_argument("--borders", type=words.day, metavar="D")
    one.add_argument("--out", required=True, type=_out, metavar="FILE.csv|.parquet")
    one.set_defaults(run=_run)


def _engine(text: str) -> str:
    if text not in ("duckdb", "spark"):
        raise argparse.ArgumentTypeError(f"không có máy đếm “{text}”, hãy dùng duckdb hoặc spark")
    return text


def _out(text: str) -> str:
    if Path(text).suffix.lower() not in (".csv", ".parquet"):
        raise argparse.ArgumentTypeError(f"“{text}” không có đuôi .csv hay .parquet, hãy thêm đuôi tệp")
    return text


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import Refused, say
    from mangnon.core import clock
    from mangnon.indicators.analyzing import Question, analyze
    from mangnon.indicators.period import Period
    from mangnon.intake.folder import files_of

    if options.master and options.engine != "spark":
        raise Refused("--master chỉ dùng cùng --engine spark. Hãy bỏ --master hoặc thêm --engine spark.")
    folder = Path(options.folder)
    question = Question(options.year, options.as_of or clock.today(), options.borders)
    Period.of(question.year, question.as_of)  # a year that cannot be asked about is told before any work
    files = {table.name: path for table, path in files_of(folder).items()}
    out = paths.target(options.out, *files.values())
    places = _places(folder, say)
    engine = _opened(options, sum(path.stat().st_size for path in files.values()))
    try:
        done, rows = analyze(engine, files, places, question, say)
        count = _write(rows, out)
    finally:
        engine.close()
    _tell(done, say)
    say(f"Đã ghi {count} dòng của {len(done.units)} đơn vị vào {options.out}.")
    return 0


def _places(folder: Path, say: Any) -> dict[str, list[dict[str, Any]]]:
    """The accepted units and successions. They are few: read as an import reads them, row by row."""
    from mangnon.config.cli import Refused
    from mangnon.intake.folder import Register, read_folder
    from mangnon.registry.exchange import BY_NAME

    reading = read_folder(folder, Register(), only=PLACES)
    unread = next((fault for fault in reading.refused if fault.file not in
                   {f"{name}.csv" for name in reading.rows}), None)
    if unread:
        raise Refused(unread.text)
    if not reading.rows.get("units"):
        raise Refused(f"Thư mục {folder} không có đơn vị nào (units.csv hay units.parquet) nên không biết đếm cho ai. "
                      "Hãy thêm tệp này.")
    for warning in reading.warnings:
        say(f"{warning.file}: {warning.text}")
    for fault in reading.refused:
        say(f"{fault.file}, dòng {fault.line}, cột {fault.column}: {fault.text}")
    return {name: [{c.name: row.values.get(c.name) for c in BY_NAME[name].columns}
                   for row in reading.rows.get(name, ())] for name in PLACES}


def _opened(options: argparse.Namespace, size: int) -> Any:
    if options.engine == "spark":
        from mangnon.indicators.analyzing.spark_engine import Spark

        return Spark(options.master, size)
    from mangnon.indicators.analyzing.duckdb_engine import DuckDb

    return DuckDb()


def _tell(done: Any, say: Any) -> None:
    """What was left out, by file; the reasons are the import's to give."""
    from mangnon.registry.exchange import BY_NAME

    for name, rows in done.refused.items():
        say(f"{BY_NAME[name].file}: bỏ {rows} trong {done.read[name]} dòng có lỗi, như khi nhập. Muốn biết từng lỗi: "
            "mangnon import folder.")


def _write(rows: Iterable[tuple[Any, ...]], out: Path) -> int:
    """Write the rows to a file beside, then put it in place: a run that fails leaves what stood."""
    if out.exists() and not out.is_file():
        return _write_csv(rows, out)  # a device or a pipe
    descriptor, name = tempfile.mkstemp(prefix=".mangnon-", suffix=out.suffix, dir=out.absolute().parent)
    os.close(descriptor)
    beside = Path(name)
    try:
        count = _write_csv(rows, beside)
        if out.suffix.lower() == ".parquet":
            _to_parquet(beside)
        os.umask(mask := os.umask(0o077))
        beside.chmod(0o666 & ~mask)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _write_csv(rows: Iterable[tuple[Any, ...]], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _to_parquet(path: Path) -> None:
    """Turn the CSV file into Parquet, in place."""
    import duckdb

    quoted = str(path).replace("'", "''")
    kinds = ", ".join(f"'{name}': '{'VARCHAR' if name in ('unit', 'measure') else 'BIGINT'}'" for name in COLUMNS)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute(f"CREATE TABLE found AS SELECT * FROM read_csv('{quoted}', header = true, delim = ',', "  # noqa: S608
                           f"auto_detect = false, quote = '\"', columns = {{{kinds}}})")
        connection.execute(f"COPY found TO '{quoted}' (FORMAT parquet)")
