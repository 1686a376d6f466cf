"""Verbs about reports: open a draft, edit its sentences, freeze it."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import audit, records
from mangnon.indicators.answers import territory_of
from mangnon.indicators.live import ask_live

from .annual import content_of, definitions_text
from .annual_text import paragraphs
from .models import Report


def draft_of(plan: Any, unit: Any, year: int, *, by: Any) -> Report:
    """The open draft of a report, made where there is none; after a freeze it is the next revision."""
    rows = Report.objects.filter(kind="annual", year=year, unit=unit)
    open_ = rows.filter(frozen_on=None).first()
    if open_:
        return open_
    newest = rows.order_by("-revision").first()
    return records.create(Report, by=by, kind="annual", year=year, unit=unit,
                          revision=newest.revision + 1 if newest else 1,
                          sentences=dict(newest.sentences) if newest else {})


def freeze(report: Report, plan: Any, *, by: Any, on: dt.date) -> Report:
    """Keep figures, words, definitions and day for ever; nothing counted or drafted later changes them.

    Sent twice it freezes once: the second finds the first one's snapshot and leaves it.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.frozen_on:
            return report
        content = {**content_of(plan, unit_row(report), report.year, on, report.deputy),
                   "definitions": definitions_text()}
        content["said"] = paragraphs(content, report.sentences)
        frozen = records.correct(report, by=by, snapshot=content, frozen_on=on)
        audit.record(by, "freeze", "publish.Report", report.pk, digest=audit.digest_of({"snapshot": str(content)}))
    return frozen


def unit_row(report: Report) -> Any:
    """The place of a report as the counting knows it."""
    return territory_of(ask_live).units[str(report.unit_id)]
