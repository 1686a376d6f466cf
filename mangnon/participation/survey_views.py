"""Pages of a survey: the phone form behind a code, the officer's round with its codes, paper and counts."""
from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import public, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.web import formats, keeping
from mangnon.web.fields import WholeField
from mangnon.web.forms import RecordForm

from .models import Survey, SurveyCode
from .survey import ANSWERS, asked_on, counted, tidy, typed, versions
from .survey_actions import (
    AnsweredBefore,
    ResultsTold,
    SurveyClosed,
    answer,
    close_survey,
    open_survey,
    reopen_survey,
)

WORDS = {"1": gettext_lazy("rất hài lòng"), "2": gettext_lazy("hài lòng"), "3": gettext_lazy("chưa hài lòng"),
         "0": gettext_lazy("không biết")}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
"""Names under which a machine reaches only itself: a link with one leads nobody's telephone anywhere."""
BY = "phiếu khảo sát"
"""Who wrote an answer, in the trail: nobody by name."""


def questions(survey: Survey) -> tuple[str, ...]:
    """The questions of a round in the reader's language."""
    found = next((one for one in versions() if one.valid_from == survey.version), None) or asked_on(survey.version)
    words = found.words_en if (get_language() or "vi").startswith("en") else found.words
    return words[survey.audience]


@public
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Few questions for whoever holds a code; a second answer of a code is said and not counted."""
    text = request.POST.get("ma", request.GET.get("ma", ""))
    code = SurveyCode.objects.select_related("survey").filter(code=tidy(text)).first() if tidy(text) else None
    context: dict[str, Any] = {"text": text, "code": code, "unknown": bool(text) and code is None}
    if code is None:
        return render(request, "participation/phone.html", context)
    asked = [(n, words, request.POST.get(f"cau-{n}", "")) for n, words in enumerate(questions(code.survey), start=1)]
    context |= {"asked": asked, "words": list(WORDS.items()), "before": code.answered_on,
                "closed": code.survey.closed_on is not None}
    if request.method == "POST" and "gui" in request.POST and not context["closed"]:
        given = "".join(value if value in ANSWERS else "" for _n, _words, value in asked)
        if code.answered_on:
            return render(request, "participation/phone.html", {**context, "again": True}, status=422)
        if len(given) < len(asked):
            return render(request, "participation/phone.html", {**context, "lacking": True}, status=422)
        try:
            answer(code, given, by=BY)
        except AnsweredBefore as same:
            return render(request, "participation/phone.html", {
                **context, "again": True, "before": same.args[0].answered_on}, status=422)
        except SurveyClosed:
            return render(request, "participation/phone.html", {**context, "closed": True}, status=422)
        return render(request, "participation/phone.html", {**context, "thanks": True})
    return render(request, "participation/phone.html", context)


class SurveyForm(RecordForm):
    """Whom, in which year, and how many codes."""

    count = WholeField(label=gettext_lazy("Số phiếu"), min_value=1, max_value=300,
                       help_text=gettext_lazy("Mỗi phiếu một mã, trả lời một lần. Nhiều nhất 300 một đợt."))

    class Meta(RecordForm.Meta):
        model = Survey
        fields = ["year", "audience"]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2021 <= year <= clock.today().year:
            raise forms.ValidationError(_("Năm viết bốn chữ số, từ 2021 đến năm nay."))
        return year


@requires(Permission.EXACT_FIGURES)
def surveys(request: HttpRequest) -> HttpResponse:
    """The rounds with how many have answered."""
    rows = [(row, row.codes.count(), row.codes.exclude(answers="").count())
            for row in Survey.objects.order_by("-year", "audience")]
    return render(request, "participation/surveys.html", {
        "rows": rows, "may_write": request.user.can(Permission.REPORT_WRITE)})


@requires(Permission.REPORT_WRITE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    form = SurveyForm(request.POST or None, instance=Survey(year=clock.today().year))

    def save(data: dict[str, Any]) -> Any:
        return open_survey(by=request.user, codes=data.pop("count"), new_id=form.new_id, **data)

    return keeping.write(request, form, title=_("Khảo sát hài lòng"), save=save, back=reverse("participation:surveys"),
                         onward=lambda row: reverse("participation:survey", args=[row.pk]))


@requires(Permission.EXACT_FIGURES)
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One round: counts once it is closed, small cells left out; paper to print, lines typed back from paper.

    While answers come in no count is told, and once counts are told no answer comes in: whoever hands out codes would
    see what the last one changed.
    """
    row = get_object_or_404(Survey, pk=pk)
    asked = questions(row)
    may_write = request.user.can(Permission.REPORT_WRITE)
    left: list[tuple[str, str]] = []
    unread = False
    if request.method == "POST" and may_write and "dong-dot" in request.POST:
        unread = not row.closed_on and "het-phieu" not in request.POST
        if not unread:
            return _opened_or_closed(request, row)
    elif request.method == "POST" and may_write:
        done, left = _typed_back(row, request.POST.get("dong", ""), len(asked))
        if done:
            messages.success(request, _("Đã ghi %(n)s phiếu.") % {"n": done})
        if not left:
            return redirect("participation:survey", pk)
    answers = list(row.codes.exclude(answers="").values_list("answers", flat=True))
    closed = row.closed_on is not None
    cells = counted(answers, len(asked)) if closed else None
    return render(request, "participation/survey.html", {
        "row": row, "answered": len(answers), "total": row.codes.count(), "left": left,
        "text": "\n".join(line for line, _why in left), "asked": asked, "words": list(WORDS.items()),
        "lines": [(words, [cell.said[d] for d in WORDS]) for words, cell in zip(asked, cells or (), strict=False)],
        "may_write": may_write, "closed": closed, "unread": unread}, status=422 if left or unread else 200)


def _opened_or_closed(request: HttpRequest, row: Survey) -> HttpResponse:
    """Close the round, or open it again where nobody can have read a result."""
    try:
        if row.closed_on:
            reopen_survey(row, by=request.user)
        else:
            close_survey(row, by=request.user)
    except ResultsTold:
        messages.warning(request, _("Kết quả đã nêu rồi thì không mở lại được. Muốn hỏi thêm, hãy mở một đợt khác."))
    return redirect("participation:survey", row.pk)


def _typed_back(row: Survey, text: str, size: int) -> tuple[int, list[tuple[str, str]]]:
    """(how many were written, lines that wait with why)."""
    done, left = 0, []
    for line in filter(str.strip, text.splitlines()):
        code, digits = typed(line, size)
        found = row.codes.filter(code=code).first() if code else None
        if not code:
            left.append((line, _("cần mã 8 chữ rồi %(n)s chữ số 1, 2, 3 hoặc 0") % {"n": size}))
        elif found is None:
            left.append((line, _("mã này không thuộc đợt này")))
        else:
            try:
                answer(found, digits, by=BY)
                done += 1
            except AnsweredBefore as same:
                left.append((line, _("mã này đã trả lời ngày %(day)s, không đếm lần hai") % {
                    "day": formats.date(same.args[0].answered_on)}))
            except SurveyClosed:
                left.append((line, _("đợt này đã đóng, không thêm phiếu")))
    return done, left


@requires(Permission.REPORT_WRITE)
def paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The round on paper: a form for every code that has not answered."""
    row = get_object_or_404(Survey, pk=pk)
    host = request.get_host().rpartition(":")[0] if request.get_host().rpartition(":")[2].isdecimal() else ""
    alone = (host or request.get_host()).strip("[]") in LOOPBACK
    link = "" if alone else request.build_absolute_uri(reverse("participation:phone"))
    return render(request, "participation/paper.html", {
        "row": row, "codes": row.codes.filter(answers="").order_by("seq"), "asked": questions(row),
        "words": list(WORDS.items()), "link": link})
