"""An import killed at any moment leaves whole portions: nothing is lost, nothing stands twice. 500 random kills."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork") or not hasattr(signal, "SIGKILL"),
                                reason="this system has no fork")


def killed(*words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-m", "tests.intake.killing", *words], capture_output=True, text=True,
                          timeout=900, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_five_hundred_kills_lose_nothing_and_double_nothing() -> None:
    """On SQLite: there a killed process leaves a file to be put right."""
    found = killed("500", "20261126")
    assert found["faults"] == []
    assert found["kills"] == 500 and int(str(found["through"])) > 10


def test_the_looking_finds_a_program_that_marks_apart() -> None:
    """The control: with rows marked in a transaction of their own the same looking must find a fault."""
    assert killed("200", "1", "--apart")["faults"] != []
