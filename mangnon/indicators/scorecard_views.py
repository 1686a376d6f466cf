"""The mock score of a commune fit for children: points typed or taken from the register, held against the bars."""
from __future__ import annotations

import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.core.periods import year_end
from mangnon.participation.models import Survey
from mangnon.plan.child_friendly import Criteria, Criterion, criteria_on, mock_of
from mangnon.plan.models import CriterionScore, Declared, Evidence, Revision
from mangnon.web import formats, history, keeping, meanwhile, uploads
from mangnon.web.forms import BaseForm

from .answers import territory_of
from .live import ask_live, plan_in_use
from .reading_facts import FactBook
from .verdict import Figure
from .words import english

LINE = "1"
FIRST = 2021


class EvidenceForm(BaseForm):
    """A file that proves a criterion."""

    title = forms.CharField(label=gettext_lazy("Tên minh chứng"), max_length=200)
    file = uploads.UploadField(label=gettext_lazy("Tệp"),
                               help_text=gettext_lazy("PDF, PNG hoặc JPEG, nhiều nhất 8 MB. Không có tên, ảnh trẻ."))


@dataclass
class Row:
    """A criterion with what stands and what was typed. offered: points the register's figure gives.

    seen: what the page was drawn from, to tell that somebody wrote the row since.  taken: the offered points were
    asked for.
    """

    criterion: Criterion
    score: CriterionScore | None
    figures: list[tuple[str, str]]
    offered: int | None
    evidence: list[Evidence]
    text: str = ""
    error: str = ""
    seen: str = ""
    taken: bool = False

    @property
    def stamp(self) -> str:
        return str(self.score.seq) if self.score else ""

    @property
    def name(self) -> str:
        return self.criterion.name_en if english() else self.criterion.name


def may_score(user: Any) -> bool:
    return bool(user.can(Permission.DECLARED_WRITE) and user.may_declare(LINE))


def _scorer(request: HttpRequest, year: int) -> None:
    if not may_score(request.user) or not FIRST <= year <= clock.today().year:
        raise Http404


@requires(Permission.EXACT_FIGURES)
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, year: int) -> HttpResponse:
    """The thirteen criteria with points, figures, evidence; total against the bars; what is missing."""
    today = clock.today()
    if not FIRST <= year <= today.year or (request.method == "POST" and not may_score(request.user)):
        raise Http404
    criteria = criteria_on(min(year_end(year), today))
    rows = _rows(criteria.criteria, year)
    if request.method == "POST":
        _read(rows, request, criteria)
        with transaction.atomic():
            count = sum(_write(row, request, year) for row in rows)
        wrong = sum(1 for row in rows if row.error)
        if not wrong:
            messages.success(request, _("Đã ghi %(n)s tiêu chí.") % {"n": count} if count else
                             _("Không có gì thay đổi."))
            return redirect("indicators:scorecard", year)
        messages.warning(request, _("Đã ghi %(n)s dòng, còn %(m)s dòng cần sửa.") % {"n": count, "m": wrong})
    mock = mock_of(criteria, {row.criterion.number: row.score.points if row.score else None for row in rows})
    declared = Declared.objects.filter(measure=LINE, year=year, unit=_unit()).first()
    surveys = [(row, row.codes.exclude(answers="").count()) for row in Survey.objects.filter(year=year)]
    return render(request, "indicators/scorecard.html", {
        "name": criteria.name_en if english() else criteria.name,
        "source": criteria.source_en if english() else criteria.source, "rows": rows,
        "mock": mock, "year": year, "years": range(today.year, FIRST - 1, -1),
        "bars": [(en if english() else vi, bar, mock.state(bar), mock.short(bar)) for vi, en, bar in criteria.bars],
        "may_write": may_score(request.user), "declared": declared, "surveys": surveys,
        "without": [row.criterion.number for row in rows if not row.evidence]},
        status=422 if any(row.error for row in rows) else 200)


def _unit() -> Any:
    plan = plan_in_use()
    return plan.unit if plan else None


def _rows(criteria: tuple[Criterion, ...], year: int) -> list[Row]:
    scores = {row.criterion: row for row in CriterionScore.objects.filter(year=year)}
    proofs: dict[int, list[Evidence]] = {}
    for proof in Evidence.objects.filter(year=year).order_by("seq"):
        proofs.setdefault(proof.criterion, []).append(proof)
    plan, today = plan_in_use(), clock.today()
    book = None
    if plan is not None and plan.unit_id is not None:
        book = FactBook(plan, territory_of(ask_live).units[str(plan.unit_id)], today)
    found = []
    for one in criteria:
        figures = {code: book.figure(code, year) for code in one.lines} if book else {}
        score = scores.get(one.number)
        found.append(Row(one, score, [(code, _said(figure)) for code, figure in figures.items()],
                         _offered(one, figures), proofs.get(one.number, []),
                         "" if score is None or score.points is None else str(score.points)))
        found[-1].seen = found[-1].stamp
    return found


def _said(figure: Figure) -> str:
    if figure.denominator is None:
        return str(figure.numerator)
    return formats.of_total(figure.numerator, figure.denominator, english=english())


def _offered(one: Criterion, figures: dict[str, Figure]) -> int | None:
    """Points the rule gives; None without a rule, without a figure, or while it is not reached."""
    figure = figures.get(one.rule.line) if one.rule else None
    if one.rule is None or figure is None or not figure.denominator:
        return None
    return one.rule.points if Fraction(100 * figure.numerator, figure.denominator) >= one.rule.bar else None


def _read(rows: list[Row], request: HttpRequest, criteria: Criteria) -> None:
    """Take over what was typed; a number that can't be, alone or in the sum, gets its sentence."""
    for row in rows:
        number = row.criterion.number
        row.seen = request.POST.get(f"dau-{number}", row.stamp)
        row.taken = row.offered is not None and request.POST.get("lay") == str(number)
        row.text = str(row.offered) if row.taken else request.POST.get(f"diem-{number}", row.text).strip()
        if row.score is not None and row.seen != row.stamp and not row.taken and meanwhile.untouched(
                row.score, row.seen, {"points": int(row.text) if row.text.isdecimal() else row.text or None}):
            row.text, row.seen = "" if row.score.points is None else str(row.score.points), row.stamp
        most = row.criterion.most or criteria.most
        if row.text and not (row.text.isdecimal() and int(row.text) <= most):
            row.error = _("Điểm là một số từ 0 đến %(most)s; chưa chấm thì để trống.") % {"most": most}
    right = [row for row in rows if row.text and not row.error]
    total = sum(int(row.text) for row in right)
    if total <= criteria.most:
        return
    for row in right:
        # Who lowers a number mends the sum; only what adds to it waits.
        if int(row.text) > ((row.score.points if row.score else None) or 0):
            row.error = _("Cộng cả bảng thành %(total)s điểm, mà tổng cao nhất là %(most)s. Điểm của tiêu chí này có "
                          "đúng không?") % {"total": total, "most": criteria.most}


def _write(row: Row, request: HttpRequest, year: int) -> bool:
    """Write a criterion's points where they differ; a wrong number waits with its sentence."""
    if row.error:
        return False
    number, taken = row.criterion.number, row.taken
    points = int(row.text) if row.text else None
    same = row.score is not None and points == row.score.points
    if same and (not taken or (row.score is not None and row.score.from_register)):
        return False
    if row.score is None and points is None:
        return False
    if row.score is not None and row.seen != row.stamp:
        row.error = meanwhile.told(row.score, row.seen)
        row.seen = row.stamp
        return False
    values: dict[str, Any] = {"points": points, "from_register": taken}
    score = row.score
    row.score, row.error = meanwhile.line(score, lambda: records.correct(
        score, by=request.user, expect=score.seq, **values) if score else records.create(
            CriterionScore, by=request.user, year=year, criterion=number, **values))
    row.seen = row.stamp
    return not row.error


@requires(Permission.DECLARED_WRITE)
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, year: int, criterion: int) -> HttpResponse:
    """Hand in a file that proves a criterion."""
    _scorer(request, year)
    one = next((c for c in criteria_on(year_end(year)).criteria if c.number == criterion), None)
    if one is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        records.create(Evidence, by=request.user, year=year, criterion=criterion, title=form.cleaned_data["title"],
                       file=uploads.store(form.cleaned_data["file"]))
        messages.success(request, _("Đã nhận tệp."))
        return redirect("indicators:scorecard", year)
    name = one.name_en if english() else one.name
    return render(request, "web/record_form.html", {
        "form": form, "title": _("Minh chứng tiêu chí %(n)s") % {"n": criterion}, "lead": name,
        "back": reverse("indicators:scorecard", args=[year])}, status=422 if form.errors else 200)


@requires(Permission.DECLARED_WRITE)
def scorecard_history(request: HttpRequest, year: int) -> HttpResponse:
    """Who gave which points and handed in or dropped which file of a year, and when."""
    _scorer(request, year)
    found = []
    for model in (CriterionScore, Evidence):
        ids = list(model.objects.filter(year=year).values_list("pk", flat=True))
        revisions = Revision.objects.filter(Q(record_id__in=ids) | Q(verb="remove", values__year=year))
        found += history.changes_of(
            model, revisions, ids, first=("points",) if model is CriterionScore else (),
            named=lambda row: _("tiêu chí %(n)s") % {"n": getattr(row, "criterion", "")})
    return keeping.told(request, _("Chấm thử %(year)s") % {"year": year}, reverse("indicators:scorecard", args=[year]),
                        found)


@requires(Permission.EXACT_FIGURES)
def evidence_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Evidence, pk=pk)
    return uploads.served(row.file, row.title)  # type: ignore[return-value]


@requires(Permission.DECLARED_WRITE)
@require_POST
def drop_evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a file out of the list; its row stays in the history, the file in the data folder until a clean-up."""
    row = get_object_or_404(Evidence, pk=pk)
    _scorer(request, row.year)
    records.remove(row, by=request.user, reason=_("gỡ minh chứng"))
    messages.success(request, _("Đã gỡ. Nội dung cũ vẫn ở trong lịch sử."))
    return redirect("indicators:scorecard", row.year)
