"""The calendar of working days in use: the program's file, the commune's own file before it, then what was written.

A file ``lich/ngay-nghi.toml`` in the data folder stands in the place of the parts it has. One that cannot be used is
left out and said so, on the page and by ``mangnon check``.
"""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mangnon.core.workdays import FILE_NAME, OwnDays, WorkCalendar, built_in
from mangnon.core.workdays_file import Rules, WorkdaysError, read_rules

from .models import DaysOff


def calendar() -> WorkCalendar:
    """The working days of this commune."""
    own = tuple(OwnDays(*row) for row in DaysOff.objects.order_by("first_on", "seq").values_list(
        "first_on", "last_on", "works", "name", "document"))
    return _calendar(_stamp(), own)


def file_in_use() -> tuple[Rules, tuple[str, ...], bool]:
    """The rules of the files, what is wrong in the commune's own one, and whether that is in use."""
    return _read(_stamp())


def _stamp() -> tuple[str, int]:
    """The commune's own file with its time of change, ("", 0) where there is none."""
    path = Path(settings.DATA_DIR) / "lich" / FILE_NAME
    try:
        return str(path), path.stat().st_mtime_ns
    except OSError:
        return "", 0


@lru_cache(maxsize=4)
def _calendar(stamp: tuple[str, int], own: tuple[OwnDays, ...]) -> WorkCalendar:
    return WorkCalendar(_read(stamp)[0], own)


@lru_cache(maxsize=2)
def _read(stamp: tuple[str, int]) -> tuple[Rules, tuple[str, ...], bool]:
    ours = built_in().rules
    if not stamp[0]:
        return ours, (), False
    try:
        return read_rules(Path(stamp[0]).read_text(encoding="utf-8-sig"), FILE_NAME, over=ours), (), True
    except WorkdaysError as refused:
        return ours, tuple(refused.sentences), False
    except (OSError, UnicodeDecodeError):
        return ours, (f"{FILE_NAME}: không đọc được. Hãy lưu tệp dạng văn bản UTF-8.",), False
