"""Counting a folder with Spark: on this machine, in separate worker processes, or on a cluster that sees the folder.

Everything is SQL on Parquet; a CSV file is turned into Parquet first. Children keep their ids: numbering them would
need one worker for all.
"""
from __future__ import annotations

import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mangnon.registry.exchange import Table

from ..tables import TABLES
from .dialects import SPARK
from .duckdb_engine import DuckDb, damaged
from .engine import EngineError

NO_SPARK = ("Máy này chưa có Spark. Hãy cài bằng lệnh pip install \"mangnon[spark]\" (cần thêm Java 17), hoặc dùng "
            "--engine duckdb.")
NO_JAVA = ("Không khởi động được Spark. Hãy kiểm tra Java 17 đã cài (lệnh java -version) và địa chỉ sau --master, hoặc "
           "dùng --engine duckdb.")
_QUIET = """rootLogger.level = off
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %m%n
"""
_SCORES = "child string, day int, waz int, haz int, whz int, oedema int"


class Spark:
    """Raises EngineError: Spark or Java missing, a master that does not answer, a damaged file."""

    dialect = SPARK
    child_number = "t.child_id"

    def __init__(self, master: str = "", *, small: bool = False) -> None:
        """small: the folder is one of a few communes, for which compiling every statement costs more than running it.
        """
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(NO_SPARK) from None
        self._errors = PySparkException
        self.folder = Path(tempfile.mkdtemp(prefix="mangnon-"))
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
        logging = self.folder / "log4j2.properties"
        logging.write_text(_QUIET, encoding="utf-8")
        told = f"-Dlog4j2.configurationFile={logging.as_uri()} -Dderby.system.home={self.folder}"
        builder = SparkSession.builder.master(master or "local[*]").appName("mangnon")
        for name, value in {
                "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.sql.ansi.enabled": "false",
                "spark.local.dir": str(self.folder), "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
                "spark.driver.memory": "3g", "spark.sql.shuffle.partitions": "1" if small else "16",
                "spark.sql.codegen.wholeStage": str(not small).lower(),
                "spark.sql.codegen.factoryMode": "NO_CODEGEN" if small else "FALLBACK",
                "spark.sql.adaptive.enabled": str(not small).lower(),
                "spark.driver.extraJavaOptions": told, "spark.executor.extraJavaOptions": told,
                "spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF"}.items():
            builder = builder.config(name, value)
        try:
            self._spark = builder.getOrCreate()
        except Exception:  # the JVM, the network: whatever it was, nothing has been counted
            shutil.rmtree(self.folder, ignore_errors=True)
            raise EngineError(NO_JAVA) from None
        self._duckdb: DuckDb | None = None
        self._reading: Path | None = None
        self._kept: dict[str, Any] = {}

    def close(self) -> None:
        self._spark.stop()
        if self._duckdb:
            self._duckdb.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._run(sql).collect()]

    def _run(self, sql: str) -> Any:
        try:
            return self._spark.sql(sql)
        except self._errors:
            if self._reading:
                raise EngineError(damaged(self._reading.name)) from None
            raise

    def make(self, name: str, sql: str) -> None:
        self._keep(name, self._run(sql))

    def _keep(self, name: str, rows: Any) -> None:
        from pyspark import StorageLevel

        before = self._kept.pop(name, None)
        try:
            try:
                rows = rows.persist(StorageLevel.MEMORY_AND_DISK)
                rows.count()
            except self._errors:
                # Its cache refuses some plans with a subquery in a union that run as they are.
                rows = rows.localCheckpoint()
        except Exception:
            if self._reading:
                raise EngineError(damaged(self._reading.name)) from None
            raise
        self._kept[name] = rows
        rows.createOrReplaceTempView(name)
        if before is not None:
            before.unpersist()

    def drop(self, name: str) -> None:
        if name in self._kept:
            self._kept.pop(name).unpersist()
            self._spark.catalog.dropTempView(name)

    # -- files

    def open(self, table: Table, path: Path | None) -> tuple[dict[str, str], list[str]]:
        from pyspark.sql import functions as f

        self._reading = path
        if path is None:
            columns = ", ".join(f"CAST(NULL AS STRING) AS `{c.name}`" for c in table.columns)
            rows = self._run(f"SELECT {columns} WHERE 1 = 0")
        else:
            source = path if path.suffix == ".parquet" else self._as_parquet(table, path)
            try:
                rows = self._spark.read.parquet(source.absolute().as_uri())
            except Exception:
                raise EngineError(damaged(path.name)) from None
        unknown = [name for name in rows.columns if name not in table.by_name]
        rows = self._composed(table, rows.drop(*unknown))
        rows.withColumn("line", f.monotonically_increasing_id()).createOrReplaceTempView(f"raw_{table.name}")
        return dict(rows.dtypes), unknown

    def _composed(self, table: Table, rows: Any) -> Any:
        """Ids in NFC. Python has to do it, row by row, so it is asked first whether any id needs it."""
        from pyspark.sql import functions as f

        ids = [c.name for c in table.columns if (c.refers or c.name == table.own_id) and c.name in rows.columns
               and dict(rows.dtypes)[c.name] == "string"]
        if not ids:
            return rows
        strange = [f.max(f.col(name).rlike(r"[^\x00-\x7F]")).alias(name) for name in ids]
        try:
            found = rows.select(*strange).collect()[0]
        except Exception:
            raise EngineError(damaged(self._reading.name if self._reading else table.file)) from None
        compose = f.udf(lambda text: None if text is None else unicodedata.normalize("NFC", text))
        for name in ids:
            if found[name]:
                rows = rows.withColumn(name, compose(f.col(name)))
        return rows

    def _as_parquet(self, table: Table, path: Path) -> Path:
        self._duckdb = self._duckdb or DuckDb()
        target = self.folder / f"{table.name}.parquet"
        self._duckdb.save(table, path, target)
        return target

    def close_file(self, table: Table) -> None:
        self._reading = None
        self._spark.catalog.dropTempView(f"raw_{table.name}")

    # -- numbers and scores

    def units(self, ids: Iterable[str]) -> Mapping[Any, str]:
        listed = {unit: unit for unit in ids}
        rows = self._spark.createDataFrame([(unit, unit) for unit in listed], "id string, unit string")
        self._keep("known_units", rows)
        return listed

    def twice(self, name: str, key: tuple[str, ...]) -> bool:
        return bool(self.ask(f"SELECT 1 FROM {name} GROUP BY {', '.join(key)} HAVING count(*) > 1 LIMIT 1"))

    def score(self) -> None:
        measured = self._run("SELECT child, day, age, sex, weight, height, position, oedema FROM measured")
        self._keep(TABLES["measurement"].name, measured.mapInArrow(_scored, _SCORES))


def _scored(batches: Iterator[Any]) -> Iterator[Any]:
    """Z-scores of Arrow batches, in a worker; by the same code as everywhere."""
    import numpy as np
    import pyarrow as pa

    from mangnon.indicators.zscores import scored

    def column(batch: Any, name: str, kind: Any) -> Any:
        return np.array([np.nan if v is None else v for v in batch.column(name).to_pylist()], dtype=kind)

    for batch in batches:
        if batch.num_rows == 0:
            continue
        z = scored(column(batch, "sex", np.int64), column(batch, "age", float), column(batch, "weight", float),
                   column(batch, "height", float), column(batch, "position", np.int64),
                   column(batch, "oedema", np.int64) == 1)
        made = [pa.array([None if np.isnan(v) else int(v) for v in one.tolist()], pa.int32()) for one in z]
        yield pa.RecordBatch.from_arrays(
            [batch.column("child"), batch.column("day").cast(pa.int32()), *made,
             batch.column("oedema").cast(pa.int32())], names=["child", "day", "waz", "haz", "whz", "oedema"])
