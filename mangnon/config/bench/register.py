"""The commune's register: reading it in, counting it, following an edit, showing pages. Limits from the issue."""
from __future__ import annotations

import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

DAY = dt.date(2026, 11, 23)
CHILDREN_SIZE = 1.07
"""Makes about 2,000 children today and 80,000 rows with all their history."""


def _command(*words: str, data: Path) -> list[str]:
    return [sys.executable, "-m", "mangnon", *words, "--data", str(data)]


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("MANGNON_")}


def _folder(room: Path) -> Path:
    from mangnon.config.demo import write

    return write(room / "so", DAY, size=CHILDREN_SIZE)


def _timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak megabytes and output of a command."""
    began = time.perf_counter()
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, _, usage = os.wait4(process.pid, 0) if hasattr(os, "wait4") else (0, 0, resource.getrusage(
            resource.RUSAGE_CHILDREN))
        process.returncode = 0
    return time.perf_counter() - began, usage.ru_maxrss / 1024, output


def bench_import() -> list[dict[str, Any]]:
    """A whole commune folder read in, by the command, in a process of its own."""
    from . import result

    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        folder = _folder(room)
        seconds, peak, output = _timed(_command("import", "folder", str(folder), "--format", "json", data=room / "xa"))
        rows = sum(json.loads(output)["read"].values())
    return [result(f"import of a commune folder, {rows} rows", seconds, "s", 15, "limit 15 s, 300 MB", peak_mb=peak)]


def bench_start() -> list[dict[str, Any]]:
    """From the command to the first page, after set-up."""
    from . import result

    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "xa"
        subprocess.run(_command("import", "folder", str(_folder(Path(name))), data=data), env=_environment(),
                       check=True, capture_output=True)
        began = time.perf_counter()
        with subprocess.Popen(_command("start", "--no-browser", "--port", "8197", data=data), env=_environment(),
                              stderr=subprocess.DEVNULL) as process:
            while time.perf_counter() - began < 60:
                try:
                    urlopen("http://127.0.0.1:8197/", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.05)
            seconds = time.perf_counter() - began
            process.terminate()
    return [result("start to first page", seconds, "s", 5, "limit 5 s")]


_INSIDE = '''
import datetime as dt, json, statistics, sys, time
from mangnon.config.cli import prepare
prepare.ready()
from mangnon.core import clock
clock.today = lambda: dt.date(2026, 11, 23)
from mangnon.config.bench import inside
print(json.dumps(getattr(inside, sys.argv[1])()))
'''


def _inside(what: str) -> dict[str, Any]:
    """Run a measurement in a process of its own, on a freshly read register."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "xa"
        subprocess.run(_command("import", "folder", str(_folder(Path(name))), "--unit", "15892", data=data),
                       env=_environment(), check=True, capture_output=True)
        done = subprocess.run([sys.executable, "-c", _INSIDE, what], env=_environment() | {"MANGNON_DATA": str(data)},
                              check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def bench_indicators() -> list[dict[str, Any]]:
    from . import result

    found = _inside("indicators")
    return [result("34 measures, every thôn, one year, from scratch", found["seconds"], "s", 1, "limit 1 s",
                   peak_mb=found["peak_mb"])]


def bench_edit() -> list[dict[str, Any]]:
    from . import result

    found = _inside("edit")
    return [result("one edit to current facts, median", found["median_ms"], "ms", 50, "limit 50 ms")]


def bench_pages() -> list[dict[str, Any]]:
    from . import result

    found = _inside("pages")
    rows = [result(f"page {name}, median", ms, "ms", 60, "limit 60 ms") for name, ms in found.items()]
    return [*rows, result("pages, median of all", statistics.median(found.values()), "ms", 60, "limit 60 ms")]
