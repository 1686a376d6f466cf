"""The calendar of weighing, what counts as slow gain, and the topics of counselling, as a file (TOML). Pure."""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .schedule_file import Reader, ScheduleError
from .spans import Span


@dataclass(frozen=True)
class Band:
    """Children not yet ``until`` old are weighed ``every`` so long."""

    until: Span
    every: Span


@dataclass(frozen=True)
class SlowGain:
    """When a child gains slowly. fall, total_fall: z of weight for age; the spans as the file says them."""

    source: str
    verified: bool
    fall: float
    total_fall: float
    apart: Span
    no_gain_until: Span
    no_gain_over: Span
    newest_within: Span
    ages_until: Span


@dataclass(frozen=True)
class Care:
    """name, source, verified: of the whole file.  topics: (code, name) of what is counselled about."""

    name: str
    valid_from: dt.date | None
    source: str
    verified: bool
    late_after: Span
    sooner: Span
    bands: tuple[Band, ...]
    slow: SlowGain
    topics: tuple[tuple[str, str], ...]


def read_care(text: str, file: str) -> Care:
    """Raises ScheduleError with a sentence for each thing to mend."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ScheduleError([f"{file}: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc."]) from None
    reader = Reader(file)
    care = _care(reader, data)
    if reader.wrong:
        raise ScheduleError(reader.wrong)
    return care


def _care(reader: Reader, data: Mapping[str, Any]) -> Care:
    top = "đầu tệp"
    reader.only(data, top, {"name", "valid_from", "source", "verified", "late_after", "sooner", "weighing", "slow_gain",
                            "topic"})
    bands = []
    for n, row in enumerate(_rows(reader, data, "weighing")):
        place = f"[[weighing]] thứ {n + 1}"
        reader.only(row, place, {"until", "every"})
        bands.append(Band(reader.span(row, "until", place), reader.span(row, "every", place)))
        if bands[-1].every == Span():
            reader.say(place, "“every” phải dài hơn 0.")
    topics = []
    for n, row in enumerate(_rows(reader, data, "topic")):
        place = f"[[topic]] thứ {n + 1}"
        reader.only(row, place, {"code", "name"})
        topics.append((reader.text(row, "code", place)[:20], reader.text(row, "name", place)))
    return Care(reader.text(data, "name", top), reader.day(data, "valid_from", top), reader.text(data, "source", top),
                data.get("verified") is True, reader.span(data, "late_after", top), reader.span(data, "sooner", top),
                tuple(bands), _slow(reader, data.get("slow_gain")), tuple(topics))


def _rows(reader: Reader, data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = data.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        reader.say("đầu tệp", f"chưa có bảng [[{name}]] nào.")
        return []
    return rows


def _slow(reader: Reader, row: Any) -> SlowGain:
    place = "[slow_gain]"
    if not isinstance(row, Mapping):
        reader.say(place, "chưa có bảng này.")
        row = {}
    spans = ("apart", "no_gain_until", "no_gain_over", "newest_within", "ages_until")
    reader.only(row, place, {"source", "verified", "fall", "total_fall", *spans})
    falls = []
    for key in ("fall", "total_fall"):
        value = row.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 5:
            reader.say(place, f"“{key}” phải là số từ 0 đến 5, như {key} = 0.2.")
            value = 1
        falls.append(float(value))
    return SlowGain(reader.text(row, "source", place), row.get("verified") is True, falls[0], falls[1],
                    *(reader.span(row, key, place) for key in spans))
