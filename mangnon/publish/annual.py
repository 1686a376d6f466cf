"""The annual report as data: head, the 34 lines with drafted sentences, the annex by thôn.

Source: the plan (section V, reports), Nghị định 30/2020/NĐ-CP for the paper.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from mangnon.accounts.models import Assignment, Delegation, User
from mangnon.core import audit, disclosure
from mangnon.core.models import Owner
from mangnon.indicators import facts
from mangnon.indicators.answers import territory_of
from mangnon.indicators.board import course_of, early_words, rules_of, target_of
from mangnon.indicators.live import ask_live, plan_in_use
from mangnon.indicators.population import counts_in_use
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.territory import UnitRow
from mangnon.indicators.verdict import Figure, judge
from mangnon.indicators.vocabulary import FOLDER
from mangnon.indicators.words import say
from mangnon.plan.goals import amount_text
from mangnon.plan.models import Line, Milestone, Plan

from .annual_text import AUTHORITY, goal_words, line_sentence, paragraphs

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


def signer_on(day: dt.date) -> str:
    """The chairman's name where one person holds the office; else the line stays for the signer."""
    names = {a.user.display_name for a in Assignment.objects.filter(role="chairman", user__is_active=True)
             .select_related("user") if a.holds_on(day)}
    return names.pop() if len(names) == 1 else ""


def deputies_on(day: dt.date) -> list[User]:
    """Who may sign for the chairman on a day: whoever holds a delegation that stands."""
    standing = Delegation.objects.standing_on(day).values("deputy")
    return list(User.objects.filter(pk__in=standing, is_active=True).order_by("display_name"))


def _signature(day: dt.date, deputy: User | None) -> dict[str, Any]:
    """Office, line by line, and name; a deputy whose delegation has ended signs nothing. Nghị định 30/2020, annex I."""
    if deputy is not None and deputy in deputies_on(day):
        return {"office": [AUTHORITY, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "signer": deputy.display_name}
    return {"office": [AUTHORITY, "CHỦ TỊCH"], "signer": signer_on(day)}


def content_of(plan: Plan, unit: UnitRow, year: int, today: dt.date, deputy: User | None = None) -> dict[str, Any]:
    """Everything the report says, as plain values (what a frozen report keeps). deputy: signs KT., or nobody."""
    if not plan.document.period[0] <= year <= today.year:
        raise ReportError(f"Năm {year} không nằm trong kỳ kế hoạch hoặc chưa tới. Hãy chọn năm khác.")
    with translation.override("vi"):
        book = FactBook(plan, unit, today)
        issuer = issuer_of(unit, today)
        rows = Milestone.objects.filter(plan=plan, year=year).values_list("measure", "value")
        own = {measure: Decimal(value) for measure, value in rows}
        offices = dict(Line.objects.filter(plan=plan).values_list("measure", "office"))
        lines = [_line(plan, book, measure, year, own, offices) for measure in plan.document.measures]
        head = {"year": year, "as_of": book.period(year).end.isoformat(), "written_on": today.isoformat(),
                "unit": unit.name, "issuer": issuer.name, "former": issuer.unit != unit.unit,
                **_signature(today, deputy), "children": _children(plan, book, year),
                "definitions": facts.fingerprint(), "form": 1, "title": plan.document.title}
        return {"head": head, "lines": lines, "annex": _annex(plan, book, year),
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


def _line(plan: Plan, book: FactBook, measure: Any, year: int, own: Mapping[str, Decimal],
          offices: Mapping[str, str]) -> dict[str, Any]:
    figure, rules = book.figure(measure.code, year), rules_of(measure)
    target = target_of(measure, year, book.unit.area)
    said = say(figure, rules, judge(figure, rules, target), target, measure)
    line = {
        "code": measure.code, "label": measure.label, "unit": rules.unit, "noun": measure.noun,
        "objective": next(t.objective for t in plan.document.targets if t.number == measure.target_number),
        "value": said.value, "count": said.count, "target": said.target, "state": said.word, "to_go": said.to_go,
        "numerator": figure.numerator, "denominator": figure.denominator, "unknown": figure.unknown,
        "unknown_words": measure.unknown_words, "before": _before(book, measure, year, rules),
        "owner": offices.get(measure.code, ""), "counts": measure.counts, "reading": measure.reading,
        "goal_when": _when(measure, year),
        "goal_words": goal_words(target.operator, amount_text(target.value, rules.unit), rules.unit) if target else "",
        "course": course_of(measure, figure, year, book.unit.area, dict(own)),
        "early": early_words(measure, book.period(year))}
    return {**line, "sentence": line_sentence(line)}


def _when(measure: Any, year: int) -> str:
    if measure.every_year:
        return "hằng năm"
    return f"đến năm {2025 if year <= 2025 else measure.last_year}"


def _before(book: FactBook, measure: Any, year: int, rules: Any) -> str:
    if year - 1 not in book.years:
        return ""
    figure = book.figure(measure.code, year - 1)
    return say(figure, rules, judge(figure, rules, None), None, measure).value


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
    gone = disclosure.hide_cells(counts, measure.code)
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
