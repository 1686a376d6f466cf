"""The annual report as data: head, the 34 lines with drafted sentences, the annex by thôn.

Source: the plan (section V, reports), Nghị định 30/2020/NĐ-CP for the paper.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from mangnon.accounts.models import Assignment, User
from mangnon.accounts.signatures import signature
from mangnon.core import audit, disclosure
from mangnon.core.models import Owner
from mangnon.indicators import facts
from mangnon.indicators.answers import territory_of
from mangnon.indicators.board import rules_of
from mangnon.indicators.live import ask_live, plan_in_use
from mangnon.indicators.population import counts_in_use
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.territory import UnitRow
from mangnon.indicators.verdict import Figure, judge
from mangnon.indicators.vocabulary import FOLDER
from mangnon.indicators.words import say
from mangnon.plan.models import Plan

from .annual_lines import lines_of
from .annual_spread import FEW_NAME_NONE, HIDDEN_BY_VILLAGE
from .annual_text import paragraphs


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


def drafters_on(day: dt.date) -> list[str]:
    """Who drafts reports: the child officers in office on a day."""
    rows = Assignment.objects.filter(role="child_officer", user__is_active=True).select_related("user")
    return sorted({a.user.display_name for a in rows if a.holds_on(day)})


def content_of(plan: Plan, unit: UnitRow, year: int, today: dt.date, deputy: User | None = None) -> dict[str, Any]:
    """Everything the report says, as plain values (what a frozen report keeps). deputy: signs KT., or nobody."""
    if not plan.document.period[0] <= year <= today.year:
        raise ReportError(f"Năm {year} không nằm trong kỳ kế hoạch hoặc chưa tới. Hãy chọn năm khác.")
    with translation.override("vi"):
        book = FactBook(plan, unit, today)
        issuer = issuer_of(unit, today)
        head = {"year": year, "as_of": book.period(year).end.isoformat(), "written_on": today.isoformat(),
                "unit": unit.name, "issuer": issuer.name, "former": issuer.unit != unit.unit,
                **signature(today, deputy), "children": _children(plan, book, year),
                "running": book.period(year).running, "definitions": facts.fingerprint(), "form": 2,
                "title": plan.document.title}
        return {"head": head, "lines": lines_of(plan, book, year), "annex": _annex(plan, book, year),
                "groups": {g.number: g.text for g in plan.document.task_groups},
                "objectives": [{"number": o.number, "text": o.text, "label": o.label}
                               for o in plan.document.objectives]}


def _children(plan: Plan, book: FactBook, year: int) -> int:
    """Children living in the plan's commune on the report's day; 0 where the report speaks of another place."""
    counts = counts_in_use(book.period(year).end) if book.unit.unit == str(plan.unit_id) else None
    return counts["children"] if counts else 0


def definitions_text() -> dict[str, str]:
    """Every definition as it is written today; a frozen report keeps them beside its figures."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))]
    return {tomllib.loads(text)["measure"]: text for text in texts}


def _annex(plan: Plan, book: FactBook, year: int) -> dict[str, Any]:
    """Figures by thôn; small cells, and cells that would tell a small one, are left out."""
    villages = book.villages()
    rows = [{"code": m.code, "label": m.label, "cells": _cells(m, book.by_place(m.code, year, villages))}
            for m in plan.document.measures
            if m.code not in HIDDEN_BY_VILLAGE and m.counted_from != "declared"]
    return {"villages": [v.name for v in villages], "rows": rows}


def _cells(measure: Any, found: list[tuple[UnitRow, Figure]]) -> list[str]:
    rules = rules_of(measure)
    said = [say(f, rules, judge(f, rules, None), None, measure) for _, f in found]
    plain = [s.count if s.count and "/" in s.count else s.value for s in said]
    if measure.counted_from == "facility":
        return plain
    counts = {place.unit: f.numerator for place, f in found}
    # Of deaths and disability 9/10 tells of the one who is left as plainly as 1/10 would.
    left = {place.unit: (f.denominator or 0) - f.numerator for place, f in found}
    gone = disclosure.hide_cells(counts, measure.code, left if measure.code in FEW_NAME_NONE else None)
    return [text if place.unit not in gone else _hidden(measure.code, f)
            for text, (place, f) in zip(plain, found, strict=True)]


def _hidden(code: str, figure: Figure) -> str:
    return f"dưới {disclosure.limit(code)}" if disclosure.hidden(figure.numerator, code) else "…"


def write_report(target: Path, *, year: int, unit: str, as_of: dt.date, by: Any) -> None:
    """``mangnon report annual``: write the report to a .docx or .xlsx file."""
    plan = plan_in_use()
    if plan is None:
        raise ReportError("Chưa có kế hoạch nào. Hãy nhập sổ trẻ em hoặc chạy mangnon init trước.")
    content = content_of(plan, unit_of(unit, plan, as_of), year, as_of)
    with transaction.atomic():
        audit.record(by, "report", "publish.annual", fields=[f"year={year}", target.suffix.lower()])
    write_file(target, content, {}, demo=Owner.current().demo)


def write_file(target: Path, content: Mapping[str, Any], edited: Mapping[str, str], *, demo: bool) -> None:
    """Write a report's content as the ending of the file name says."""
    said = paragraphs(content, edited)
    if target.suffix.lower() == ".docx":
        from .annual_docx import write_docx

        write_docx(target, content, said, demo=demo)
    else:
        from .annual_xlsx import write_xlsx

        write_xlsx(target, content, said, demo=demo)
