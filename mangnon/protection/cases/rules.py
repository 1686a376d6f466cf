"""The deadlines in use: the program's, or the commune's own file in the data folder."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .deadlines import FILE_NAME, DeadlinesError, Rule, built_in, read_rules


def rules() -> tuple[Rule, ...]:
    """The rules in use; where the commune's own file cannot be used, the program's hold (``problem`` says why)."""
    path = Path(settings.DATA_DIR) / FILE_NAME
    return _read(path, path.stat().st_mtime_ns)[0] if path.exists() else built_in()


def problem() -> str:
    """Why the commune's own file is not used; "" where nothing is wrong."""
    path = Path(settings.DATA_DIR) / FILE_NAME
    return _read(path, path.stat().st_mtime_ns)[1] if path.exists() else ""


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> tuple[tuple[Rule, ...], str]:
    try:
        return read_rules(path.read_text(encoding="utf-8"), path.name), ""
    except (DeadlinesError, UnicodeDecodeError) as wrong:
        return built_in(), str(wrong)
