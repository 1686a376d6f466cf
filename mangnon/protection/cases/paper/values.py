"""What a filled form holds: plain values that JSON keeps, what they are for the boxes, and their words. Pure.

A date is "2026-11-23", "2026-11" or "2026", an hour "21:40", a number 9 or "1.5", a choice its code, several choices a
list of codes, yes or no true or false. What is not known is not there.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from mangnon.web import formats

from .form_file import Paper, PaperField

LEVELS = (("cao", "cao", "high"), ("trung_binh", "trung bình", "medium"), ("thap", "thấp", "low"),
          ("chua_ro", "chưa rõ", "not known"))
YES_NO = ((True, "có", "yes"), (False, "không", "no"))
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_SHAPES = {10: "day", 7: "month", 4: "year"}


def said(vietnamese: str, other: str, english: bool) -> str:
    """The English where it is wanted and there is one."""
    return other if english and other else vietnamese


def printable(text: str) -> str:
    """The words without signs that no paper shows; a word processor's own line break is a line break."""
    return _UNPRINTABLE.sub("", re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text))


def plain(field: PaperField, value: Any) -> Any:
    """The plain value of what a box was cleaned to; None where it says nothing."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, tuple):
        day, precision = value
        return day.isoformat()[:{"day": 10, "month": 7, "year": 4}[precision]]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    return [code for code, _vi, _en in field.choices if code in value] if field.kind == "many" else value


def boxed(field: PaperField, value: Any) -> Any:
    """What a box holds of a plain value; None where this box cannot hold it, as after the form was replaced."""
    read = _READ.get(field.kind)
    try:
        return read(field, value) if read else (value if isinstance(value, str) and value else None)
    except (ValueError, InvalidOperation):
        return None


def _day(field: PaperField, value: Any) -> Any:
    if not isinstance(value, str) or len(value) not in _SHAPES or not re.fullmatch(r"[\d-]+", value):
        return None
    precision = _SHAPES[len(value)]
    day = dt.date.fromisoformat(value + {"day": "", "month": "-01", "year": "-01-01"}[precision])
    if field.partial:
        return day, precision
    return day if precision == "day" else None


def _hour(field: PaperField, value: Any) -> dt.time | None:
    return dt.time.fromisoformat(value) if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value) else None


def _number(field: PaperField, value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    number = Decimal(value)
    return number if number.is_finite() and number >= 0 else None


def _truth(field: PaperField, value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _code(field: PaperField, value: Any) -> str | None:
    return value if isinstance(value, str) and value in {one[0] for one in offered(field)} else None


def _codes(field: PaperField, value: Any) -> list[str] | None:
    codes = [one[0] for one in field.choices]
    return [code for code in codes if code in value] or None if isinstance(value, list) else None


_READ = {"date": _day, "time": _hour, "number": _number, "yesno": _truth, "choice": _code, "level": _code,
         "many": _codes}


def offered(field: PaperField) -> tuple[tuple[Any, str, str], ...]:
    """(plain value, Vietnamese, English) of a box that is answered by choosing; nothing for others."""
    return {"level": LEVELS, "yesno": YES_NO}.get(field.kind, field.choices)


def initial_of(paper: Paper, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the boxes of a form hold for kept values."""
    read = {field.name: boxed(field, values.get(field.name)) for field in paper.fields}
    return {name: value for name, value in read.items() if value is not None}


def merged(paper: Paper, now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed now, and of before what this form has no place for: nothing is lost by replacing a form."""
    kept = dict(now)
    boxes = {field.name: field for field in paper.fields}
    for name, value in before.items():
        field = boxes.get(name)
        if field is None or (name not in now and boxed(field, value) is None):
            kept[name] = value
        elif field.kind == "many" and isinstance(value, list):
            rest = [code for code in value if code not in {one[0] for one in field.choices}]
            if rest:
                kept[name] = [*now.get(name, []), *rest]
    return kept


def words(field: PaperField, value: Any, *, english: bool = False) -> str:
    """A plain value in words; one that this box does not offer as it was kept; "" where nothing is known."""
    if value is None or value == "" or value == []:
        return ""
    if offered(field):
        named = {code: said(vi, en, english) for code, vi, en in offered(field)}
        return ", ".join(str(named.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    read = boxed(field, value)
    if isinstance(read, tuple):
        return formats.date_known(*read, english=english)
    if isinstance(read, dt.date):
        return formats.date(read, english=english)
    if isinstance(read, dt.time):
        return formats.time(read, english=english)
    if isinstance(read, Decimal):
        return formats.plain(read, 4, english=english)
    return str(value)


def shown_in(paper: Paper, values: Mapping[str, Any], english: bool,
             ours: Paper | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """(title of the section, [(label, words)]) of what is known.

    ours: the program's own form, whose labels name values that the form in use has no box for; they come last.
    """
    found = []
    for section in paper.sections:
        rows = [(said(field.label, field.label_en, english), words(field, values.get(field.name), english=english))
                for field in section.fields]
        if rows := [row for row in rows if row[1]]:
            found.append((said(section.title, section.title_en, english), rows))
    names = {field.name for field in paper.fields}
    labels = {field.name: field for field in ours.fields} if ours else {}
    rest = []
    for name, value in values.items():
        if name not in names:
            field = labels.get(name) or PaperField(name, name, name, "text")
            rest.append((said(field.label, field.label_en, english), words(field, value, english=english)))
    return [*found, (said("Ghi theo mẫu trước", "Recorded on an earlier form", english), rest)] if rest else found
