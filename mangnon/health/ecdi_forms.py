"""The twenty questions as a person fills them in for one child."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.core.periods import completed_months
from mangnon.registry.forms import check_life
from mangnon.registry.models import Child
from mangnon.web import formats
from mangnon.web.forms import RecordForm

from .ecdi import DOES_NOT_KNOW, NOT_ASKED, Item, Questions, questions_on
from .models import Assessment, EcdiSheet, Instrument


def in_english() -> bool:
    return (get_language() or "vi").startswith("en")


def words(item: Item) -> str:
    return item.text_en if in_english() else item.text


def answer_words(item: Item, code: str) -> str:
    """What a letter says in words."""
    if code == DOES_NOT_KNOW:
        return _("không biết")
    return next((en if in_english() else vi for letter, vi, en in item.answers if letter == code), _("chưa hỏi"))


def why_not(child: Child, day: dt.date, questions: Questions) -> str:
    """Why a child is not asked on a day; empty where she is."""
    if child.born_precision != "day":
        return _("Chưa rõ đúng ngày sinh của em nên chưa biết em bao nhiêu tháng. Hãy ghi ngày sinh trước.")
    months = completed_months(child.born_on, day)
    if questions.fits(months):
        return ""
    return _("Bộ câu hỏi này chỉ dành cho trẻ từ %(a)s đến %(b)s tháng; ngày ấy em %(m)s tháng.") % {
        "a": questions.youngest, "b": questions.oldest, "m": months}


def asked_before(child: Child, day: dt.date, answers: str, but: Any = None) -> tuple[EcdiSheet | None, str]:
    """The sheet of that day and the question about it; no question where it says the same."""
    same = EcdiSheet.objects.filter(child=child, asked_on=day).exclude(pk=but).first()
    if same:
        return same, "" if same.answers == answers else _(
            "Ngày %(day)s em đã được hỏi rồi và có câu trả lời khác. Lấy câu trả lời vừa gõ thay cho lần trước?") % {
                "day": formats.date(day)}
    score = Assessment.objects.filter(child=child, assessed_on=day, instrument=Instrument.ECDI2030).exclude(
        score=None).values_list("score", flat=True).first()
    known = EcdiSheet.objects.filter(pk=but, asked_on=day).exists()
    return None, "" if score is None or known else _(
        "Ngày %(day)s đã có điểm ghi tay, không kèm câu trả lời. Thay bằng phiếu này?") % {"day": formats.date(day)}


class EcdiForm(RecordForm):
    """The day and one answer a question; nothing chosen is "not asked"."""

    class Meta(RecordForm.Meta):
        model = EcdiSheet
        fields = ["asked_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions_asked = questions_on(clock.today())
        kept = self.instance.answers or NOT_ASKED * len(self.questions_asked.items)
        for item, code in zip(self.questions_asked.items, kept, strict=False):
            choices = [(letter, en if in_english() else vi) for letter, vi, en in item.answers]
            box = forms.ChoiceField(
                label=f"{item.number}. {words(item)}", required=False, widget=forms.RadioSelect,
                choices=[*choices, (DOES_NOT_KNOW, _("không biết"))], initial="" if code == NOT_ASKED else code)
            box.asked = True  # type: ignore[attr-defined]
            self.fields[item.code] = box

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day: dt.date | None = data.get("asked_on")
        answers = "".join(data.get(item.code) or NOT_ASKED for item in self.questions_asked.items)
        child = self.instance.child
        if day and day > clock.today():
            self.add_error("asked_on", _("Ngày hỏi còn ở phía trước. Hãy kiểm tra lại ngày."))
        elif day:
            check_life(self, "asked_on", day, child)
            if (why := why_not(child, day, questions_on(day))) and not self.errors:
                self.add_error("asked_on", why)
        if not self.errors and set(answers) == {NOT_ASKED}:
            self.add_error(None, _("Chưa có câu trả lời nào. Hãy chọn ít nhất một câu."))
        if not self.errors and day:
            same, question = asked_before(child, day, answers, self.instance.pk if self.standing else None)
            if same and self.standing:
                # Of two sheets of one day one would be lost: this form cannot say which.
                self.add_error("asked_on", _("Ngày %(day)s đã có một phiếu khác của em. Hãy chọn ngày khác, hoặc mở "
                                             "phiếu ngày ấy để sửa rồi gỡ phiếu này.") % {"day": formats.date(day)})
            elif question:
                self.ask("asked_on", question, _("Thay bằng câu trả lời mới"))
            self.same = same
        return {"asked_on": day, "answers": answers}
