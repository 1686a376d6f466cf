"""The annual report as data: head, drafted sentences, the 34-line table, the annex by thôn.

Source: the plan (section V, reports), Nghị định 30/2020/NĐ-CP for the paper.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from mangnon.core import audit
from mangnon.indicators import facts
from mangnon.indicators.answers import territory_of
from mangnon.indicators.board import rules_of, target_of
from mangnon.indicators.live import ask_live, plan_in_use
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.territory import UnitRow
from mangnon.indicators.verdict import judge
from mangnon.indicators.words import say
from mangnon.plan.models import Line, Plan
from mangnon.web import formats

HIDDEN_BY_VILLAGE = frozenset({"6", "8a", "8b", "9", "10", "13"})
"""Lines whose cells by thôn never stand in a document: a thôn is small enough to know the child."""


class ReportError(Exception):
    """A report cannot be made; the message says what to do."""


def unit_of(code: str, plan: Plan, on: dt.date) -> UnitRow:
    """The place a report speaks of: the plan's commune, or the bearer of a code. Raises AskError."""
    territory = territory_of(ask_live)
    if code:
        return territory.bearer(code, on)
    if plan.unit_id is None:
        raise ReportError("Chưa biết dữ liệu này của xã nào. Hãy nêu mã xã: --unit MÃ.")
    return territory.units[str(plan.unit_id)]


def issuer_of(unit: UnitRow, on: dt.date) -> UnitRow:
    """Who issues: the unit itself while it stands, else the unit it was merged into."""
    territory = territory_of(ask_live)
    here, day = unit, on.toordinal()
    while not here.stands_on(day):
        after = [new for old, new, when in territory.successions if old == here.unit and when <= day]
        if not after or after[0] == here.unit:
            break
        here = territory.units[after[0]]
    return here


def content_of(plan: Plan, unit: UnitRow, year: int, today: dt.date) -> dict[str, Any]:
    """Everything the report says, as plain values (this is what a frozen report keeps)."""
    if not plan.document.period[0] <= year <= today.year:
        raise ReportError(f"Năm {year} không nằm trong kỳ kế hoạch hoặc chưa tới. Hãy chọn năm khác.")
    with translation.override("vi"):
        book = FactBook(plan, unit, today)
        issuer = issuer_of(unit, today)
        lines = [_line(plan, book, measure, year) for measure in plan.document.measures]
        head = {"year": year, "as_of": book.period(year).end.isoformat(), "unit": unit.name, "issuer": issuer.name,
                "former": issuer.unit != unit.unit, "definitions": facts.fingerprint(), "title": plan.document.title}
        return {"head": head, "lines": lines, "annex": _annex(plan, book, year),
                "objectives": [{"number": o.number, "text": o.text, "label": o.label}
                               for o in plan.document.objectives]}


def _line(plan: Plan, book: FactBook, measure: Any, year: int) -> dict[str, Any]:
    figure, rules = book.figure(measure.code, year), rules_of(measure)
    target = target_of(measure, year, book.unit.area)
    verdict = judge(figure, rules, target)
    said = say(figure, rules, verdict, target, measure)
    before = _before(book, measure, year, rules)
    objective = next(t.objective for t in plan.document.targets if t.number == measure.target_number)
    owner = Line.objects.filter(plan=plan, measure=measure.code).values_list("office", flat=True).first() or ""
    return {"code": measure.code, "objective": objective, "label": measure.label, "value": said.value,
            "count": said.count, "target": said.target, "state": _bare_state(verdict.state), "to_go": said.to_go,
            "unknown": figure.unknown, "before": before, "owner": owner, "noun": measure.noun,
            "numerator": figure.numerator, "denominator": figure.denominator,
            "sentence": sentence_of(measure, said, figure, before, verdict)}


def _bare_state(state: str) -> str:
    return {"met": "đạt", "not_met": "chưa đạt", "not_arising": "không phát sinh", "no_data": "chưa có số liệu",
            "no_target": "không đặt chỉ tiêu"}[state]


def _before(book: FactBook, measure: Any, year: int, rules: Any) -> str:
    if year - 1 not in book.years:
        return ""
    figure = book.figure(measure.code, year - 1)
    return say(figure, rules, judge(figure, rules, None), None, measure).value


def sentence_of(measure: Any, said: Any, figure: Any, before: str, verdict: Any) -> str:
    """One sentence drafted from the figures; the officer may rewrite it."""
    name = measure.label
    if verdict.state == "no_data":
        return f"{name}: chưa có số liệu."
    if verdict.state == "not_arising":
        return f"{name}: trong năm không phát sinh."
    plain = figure.denominator is None or not said.count
    shown = said.value if plain else f"{said.value} ({said.count} {measure.noun})"
    parts = [f"{name}: {shown}"]
    if before and before != "–":
        parts.append(f"năm trước {before}")
    if verdict.state in ("met", "not_met"):
        parts.append(f"{_bare_state(verdict.state)} mức {said.target}")
    text = ", ".join(parts)
    if verdict.state == "not_met" and said.to_go:
        text += f"; {said.to_go}"
    if figure.unknown:
        text += f"; {formats.number(figure.unknown)} {measure.noun} {measure.unknown_words or 'chưa rõ'}"
    return text + "."


def _annex(plan: Plan, book: FactBook, year: int) -> dict[str, Any]:
    """Figures by thôn; cells that would point at a child are left out."""
    villages = book.villages()
    rows = []
    for measure in plan.document.measures:
        if measure.code in HIDDEN_BY_VILLAGE or measure.counted_from == "declared":
            continue
        rules = rules_of(measure)
        cells = [say(f, rules, judge(f, rules, None), None, measure) for _, f in
                 book.by_place(measure.code, year, villages)]
        rows.append({"code": measure.code, "label": measure.label,
                     "cells": [c.count if c.count and "/" in c.count else c.value for c in cells]})
    return {"villages": [v.name for v in villages], "rows": rows}


def paragraphs(content: Mapping[str, Any], edited: Mapping[str, str]) -> list[dict[str, str]]:
    """The report's sentences by key: an opening, then one a line; edited ones as edited."""
    head, lines = content["head"], content["lines"]
    day = dt.date.fromisoformat(head["as_of"])
    met = sum(1 for line in lines if line["state"] == "đạt")
    opening = (f"Đến ngày {day:%d/%m/%Y}, trên địa bàn {_lower(head['unit'])}, {met} trong {len(lines)} dòng chỉ tiêu "
               f"đạt mức đặt ra.")
    drafted = [{"key": "mo-dau", "title": "Mở đầu", "objective": "", "text": opening}]
    drafted += [{"key": line["code"], "title": f"{line['code']}. {line['label']}", "objective": line["objective"],
                 "text": line["sentence"]} for line in lines]
    return [{**p, "text": edited.get(p["key"], p["text"]), "edited": str(p["key"] in edited)} for p in drafted]


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def write_report(target: Path, *, year: int, unit: str, as_of: dt.date, by: Any) -> None:
    """``mangnon report annual``: write the report to a .docx or .xlsx file."""
    plan = plan_in_use()
    if plan is None:
        raise ReportError("Chưa có kế hoạch nào. Hãy nhập sổ trẻ em hoặc chạy mangnon init trước.")
    content = content_of(plan, unit_of(unit, plan, as_of), year, as_of)
    with transaction.atomic():
        audit.record(by, "report", "publish.annual", fields=[f"year={year}", target.suffix])
    write_file(target, content, {}, demo=_demo())


def _demo() -> bool:
    from mangnon.core.models import Owner

    return Owner.current().demo


def write_file(target: Path, content: Mapping[str, Any], edited: Mapping[str, str], *, demo: bool) -> None:
    """Write a report's content as the ending of the file name says."""
    if target.suffix == ".docx":
        from .annual_docx import write_docx

        write_docx(target, content, paragraphs(content, edited), demo=demo)
    else:
        from .annual_xlsx import write_xlsx

        write_xlsx(target, content)
