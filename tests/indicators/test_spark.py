"""Spark counts what DuckDB counts. One session for everything: starting it costs more than the counting."""
from __future__ import annotations

import datetime as dt
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.indicators.test_analyzing import analyze

pytestmark = [pytest.mark.spark, pytest.mark.skipif(
    find_spec("pyspark") is None or not shutil.which("java"), reason="no pyspark or no Java on this machine")]


def test_the_worked_register_on_spark(tmp_path: Path) -> None:
    asked = (DATA / "worked", tmp_path / "out.csv", 2026, dt.date(2026, 11, 23), None)
    assert analyze(*asked, engine="spark") == analyze(*asked)
