"""The file of days off (TOML), checked in kind sentences. Pure: what the law or a ministry says is data there."""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

PARTS = ("week", "office", "holiday", "year")


class WorkdaysError(Exception):
    """The file cannot be used; ``sentences`` say where and what to write instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Week:
    """off: weekly days off, 1 = Monday.  make_up: a holiday on one of them is made up for on the next working day."""

    off: frozenset[int]
    make_up: bool
    source: str
    verified: bool


@dataclass(frozen=True)
class Office:
    begins: dt.time
    ends: dt.time
    source: str
    verified: bool


@dataclass(frozen=True)
class Holiday:
    """A holiday of every year. first: days from its day to where it begins, negative before.  days: how many."""

    code: str
    name: str
    name_en: str
    month: int
    day: int
    source: str
    verified: bool
    lunar: bool = False
    first: int = 0
    days: int = 1


@dataclass(frozen=True)
class Year:
    """What was announced for a year. spans: holiday's code to first and last day off.  off, work: days swapped."""

    year: int
    source: str
    verified: bool
    spans: Mapping[str, tuple[dt.date, dt.date]]
    off: tuple[dt.date, ...] = ()
    work: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Rules:
    week: Week
    office: Office
    holidays: tuple[Holiday, ...]
    years: Mapping[int, Year]


def read_rules(text: str, name: str, over: Rules | None = None) -> Rules:
    """Read a file; over: rules whose parts stand where the file has none. Raises WorkdaysError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise WorkdaysError([f"{name}: không đọc được tệp TOML ({wrong})."]) from None
    reader = _Reader(name, over)
    reader.shape(data)
    if reader.wrong:
        raise WorkdaysError(reader.wrong)
    found = reader.rules(data)
    if reader.wrong or found is None:
        raise WorkdaysError(reader.wrong)
    return found


class _Reader:
    """Reads part by part, and gathers what is wrong of all of them."""

    def __init__(self, name: str, over: Rules | None) -> None:
        self.name, self.over, self.wrong = name, over, list[str]()

    def _say(self, where: str, what: str) -> None:
        self.wrong.append(f"{self.name}: {where}: {what}")

    def shape(self, data: dict[str, Any]) -> None:
        """That each part is written as a part is: one table, or several."""
        for part in ("week", "office"):
            if not isinstance(data.get(part, {}), dict):
                self._say(part, f"viết thành phần [{part}].")
        for part in ("holiday", "year"):
            rows = data.get(part, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                self._say(part, f"viết thành phần [[{part}]].")
            elif not all(isinstance(row.get(name, []), list) for row in rows for name in ("off", "work")):
                self._say(part, "off và work viết trong ngoặc vuông, như [2027-05-03].")
            elif not all(isinstance(row.get("spans", {}), dict) and all(
                    isinstance(span, list) for span in row.get("spans", {}).values()) for row in rows):
                self._say(part, "spans viết như { tet = [2027-02-04, 2027-02-10] }.")

    def rules(self, data: dict[str, Any]) -> Rules | None:
        for part in sorted(set(data) - set(PARTS)):
            self._say(part, "không rõ là phần gì. Các phần là [week], [office], [[holiday]], [[year]].")
        week = self._week(data["week"]) if "week" in data else self.over and self.over.week
        office = self._office(data["office"]) if "office" in data else self.over and self.over.office
        holidays = tuple(filter(None, map(self._holiday, data["holiday"]))) if "holiday" in data else (
            self.over and self.over.holidays)
        if not (week and office and holidays):
            for part, there in (("week", week), ("office", office), ("holiday", holidays)):
                if not there and part not in data:
                    self._say(part, "thiếu phần này.")
            return None
        rules = Rules(week, office, holidays, dict(self.over.years) if self.over else {})
        codes = {holiday.code for holiday in holidays}
        years = {year.year: year for year in (self._year(one, codes) for one in data.get("year", [])) if year}
        return replace(rules, years={**rules.years, **years})

    def _made(self, where: str, kind: type[Any], said: Any, **read: Any) -> Any:
        """A part from its table, or nothing and a sentence."""
        try:
            made = kind(**{**said, **read})
            if all(isinstance(getattr(made, name), str if field.type == "str" else bool)
                   for name, field in kind.__dataclass_fields__.items() if field.type in ("str", "bool")):
                return made
            self._say(where, "chữ viết trong ngoặc kép, có hay không viết true hoặc false.")
            return None
        except TypeError:
            known = ", ".join(kind.__dataclass_fields__)
            self._say(where, f"thiếu mục hoặc có mục lạ. Các mục là: {known}.")
            return None

    def _week(self, said: Any) -> Week | None:
        off = said.get("off")
        if not isinstance(off, list) or not all(type(n) is int and 1 <= n <= 7 for n in off) or len(set(off)) == 7:
            self._say("week.off", "viết số từ 1 (thứ Hai) đến 7 (Chủ nhật), như [6, 7].")
            return None
        found: Week | None = self._made("week", Week, said, off=frozenset(off))
        return found

    def _office(self, said: Any) -> Office | None:
        times = [said.get("begins"), said.get("ends")]
        if not all(type(at) is dt.time for at in times) or times[0] >= times[1]:
            self._say("office", "viết giờ như begins = 07:30:00 và ends = 17:00:00, giờ sau lớn hơn giờ trước.")
            return None
        found: Office | None = self._made("office", Office, said)
        return found

    def _holiday(self, said: Any) -> Holiday | None:
        where = f"holiday {said.get('code', '?')}"
        holiday: Holiday | None = self._made(where, Holiday, said)
        if holiday is None:
            return None
        numbers = (holiday.month, holiday.day, holiday.first, holiday.days)
        if not all(type(n) is int for n in numbers) or not (
                1 <= holiday.days <= 15 and -15 <= holiday.first <= 15 and _there(holiday)):
            self._say(where, "không có ngày ấy trong năm nào, hoặc số ngày nghỉ không từ 1 đến 15.")
            return None
        return holiday

    def _year(self, said: Any, codes: set[str]) -> Year | None:
        where, year = f"year {said.get('year', '?')}", said.get("year")
        if type(year) is not int or not 1990 <= year <= 2100:
            self._say(where, "viết year là bốn chữ số.")
            return None
        days = [*said.get("off", []), *said.get("work", []),
                *(day for span in said.get("spans", {}).values() for day in span)]
        if not all(type(day) is dt.date and day.year == year for day in days):
            self._say(where, f"ngày viết như {year}-05-02 và nằm trong năm {year}.")
            return None
        if set(said.get("off", [])) & set(said.get("work", [])):
            self._say(where, "một ngày vừa nghỉ vừa làm bù.")
        spans = {}
        for code, span in said.get("spans", {}).items():
            if code not in codes or len(span) != 2 or span[0] > span[1] or (span[1] - span[0]).days > 20:
                self._say(f"{where}, spans.{code}", "viết ngày đầu và ngày cuối được nghỉ của một ngày lễ có ở trên.")
            else:
                spans[code] = (span[0], span[1])
        made: Year | None = self._made(where, Year, said, spans=spans, off=tuple(said.get("off", ())),
                                       work=tuple(said.get("work", ())))
        return made


def _there(holiday: Holiday) -> bool:
    """Whether there is such a day: in a leap year of the sun, or in any lunar month."""
    if holiday.lunar:
        return 1 <= holiday.month <= 12 and 1 <= holiday.day <= 29
    try:
        dt.date(2024, holiday.month, holiday.day)
    except ValueError:
        return False
    return (holiday.month, holiday.day) != (2, 29)
