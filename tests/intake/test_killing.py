"""An import killed at any moment leaves whole portions: nothing is lost, nothing stands twice. 500 random kills."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(not hasattr(os, "fork") or not hasattr(signal, "SIGKILL"),
                                reason="this system has no fork")


def killed(*words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-m", "tests.intake.killing", *words], capture_output=True, text=True,
                          timeout=900, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_five_hundred_kills_lose_nothing_and_double_nothing() -> None:
    """On SQLite, whatever database the suite runs on: there a killed process leaves a file to be put right."""
    kills = 500 if connection.vendor == "sqlite" else 20
    found = killed(str(kills), "20261126")
    assert found["faults"] == []
    assert found["kills"] == kills and int(str(found["through"])) > kills // 50


def test_the_looking_finds_a_program_that_marks_apart() -> None:
    """The control: with rows marked in a transaction of their own the same looking must find a fault."""
    assert killed("200", "1", "--apart")["faults"] != []
