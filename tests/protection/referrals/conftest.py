"""A case of the officer's, the clock in the test's hand."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.protection.cases import actions
from mangnon.protection.cases.models import Case
from mangnon.registry.models import Child

NIGHT = dt.datetime(2026, 11, 22, 21, 40, tzinfo=VIETNAM)


class Clock:
    """The program's hour, moved by the test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at = NIGHT
        patch.setattr(clock, "now", lambda: self.at)
        patch.setattr(clock, "today", lambda: self.at.astimezone(VIETNAM).date())

    def to(self, text: str) -> None:
        self.at = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def child(db: None) -> Child:
    return Child.objects.filter(died_on=None, born_on__lt=dt.date(2018, 1, 1)).order_by("pk")[0]


@pytest.fixture
def case(hour: Clock, child: Child, user: Callable[[str], Any]) -> Case:
    return actions.file_report(by=user("teacher"), channel="school", child=child, danger=True,
                               told={"what": "Lời kể Xyzzyva"}, suspect={"words": "ông Thử 0987 654 321"},
                               reporter={"name": "Bà Hoa Thử"}).case
