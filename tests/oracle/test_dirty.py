"""The dirty folders themselves: every planted fault is expected, at its column, and nothing good is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.oracle.dirty import differences, dirty
from tests.oracle.folders import nasty, write
from tests.oracle.reader import read, typed
from tests.oracle.refusals import refusals


@pytest.mark.parametrize("seed", range(5))
def test_nothing_in_a_nasty_folder_is_refused(seed: int) -> None:
    assert refusals(nasty(seed)) == []


@pytest.mark.parametrize("seed", range(3))
def test_what_is_planted_is_what_is_expected(seed: int) -> None:
    folder = dirty(seed)
    assert len(folder.planted) > 600
    assert differences(folder.refused, folder.planted) == []


def test_the_accepted_rows_of_a_dirty_folder_are_a_good_folder(tmp_path: Path) -> None:
    folder = dirty(1)
    assert refusals(folder.accepted) == []
    assert read(write(folder.accepted, tmp_path)).rows == typed(folder.accepted).rows


def beginnings(content: bytes) -> set[int]:
    """The lines on which the records of a file begin, as the standard library's reader counts them."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    found, end = set(), 0
    for record in lines:
        if record:
            found.add(end + 1)
        end = lines.line_num
    return found


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    folder = dirty(2)
    for file, content in folder.files.items():
        lines = {one["line"] for one in folder.refused if one["file"] == file}
        begun = beginnings(content)
        assert lines <= begun
        assert len(begun) == 1 + len(lines) + len(folder.accepted[file])
