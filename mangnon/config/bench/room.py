"""A place to measure in: an invented commune in a temporary folder, and commands in processes of their own.

Nothing here reads or writes the user's own data folder: every process gets a folder of the room by name, and none of
the variables that could point elsewhere.
"""
from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

DAY = dt.date(2026, 11, 23)
SIZE = 1.07
"""Makes about 2,000 children today and 77,000 rows with all their history."""
UNIT = "15892"

_TIMED = '''
import json, os, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
seconds, peak = time.perf_counter() - began, 0
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
except ImportError:
    pass
print(json.dumps([seconds, peak, done.returncode, done.stdout.decode("utf-8", "replace")]))
'''
"""Runs a command and says its seconds and peak memory. A small process of its own: a child's peak starts at what its
parent holds, so the benchmark's own memory would be counted."""

_TREE = '''
import json, os, subprocess, sys, time
page = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
def held(root):
    below, pages = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/" + pid + "/stat") as file:
                told = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(told[1]), []).append(int(pid))
        pages[int(pid)] = int(told[21])
    found, family = 0, [root]
    while family:
        one = family.pop()
        found += pages.get(one, 0)
        family += below.get(one, [])
    return found * page / 2**20
began, peak = time.perf_counter(), 0
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
while True:
    try:
        output = process.communicate(timeout=0.2)[0]
        break
    except subprocess.TimeoutExpired:
        peak = max(peak, held(process.pid) if page and os.path.isdir("/proc") else 0)
print(json.dumps([time.perf_counter() - began, peak, process.returncode, output.decode("utf-8", "replace")]))
'''
"""The same, with the memory of all processes below the command together, looked at five times a second (Linux)."""

_INSIDE = '''
import datetime, json, sys
from mangnon.config.cli import prepare
from mangnon.core import clock
clock.today = lambda: datetime.date.fromisoformat(sys.argv[2])
from mangnon.config.bench import inside
if sys.argv[3] != "none":
    prepare.ready(make=sys.argv[3] == "made")
print(json.dumps(getattr(inside, sys.argv[1])(*sys.argv[4:])))
'''


class BenchError(Exception):
    """A benchmark that is not there, or could not be run; the message says which."""


class Room:
    """One temporary folder for all benchmarks of a run; what several need is made once."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mangnon-bench-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @cached_property
    def register(self) -> Path:
        """The commune's register as a folder of files."""
        from mangnon.config.demo import write

        return write(self.path / "so", DAY, size=SIZE)

    @cached_property
    def _imported(self) -> Path:
        data = self.path / "goc"
        self.timed(["import", "folder", str(self.register), "--unit", UNIT], data)
        return data

    def data(self, name: str) -> Path:
        """A data folder of its own, as the import left it: nothing counted yet."""
        return Path(shutil.copytree(self._imported, self.path / name))

    def timed(self, words: list[str], data: Path, *, tree: bool = False) -> tuple[float, float, str]:
        """Run a command of the program. Returns seconds, peak megabytes (0 where unknown) and what it printed.

        tree: the command's work is done by processes below it, and their memory counts together.
        """
        command = [sys.executable, "-P", "-m", "mangnon", *words, "--data", str(data)]
        timing = _TREE if tree else _TIMED
        seconds, peak, status, output = json.loads(self._run([sys.executable, "-c", timing, *command], data))
        if status:
            raise BenchError(f"Lệnh “mangnon {' '.join(words[:2])}” không chạy được khi đo (mã {status}).")
        return seconds, peak, output

    def inside(self, what: str, data: Path | None = None, *, given: Path | None = None, make: bool = False,
               database: str = "") -> dict[str, Any]:
        """Run a measurement in a process that has a data folder open (or none).

        given: what it works on.  make: the folder is made first, empty.  database: the URL of another than its own.
        """
        opened = "none" if not data else "made" if make else "data"
        words = [sys.executable, "-P", "-c", _INSIDE, what, DAY.isoformat(), opened,
                 *([str(given)] if given else [])]
        more = {"MANGNON_DATABASE": database} if database else {}
        return dict(json.loads(self._run(words, data or self.path / "khong", more)))

    def _run(self, command: list[str], data: Path, more: dict[str, str] | None = None) -> str:
        done = subprocess.run(command, env=environment(data) | (more or {}), cwd=self.path, capture_output=True,
                              text=True, encoding="utf-8", check=False)
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or [""]
            raise BenchError(f"Phép đo không chạy được: {last[0]}")
        return done.stdout

    def first_page(self, data: Path) -> float:
        """Seconds from the command "start" to the first page, read to its end."""
        port = _free_port()
        command = [sys.executable, "-P", "-m", "mangnon", "start", "--no-browser", "--port", str(port), "--data",
                   str(data)]
        began = time.perf_counter()
        with subprocess.Popen(command, env=environment(data), cwd=self.path, stderr=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL) as process:
            try:
                return _wait_for(f"http://localhost:{port}/", began, process)
            finally:
                process.terminate()


def environment(data: Path) -> dict[str, str]:
    """The environment without this program's variables, and the room's folder in their place."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MANGNON_", "DJANGO_"))}
    return kept | {"MANGNON_DATA": str(data), "CI": "1", "PYTHONUTF8": "1"}


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, began: float, process: Any) -> float:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    while time.perf_counter() - began < 60 and process.poll() is None:
        with suppress(HTTPError, OSError):
            with urlopen(url, timeout=30) as answer:  # noqa: S310 - our own address
                answer.read()
            return time.perf_counter() - began
        time.sleep(0.02)
    raise BenchError("Chương trình không mở được trang nào trong một phút.")
