"""The benchmarks as a command: from any folder, in a folder of their own, against a limit or a peer."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def bench(*words: str, at: Path, home: Path, children: int = 0) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MANGNON_", "XDG_"))}
    kept["MANGNON_BENCH_CHILDREN"] = str(children)
    homes = {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-P", "-m", "mangnon", "bench", *words], cwd=at, env=kept | homes,
                          capture_output=True, text=True, timeout=300)


def test_figures_edits_and_memory_against_their_limits(tmp_path: Path) -> None:
    """One run from a folder that holds nothing: nothing is left there or in the user's own folders."""
    at = tmp_path / "day"
    at.mkdir()
    done = bench("edit", "--format", "json", at=at, home=tmp_path / "nha")
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert {r["limit"] for r in results} == {50} and all(r["unit"] == "ms" for r in results)
    assert all(r["ratio"] == pytest.approx(r["measured"] / r["limit"]) and r["measured"] > 0 for r in results)
    assert all(20 < r["peak_mb"] < 300 for r in results)
    assert list(at.iterdir()) == [] and list((tmp_path / "nha").rglob("*")) == []


def test_an_edit_among_the_children_of_a_filled_register(tmp_path: Path) -> None:
    """Small here: the folder's rows stand in the tables, and edits are followed among them."""
    done = bench("million", "--format", "json", at=tmp_path, home=tmp_path / "nha", children=400)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    differ = results.pop(3)
    assert "unlike DuckDB's" in differ["name"] and differ["measured"] == 0
    assert [r["limit"] for r in results] == [50, 50, 50, 0] and all(r["measured"] > 0 for r in results)
    assert all(r["name"].startswith("400 children, 1") for r in results)


def test_an_unknown_name_is_a_sentence(tmp_path: Path) -> None:
    done = bench("nhanh", at=tmp_path, home=tmp_path / "nha")
    assert done.returncode == 1 and done.stdout == "" and "Traceback" not in done.stderr
    assert done.stderr.startswith("Không có phép đo “nhanh”. Hãy dùng một trong: growth, import, start")
