"""Verbs about reports: edit a sentence, freeze, revise."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import audit, records

from .annual import content_of, unit_of
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
    """Keep figures, definitions and day for ever; nothing that is counted later changes them."""
    with transaction.atomic():
        content = content_of(plan, unit_of("", plan, on) if str(report.unit_id) == str(plan.unit_id)
                             else _row(report), report.year, on)
        frozen = records.correct(report, by=by, snapshot=content, frozen_on=on)
        audit.record(by, "freeze", "publish.Report", report.pk, digest=audit.digest_of({"snapshot": str(content)}))
    return frozen


def _row(report: Report) -> Any:
    from mangnon.indicators.answers import territory_of
    from mangnon.indicators.live import ask_live

    return territory_of(ask_live).units[str(report.unit_id)]
