"""Entitlements as a file (TOML): dated, with their source, checked in kind sentences. Pure."""
from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mangnon.registry.exchange import GROUPS, HOUSEHOLD_STATUSES, SEALED_GROUPS, SEVERITIES, SUPPORT_KINDS

CARD = "card"
SCHOOLING = ("kindergarten", "school", "any")
PER = ("month", "year", "once")
COUNTED_BY = ("working", "calendar")
LISTS = {"groups": GROUPS, "severities": SEVERITIES, "poverty": HOUSEHOLD_STATUSES}
WAY_KEYS = {*LISTS, "age", "school_age", "schooling", "commune", "villages", "fostered", "unless", "rate", "times",
            "per"}
POLICY_KEYS = {"code", "name", "name_en", "basis", "verified", "from", "to", "support", "where", "answer_days",
               "answer_by", "papers", "note", "ways"}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PolicyError(Exception):
    """The file cannot be used; ``sentences`` say where and what to write instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Paper:
    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Rate:
    """An amount of đồng. amounts: (from which day on, đồng), in their order."""

    code: str
    name: str
    source: str
    amounts: tuple[tuple[dt.date, int], ...]

    def on(self, day: dt.date) -> int | None:
        """The amount that holds on a day, None before the first."""
        held = [amount for begins, amount in self.amounts if begins <= day]
        return held[-1] if held else None


@dataclass(frozen=True)
class Way:
    """One way to qualify; all that it names must hold. age, school_age: (from, before), None = without end."""

    groups: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    poverty: tuple[str, ...] = ()
    age: tuple[int, int | None] | None = None
    school_age: tuple[int, int | None] | None = None
    schooling: str = ""
    commune: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    fostered: bool = False
    unless: tuple[str, ...] = ()
    rate: str = ""
    times: float = 1
    per: str = "month"

    @property
    def sealed(self) -> bool:
        """Whether who qualifies so is known to be in a group that is read like a case."""
        return bool(self.groups) and set(self.groups) <= SEALED_GROUPS


@dataclass(frozen=True)
class Policy:
    """What a child may be entitled to from a day until before another."""

    code: str
    name: str
    basis: str
    verified: bool
    from_on: dt.date
    to_on: dt.date | None
    support: str
    where: str
    answer_days: int
    answer_by: str
    papers: tuple[str, ...]
    ways: tuple[Way, ...]
    note: str = ""
    name_en: str = ""

    @property
    def sealed(self) -> bool:
        """Whether nobody qualifies without being in a sealed group: that it was asked for tells the group."""
        return all(way.sealed for way in self.ways)

    def holds(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


@dataclass(frozen=True)
class PolicyFile:
    """One file. kinds: what the commune counts as, None where the file does not speak of it."""

    policies: tuple[Policy, ...]
    rates: Mapping[str, Rate]
    papers: Mapping[str, Paper]
    kinds: tuple[str, ...] | None


def read_policies(text: str, file: str) -> PolicyFile:
    """Raises PolicyError with a sentence for each thing to mend."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        where = f"dòng {line[1]}" if line else "cuối tệp"
        raise PolicyError([f"{file}, {where}: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc ở đó."]) from None
    reader = Reader(file)
    found = reader.file_of(data)
    if reader.wrong:
        raise PolicyError(reader.wrong)
    return found


@dataclass
class Reader:
    """Reads table by table and keeps what is wrong with each, so that all is told at once."""

    file: str
    wrong: list[str] = field(default_factory=list)

    def say(self, place: str, words: str) -> None:
        self.wrong.append(f"{self.file}, {place}: {words}")

    def file_of(self, data: Mapping[str, Any]) -> PolicyFile:
        self.only(data, "đầu tệp", {"commune", "rates", "papers", "policies"})
        commune = data.get("commune")
        kinds = None
        if isinstance(commune, Mapping) and "kinds" in commune:
            kinds = self.words(commune, "kinds", "[commune]")
        rates = {code: self.rate(code, row) for code, row in data.get("rates", {}).items()}
        papers = {code: Paper(code, self.text(row, "name", f"papers.{code}"), str(row.get("name_en", "")))
                  for code, row in data.get("papers", {}).items() if isinstance(row, Mapping)}
        policies = tuple(self.policy(row, n + 1) for n, row in enumerate(data.get("policies", ()))
                         if isinstance(row, Mapping))
        spans = [(one.code, one.from_on) for one in policies]
        for code, begins in sorted({span for span in spans if spans.count(span) > 1}):
            self.say(f"“{code}”", f"có hai bản cùng bắt đầu ngày {begins:%d/%m/%Y}.")
        return PolicyFile(policies, rates, papers, kinds)

    def rate(self, code: str, row: Any) -> Rate:
        place = f"rates.{code}"
        parts = [part for part in row.get("amounts", ()) if isinstance(part, Mapping)]
        amounts: list[Any] = [(part.get("from"), part.get("amount")) for part in parts]
        if not amounts or not all(type(day) is dt.date and isinstance(n, int) and n > 0 for day, n in amounts):
            self.say(place, "hãy viết amounts = [{ from = 2024-07-01, amount = 500000 }].")
            amounts = []
        return Rate(code, self.text(row, "name", place), str(row.get("source", "")), tuple(sorted(amounts)))

    def policy(self, row: Mapping[str, Any], number: int) -> Policy:
        code = self.text(row, "code", f"[[policies]] thứ {number}")
        place = f"“{code}”" if code else f"[[policies]] thứ {number}"
        if code and not _CODE.fullmatch(code):
            self.say(place, "mã chỉ gồm chữ thường không dấu, số và gạch nối.")
        self.only(row, place, POLICY_KEYS)
        begins, ends = row.get("from"), row.get("to")
        if type(begins) is not dt.date or (ends is not None and (type(ends) is not dt.date or ends <= begins)):
            self.say(place, "from và to là ngày, như from = 2021-07-01; to sau from.")
            begins = dt.date.min
        support, days = row.get("support", ""), row.get("answer_days", 0)
        if support not in (*SUPPORT_KINDS, CARD, ""):
            self.say(place, f"support phải là một trong {', '.join((*SUPPORT_KINDS, CARD))}.")
        if type(days) is not int or days < 0 or row.get("answer_by", "working") not in COUNTED_BY:
            self.say(place, "answer_days là số ngày, answer_by là \"working\" hoặc \"calendar\".")
        rows = row.get("ways") if isinstance(row.get("ways"), list) else []
        if not rows:
            self.say(place, "chưa có [[policies.ways]] nào. Mỗi cách đủ điều kiện là một bảng.")
        return Policy(code, self.text(row, "name", place), self.text(row, "basis", place), row.get("verified") is True,
                      begins, ends, support, str(row.get("where", "")), days if type(days) is int else 0,
                      str(row.get("answer_by", "working")), self.words(row, "papers", place),
                      tuple(self.way(way, f"{place}, cách {n + 1}") for n, way in enumerate(rows or ())),
                      str(row.get("note", "")), str(row.get("name_en", "")))

    def way(self, row: Any, place: str) -> Way:
        self.only(row, place, WAY_KEYS)
        lists = {name: self.words(row, name, place) for name in (*LISTS, "commune", "villages", "unless")}
        for name, allowed in LISTS.items():
            if set(lists[name]) - set(allowed):
                self.say(place, f"{name} chỉ gồm {', '.join(allowed)}.")
        schooling, per, times = row.get("schooling", ""), row.get("per", "month"), row.get("times", 1)
        if schooling not in ("", *SCHOOLING) or per not in PER:
            self.say(place, f"schooling là {', '.join(SCHOOLING)}; per là {', '.join(PER)}.")
        if not isinstance(times, int | float) or times <= 0:
            self.say(place, "times là số lớn hơn 0.")
            times = 1
        return Way(**lists, age=self.span(row, "age", place), school_age=self.span(row, "school_age", place),
                   schooling=str(schooling), fostered=row.get("fostered") is True, rate=str(row.get("rate", "")),
                   times=times, per=str(per))

    def span(self, row: Mapping[str, Any], name: str, place: str) -> tuple[int, int | None] | None:
        """[from, before] or [from]."""
        value = row.get(name)
        if value is None:
            return None
        whole = isinstance(value, list) and all(type(n) is int and n >= 0 for n in value)
        if not whole or len(value) not in (1, 2) or value != sorted(set(value)):
            self.say(place, f"{name} viết [từ, trước], như [3, 6] là 3, 4, 5 tuổi.")
            return None
        return value[0], value[1] if len(value) == 2 else None

    def text(self, row: Any, name: str, place: str) -> str:
        value = row.get(name, "")
        if not isinstance(value, str) or not value.strip():
            self.say(place, f"thiếu {name}.")
            return ""
        return value

    def words(self, row: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.say(place, f"{name} viết như [\"a\", \"b\"].")
            return ()
        return tuple(value)

    def only(self, row: Any, place: str, keys: set[str]) -> None:
        for key in sorted(set(row) - keys):
            self.say(place, f"không rõ “{key}” là gì. Các mục dùng được: {', '.join(sorted(keys))}.")
