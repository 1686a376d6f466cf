"""Reports: the list, a draft with its sentences beside the paper, the files, the frozen ones."""
from __future__ import annotations

import io
import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.accounts.signatures import deputies_on
from mangnon.core import audit, clock, records
from mangnon.core.models import Owner
from mangnon.indicators.live import plan_in_use
from mangnon.indicators.words import english
from mangnon.web import formats

from . import actions
from .annual import content_of, drafters_on, write_file
from .annual_changes import Change, changes
from .annual_docx import letterhead_of
from .annual_form1 import as_today
from .annual_open import still_open
from .annual_text import CLOSING, digest, paragraphs, rows_of
from .folder import export_folder
from .models import Report
from .national import mapping, writing

READERS = (Permission.REPORT_READ, Permission.REPORT_WRITE, Permission.PUBLISHED_READ)
TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _content(report: Report) -> dict[str, Any]:
    return as_today(report.snapshot, report.sentences) if report.snapshot else _content_today(report)


def _content_today(report: Report) -> dict[str, Any]:
    plan = plan_in_use()
    if plan is None:
        raise Http404
    return content_of(plan, actions.unit_row(report), report.year, clock.today(), report.deputy)


@requires(*READERS)
def reports(request: HttpRequest) -> HttpResponse:
    """Drafts and frozen reports, newest first."""
    plan, today = plan_in_use(), clock.today()
    first, last = plan.document.period if plan else (today.year, today.year)
    return render(request, "publish/reports.html", {
        "rows": Report.objects.open_to(request.user).select_related("unit").order_by("-year", "-revision"),
        "years": range(min(today.year, last), first - 1, -1),
        "may_write": request.user.can(Permission.REPORT_WRITE),
        "may_export": request.user.can(Permission.EXPORT_FOLDER),
        "may_seal": request.user.can(Permission.EXPORT_SEALED), "drafters": drafters_on(today),
        "sees_drafts": request.user.can(Permission.REPORT_READ), "may_sign": request.user.can(Permission.REPORT_SIGN),
        "sees_figures": request.user.can(Permission.FIGURES_READ)})


@requires(Permission.REPORT_WRITE)
@require_POST
def open_draft(request: HttpRequest) -> HttpResponse:
    """Open the draft of a year, or begin it; of a year with a frozen report it is the next revision."""
    plan = plan_in_use()
    year = request.POST.get("nam", "")
    if plan is None or plan.unit is None or not year.isdigit():
        raise Http404
    if not plan.document.period[0] <= int(year) <= clock.today().year:
        raise Http404
    return redirect("publish:report", actions.draft_of(plan, plan.unit, int(year), by=request.user).pk)


@requires(*READERS)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sentences on the left, the paper on the right; a frozen report is only read."""
    found = get_object_or_404(Report.objects.open_to(request.user), pk=pk)
    may_edit = request.user.can(Permission.REPORT_WRITE) and not found.frozen_on
    content = _content(found)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        records.correct(found, by=request.user, sentences=_edited(request, found, content),
                        deputy=_deputy(request, found))
        messages.success(request, _("Đã ghi các câu."))
        return redirect("publish:report", pk)
    said = paragraphs(content, found.sentences)
    groups = [(o, [p for p in said if p["objective"] == o["number"]]) for o in content["objectives"]]
    return render(request, "publish/report.html", {
        "report": found, "content": content, "opening": said[0], "groups": groups, "may_edit": may_edit,
        "closing": [{**p, "rows": rows_of(p["text"])} for p in said if p["key"] in CLOSING],
        "words": letterhead_of(content),
        "table": content["lines"], "demo_paper": Owner.current().demo,
        "others": Report.objects.open_to(request.user).filter(
            kind=found.kind, year=found.year, unit=found.unit).order_by("revision"),
        "deputies": deputies_on(clock.today()) if may_edit else [],
        "differs": _differs(found, content) if request.user.can(Permission.FIGURES_READ) else [],
        "may_write": request.user.can(Permission.REPORT_WRITE)})


def _edited(request: HttpRequest, found: Report, content: dict[str, Any]) -> dict[str, str]:
    """The sentences that differ from the draft; the others follow the figures. What is not on the page stays.

    A box left as the page drafted it is not edited, also where the figures have moved since the page was opened.
    """
    drafted, kept = {p["key"]: p["text"] for p in paragraphs(content, {})}, dict(found.sentences)
    for key in drafted:
        text = request.POST.get(f"cau-{key}")
        if text is None:
            continue
        text = text.replace("\r\n", "\n").strip()
        if text == drafted[key] or (key not in found.sentences and digest(text) == request.POST.get(f"nhap-{key}")):
            kept.pop(key, None)
        else:
            kept[key] = text
    return kept


def _deputy(request: HttpRequest, found: Report) -> Any:
    """Who was chosen to sign for the chairman, among those who may today; a page without the choice changes nothing."""
    if "ky" not in request.POST:
        return found.deputy
    return next((d for d in deputies_on(clock.today()) if str(d.pk) == request.POST["ky"]), None)


def _differs(found: Report, content: dict[str, Any]) -> list[Change]:
    """What changed since a frozen report, or between a draft and the frozen report before it."""
    if found.snapshot:
        return changes(found.snapshot, _content_today(found))
    before = Report.objects.filter(kind=found.kind, year=found.year, unit=found.unit,
                                   revision__lt=found.revision).exclude(snapshot=None).order_by("revision").last()
    return changes(before.snapshot, content) if before and before.snapshot else []


@requires(*READERS)
def download(request: HttpRequest, pk: uuid.UUID, ending: str) -> HttpResponse:
    """The report as a file; no name of a child stands in it or in its file name."""
    found = get_object_or_404(Report.objects.open_to(request.user), pk=pk)
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


@requires(Permission.EXPORT_FOLDER)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole register as a .zip of the exchange format; sealed rows only with their own permission and a purpose."""
    purpose = request.POST.get("muc-dich", "").strip()
    if "kin" in request.POST and not (purpose and request.user.can(Permission.EXPORT_SEALED)):
        messages.warning(request, _("Chưa xuất: muốn kèm các dòng phải giữ kín thì hãy ghi mục đích."))
        return redirect("publish:reports")
    settings.UPLOADS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.UPLOADS_DIR) as room:
        done = export_folder(Path(room) / "so", by=request.user, purpose=purpose if "kin" in request.POST else "")
        pack = io.BytesIO()
        with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as out:
            for path in sorted((Path(room) / "so").iterdir()):
                out.write(path, path.name)
            if done["left_out"]:
                out.writestr("DOC-TRUOC.txt", _("Để lại %(n)s dòng phải giữ kín (nhóm đ, e, g, i, k, l, m; xâm hại, "
                                                "lao động, tảo hôn).") % {"n": done["left_out"]} + "\n")
    response = HttpResponse(pack.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="so-tre-em-{clock.today():%Y-%m-%d}.zip"'
    return response


@requires(Permission.EXPORT_FOLDER)
@require_POST
def national(request: HttpRequest) -> HttpResponse:
    """Children in the order of columns of the national system; sealed groups only with permission and a purpose."""
    purpose = request.POST.get("muc-dich", "").strip() if "kin" in request.POST else ""
    if "kin" in request.POST and not (purpose and request.user.can(Permission.EXPORT_SEALED)):
        messages.warning(request, _("Chưa xuất: muốn kèm các dòng phải giữ kín thì hãy ghi mục đích."))
        return redirect("publish:reports")
    with transaction.atomic():
        content, count = writing.made(".xlsx", mapping.load(), clock.today(), sealed=bool(purpose))
        audit.record(request.user, "export", "national", purpose=purpose, fields=[f"children={count}"])
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="tre-em-{clock.today():%Y-%m-%d}.xlsx"'
    return response


@requires(Permission.REPORT_WRITE)
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what is still open, ask once more, then keep the report as it stands; sent twice it is frozen once."""
    found = get_object_or_404(Report, pk=pk)
    if found.frozen_on:
        messages.info(request, _("Bản này đã chốt ngày %(day)s, số liệu giữ nguyên.") % {
            "day": formats.date(found.frozen_on, english=english())})
        return redirect("publish:report", pk)
    if "xac-nhan" in request.POST:
        actions.freeze(found, plan_in_use(), by=request.user, on=clock.today())
        messages.success(request, _("Đã chốt số liệu. Thay đổi sau này là một bản mới, bản này giữ nguyên."))
        return redirect("publish:report", pk)
    content = _content(found)
    if request.method == "POST":
        # What stands in the boxes is kept before the question, also where it was not saved before.
        records.correct(found, by=request.user, sentences=_edited(request, found, content),
                        deputy=_deputy(request, found))
        return redirect("publish:freeze", pk)
    return render(request, "publish/freeze.html", {
        "report": found, "open": still_open(content, paragraphs(content, found.sentences))})
