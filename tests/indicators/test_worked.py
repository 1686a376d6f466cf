"""A register with its answers: read in, asked on the live database, equal in every field."""
from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from mangnon.core import outbox
from mangnon.indicators import live
from mangnon.intake.actions import import_folder
from tests.conftest import DATA
from tests.indicators.test_against_oracle import close

WORKED = DATA / "worked"


@pytest.fixture
def worked(db: None) -> dict[str, Any]:
    import_folder(WORKED, by="test")
    outbox.process()
    return json.loads((WORKED / "answers.json").read_text(encoding="utf-8"))


def test_the_six_questions_have_their_answers(worked: dict[str, Any]) -> None:
    for expected in worked["answers"]:
        found = live.ask(unit=expected["unit"], year=expected["year"],
                         as_of=dt.date.fromisoformat(expected["as_of"]), borders=None)
        assert found.keys() == expected.keys()
        assert found["borders"] == expected["borders"]
        for ours, theirs in zip(found["measures"], expected["measures"], strict=True):
            assert list(ours) == list(theirs)
            assert all(close(ours[key], theirs[key]) for key in theirs), (expected["unit"], ours, theirs)


def test_the_three_lists_are_these_children(worked: dict[str, Any]) -> None:
    for expected in worked["lists"]:
        found = live.ask_children(expected["measure"], unit=expected["unit"], year=expected["year"],
                                  as_of=dt.date.fromisoformat(expected["as_of"]), borders=None, by="test")
        assert found == expected


def test_a_second_import_changes_nothing(worked: dict[str, Any]) -> None:
    again = import_folder(WORKED, by="test")
    assert again.changed == 0 and again.reading.refused == []
