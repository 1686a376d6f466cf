"""A class's outcomes on one grid: each line is read and written by itself, over nobody else's work."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import clock, records
from mangnon.web import formats, meanwhile
from mangnon.web.fields import read_date

from .actions import attach
from .models import Enrolment, Outcome, grade_word

LEFT = (Outcome.TRANSFERRED, Outcome.DROPPED_OUT)
AT_THE_END = (Outcome.PROMOTED, Outcome.COMPLETED, Outcome.REPEATING)
"""What is decided when the school year ends."""
LAST_MONTH = 5
FINAL_GRADES = frozenset({"MG5", "5", "9", "12"})
"""Grades with which a level is completed."""
EARLY = "som"
"""The answer that what belongs to the end of the year is meant, though the year runs."""


def contradiction(outcome: str, left_on: dt.date | None, grade: str) -> str:
    """Why an outcome, a leaving day and a grade cannot all be true, as a sentence; "" where they can."""
    if outcome == Outcome.DROPPED_OUT and left_on is None:
        return _("Em bỏ học từ ngày nào? Hãy ghi ngày thôi học.")
    if outcome == Outcome.STUDYING and left_on is not None:
        return _("Em đang học thì để trống ngày thôi học; đã thôi học thì chọn chuyển trường hoặc bỏ học.")
    if outcome == Outcome.COMPLETED and grade not in FINAL_GRADES:
        return _("Lớp %(grade)s chưa phải lớp cuối cấp (mẫu giáo 5 tuổi, 5, 9, 12). Hãy chọn “lên lớp”.") % {
            "grade": grade_word(grade)}
    return ""


def too_early(school_year: str, outcome: str, today: dt.date) -> bool:
    """Whether an outcome of the year's end is written before the year's last month."""
    return outcome in AT_THE_END and today < dt.date(int(school_year[5:]), LAST_MONTH, 1)


class OutcomeRow:
    """One pupil's line with what was typed. error: why it was not written.  gone: she has left the class.

    early: the outcome waits for the answer that it is meant already now.
    """

    def __init__(self, row: Enrolment, typed: Any) -> None:
        self.row, self.error = row, ""
        self.gone = has_left(row)
        self.seen = typed.get(f"dau-{row.pk}", str(row.seq)) if typed is not None else str(row.seq)
        self.outcome = self._cell(typed, "ket-qua", row.outcome)
        self.left_text = self._cell(typed, "thoi-hoc", formats.date(row.left_on) if row.left_on else "")
        self.left_on = self._day()
        if self.seen != str(row.seq) and meanwhile.untouched(
                row, self.seen, {"outcome": self.outcome, "left_on": self.left_on}):
            self.outcome, self.left_on, self.seen, self.error = row.outcome, row.left_on, str(row.seq), ""
            self.left_text = formats.date(row.left_on) if row.left_on else ""
        changed = (self.outcome, self.left_on) != (row.outcome, row.left_on)
        if changed and not self.error:
            self.error = contradiction(self.outcome, self.left_on, row.grade)
        self.early = (changed and not self.error and self.outcome != row.outcome
                      and too_early(row.school_year, self.outcome, clock.today())
                      and typed is not None and typed.get("dung", "") != EARLY)

    def _cell(self, typed: Any, name: str, kept: str) -> str:
        return str(typed.get(f"{name}-{self.row.pk}", kept)).strip() if typed is not None else kept

    def _day(self) -> dt.date | None:
        if not self.left_text:
            return None
        try:
            day = read_date(self.left_text)
        except ValidationError as wrong:
            self.error = wrong.messages[0]
            return None
        if day < self.row.entered_on:
            self.error = _("Ngày thôi học lại trước ngày vào học %(day)s.") % {"day": formats.date(self.row.entered_on)}
        elif day > clock.today():
            self.error = _("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {"what": _("Ngày thôi học")}
        return day

    def write(self, by: Any) -> bool:
        """Write the line where it differs. Returns whether it was written."""
        if self.outcome not in ("", *Outcome.values):
            self.error = _("Hãy chọn lại kết quả.")
        if self.error or self.early or (self.outcome, self.left_on) == (self.row.outcome, self.row.left_on):
            return False
        if self.seen != str(self.row.seq):
            self.error = meanwhile.told(self.row, self.seen)
            return False
        row = self.row

        def write() -> Enrolment:
            fresh = records.correct(row, by=by, expect=row.seq, outcome=self.outcome, left_on=self.left_on)
            attach(fresh)
            return fresh
        found, self.error = meanwhile.line(row, write)
        self.row = found or row
        return not self.error


def has_left(row: Enrolment) -> bool:
    """Whether a pupil left the class, as its page tells it."""
    return row.left_on is not None and row.outcome in LEFT


class OutcomeGrid:
    """The pupils of a class in name order, those who left it last."""

    def __init__(self, rows: list[Enrolment], typed: Any) -> None:
        self.rows = sorted((OutcomeRow(row, typed) for row in rows), key=lambda r: r.gone)

    @property
    def staying(self) -> int:
        return sum(1 for row in self.rows if not row.gone)

    @property
    def left_now(self) -> list[str]:
        """Who was written as gone just now, by name."""
        return [str(row.row.child) for row in self.rows if has_left(row.row) and not row.gone]

    @property
    def early(self) -> int:
        """How many outcomes of the year's end wait for the answer that they are meant already now."""
        return sum(1 for row in self.rows if row.early)

    def write(self, *, by: Any) -> int:
        with transaction.atomic():
            return sum(row.write(by) for row in self.rows)

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.error)
