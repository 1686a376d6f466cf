"""Dirty register folders: every bad row is refused where it is wrong, and nothing else is."""
from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.intake.folder import Register, read_folder
from tests.oracle.dirty import differences, dirty


@pytest.mark.parametrize("seed", range(25))
def test_the_bad_rows_are_refused_at_their_place(seed: int, tmp_path: Path) -> None:
    folder = dirty(seed)
    folder.write(tmp_path)
    reading = read_folder(tmp_path, Register())
    found = [vars(refusal) for refusal in reading.refused]
    assert all(refusal["text"].endswith((".", "?")) for refusal in found)
    assert differences(found, folder.refused) == []
