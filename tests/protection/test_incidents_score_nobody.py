"""One incident of each kind is written: the figures of lines 9 to 13 move, and no score, rank or task of anybody."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import clock, outbox, records
from mangnon.protection.models import (
    AbuseDetail,
    Circumstance,
    Incident,
    InjuryDetail,
    JusticeMatter,
    LabourDetail,
    Union,
)
from mangnon.registry.models import Child
from tests.access.test_sealed_parity import page

from .test_incident_forms import figure, person

DAY = dt.date(2026, 5, 4)
DOORS = ("indicators:mine", "indicators:given", "indicators:scorecard", "indicators:coming", "intake:quality",
         "intake:duplicates", "intake:asked", "registry:months", "registry:grids", "accounts:account")
FORMS = {"abuse": AbuseDetail, "child_labour": LabourDetail, "child_marriage": Union, "injury": InjuryDetail}


@pytest.fixture
def child(db: None) -> Child:
    made = person("Tựu Hoẵng Khuyên", "female", dt.date(2014, 3, 2))
    outbox.process()
    return made


def plant(child: Child) -> None:
    """As they are first written down: nobody has found anything yet."""
    for kind in ("abuse", "child_labour", "child_marriage", "injury", "disaster"):
        row = records.create(Incident, by="test", child=child, kind=kind, occurred_on=DAY, detected_on=DAY)
        if kind in FORMS:
            records.create(FORMS[kind], by="test", incident=row)
    for role in ("in_conflict", "victim", "witness"):
        records.create(JusticeMatter, by="test", child=child, role=role, from_on=DAY)


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["collaborator", "village_head", "teacher", "health_worker"])
def test_no_score_rank_or_task_of_who_reports_changes(client_of: Callable[[str], Any], child: Child, role: str,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    client = client_of(role)
    before = {url: page(client, url) for url in urls()}
    assert sum(body.startswith(b"200") for body in before.values()) >= 4
    plant(child)
    outbox.process()
    assert [url for url in urls() if page(client, url) != before[url]] == []


def test_of_the_officer_only_the_figures_of_the_lines_change(client_of: Callable[[str], Any], child: Child,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    """Her start page tells the reports that lines 9, 10 and 12 wait for, as the lines themselves do; no task is made,
    and the points of the scorecard stay: beside them the register's figure is quoted."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    officer, start = client_of("child_officer"), reverse("indicators:mine")
    marks = {url: _without_figures(page(officer, url)) for url in urls() if url != start}
    first = officer.get(start).context
    plant(child)
    outbox.process()
    assert [url for url in marks if _without_figures(page(officer, url)) != marks[url]] == []
    then = officer.get(start).context
    assert [(first[name], then[name]) for name in ("given", "late", "waiting", "more") if first[name] != then[name]
            ] == []
    told = {(line.code, line.part): line.said for line in first["lines"]}
    moved = {line.code for line in then["lines"] if told.get((line.code, line.part)) != line.said}
    assert moved <= {"9", "10", "12"}


def urls() -> list[str]:
    return [reverse(door, args=[2026] if door.endswith("scorecard") else []) for door in DOORS]


def _without_figures(body: bytes) -> bytes:
    """A page without the figures of lines that it quotes ("dòng 11a: 1/221")."""
    return re.sub(rb"</a>: [\d.]+/[\d.]+", b"</a>", body)


def test_the_figures_are_all_that_moves(child: Child) -> None:
    lines = ("11a", "13", "12")
    before = {line: figure(line) for line in lines}
    plant(child)
    assert {line: figure(line) - before[line] for line in lines} == {"11a": 1, "13": 1, "12": 0}
    # The matter before the law is no circumstance: line 8 is moved by the child's group alone.
    assert not Circumstance.objects.filter(child=child).exists()
