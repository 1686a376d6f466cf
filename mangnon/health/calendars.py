"""Which calendars hold here: those of the program, and those the commune has put into its data folder.

A file ``lich/tiem-*.toml`` is a vaccination schedule: with the valid_from of one of ours it stands in its place, with
another it is added. ``lich/can-do.toml`` stands in the place of the calendar of weighing; ``lich/ngay-nghi.toml`` is
read elsewhere. A file that cannot be used is left out and said so, on the page of the calendars and by ``mangnon
check``.
"""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from mangnon.core import workdays

from .care_file import Care, read_care
from .schedule_file import Schedule, ScheduleError, read_schedule

OURS = Path(__file__).parent


@dataclass(frozen=True)
class Calendars:
    """schedules: by the day from which they hold.  own: names of the commune's files in use.  wrong: sentences."""

    schedules: tuple[Schedule, ...]
    care: Care
    own: tuple[str, ...]
    wrong: tuple[str, ...]

    @cached_property
    def english(self) -> dict[str, str]:
        """What names of all schedules are called in English; those that hold later win."""
        return {name: said for schedule in self.schedules for name, said in schedule.english.items()}


def folder() -> Path:
    """Where the commune's own calendars lie."""
    return Path(settings.DATA_DIR) / "lich"


def calendars() -> Calendars:
    """The calendars in use; read again when a file of the folder has changed."""
    return _read(tuple((str(path), path.stat().st_mtime_ns) for path in _files(folder())))


def _files(where: Path) -> list[Path]:
    try:
        return sorted(path for path in where.glob("*.toml") if path.is_file() and path.name != workdays.FILE_NAME)
    except OSError:
        return []


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[str, int], ...]) -> Calendars:
    schedules: dict[dt.date, Schedule] = {}
    for path in sorted((OURS / "schedules").glob("*.toml")):
        ours = read_schedule(path.read_text(encoding="utf-8"), path.name)
        schedules[ours.valid_from] = ours
    care = read_care((OURS / "growth_care.toml").read_text(encoding="utf-8"), "can-do.toml")
    own, wrong = [], []
    for path in (Path(name) for name, _changed in files):
        try:
            text = path.read_text(encoding="utf-8-sig")
            if path.name == "can-do.toml":
                care = read_care(text, path.name)
            elif path.name.startswith("tiem-"):
                theirs = read_schedule(text, path.name)
                schedules[theirs.valid_from] = theirs
            else:
                raise ScheduleError([f"{path.name}: không rõ là lịch gì. Lịch tiêm đặt tên tiem-….toml, lịch cân đo "
                                     "đặt tên can-do.toml."])
            own.append(path.name)
        except ScheduleError as refused:
            wrong += refused.sentences
        except (OSError, UnicodeDecodeError):
            wrong.append(f"{path.name}: không đọc được. Hãy lưu tệp dạng văn bản UTF-8.")
    return Calendars(tuple(schedules[day] for day in sorted(schedules)), care, tuple(own), tuple(wrong))
