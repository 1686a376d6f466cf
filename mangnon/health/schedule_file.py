"""A vaccination schedule as a file (TOML): dated, with its source, checked in kind sentences. Pure.

What is not verified says so in the file: no age, interval or date of a ministry stands in the program's own text.
"""
from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .spans import Span, read_span

VACCINES = ("BCG", "HEPB0", "PENTA", "HEXA", "OPV", "IPV", "MEASLES", "MR", "ROTA", "JE", "DPT", "TD")
NOTHING = Span()


class ScheduleError(Exception):
    """The file cannot be used; ``sentences`` say where and what to write instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class DoseRule:
    """One dose of a series.

    at: the age it is given at.  minimum: the age before which it does not count.  apart: the least time since the
    dose before it.  latest: the age from which it is no longer given.  late_after: how long after it is due it is
    called overdue.  name: what it is called, "" where its series and number say enough; name_en: the same in English.
    """

    nth: int
    vaccines: tuple[str, ...]
    at: Span
    minimum: Span
    apart: Span
    latest: Span | None
    late_after: Span
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Series:
    """Doses against one disease or more, in their order. from_on: only doses due from this day are asked for."""

    code: str
    name: str
    from_on: dt.date | None
    doses: tuple[DoseRule, ...]
    source: str = ""
    name_en: str = ""


@dataclass(frozen=True, eq=False)
class Schedule:
    """What is given to children whose dose falls due from ``valid_from`` on, until another schedule begins."""

    name: str
    valid_from: dt.date
    antigens: int | None
    source: str
    verified: bool
    grace: int
    repeat: Span
    series: tuple[Series, ...]
    file: str = ""
    name_en: str = ""

    @property
    def english(self) -> dict[str, str]:
        """Names of the schedule, its series and doses, to what they are called in English, where it says so."""
        named: list[Any] = [self, *self.series, *(dose for series in self.series for dose in series.doses)]
        return {one.name: one.name_en for one in named if one.name_en}


def read_schedule(text: str, file: str) -> Schedule:
    """Raises ScheduleError with a sentence for each thing to mend."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        where = f"dòng {line[1]}" if line else "cuối tệp"
        raise ScheduleError([
            f"{file}, {where}: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc ở đó."]) from None
    reader = Reader(file)
    schedule = reader.schedule(data)
    if reader.wrong:
        raise ScheduleError(reader.wrong)
    return schedule


class Reader:
    """Reads a table key by key and keeps what is wrong with each, so that all is told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.wrong: list[str] = []

    def say(self, place: str, words: str) -> None:
        self.wrong.append(f"{self.file}, {place}: {words}")

    def schedule(self, data: Mapping[str, Any]) -> Schedule:
        place = "đầu tệp"
        self.only(data, place, {"name", "name_en", "valid_from", "antigens", "source", "verified", "grace",
                                "late_after", "repeat", "series"})
        late = self.span(data, "late_after", place)
        rows = data.get("series") if isinstance(data.get("series"), list) else []
        if not rows:
            self.say(place, "chưa có bảng [[series]] nào. Mỗi bệnh hay nhóm bệnh là một bảng.")
        series = tuple(self.series(row, n + 1, late) for n, row in enumerate(rows or ()))
        codes = [one.code for one in series]
        for code in sorted({c for c in codes if c and codes.count(c) > 1}):
            self.say(place, f"mã “{code}” có hai lần. Mỗi [[series]] cần một mã riêng.")
        antigens = data.get("antigens")
        return Schedule(self.text(data, "name", place), self.day(data, "valid_from", place) or dt.date.min,
                        antigens if isinstance(antigens, int) else None, self.text(data, "source", place),
                        data.get("verified") is True, self.span(data, "grace", place, NOTHING).days,
                        self.span(data, "repeat", place, NOTHING), series, self.file, self.english(data, place))

    def series(self, row: Any, number: int, late: Span) -> Series:
        place = f"[[series]] thứ {number}"
        if not isinstance(row, Mapping):
            self.say(place, "phải là một bảng.")
            row = {}
        self.only(row, place, {"code", "name", "name_en", "vaccines", "from", "source", "doses"})
        name = self.text(row, "name", place)
        place = f"“{name}”" if name else place
        vaccines = self.vaccines(row, place) if "vaccines" in row else ()
        doses = row.get("doses")
        if not isinstance(doses, list) or not doses:
            self.say(place, "chưa có mũi nào. Hãy viết doses = [{ at = \"2 tháng\", minimum = \"6 tuần\" }].")
            doses = []
        rules = tuple(self.dose(dose, f"{place}, mũi {n + 1}", n + 1, vaccines, late)
                      for n, dose in enumerate(doses))
        for before, after in zip(rules, rules[1:], strict=False):
            if before.at.after(dt.date(2001, 1, 1)) > after.at.after(dt.date(2001, 1, 1)):
                self.say(f"{place}, mũi {after.nth}", "đến tuổi sớm hơn mũi trước nó.")
        return Series(self.text(row, "code", place), name, self.day(row, "from", place) if "from" in row else None,
                      rules, str(row.get("source", "")), self.english(row, place))

    def dose(self, row: Any, place: str, nth: int, vaccines: tuple[str, ...], late: Span) -> DoseRule:
        if not isinstance(row, Mapping):
            self.say(place, "phải viết { at = \"2 tháng\", minimum = \"6 tuần\" }.")
            row = {}
        self.only(row, place, {"at", "minimum", "apart", "latest", "late_after", "vaccines", "name", "name_en"})
        own = self.vaccines(row, place) if "vaccines" in row else vaccines
        if not own:
            self.say(place, "chưa nói vắc xin nào.")
        at = self.span(row, "at", place)
        minimum = self.span(row, "minimum", place, NOTHING)
        latest = self.span(row, "latest", place) if "latest" in row else None
        born = dt.date(2001, 1, 1)
        if minimum.after(born) > at.after(born):
            self.say(place, "tuổi sớm nhất (minimum) lớn hơn tuổi tiêm (at).")
        if latest is not None and latest.after(born) <= at.after(born):
            self.say(place, "tuổi muộn nhất (latest) không lớn hơn tuổi tiêm (at).")
        return DoseRule(nth, own, at, minimum, self.span(row, "apart", place, NOTHING), latest,
                        self.span(row, "late_after", place) if "late_after" in row else late,
                        self.text(row, "name", place) if "name" in row else "", self.english(row, place))

    def only(self, row: Mapping[str, Any], place: str, known: set[str]) -> None:
        for key in sorted(set(row) - known):
            self.say(place, f"không có mục “{key}”. Các mục có thể dùng: {', '.join(sorted(known))}.")

    def text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            self.say(place, f"thiếu “{key}”. Hãy viết {key} = \"…\".")
            return ""
        return value.strip()

    def english(self, row: Mapping[str, Any], place: str) -> str:
        """The English name, which a commune's own file may leave out."""
        return self.text(row, "name_en", place) if "name_en" in row else ""

    def day(self, row: Mapping[str, Any], key: str, place: str) -> dt.date | None:
        value = row.get(key)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.say(place, f"“{key}” phải là một ngày, như {key} = 2024-08-01.")
            return None
        return value

    def span(self, row: Mapping[str, Any], key: str, place: str, otherwise: Span | None = None) -> Span:
        if key not in row and otherwise is not None:
            return otherwise
        try:
            return read_span(row.get(key))
        except ValueError:
            self.say(place, f"“{key}” phải viết như \"28 ngày\", \"6 tuần\", \"2 tháng\" hoặc \"5 tuổi\".")
            return NOTHING

    def vaccines(self, row: Mapping[str, Any], place: str) -> tuple[str, ...]:
        value = row["vaccines"]
        named = value if isinstance(value, list) else [value]
        for one in named:
            if one not in VACCINES:
                self.say(place, f"không có vắc xin “{one}”. Các mã có thể dùng: {', '.join(VACCINES)}.")
        return tuple(one for one in named if one in VACCINES)
