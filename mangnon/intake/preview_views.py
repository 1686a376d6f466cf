"""What a list says and what it would change: looked at, ticked, corrected, before anything is written."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import jobs
from mangnon.core.models import Job, JobState
from mangnon.core.periods import school_year_on
from mangnon.registry.models import Child
from mangnon.web import formats

from . import list_actions, long_lists
from .list_forms import ToldForm, senders, titles
from .list_views import batch_of
from .list_words import Words, fields, fields_of
from .lists import kinds
from .models import ListImport, ListRow, State
from .safety import FileRefused
from .tabs import TABS, settle
from .understanding import remember
from .writing_views import applied, busy

PAGE = 100
"""Rows of a preview on one page."""


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.ListImport")
def one_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a list says and what it would change; nothing is written before a person presses the button."""
    batch = batch_of(pk)
    job = jobs.latest(batch.pk)
    if batch.state in (State.READING, State.REFUSED, State.UNDOING) or (job and job.is_open):
        return busy(request, batch, job)
    if request.method == "POST":
        _keep_ticks(request, batch)
        if "ghi" in request.POST:
            return applied(request, batch, request.POST["ghi"].removeprefix("1"))
        return redirect(_address(batch, request.POST.get("nhom", ""), request.POST.get("trang", "")))
    counts = dict.fromkeys(TABS, 0) | dict(batch.rows.values_list("tab").annotate(Count("pk")).order_by())
    chosen = request.GET.get("nhom") or next((name for name in TABS if counts[name]), TABS[0])
    if chosen not in counts:
        raise Http404
    page = Paginator(_asked_first(batch.rows.filter(tab=chosen), chosen), PAGE).get_page(request.GET.get("trang"))
    words, total = Words(), sum(counts.values())
    return render(request, "intake/list.html", {
        "batch": batch, "kind": titles().get(batch.kind, batch.kind), "sender": senders().get(batch.source, ""),
        "tabs": _tabs(batch, counts, chosen), "counts": list(counts.items()), "total": total,
        "places": kinds()[batch.kind].subject == "place", "stopped": _stopped(job),
        "lines": sum(sheet.get("lines", 0) for sheet in batch.sheets), "chosen": chosen, "page": page,
        "shown": [_shown(row, words) for row in page], "ready": _ready(batch), "form": _told_form(batch),
        "columns": _columns(batch), "fields": fields_of(kinds()[batch.kind]).items(), "lacking": _lacking(batch),
        "faulty": batch.rows.exclude(problems=[]).exists(),
        "odd": batch.rows.filter(tab="khop").exclude(problems=[]).count(),
        "unticked": batch.rows.filter(tab__in=("thay-doi", "moi"), due="", state="").exclude(items=[]).count()
        if batch.state == State.PREVIEWED else 0,
        "bar": _bar(counts, total), "group_words": _group_words(), "people": _people(page)})


def _asked_first(rows: QuerySet[ListRow], chosen: str) -> QuerySet[ListRow]:
    """Rows in the order of the file; among those that change nothing, the ones that somebody must look at first."""
    if chosen != "khop":
        return rows.order_by("pk")
    return rows.order_by(Case(When(problems=[], then=1), default=0), "pk")


def _stopped(job: Job | None) -> str:
    """What the person should know of the worker's last run, where it did not come to its end."""
    if job is None or job.state not in (JobState.CANCELLED, JobState.FAILED):
        return ""
    return job.note or _("Việc ghi đã dừng giữa chừng. Phần đã ghi vẫn còn trong sổ; có thể ghi tiếp hoặc hoàn tác.")


def _address(batch: ListImport, group: str, page: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in (("nhom", group), ("trang", page))
                     if value and (value in TABS or value.isdigit()))
    return batch.get_absolute_url() + (f"?{query}" if query else "")


def _group_words() -> dict[str, str]:
    return {"thay-doi": _("Có thay đổi"), "can-xem": _("Cần xem"), "moi": _("Mới"), "khop": _("Khớp, không đổi"),
            "tu-choi": _("Từ chối"), "bo-qua": _("Bỏ qua")}


def _tabs(batch: ListImport, counts: dict[str, int], chosen: str) -> list[tuple[str, str, int, bool]]:
    words = _group_words()
    return [(_address(batch, name, ""), words[name], n, name == chosen) for name, n in counts.items()
            if n or name == chosen]


def _bar(counts: dict[str, int], total: int) -> list[tuple[str, str, str]]:
    """(group, left, width) of a bar of 1000, as SVG writes numbers."""
    found, left = [], 0.0
    for name, n in counts.items():
        width = 1000 * n / total if total else 0
        if width:
            found.append((name, f"{left:.1f}", f"{max(width - 3, 1):.1f}"))
        left += width
    return found


def _ready(batch: ListImport) -> dict[str, int]:
    """How many new children and changed rows a press of the button would write, and how much of it is written."""
    return batch.rows.aggregate(new=Count("pk", Q(due="new")), changed=Count("pk", Q(due="changed")),
                                done=Count("pk", Q(state__in=("all", "some"))), left=Count("pk", Q(state="left")))


def _shown(row: ListRow, words: Words) -> dict[str, Any]:
    person = row.told.get("person", {})
    return {"row": row, "name": person.get("full_name") or row.told.get("name", ""),
            "born": words.cell("born_on", f"{person['born_on']}|{person['born_precision']}")
            if "born_on" in person else "",
            "sex": words.cell("sex", person.get("sex", "")), "mother": person.get("mother_name", ""),
            "village": row.told.get("village", ""), "items": words.items(row.items, row.state)}


def _people(rows: Any) -> dict[str, Any]:
    """The children of the register that the rows of a page are of."""
    found = Child.objects.filter(exchange_id__in={row.child for row in rows if row.child})
    return {child.exchange_id: child for child in found}


def _told_form(batch: ListImport, data: Any = None) -> ToldForm:
    return ToldForm(data, initial={"kind": batch.kind, "source": batch.source, "school_year": batch.school_year,
                                   "on": batch.on})


def _columns(batch: ListImport) -> list[dict[str, Any]]:
    """Each sheet's columns: (name of its box, heading, examples, field)."""
    found = []
    for n, sheet in enumerate(batch.sheets):
        by_at = {at: name for name, places in sheet["fields"].items() for at in places}
        found.append({"name": sheet["name"], "header_row": sheet["header_row"], "bottom": sheet["bottom"], "columns": [
            (f"cot-{n}-{at}", heading, examples, by_at.get(at, "")) for at, heading, examples in sheet["headings"]]})
    return found


def _lacking(batch: ListImport) -> list[str]:
    """What a person should know before writing: the same file came before, a roll without its school or year."""
    found = [batch.note] if batch.note else []
    before = ListImport.objects.filter(digest=batch.digest, state=State.APPLIED).exclude(
        pk=batch.pk).order_by("applied_at").last()
    if before and batch.state == State.PREVIEWED:
        found.append(_("Đúng tệp này đã được ghi ngày %(day)s. Ghi lại không nhân đôi gì.") % {
            "day": formats.date(timezone.localtime(before.applied_at).date()) if before.applied_at else ""})
    kind = kinds()[batch.kind]
    if batch.state == State.PREVIEWED and batch.sheets and all(kind.lacks(sheet["fields"]) for sheet in batch.sheets):
        found.append(_("Tệp không có cột nào của loại “%(kind)s”. Hãy xem lại loại danh sách.") % {
            "kind": titles()[batch.kind]})
    if kind.place != "school":
        return found
    if batch.source not in senders():
        found.append(_("Chưa biết danh sách của trường nào nên năm học của các em chưa được ghi. Hãy chọn nơi gửi."))
    if any(not sheet["school_year"] for sheet in batch.sheets):
        found.append(_("Chưa rõ năm học của danh sách nên năm học của các em chưa được ghi. Hãy chọn năm học."))
    other = next((sheet["school_year"] for sheet in batch.sheets if sheet["school_year"]
                  and sheet["school_year"] != school_year_on(dt.date.fromisoformat(sheet["on"]))), "")
    if other and batch.state == State.PREVIEWED:
        found.append(_("Tệp ghi năm học %(year)s, không phải năm học của ngày danh sách. Nếu là danh sách năm học mới, "
                       "hãy chọn lại năm học trước khi ghi.") % {"year": other})
    return found


def _keep_ticks(request: HttpRequest, batch: ListImport) -> None:
    """Take over the boxes of the page that was sent: every box that was drawn, ticked or not."""
    drawn, ticked = set(request.POST.getlist("co")), set(request.POST.getlist("muc"))
    rows = batch.rows.filter(pk__in={name.partition(":")[0] for name in drawn if name.partition(":")[0].isdigit()})
    changed = []
    for row in rows.exclude(state="all"):
        before = [one["tick"] for one in row.items]
        for at, one in enumerate(row.items):
            box = f"{row.pk}:{at}"
            if box in drawn and not one.get("done"):
                one["tick"] = box in ticked
        if before != [one["tick"] for one in row.items]:
            settle(row)
            changed.append(row)
    ListRow.objects.bulk_update(changed, ["items", "due"], batch_size=500)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def understood(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was understood: kind, sender, day, columns; the file is read again, the choice is remembered."""
    batch = batch_of(pk)
    form = _told_form(batch, request.POST)
    if batch.state != State.PREVIEWED:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(batch)
    data = form.cleaned_data
    same_kind = (data["kind"] or batch.kind) == batch.kind
    batch.kind, batch.source = data["kind"] or batch.kind, data["source"]
    batch.on, batch.school_year, batch.note = data["on"], data["school_year"], ""
    if same_kind:
        for n, sheet in enumerate(batch.sheets):
            _remember(request, batch, n, sheet)
    if len(batch.file.content) > long_lists.LONG_FILE:
        long_lists.read_later(batch, by=request.user)
        return redirect(batch)
    try:
        list_actions.read_again(batch)
    except FileRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã đọc lại danh sách."))
    return redirect(batch)


def _remember(request: HttpRequest, batch: ListImport, n: int, sheet: dict[str, Any]) -> None:
    """Keep a sheet's columns where a person chose others than the program."""
    chosen: dict[str, list[int]] = {}
    for at, _heading, _examples in sheet["headings"]:
        field = request.POST.get(f"cot-{n}-{at}")
        if field is None:
            return
        if field in fields():
            chosen.setdefault(field, []).append(at)
    before = {name: sorted(places) for name, places in sheet["fields"].items()}
    if chosen and {name: sorted(places) for name, places in chosen.items()} != before and "full_name" in chosen:
        # Columns that make up one field keep the order in which the reader knew them.
        kept = {name: sheet["fields"][name] if before.get(name) == sorted(places) else places
                for name, places in chosen.items()}
        remember(batch.kind, batch.source, [heading for _at, heading, _examples in sheet["headings"]], kept,
                 by=request.user)
