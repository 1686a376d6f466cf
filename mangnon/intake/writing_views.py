"""Write a list, see how far it is, stop it, take it back, give the file back to its sender."""
from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import jobs
from mangnon.registry.models import Child
from mangnon.web import formats

from . import list_actions, long_lists, undoing
from .applying import GROUPS
from .folder import FolderError
from .list_views import batch_of
from .list_words import Words
from .marking import mark_up
from .models import ListImport, State
from .safety import FileRefused


def applied(request: HttpRequest, batch: ListImport, only: str) -> HttpResponse:
    """Write what is ticked, or one group of it: at once, or by the worker where it is long."""
    if only not in GROUPS:
        raise Http404
    if batch.rows.exclude(due="").count() > long_lists.LONG_LIST:
        long_lists.apply_later(batch, by=request.user, only=only)
        return redirect(batch)
    try:
        done = list_actions.apply(batch, by=request.user, only=only)
    except FolderError as error:
        messages.error(request, str(error))
        return redirect(batch)
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Đã ghi %(rows)s dòng của danh sách: thêm %(made)s và sửa %(altered)s dòng sổ.") % {
        "rows": formats.number(done.rows), "made": formats.number(done.made), "altered": formats.number(done.altered)})
    if done.left:
        messages.warning(request, ngettext(
            "%(n)s dòng chưa ghi vì sổ đã đổi từ lúc xem trước. Hãy xem lại rồi ghi.",
            "%(n)s dòng chưa ghi vì sổ đã đổi từ lúc xem trước. Hãy xem lại rồi ghi.", len(done.left)) % {
                "n": formats.number(len(done.left))})
    return redirect(batch)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far long work on a list is, without a word of the list; asked every second, so the trail is not told."""
    batch = batch_of(pk)
    job = jobs.latest(batch.pk)
    if job and job.is_open:
        return busy(request, batch, job)
    answer = HttpResponse()
    answer["HX-Redirect"] = batch.get_absolute_url()
    return answer


def busy(request: HttpRequest, batch: ListImport, job: Any) -> HttpResponse:
    """The page of a list at which the worker is, or which it could not finish."""
    working = bool(job and job.is_open)
    return render(request, "intake/list_busy.html", {
        "batch": batch, "job": job, "working": working, "what": _doing(job.kind if job else ""),
        "share": 100 * job.done // job.total if job and job.total else 0})


def _doing(kind: str) -> str:
    words = dict.fromkeys(long_lists.APPLIES.values(), _("Đang ghi vào sổ")) | {
        long_lists.READ: _("Đang đọc danh sách"), long_lists.UNDO: _("Đang hoàn tác")}
    return words.get(kind, _("Danh sách"))


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def stop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop long work on a list: what is written stays written and can be taken back."""
    batch = batch_of(pk)
    job = jobs.latest(batch.pk)
    if job is None:
        raise Http404
    jobs.cancel(job)
    messages.success(request, _("Đã dừng. Phần đã ghi vẫn còn trong sổ; có thể ghi tiếp hoặc hoàn tác."))
    return redirect(batch)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.ListImport")
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a whole import back; what somebody edited since stays and is named."""
    batch = batch_of(pk)
    if batch.state == State.UNDONE:
        found = undoing.Undone.from_json(batch.outcome) if batch.outcome else undoing.Undone()
        return render(request, "intake/undone.html", {"batch": batch, "found": found, "kept": _kept(found.kept),
                                                      "beside": _kept(found.beside)})
    if batch.state not in (State.APPLIED, State.UNDOING):
        raise Http404
    if request.method == "POST":
        if batch.changes.count() > long_lists.LONG_UNDOING:
            long_lists.undo_later(batch, by=request.user)
            return redirect(batch)
        list_actions.undo(batch, by=request.user)
        return redirect("intake:list-undo", pk=batch.pk)
    counts = Counter(dict(batch.changes.values_list("made").annotate(n=Count("pk")).order_by()))
    return render(request, "intake/undo.html", {"batch": batch, "made": counts[True], "altered": counts[False]})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file of an import that was taken back comes in anew, as if it had been sent again."""
    batch = batch_of(pk)
    if batch.state != State.UNDONE:
        raise Http404
    try:
        return redirect(long_lists.received(
            bytes(batch.file.content), batch.file_name, batch.kind, source=batch.source, by=request.user, on=batch.on,
            school_year=batch.school_year))
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect(batch)


def _kept(rows: list[undoing.Kept]) -> list[tuple[Any, str, str]]:
    """(child or None, what the row is, why it stays)."""
    words = Words()
    why = {"edited": _("đã có người sửa sau đó"), "used": _("đã có việc khác ghi vào em hoặc hộ này"),
           "gone": _("dòng này không còn trong sổ"), "home": _("em còn trong sổ nên giữ nơi ở"),
           "beside": _("mục khác của dòng này đã có người sửa")}
    children = Child.objects.in_bulk({row.child for row in rows if row.child})
    return [(children.get(row.child) if row.child else None, words.model(row.what), why[row.why]) for row in rows]


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.ListImport")
def marked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sender's own workbook, faulty cells coloured, with a column that says what is wrong."""
    batch = batch_of(pk)
    response = HttpResponse(mark_up(batch), content_type=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    response["Content-Disposition"] = 'attachment; filename="danh-sach-can-sua.xlsx"'
    return response
