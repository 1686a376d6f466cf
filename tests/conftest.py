"""The ground every test stands on: a data folder of its own, a clock that stands still, no network."""
from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

import pytest

_DATA = Path(tempfile.mkdtemp(prefix="mangnon-test-"))
os.environ["MANGNON_DATA"] = str(_DATA)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.config.settings")

from mangnon.core import keys  # noqa: E402 - the data folder must be named first

keys.create_missing(_DATA / "keys")

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The program's day is 23 November 2026."""
    from mangnon.core import clock

    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY
