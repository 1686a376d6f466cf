"""Starting and stopping Spark: on this machine it keeps to this machine, and it leaves nothing behind.

Rows of a register may stand in Spark's own messages, so it is not let write any: what went wrong is said by the engine.
"""
from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .engine import EngineError

NO_SPARK = ("Máy này chưa có Spark. Hãy cài bằng lệnh .venv/bin/python -m pip install \"pyspark>=3.5,<4\" (cần cả "
            "Java 17), hoặc dùng --engine duckdb.")
NO_JAVA = ("Máy này chưa có Java nên Spark không chạy được. Hãy cài Java 17 (lệnh java -version phải trả lời), "
           "hoặc dùng --engine duckdb.")
NO_START = ("Không khởi động được Spark. Hãy kiểm tra Java là bản 17 (lệnh java -version) và địa chỉ sau --master, "
            "hoặc dùng --engine duckdb.")
SMALL = 4_000_000
"""Bytes of a folder up to which compiling a statement costs more than running it as it is."""
MIDDLING = 40_000_000
"""Bytes of a folder up to which Java's second, thorough compiler costs more than it saves (measured at 17 MB: half)."""
SHARE = 16_000_000
"""Bytes of a folder for each part of a shuffle."""
_QUIET = """rootLogger.level = off
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
"""
_SIMPLE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_HERE = "127.0.0.1"
_LOCAL = re.compile(r"local(\[.*\])?")
_WORKERS = re.compile(r"local-cluster\[ *([0-9]+) *, *([0-9]+) *, *[0-9]+ *\]")


class Session:
    """One Spark with its own Java process. spark: what statements are given to.

    Raises EngineError: Spark or Java is not there, the master does not answer.
    """

    def __init__(self, folder: Path, master: str, size: int) -> None:
        """folder: for all that Spark writes.  size: bytes of the register folder."""
        try:
            from pyspark import SparkContext
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(NO_SPARK) from None
        if not java():
            raise EngineError(NO_JAVA)
        self._logged = logging.root.manager.disable
        logging.disable()  # the way between the two processes tells the root what broke, with all it holds
        self._context: Any = SparkContext
        self._sessions: Any = SparkSession
        self._before = _variables()
        self._interrupt = signal.getsignal(signal.SIGINT)
        master = master or "local[*]"
        try:
            self._surround(folder, master)
            builder = SparkSession.builder.master(master).appName("mangnon")
            for name, value in _settings(folder, master, size).items():
                builder = builder.config(name, value)
            with _unheard():
                stopped = self._uninterrupted(builder.getOrCreate)
        except Exception:  # the Java process, the network: whatever it was, nothing has been counted
            self._end()
            raise EngineError(NO_START) from None
        if stopped:
            self.close()
            raise KeyboardInterrupt

    def _surround(self, folder: Path, master: str) -> None:
        """The variables that Spark is started under."""
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if on_this_machine(master):
            os.environ.pop("PYSPARK_SUBMIT_ARGS", None)
            os.environ |= {"SPARK_LOCAL_IP": _HERE, "SPARK_LOCAL_HOSTNAME": _HERE}
        if _WORKERS.fullmatch(master):
            os.environ["SPARK_HOME"] = str(_home(folder))

    def _uninterrupted(self, start: Callable[[], Any]) -> bool:
        """Start; a Java process that nobody holds yet would live on after Ctrl-C. Returns whether that was pressed."""
        pressed: list[int] = []
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
        self.spark: Any = start()
        self._mind_interrupts()
        return bool(pressed)

    def _mind_interrupts(self) -> None:
        """Ctrl-C is for the command, which closes what it has opened; Spark would ask its process in mid-sentence."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._interrupt)

    def close(self) -> None:
        with suppress(Exception):  # a Java process that is gone has nothing to stop
            self.spark.stop()
        self._end()

    def _end(self) -> None:
        """End the Java process: another Spark of this process will have another folder and other settings."""
        gateway = self._context._gateway
        if gateway is not None:
            with suppress(Exception):
                gateway.shutdown()
            process = getattr(gateway, "proc", None)
            if process is not None:
                process.stdin.close()  # by which it ends
                process.wait()
            self._context._gateway = self._context._jvm = self._context._active_spark_context = None
            self._sessions._instantiatedSession = None
        self._mind_interrupts()
        logging.disable(self._logged)
        for name in _variables():
            del os.environ[name]
        os.environ |= self._before


def _variables() -> dict[str, str]:
    """Spark's own, of which it sets some itself."""
    return {name: value for name, value in os.environ.items() if name.startswith(("SPARK_", "PYSPARK_"))}


@contextmanager
def _unheard() -> Iterator[None]:
    """Java takes over the standard streams as it finds them at its start, and writes what nobody here should read."""
    kept, nowhere = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        yield
    finally:
        for stream, own in zip((1, 2), kept, strict=True):
            os.dup2(own, stream)
            os.close(own)
        os.close(nowhere)


def java() -> str:
    """Where Java is, by the places in which Spark looks for it; empty where there is none."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin") if home else None) or ""


def on_this_machine(master: str) -> bool:
    return bool(_LOCAL.fullmatch(master) or _WORKERS.fullmatch(master))


def _settings(folder: Path, master: str, size: int) -> dict[str, str]:
    """What makes Spark count as the other engines do; on this machine also how much of it is taken.

    A cluster has settings of its own for the rest.
    """
    silence = folder / "log4j2.properties"
    silence.write_text(_QUIET, encoding="utf-8")
    options = f"-Dlog4j2.configurationFile={silence.as_uri()}" + (f" {_SIMPLE}" if size < MIDDLING else "")
    settings = {
        "spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "false", "spark.sql.caseSensitive": "true",
        # Days before 1582 are days of our calendar, whoever wrote the file.
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f'{options} "-Djava.io.tmpdir={folder}"',
    }
    if on_this_machine(master):
        several = _WORKERS.fullmatch(master)
        cores = int(several[1]) * int(several[2]) if several else os.cpu_count() or 1
        settings |= {
            "spark.driver.bindAddress": _HERE, "spark.driver.host": _HERE, "spark.local.dir": str(folder),
            "spark.driver.memory": "1g" if several or size < SMALL else "2g",
            "spark.executor.extraJavaOptions": options,
            "spark.sql.shuffle.partitions": str((cores if several else 1) if size < SMALL
                                                else max(2 * cores, size // SHARE))}
    if size < SMALL:
        settings |= {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
                     "spark.sql.adaptive.enabled": "false"}
    return settings


def _home(folder: Path) -> Path:
    """Spark's folder as links: its workers write into it, and that must not be where the libraries are."""
    import pyspark

    home = folder / "spark"
    home.mkdir()
    for path in Path(os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent).iterdir():
        if path.name != "work":
            (home / path.name).symlink_to(path)
    return home
