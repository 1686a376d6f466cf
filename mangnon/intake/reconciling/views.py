"""Pages of the bench: choose sources and a day, see who has to correct what, send the letter, watch it being done."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from . import actions
from .coverage import coverage
from .finding import WHATS, Finding, findings
from .letters import letter_docx, letter_xlsx
from .models import CorrectionLetter
from .people import gather, in_name_order
from .persons import Bench
from .scopes import REGISTER, rules
from .sources import Source, available, chosen, waits
from .wording import headings, sentence, shorts, todo, told_of

SHOWN = 100
"""Findings of a kind that the page lists; the letter has them all."""
LETTERS = 20
TYPES = {"docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", letter_docx),
         "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", letter_xlsx)}


class BenchForm(BaseForm):
    """The day of the comparing."""

    ngay = DateField(label=gettext_lazy("Đối chiếu theo ngày"), required=False,
                     help_text=gettext_lazy("Để trống thì là hôm nay."))

    def clean_ngay(self) -> dt.date:
        day: dt.date | None = self.cleaned_data["ngay"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Ngày này còn ở phía trước. Hãy kiểm tra lại."))
        return day or clock.today()


class LetterForm(BaseForm):
    """By when an answer is asked for."""

    tra_loi = DateField(label=gettext_lazy("Đề nghị trả lời trước ngày"), required=False,
                        help_text=gettext_lazy("Để trống thì công văn không ghi hạn."))

    def clean_tra_loi(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["tra_loi"]
        if day and day <= clock.today():
            raise forms.ValidationError(_("Hạn trả lời phải sau hôm nay."))
        return day


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.reconciling")
def bench(request: HttpRequest) -> HttpResponse:
    """The sources with a tick each, and of the ticked ones who has to correct how much, and who covers whom."""
    form = BenchForm(request.GET if "ngay" in request.GET else None)
    day = form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else clock.today()
    there = available(day)
    keys = request.GET.getlist("nguon") or [source.key for source in there if source.key == REGISTER or source.whole]
    sources = [source for source in there if source.key in keys]
    wrong = form.is_bound and bool(form.errors)
    result = _result(gather(sources, day)) if len(sources) > 1 and not wrong else {}
    return render(request, "intake/reconciling/bench.html", {
        "form": form, "there": there, "keys": {source.key for source in sources}, "day": day,
        "query": query(sources, day), "few": len(there) < 2,
        "letters": CorrectionLetter.objects.order_by("-at")[:LETTERS], **result},
        status=422 if form.is_bound and form.errors else 200)


def _result(found: Bench) -> dict[str, Any]:
    open_, settled = actions.parted(findings(found))
    counts = Counter((one.owner.key, one.what) for one in open_)
    named = shorts()
    owners = [{"source": source, "total": sum(counts[source.key, what] for what in WHATS),
               "counts": [(what, named[what], n) for what in WHATS if (n := counts[source.key, what])],
               "unsure": found.unsure.get(source.key, 0), "waits": waits(source),
               "supplement": found.supplements.get(source.key)}
              for source in found.sources]
    strangers = sum(person.child is None and not person.lives_here for person in found.people)
    return {"owners": owners, "total": len(open_), "strangers": strangers,
            "children": len({one.person.key for one in open_}), "settled": len(settled),
            "covered": [(source, source.whole and source.key not in found.supplements, coverage(found, source))
                        for source in found.sources if source.key != REGISTER]
            if any(source.key == REGISTER for source in found.sources) else []}


def query(sources: list[Source], day: dt.date) -> str:
    return urlencode([("ngay", day.strftime("%d/%m/%Y")), *(("nguon", source.key) for source in sources)])


def _asked(data: Any) -> tuple[Bench, Source]:
    """The comparing and the owner that an address or a form names, or 404."""
    form = BenchForm(data)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["ngay"]
    sources = chosen(data.getlist("nguon"), day)
    owner = next((source for source in sources if source.key == data.get("cho")), None)
    if owner is None or len(sources) < 2:
        raise Http404
    return gather(sources, day), owner


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.reconciling")
def owner(request: HttpRequest) -> HttpResponse:
    """What one source has to correct; accept a finding as it is, or ask about it again."""
    found, whose = _asked(request.GET)
    return _owner(request, found, whose, LetterForm(initial={
        "tra_loi": clock.today() + dt.timedelta(days=rules().answer_within_days)}))


def _owner(request: HttpRequest, found: Bench, whose: Source, form: LetterForm) -> HttpResponse:
    here = [one for one in findings(found) if one.owner.key == whose.key]
    address = f"{reverse('intake:reconcile-owner')}?{query(found.sources, found.day)}&{urlencode({'cho': whose.key})}"
    if request.method == "POST" and not form.is_bound:
        return _said(request, here, address)
    open_, settled = actions.parted(here)
    named = headings()
    groups = [(what, named[what], _sorted([one for one in open_ if one.what == what])) for what in WHATS]
    return render(request, "intake/reconciling/owner.html", {
        "source": whose, "found": found, "query": query(found.sources, found.day), "most": SHOWN,
        "groups": [(what, name, [(one, told_of(one), sentence(one), todo(one)) for one in rows[:SHOWN]], len(rows))
                   for what, name, rows in groups if rows],
        "settled": [(one, sentence(one), row) for one, row in settled], "total": len(open_),
        "unsure": found.unsure.get(whose.key, 0), "waits": waits(whose),
        "register": whose.key == REGISTER, "address": address, "form": form}, status=422 if form.is_bound else 200)


def _sorted(found: list[Finding]) -> list[Finding]:
    order = {person.key: n for n, person in enumerate(in_name_order([one.person for one in found]))}
    return sorted(found, key=lambda one: (order[one.person.key], one.field))


def _said(request: HttpRequest, here: list[Finding], address: str) -> HttpResponse:
    meant = next((one for one in here if one.key == request.POST.get("cho-khac")), None)
    if meant is None or request.POST.get("la") not in ("dung", "hoi-lai"):
        messages.info(request, _("Chỗ này không còn khác nhau nữa."))
        return redirect(address)
    if request.POST["la"] == "dung":
        actions.accept(meant, request.POST.get("vi-sao", "").strip()[:200], by=request.user)
        messages.success(request, _("Đã ghi: đúng như vậy, không cần sửa."))
    else:
        actions.ask_again(meant.key, by=request.user)
        messages.success(request, _("Đã đưa lại vào chỗ cần sửa."))
    return redirect(address)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
@noted("intake.reconciling")
def write(request: HttpRequest) -> HttpResponse:
    """Make the letter to a source and its list, with everything that is open of it."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _owner(request, *_asked(request.POST), form)
    # What an office gets is Vietnamese, whatever language the page is read in.
    with translation.override("vi"):
        found, whose = _asked(request.POST)
        open_, _settled = actions.parted([one for one in findings(found) if one.owner.key == whose.key])
    try:
        letter = actions.write_letter(whose, _sorted(open_), found.sources, found.day, by=request.user,
                                      answer_by=form.cleaned_data["tra_loi"])
    except ValueError:
        messages.info(request, _("Nơi này không còn chỗ nào cần sửa."))
        return redirect(f"{reverse('intake:reconcile')}?{query(found.sources, found.day)}")
    messages.success(request, _("Đã làm công văn và danh sách. Tải về, trình ký rồi gửi."))
    return redirect(letter)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.CorrectionLetter")
def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A letter with both its files, and which of its lines are still open today."""
    row = get_object_or_404(CorrectionLetter, pk=pk)
    form = request.GET.get("tep", "")
    if form in TYPES:
        media, write_ = TYPES[form]
        audit.record(request.user, "export", "intake.CorrectionLetter", row.pk, fields=[form])
        response = HttpResponse(write_(row), content_type=media)
        name = f"ra-soat-danh-sach-{timezone.localtime(row.at):%Y%m%d}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    day = clock.today()
    sources = chosen(row.sources, day)
    open_ = actions.still_open(row, findings(gather(sources, day))) if len(sources) > 1 else {
        one["key"] for one in row.items}
    lines = [(one, one["key"] in open_) for one in row.items]
    whose = next((source for source in sources if source.key == row.source), None)
    return render(request, "intake/reconciling/letter.html", {
        "letter": row, "lines": lines, "open": len(open_), "done": len({o["key"] for o in row.items}) - len(open_),
        "late": bool(open_ and row.answer_by and row.answer_by < day),
        "newer": bool(whose and whose.batch and whose.batch.at > row.at)})
