"""Counting a folder with Spark: on this machine, in separate worker processes, or on a cluster that sees the folder.

Everything is SQL, so workers need nothing of ours. A file that Spark would read otherwise than an import does is turned
into Parquet of plain cells first. Children keep their ids: numbering them would need one worker for all.
"""
from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from mangnon.registry import exchange
from mangnon.registry.exchange import Table

from ..tables import TABLES
from ..zscores import scored
from .dialects import SPARK
from .duckdb_engine import FULL, DuckDb, damaged
from .engine import EngineError
from .spark_session import Session

PORTION = 50_000
"""Different measurements whose z-scores are computed at once."""
_INTEGERS = r"tinyint|smallint|int|bigint"
_ALIKE = {exchange.TEXT: rf"string|{_INTEGERS}", exchange.DATE: "string|date|timestamp_ntz",
          exchange.BOOL: "string|boolean", exchange.NUMBER: rf"string|float|double|decimal\(.*\)|{_INTEGERS}",
          exchange.COUNT: rf"string|float|double|decimal\(.*\)|{_INTEGERS}", exchange.YEAR: rf"string|{_INTEGERS}",
          exchange.SCHOOL_YEAR: "string"}
"""By form, the columns of a Parquet file that both engines take alike."""
COMPOSED = "\x00-\x7f\xa0-\u024f\u1e00-\u1eff"
"""Latin letters as Vietnamese and its neighbours write them; a text of these is in NFC as it stands."""
_MEASURED = ("sex", "age", "weight", "height", "position", "oedema")
_SCORES = {"sex": "int", "age": "int", "weight": "double", "height": "double", "position": "int", "oedema": "int",
           "waz": "int", "haz": "int", "whz": "int"}


_NOT_THE_FILE = ("AnalysisException", "ParseException", "Py4JNetworkError", "Py4JError", "ConnectionRefusedError")
"""Faults of ours, and a Java process that is gone."""


class Spark:
    """Raises EngineError: Spark or Java missing, a master that does not answer, a damaged file."""

    dialect = SPARK
    child_number = "t.child_id"

    def __init__(self, master: str = "", size: int = 0) -> None:
        """size: bytes of the register folder, by which Spark's ways of working are chosen."""
        self.folder = Path(tempfile.mkdtemp(prefix="mangnon-"))
        try:
            self._session = Session(self.folder, master, size)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._spark = self._session.spark
        self._duckdb: DuckDb | None = None
        self._reading: Path | None = None
        self._kept: dict[str, set[int]] = {}

    def close(self) -> None:
        self._session.close()
        if self._duckdb:
            self._duckdb.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._do(lambda: [tuple(row) for row in self._spark.sql(sql).collect()]))

    def make(self, name: str, sql: str) -> None:
        self._keep(name, lambda: self._spark.sql(sql))

    def _keep(self, name: str, rows: Callable[[], Any]) -> None:
        """Compute rows once; they lie in the workers' memory, or on their disks where it is full.

        As a checkpoint, not as a cache: of a cached table each statement carries the whole descent, which makes it slow
        to plan, and two questions about one such table in one condition (measure 5a) are refused.
        """
        def made() -> Any:
            before = self._blocks()
            found = rows().localCheckpoint()
            found.createOrReplaceTempView(name)
            return self._blocks() - before

        old = self._kept.get(name, set())
        self._kept[name] = self._do(made)
        self._release(old)

    def drop(self, name: str) -> None:
        if name in self._kept:
            self._spark.catalog.dropTempView(name)
            self._release(self._kept.pop(name))

    def _blocks(self) -> set[int]:
        return {int(key) for key in self._spark.sparkContext._jsc.getPersistentRDDs()}

    def _release(self, kept: set[int]) -> None:
        lying = self._spark.sparkContext._jsc.getPersistentRDDs()
        for key in kept & {int(k) for k in lying}:
            lying[key].unpersist(False)

    def _do(self, work: Callable[[], Any]) -> Any:
        """Let Spark work; its errors hold rows and are gone with its process, so what to do about one is said here."""
        try:
            return work()
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(self._sentence(str(error), type(error).__name__)) from None

    def _sentence(self, text: str, kind: str) -> str:
        if "No space left" in text or "OutOfMemoryError" in text:
            return FULL
        if self._reading and kind not in _NOT_THE_FILE:
            if "FileNotFoundException" in text:
                return (f"Máy của cụm Spark không thấy tệp {self._reading.name}. Hãy để thư mục sổ (và thư mục tạm, "
                        "biến TMPDIR, nếu sổ là CSV) ở nơi mọi máy của cụm cùng thấy.")
            if "ExecutorLostFailure" not in text:
                return damaged(self._reading.name)
        return f"Spark dừng giữa chừng ({kind}). Hãy chạy lại; nếu vẫn vậy hãy dùng --engine duckdb."

    # -- files

    def open(self, table: Table, path: Path | None) -> tuple[dict[str, str], list[str]]:
        self._reading = path
        names = [f"`{name}`" for name in table.by_name]
        if path is None:
            nothing = ", ".join(f"CAST(NULL AS STRING) AS {name}" for name in names)
            rows, unknown = self._spark.sql(f"SELECT {nothing}, 0L AS line WHERE 1 = 0"), list[str]()
        else:
            rows, unknown = self._do(lambda: self._straight(table, path) or self._through_duckdb(table, path))
        rows.createOrReplaceTempView(f"raw_{table.name}")
        return {name: kind for name, kind in rows.dtypes if name in table.by_name}, unknown

    def _straight(self, table: Table, path: Path) -> tuple[Any, list[str]] | None:
        """A Parquet file as it is; None where Spark could read a cell of it otherwise than an import."""
        if path.suffix != ".parquet":
            return None
        try:
            rows = self._parquet(path)
            found = {name: kind for name, kind in rows.dtypes if name in table.by_name}
            ids = [c.name for c in table.columns
                   if (c.refers or c.name == table.own_id) and found.get(c.name) == "string"]
            strange = " OR ".join(f"(octet_length({i}) <> length({i}) AND {i} RLIKE '[^{COMPOSED}]')" for i in ids)
            if (not all(re.fullmatch(_ALIKE[table.by_name[name].form], kind) for name, kind in found.items())
                    or (ids and rows.where(strange).limit(1).count())):
                return None
        except Exception:  # a type it does not know, or a damaged file: the other reader says which
            return None
        return self._numbered(rows, list(found)), [name for name in rows.columns if name not in found]

    def _through_duckdb(self, table: Table, path: Path) -> tuple[Any, list[str]]:
        self._duckdb = self._duckdb or DuckDb()
        target = self.folder / f"{table.name}.parquet"
        names, unknown = self._duckdb.save(table, path, target)
        return (self._numbered(self._parquet(target), names) if names else
                self._spark.sql("SELECT 0L AS line WHERE 1 = 0")), unknown

    def _parquet(self, path: Path) -> Any:
        # Some characters of a path would be taken for a pattern.
        return self._spark.read.parquet("file://" + re.sub(r"([\\{}\[\]*?,])", r"\\\1", path.absolute().as_posix()))

    def _numbered(self, rows: Any, names: list[str]) -> Any:
        return rows.selectExpr(*(f"`{name}`" for name in names), "_metadata.row_index AS line")

    def close_file(self, table: Table) -> None:
        self._reading = None
        self._spark.catalog.dropTempView(f"raw_{table.name}")

    # -- numbers and scores

    def units(self, ids: Iterable[str]) -> Mapping[Any, str]:
        listed = dict(enumerate(ids))
        self._give("known_units", {"id": "string", "unit": "int"}, [(unit, n) for n, unit in listed.items()])
        return listed

    def _give(self, name: str, columns: Mapping[str, str], rows: list[tuple[Any, ...]]) -> None:
        """Rows of ours as a table, inside a statement: so no worker needs Python for them."""
        given = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], separators=(",", ":"))
        kind = ", ".join(f"{column}: {type_}" for column, type_ in columns.items())
        self._keep(name, lambda: self._spark.sql(
            f"SELECT r.* FROM (SELECT explode(from_json(:given, 'array<struct<{kind}>>')) AS r)", {"given": given}))
        if self.ask(f"SELECT count(*) FROM {name}") != [(len(rows),)]:
            raise EngineError("Spark không nhận đủ dòng của chương trình. Hãy dùng --engine duckdb.")

    def twice(self, name: str, key: tuple[str, ...]) -> bool:
        return bool(self.ask(f"SELECT 1 FROM {name} GROUP BY {', '.join(key)} HAVING count(*) > 1 LIMIT 1"))

    def score(self) -> None:
        """By the one code there is for z-scores, here: workers have none of it. Each different measurement once."""
        every, given = ", ".join(_MEASURED), list[str]()
        for rows in self._portions(f"SELECT DISTINCT {every} FROM measured"):
            sex, age, weight, height, position, oedema = (np.array(column, float) for column in zip(*rows, strict=True))
            z = scored(sex.astype(int), age, weight, height, position.astype(int), oedema == 1)
            hundredths = zip(*([None if np.isnan(v) else int(v) for v in one.tolist()] for one in z), strict=True)
            given.append(f"scores_{len(given)}")
            self._give(given[-1], _SCORES, [(*row, *three) for row, three in zip(rows, hundredths, strict=True)])
        if not given:
            given.append("scores_0")
            self._give("scores_0", _SCORES, [])
        same = " AND ".join(f"s.{column} <=> m.{column}" for column in _MEASURED)
        scores = " UNION ALL ".join(f"SELECT * FROM {name}" for name in given)
        self.make(TABLES["measurement"].name, "SELECT m.child, m.day, s.waz, s.haz, s.whz, m.oedema FROM measured m "
                  f"LEFT JOIN ({scores}) s ON {same}")
        for name in given:
            self.drop(name)

    def _portions(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        rows = self._do(lambda: self._spark.sql(sql).toLocalIterator())
        while portion := self._do(lambda: [tuple(row) for row in islice(rows, PORTION)]):
            yield portion
