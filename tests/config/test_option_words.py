"""Days and school years of options: one form, and anything else is wrong usage."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.test_command_line import mangnon
from tests.conftest import DATA

LIST = ("import", "list", "khong-co.csv", "--kind", "school_roll", "--dry-run")
FIGURES = ("indicators", "--unit", "95300", "--year", "2025")


@pytest.mark.parametrize("word", ["20261123", "2026-W48-1", "2026-11-31", "23/11/2026", "2026-11-23T00:00", ""])
@pytest.mark.parametrize("words", [(*FIGURES, "--as-of"), (*FIGURES, "--borders"), (*LIST, "--date")])
def test_a_day_is_year_month_day(tmp_path: Path, words: tuple[str, ...], word: str) -> None:
    done = mangnon(*words, word, data=tmp_path / "xa")
    assert done.returncode == 2 and f"“{word}” không phải ngày, hãy viết như 2026-11-23" in done.stderr
    assert not (tmp_path / "xa").exists()


@pytest.mark.parametrize("word", ["2026", "2025-2027", "2026-2025", "25-26", "2025/2026", ""])
def test_a_school_year_is_two_years_that_follow(tmp_path: Path, word: str) -> None:
    done = mangnon(*LIST, "--school-year", word, data=tmp_path / "xa")
    assert done.returncode == 2 and f"“{word}” không phải năm học, hãy viết hai năm liền nhau như" in done.stderr
    done = mangnon(*LIST, "--school-year", "2025-2026", data=tmp_path / "xa")
    assert done.returncode == 1 and "Không thấy tệp khong-co.csv" in done.stderr


def test_the_day_after_a_code_is_one_as_well(tmp_path: Path) -> None:
    assert mangnon("import", "folder", str(DATA / "worked"), data=tmp_path / "xa").returncode == 0
    for word in ("20241231", "2024-W52-2", ""):
        done = mangnon("indicators", "--unit", f"95300@{word}", "--year", "2025", data=tmp_path / "xa")
        assert done.returncode == 1 and "Sau dấu @ hãy viết ngày như 2024-12-31." in done.stderr
    done = mangnon("indicators", "--unit", "95300@2024-12-31", "--year", "2025", data=tmp_path / "xa")
    assert done.returncode == 0
