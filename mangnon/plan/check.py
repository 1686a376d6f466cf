"""``plan check``: what a plan says that cannot be, contradicts itself, or leaves open. Pure.

No commune's codes are known here: every verdict follows from what the plan file itself declares (values, part_of,
areas, undefined words) and from births, children and schools.
"""
from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from .document import MIDTERM, Measure, PlanDocument, PlanError, Value, parse, read_text

PER = {"%": 100, "per 1000": 1000, "per 10000": 10_000, "per 100000": 100_000}
CODES = {"level": ("nation", "province", "commune", "village"), "area": ("rural", "urban")}
YEARS = range(2000, 2101)
NOUNS = {"births": "trẻ sinh trong năm", "children": "trẻ em", "schools": "trường"}
KNOWN = {
    "plan": {"title", "issuer", "unit_code", "unit_name", "level", "area", "province_code", "province_name",
             "villages", "village_names", "signed_on", "signer_title", "period", "source", "basis", "purposes",
             "requirements", "general_objectives", "scope"},
    "setting": {"births", "children", "schools"},
    "objective": {"number", "room", "text", "label", "label_en"},
    "target": {"number", "objective", "text"},
    "measure": {"code", "target", "label", "label_en", "counts", "unit", "noun", "better", "text", "counted_from",
                "counted_over", "part_of", "unknown_words", "fills_up", "age_named", "undefined_words", "reading",
                "counts_en", "reading_en", "decided_by", "baseline", "owner", "data_source", "whole",
                "task_group", "task", "value"},
    "measure.value": {"year", "operator", "value", "text", "area", "read_operator", "read_value"},
    "task_group": {"number", "title", "items"},
    "funding": {"sources", "text"},
    "implementation": {"text", "recipients", "signature"},
}


@dataclass(frozen=True)
class Problem:
    """One thing to look at. measures: codes it is about.  line: of the plan file."""

    measures: tuple[str, ...]
    kind: str
    line: int
    text: str


def check_file(path: Path, counts: Mapping[str, int] | None = None) -> list[Problem]:
    """Check a plan file. Raises PlanError only where the file itself cannot be opened."""
    return check_text(read_text(path), counts)


def check_text(text: str, counts: Mapping[str, int] | None = None) -> list[Problem]:
    """Check a plan's text; a broken one is a list of problems with their lines."""
    try:
        document = parse(text)
    except PlanError as error:
        return [Problem((), "syntax", _line_in(str(error)), str(error))]
    return check(document, counts)


def _line_in(sentence: str) -> int:
    digits = "".join(c if c.isdigit() else " " for c in sentence.lower().partition("dòng ")[2]).split()
    return int(digits[0]) if digits else 1


def check(document: PlanDocument, counts: Mapping[str, int] | None = None) -> list[Problem]:
    """Return the problems in the order of the file. counts: births, children, schools of the register."""
    numbers = {**(counts or {}), **{k: v for k, v in document.setting.items() if _is_count(v)}}
    found = [*_unknown_words(document), *_head(document), *_setting(document)]
    for measure in document.measures:
        for rule in _RULES:
            found.extend(rule(document, measure, numbers))
    return sorted(found, key=lambda p: (p.line, p.kind))


def refuse_faulty(document: PlanDocument) -> None:
    """Raise PlanError where a plan says something of itself that cannot be: nothing is begun with it."""
    faults = [f"Dòng {problem.line}: {problem.text}" for problem in check(document) if not problem.measures]
    if faults:
        raise PlanError(" ".join([*faults, "Hãy sửa tệp kế hoạch rồi chạy lại."]))


def render_json(problems: list[Problem]) -> dict[str, Any]:
    """The JSON of ``mangnon plan check``."""
    return {"problems": [{"measures": list(p.measures), "kind": p.kind, "line": p.line, "text": p.text}
                         for p in problems]}


def shown(value: Decimal | Fraction | float) -> str:
    """A number as the plan would write it."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


_SIGNS = {"%": "%", "per 1000": "‰", "per 10000": "/10.000", "per 100000": "/100.000", "count": "", "yes/no": ""}


def _said(measure: Measure, value: Value) -> str:
    when = "mỗi năm" if value.year is None else f"năm {value.year}"
    return f"{value.operator} {shown(value.value)}{_SIGNS[measure.unit]} {when}"


Found = Iterator[Problem]
Numbers = Mapping[str, int]


def _unknown_words(document: PlanDocument) -> Found:
    for line, table, key in document.lines.entries:
        if table not in KNOWN:
            near = difflib.get_close_matches(table, KNOWN, 1)
        elif key not in KNOWN[table]:
            near = difflib.get_close_matches(key, KNOWN[table], 1)
        else:
            continue
        word = key if table in KNOWN else table
        hint = f" Có phải “{near[0]}”?" if near else ""
        yield Problem((), "unknown_word", line, f"Không hiểu từ “{word}”.{hint}")


def _head(document: PlanDocument) -> Found:
    if not document.title.strip():
        yield Problem((), "syntax", document.line_of("plan", "title"), "Kế hoạch chưa có tên (title).")
    if document.head.get("unit_code") and not document.head.get("unit_name"):
        yield Problem((), "syntax", document.line_of("plan", "unit_name"), (
            "Kế hoạch nêu mã xã (unit_code) mà không nêu tên xã (unit_name)."))
    for key, codes in CODES.items():
        code = document.head.get(key, "")
        if code not in ("", *codes):
            yield Problem((), "unknown_word", document.line_of("plan", key), (
                f"Không hiểu {key} “{code}”. Hãy dùng một trong: {', '.join(codes)}."))
    first, last = document.period
    if first not in YEARS or last not in YEARS or first > last:
        yield Problem((), "impossible_value", document.line_of("plan", "period"), (
            f"Kỳ kế hoạch từ {first} đến {last} không thể có. Hãy viết năm đầu trước năm cuối, như [2021, 2030]."))


def _setting(document: PlanDocument) -> Found:
    for key, value in document.setting.items():
        if key in KNOWN["setting"] and not _is_count(value):
            yield Problem((), "impossible_value", document.line_of("setting", key), (
                f"Số {NOUNS[key]} ({key}) “{value}” không thể có. Hãy viết một số nguyên, từ 0 trở lên."))


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _impossible(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    for v in m.values:
        beyond = m.unit == "%" and (v.value > 100 or (v.value == 100 and v.operator == ">"))
        below = v.value < 0 or (v.value == 0 and v.operator == "<")
        if beyond or below:
            read = f" Chương trình hiểu là {v.read.operator} {shown(v.read.value)}{_SIGNS[m.unit]}." if (
                v.read.operator, v.read.value) != (v.operator, v.value) else ""
            yield Problem((m.code,), "impossible_value", v.line, (
                f"Dòng {m.code}: “{v.text or _said(m, v)}” không thể có.{read}"))


def _contradiction(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    """A part's ceiling above the ceiling of the whole it belongs to."""
    whole = next((o for o in document.measures if o.code == m.part_of and o.unit == m.unit), None)
    if whole is None:
        return
    for v in m.values:
        for w in whole.values:
            lower = {v.operator, w.operator} <= {"<", "<="}
            if v.year == w.year and v.area == w.area and lower and v.value > w.value:
                yield Problem((m.code, whole.code), "contradiction", v.line, (
                    f"Dòng {m.code} ({_said(m, v)}) nằm trong dòng {whole.code} nhưng mức lại cao hơn "
                    f"({_said(whole, w)}). Đạt dòng {whole.code} là đạt cả hai; hãy xem lại mức."))


def _urban_rural(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    areas = {v.area for v in m.values if v.area}
    own = str(document.head.get("area", ""))
    other = areas - {own}
    if own and other:
        line = next(v.line for v in m.values if v.area in other)
        words = {"rural": "nông thôn", "urban": "thành thị"}
        yield Problem((m.code,), "urban_rural", line, (
            f"Dòng {m.code} nêu mức cho {' và '.join(words.get(a, a) for a in sorted(areas))}, trong khi đơn vị là "
            f"{words.get(own, own)}. Chương trình dùng mức {words.get(own, own)}."))


def _years(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    years = {v.year for v in m.values}
    last = document.period[1]
    if None in years:
        yield Problem((m.code,), "no_year", m.line, f"Dòng {m.code} không nêu năm. Chương trình hiểu là mỗi năm.")
    elif years == {MIDTERM}:
        yield Problem((m.code,), "only_2025", m.line, (
            f"Dòng {m.code} chỉ có mức năm {MIDTERM}; từ {MIDTERM + 1} không có mức để so."))
    elif years == {last}:
        yield Problem((m.code,), "only_2030", m.line, (
            f"Dòng {m.code} chỉ có mức năm {last}; đến {MIDTERM} không có mức để so."))


def _only_zero(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    """Rates below one case of the denominator: no whole number of children meets them except zero."""
    total = numbers.get(m.counted_over, 0)
    if not total or m.unit not in PER:
        return
    one = Fraction(PER[m.unit], total)
    hit = [v for v in m.values if v.operator in ("<", "<=") and v.value > 0 and (
        Fraction(v.value) < one or (v.operator == "<" and Fraction(v.value) == one))]
    if hit:
        yield Problem((m.code,), "only_zero", hit[0].line, (
            f"Dòng {m.code}: với {_n(total)} {NOUNS.get(m.counted_over, '')}, một {m.noun or 'trường hợp'} đã là "
            f"{shown(one)}{_SIGNS[m.unit]}. Mức {'; '.join(_said(m, v) for v in hit)} nghĩa là "
            f"không có {m.noun or 'trường hợp'} nào."))


def _means_all(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    """Shares that at this number of schools or children mean every one of them."""
    total = numbers.get(m.counted_over, 0)
    if not total or m.unit != "%":
        return
    hit = [v for v in m.values if v.operator in (">=", ">") and v.read.value < 100
           and _needed(v, total) == total]
    if hit:
        yield Problem((m.code,), "means_all", hit[0].line, (
            f"Dòng {m.code}: với {_n(total)} {NOUNS.get(m.counted_over, '')}, mức "
            f"{'; '.join(_said(m, v) for v in hit)} nghĩa là cả {_n(total)}."))


def _needed(value: Value, total: int) -> int:
    bar = Fraction(value.value) * total / 100
    return math.floor(bar) + 1 if value.operator == ">" else math.ceil(bar)


def _n(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _undefined(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    if not m.age_named:
        yield Problem((m.code,), "undefined_age", m.line, (
            f"Dòng {m.code} không nêu tuổi của trẻ được đếm. {m.reading}".strip()))
    if m.undefined_words:
        words = ", ".join(f"“{w}”" for w in m.undefined_words)
        yield Problem((m.code,), "undefined_word", m.line, (
            f"Dòng {m.code}: kế hoạch không định nghĩa {words}. {m.reading}".strip()))


def _empty(document: PlanDocument, m: Measure, numbers: Numbers) -> Found:
    for name, kind, words in (("baseline", "no_baseline", "số liệu gốc"),
                              ("owner", "no_owner", "đơn vị chịu trách nhiệm"),
                              ("data_source", "no_source", "nguồn số liệu")):
        if not getattr(m, name):
            yield Problem((m.code,), kind, document.lines.key(m.line, name), f"Dòng {m.code} chưa có {words}.")


_RULES: tuple[Callable[[PlanDocument, Measure, Numbers], Found], ...] = (
    _impossible, _contradiction, _urban_rural, _years, _only_zero, _means_all, _undefined, _empty)
