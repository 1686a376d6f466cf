"""Reports: the list, a draft with its sentences beside the paper, the files, the frozen ones."""
from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, records
from mangnon.core.models import Owner
from mangnon.indicators.live import plan_in_use

from . import actions
from .annual import content_of, paragraphs, write_file
from .models import Report

TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _content(report: Report) -> dict[str, Any]:
    if report.snapshot:
        return dict(report.snapshot)
    plan = plan_in_use()
    if plan is None:
        raise Http404
    return content_of(plan, actions._row(report), report.year, clock.today())


@requires(Permission.REPORT_READ, Permission.REPORT_WRITE)
def reports(request: HttpRequest) -> HttpResponse:
    """Drafts and frozen reports, newest first."""
    today = clock.today()
    return render(request, "publish/reports.html", {
        "rows": Report.objects.select_related("unit").order_by("-year", "-revision"),
        "years": range(today.year, 2020, -1), "may_write": request.user.can(Permission.REPORT_WRITE)})


@requires(Permission.REPORT_WRITE)
@require_POST
def open_draft(request: HttpRequest) -> HttpResponse:
    plan = plan_in_use()
    year = request.POST.get("nam", "")
    if plan is None or plan.unit is None or not year.isdigit() or not 2021 <= int(year) <= clock.today().year:
        raise Http404
    return redirect("publish:report", actions.draft_of(plan, plan.unit, int(year), by=request.user).pk)


@requires(Permission.REPORT_READ, Permission.REPORT_WRITE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sentences on the left, the paper on the right; a frozen report is only read."""
    found = get_object_or_404(Report, pk=pk)
    may_edit = request.user.can(Permission.REPORT_WRITE) and not found.frozen_on
    content = _content(found)
    drafted = {p["key"]: p["text"] for p in paragraphs(content, {})}
    if request.method == "POST":
        if not may_edit:
            raise Http404
        edited = {key: text for key in drafted if (text := request.POST.get(f"cau-{key}", "").strip())
                  and text != drafted[key]}
        records.correct(found, by=request.user, sentences=edited)
        messages.success(request, _("Đã ghi các câu."))
        return redirect("publish:report", pk)
    groups = [(o, [p for p in paragraphs(content, found.sentences) if p["objective"] == o["number"]])
              for o in content["objectives"]]
    return render(request, "publish/report.html", {
        "report": found, "content": content, "opening": paragraphs(content, found.sentences)[0], "groups": groups,
        "may_edit": may_edit})


@requires(Permission.REPORT_READ, Permission.REPORT_WRITE)
def download(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponse:
    """The report as a file; no name of a child stands in it or in its file name."""
    found = get_object_or_404(Report, pk=pk)
    if ending not in TYPES:
        raise Http404
    with transaction.atomic():
        audit.record(request.user, "export", "publish.Report", pk, fields=[ending])
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / f"bao-cao-{found.year}.{ending}"
        write_file(path, _content(found), found.sentences, demo=Owner.current().demo)
        response = HttpResponse(path.read_bytes(), content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="bao-cao-nam-{found.year}-ban-{found.revision}.{ending}"'
    return response


@requires(Permission.REPORT_WRITE)
@require_POST
def freeze(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Report, pk=pk, frozen_on=None)
    actions.freeze(found, plan_in_use(), by=request.user, on=clock.today())
    messages.success(request, _("Đã chốt số liệu. Thay đổi sau này là một bản mới, bản này giữ nguyên."))
    return redirect("publish:report", pk)
