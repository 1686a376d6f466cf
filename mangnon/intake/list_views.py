"""Pages of lists: drop one, see what was understood, decide what is in doubt, write it, take it back."""
from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.registry.models import Child
from mangnon.web import formats

from . import guessing, list_actions, undoing
from .blank_views import places
from .folder import FolderError
from .list_forms import SentListForm, ToldForm, senders, titles
from .list_words import GROUPS, Words, fields, group_of
from .lists import kinds
from .marking import mark_up
from .models import ListImport, ListRow, State
from .safety import FileRefused
from .understanding import remember

PAGE = 100
"""Rows of a preview on one page."""
EARLIER = 50
"""Imports that the page of lists shows."""
UNSURE = "school_roll"
"""The kind that is shown where nothing speaks for one; the preview asks for it first."""


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Drop a list, or go on with one that was dropped before."""
    form = SentListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_received(request, form))
        except FileRefused as refused:
            form.add_error("pasted" if not form.cleaned_data.get("file") else "file", str(refused))
    rows = list(ListImport.objects.exclude(state=State.DROPPED).order_by("-at")[:EARLIER])
    named, from_whom = titles(), senders()
    shown = [(row, named.get(row.kind, row.kind), from_whom.get(row.source, "")) for row in rows]
    return render(request, "intake/lists.html", {"form": form, "rows": shown, "kinds": named.items(),
                                                 "places": places(), "labels": _labels(from_whom)},
                  status=422 if form.is_bound and form.errors else 200)


@dataclass
class Labels:
    """What people decided of one sender's doubtful rows. first: it was the child the machine put first."""

    sender: str
    decided: int = 0
    first: int = 0
    other: int = 0
    new: int = 0


def _labels(from_whom: dict[str, str]) -> list[Labels]:
    """Decisions are labels: how often the first candidate was right, by sender."""
    found: dict[str, Labels] = {}
    rows = ListRow.objects.filter(result="review", decision__in=("same", "new")).exclude(candidates=[])
    for source, decision, child, candidates in rows.values_list("batch__source", "decision", "child", "candidates"):
        one = found.setdefault(source, Labels(from_whom.get(source, "")))
        one.decided += 1
        one.first += decision == "same" and child == candidates[0][0]
        one.other += decision == "same" and child != candidates[0][0]
        one.new += decision == "new"
    return sorted(found.values(), key=lambda one: one.sender)


def _received(request: HttpRequest, form: SentListForm) -> ListImport:
    """Keep what was sent with its preview; what was left open is read from the file."""
    content, name = form.content()
    data = form.cleaned_data
    kind, source = data["kind"], data["source"]
    if not kind or not source:
        sheets = list_actions.look(content, name)
        stem = name.rpartition(".")[0]
        kind = kind or guessing.kind_of(sheets, stem, kinds())
        source = source or guessing.source_of(sheets, stem, senders())
    if not kind:
        messages.warning(request, _("Chưa đoán được đây là loại danh sách nào. Hãy chọn loại rồi bấm “Đọc lại”."))
    return list_actions.receive(content, name, kind or UNSURE, by=request.user, source=source, on=data["on"],
                                school_year=data["school_year"])


def _batch(pk: uuid.UUID) -> ListImport:
    return get_object_or_404(ListImport.objects.exclude(state=State.DROPPED), pk=pk)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.ListImport")
def one_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a list says and what it would change; nothing is written before a person presses the button."""
    batch = _batch(pk)
    if request.method == "POST":
        _keep_ticks(request, batch)
        if "ghi" in request.POST:
            return _apply(request, batch)
        return redirect(_address(batch, request.POST.get("nhom", ""), request.POST.get("trang", "")))
    rows = list(batch.rows.order_by("pk"))
    grouped: dict[str, list[ListRow]] = {name: [] for name in GROUPS}
    for row in rows:
        grouped[group_of(row)].append(row)
    chosen = request.GET.get("nhom") or next((name for name in GROUPS if grouped[name]), GROUPS[0])
    if chosen not in grouped:
        raise Http404
    page = Paginator(grouped[chosen], PAGE).get_page(request.GET.get("trang"))
    words = Words()
    return render(request, "intake/list.html", {
        "batch": batch, "kind": titles().get(batch.kind, batch.kind), "sender": senders().get(batch.source, ""),
        "tabs": _tabs(batch, grouped, chosen), "counts": [(name, len(grouped[name])) for name in GROUPS],
        "total": len(rows), "lines": sum(sheet.get("lines", 0) for sheet in batch.sheets),
        "chosen": chosen, "page": page, "shown": [_shown(row, words) for row in page], "ready": _ready(rows),
        "form": _told_form(batch), "columns": _columns(batch), "fields": fields().items(), "lacking": _lacking(batch),
        "bar": _bar(grouped, len(rows)), "group_words": _group_words(), "people": _people(page)})


def _address(batch: ListImport, group: str, page: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in (("nhom", group), ("trang", page))
                     if value and (value in GROUPS or value.isdigit()))
    return batch.get_absolute_url() + (f"?{query}" if query else "")


def _group_words() -> dict[str, str]:
    return {"thay-doi": _("Có thay đổi"), "can-xem": _("Cần xem"), "moi": _("Mới"), "khop": _("Khớp, không đổi"),
            "tu-choi": _("Từ chối"), "bo-qua": _("Bỏ qua")}


def _tabs(batch: ListImport, grouped: dict[str, list[ListRow]], chosen: str) -> list[tuple[str, str, int, bool]]:
    words = _group_words()
    return [(_address(batch, name, ""), words[name], len(grouped[name]), name == chosen) for name in GROUPS
            if grouped[name] or name == chosen]


def _bar(grouped: dict[str, list[ListRow]], total: int) -> list[tuple[str, str, str]]:
    """(group, left, width) of a bar of 1000, as SVG writes numbers."""
    found, left = [], 0.0
    for name in GROUPS:
        width = 1000 * len(grouped[name]) / total if total else 0
        if width:
            found.append((name, f"{left:.1f}", f"{max(width - 3, 1):.1f}"))
        left += width
    return found


def _ready(rows: list[ListRow]) -> dict[str, int]:
    """How many new children and changed rows a press of the button would write, and how much of it is written."""
    found = Counter[str]()
    for row in rows:
        due = [one for one in row.items if one["tick"] and not one.get("done") and row.state != "all"]
        if due:
            found["new" if any(one["table"] == "children" and one["add"] for one in due) else "changed"] += 1
        found["done"] += row.state in ("all", "some")
        found["left"] += row.state == "left"
    return {name: found[name] for name in ("new", "changed", "done", "left")}


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
    found = []
    before = ListImport.objects.filter(digest=batch.digest, state=State.APPLIED).exclude(
        pk=batch.pk).order_by("applied_at").last()
    if before and batch.state == State.PREVIEWED:
        found.append(_("Đúng tệp này đã được ghi ngày %(day)s. Ghi lại không nhân đôi gì.") % {
            "day": formats.date(before.applied_at.date()) if before.applied_at else ""})
    if kinds()[batch.kind].place != "school":
        return found
    if batch.source not in senders():
        found.append(_("Chưa biết danh sách của trường nào nên năm học của các em chưa được ghi. Hãy chọn nơi gửi."))
    if any(not sheet["school_year"] for sheet in batch.sheets):
        found.append(_("Chưa rõ năm học của danh sách nên năm học của các em chưa được ghi. Hãy chọn năm học."))
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
            changed.append(row)
    ListRow.objects.bulk_update(changed, ["items"], batch_size=500)


def _apply(request: HttpRequest, batch: ListImport) -> HttpResponse:
    try:
        done = list_actions.apply(batch, by=request.user)
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
@require_http_methods(["POST"])
def understood(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was understood: kind, sender, day, columns; the file is read again, the choice is remembered."""
    batch = _batch(pk)
    form = _told_form(batch, request.POST)
    if batch.state != State.PREVIEWED:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(batch)
    data = form.cleaned_data
    same_kind = (data["kind"] or batch.kind) == batch.kind
    batch.kind, batch.source = data["kind"] or batch.kind, data["source"]
    batch.on, batch.school_year = data["on"], data["school_year"]
    if same_kind:
        for n, sheet in enumerate(batch.sheets):
            _remember(request, batch, n, sheet)
    list_actions.read_again(batch)
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


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def dropped(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a list away that was never written."""
    batch = _batch(pk)
    if batch.state != State.PREVIEWED:
        raise Http404
    list_actions.drop(batch, by=request.user)
    messages.success(request, _("Đã bỏ tệp. Sổ không đổi gì."))
    return redirect("intake:lists")


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.ListImport")
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a whole import back; what somebody edited since stays and is named."""
    batch = _batch(pk)
    if batch.state == State.UNDONE and request.method == "GET":
        return redirect(batch)
    if batch.state != State.APPLIED:
        raise Http404
    if request.method == "POST":
        found = list_actions.undo(batch, by=request.user)
        return render(request, "intake/undone.html", {"batch": batch, "found": found, "kept": _kept(found.kept)})
    counts = Counter(batch.changes.values_list("made", flat=True))
    return render(request, "intake/undo.html", {"batch": batch, "made": counts[True], "altered": counts[False]})


def _kept(rows: list[undoing.Kept]) -> list[tuple[Any, str, str]]:
    """(child or None, what the row is, why it stays)."""
    words = Words()
    why = {"edited": _("đã có người sửa sau đó"), "used": _("đã có việc khác ghi vào em hoặc hộ này"),
           "gone": _("dòng này không còn trong sổ")}
    children = Child.objects.in_bulk({row.child for row in rows if row.child})
    return [(children.get(row.child) if row.child else None, words.model(row.what), why[row.why]) for row in rows]


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.ListImport")
def marked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sender's own workbook, faulty cells coloured, with a column that says what is wrong."""
    batch = _batch(pk)
    response = HttpResponse(mark_up(batch), content_type=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    response["Content-Disposition"] = 'attachment; filename="danh-sach-can-sua.xlsx"'
    return response


