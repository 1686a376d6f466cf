"""Children who may stand in the register twice: the list, two records side by side, what joining them did."""
from __future__ import annotations

import uuid
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
from mangnon.registry.merging import MergeError, Stayed
from mangnon.registry.models import Child, Merge
from mangnon.web import formats

from ..list_words import Words, fields, whys
from . import actions
from .beside import beside, counts, fuller
from .finding import look_at, pairs, twins
from .models import Verdict

PAGE = 50
JOINED = 20
"""Joinings that the list shows, the newest first."""


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.duplicates")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one child, the likeliest first."""
    found = pairs()
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    people = Child.objects.in_bulk({pk for pair in page for pk in (pair.one, pair.other)})
    reasons = whys()
    shown = [(pair, people[pair.one], people[pair.other], reasons.get(pair.why, "")) for pair in page
             if pair.one in people and pair.other in people]
    aside = twins()
    born = Child.objects.in_bulk({pk for pair in aside[:PAGE] for pk in (pair.one, pair.other)})
    return render(request, "intake/duplicates/list.html", {
        "page": page, "shown": shown, "total": len(found), "later": sum(p.verdict == Verdict.LATER for p in found),
        "twins": len(aside), "aside": [(born[pair.one], born[pair.other], pair) for pair in aside[:PAGE]
                                       if pair.one in born and pair.other in born],
        "joined": Merge.objects.select_related("kept").order_by("-at")[:JOINED]})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.duplicates", subject="one")
def pair(request: HttpRequest, one: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two records side by side; a person says whether they are one child, and whose cells hold."""
    found = look_at(one, other) if one != other else None
    if found is None:
        # One of them is gone in the meantime: most often because somebody joined them.
        return _gone(request, one, other)
    people = Child.objects.in_bulk([found.one, found.other])
    first, second = people[found.one], people[found.other]
    if request.method == "POST":
        return _decided(request, found, first, second)
    waiting = pairs()
    rows = beside(first, second, dict(found.how))
    hung = counts(first, second, risks=request.user.can(Permission.SUPPORT_READ))
    return render(request, "intake/duplicates/pair.html", {
        "pair": found, "first": first, "second": second, "rows": rows, "why": whys().get(found.why, ""),
        "counts": hung, "keep": fuller(first, second).pk, "left": len(waiting),
        "next": next((p for p in waiting if (p.one, p.other) != (found.one, found.other)), None)})


def _gone(request: HttpRequest, one: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    joined = Merge.objects.filter(parted_at=None, dropped__in=(one, other)).first()
    if joined is None:
        raise Http404
    messages.info(request, _("Hai hồ sơ này đã được gộp."))
    return redirect("intake:duplicate-joined", pk=joined.pk)


def _decided(request: HttpRequest, found: Any, first: Child, second: Child) -> HttpResponse:
    said = request.POST.get("la", "")
    if said in Verdict.values:
        actions.decide(found, said, by=request.user)
        messages.success(request, _("Đã ghi: hai em khác nhau.") if said == Verdict.DIFFERENT else _("Đã để sau."))
        following = next((p for p in pairs() if not p.verdict), None)
        return redirect("intake:duplicate", one=following.one, other=following.other) if following else redirect(
            "intake:duplicates")
    if said != "same" or request.POST.get("giu") not in (str(first.pk), str(second.pk)):
        messages.error(request, _("Hãy chọn hồ sơ được giữ rồi bấm lại."))
        return redirect("intake:duplicate", one=found.one, other=found.other)
    kept, dropped = (first, second) if request.POST["giu"] == str(first.pk) else (second, first)
    sides = {str(kept.pk): "kept", str(dropped.pk): "dropped"}
    take = {row.name: sides[request.POST[row.name]] for row in beside(first, second, dict(found.how))
            if request.POST.get(row.name) in sides}
    if request.POST.get("chac") != "1":
        return _asked_again(request, found, kept, dropped, take)
    try:
        joined = actions.join(kept, dropped, take={k: v for k, v in take.items() if k != "home"},
                              home=take.get("home", "kept"), by=request.user)
    except MergeError:
        return _gone(request, found.one, found.other)
    messages.success(request, _("Đã gộp hai hồ sơ thành một."))
    return redirect("intake:duplicate-joined", pk=joined.pk)


def _asked_again(request: HttpRequest, found: Any, kept: Child, dropped: Child, take: dict[str, str]) -> HttpResponse:
    """One key joined them: what becomes of whom is said once more before it is written."""
    chosen = {"giu": str(kept.pk), **{name: str(kept.pk if side == "kept" else dropped.pk)
                                      for name, side in take.items()}}
    named = fields()
    return render(request, "intake/duplicates/sure.html", {
        "pair": found, "kept": kept, "dropped": dropped, "chosen": chosen, "why": whys().get(found.why, ""),
        "taken": [named.get(name, _("Nơi ở hiện nay")) for name, side in take.items() if side == "dropped"]})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("registry.Merge")
def joined(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What joining two records did; the button that parts them again."""
    row = get_object_or_404(Merge.objects.select_related("kept"), pk=pk)
    if request.method == "POST":
        return _parted(request, row)
    named, words = fields(), Words()
    changed = [(named.get(name) or str(Child._meta.get_field(name).verbose_name).capitalize(), _cell(words, name, old),
                _cell(words, name, row.new[name])) for name, old in row.old.items()
               if name not in ("born_precision", "death_cause", "personal_id")]
    return render(request, "intake/duplicates/joined.html", {
        "joined": row, "changed": changed, "name": row.dropped_values.get("full_name") or _("(chưa có tên)"),
        "following": next((p for p in pairs() if not p.verdict), None) if not row.parted_at else None})


def _cell(words: Words, name: str, value: Any) -> str:
    return words.cell(name, "" if value is None else str(value)) or _("để trống")


def _parted(request: HttpRequest, row: Merge) -> HttpResponse:
    try:
        found = actions.part(row, by=request.user)
    except MergeError as error:
        messages.error(request, _("Hồ sơ này sau đó đã được gộp tiếp vào hồ sơ khác. Hãy tách lần gộp sau trước.")
                       if str(error) == "later" else _("Hai hồ sơ này đã được tách rồi."))
        return redirect("intake:duplicate-joined", pk=row.pk)
    messages.success(request, _("Đã tách lại thành hai hồ sơ như trước khi gộp."))
    seen = [stayed for stayed in found.stayed if _open(stayed)]
    if seen:
        messages.warning(request, ngettext(
            "%(n)s chỗ đã được sửa hoặc gỡ sau khi gộp nên giữ như hiện nay: %(what)s.",
            "%(n)s chỗ đã được sửa hoặc gỡ sau khi gộp nên giữ như hiện nay: %(what)s.", len(seen)) % {
                "n": formats.number(len(seen)), "what": ", ".join(sorted({
                    Words().model(stayed.model._meta.label).lower() for stayed in seen}))})
    return redirect("intake:duplicate", one=row.kept_id, other=found.child.pk)


def _open(stayed: Stayed) -> bool:
    """Whether anybody who may join records may hear of a row: rows of protection are never named here."""
    return bool(stayed.model._meta.app_label != "protection")


