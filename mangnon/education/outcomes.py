"""A class's outcomes on one grid: each line is read and written by itself, over nobody else's work."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import clock, records
from mangnon.web import formats, history
from mangnon.web.fields import read_date

from .actions import attach
from .models import Enrolment, Outcome

LEFT = (Outcome.TRANSFERRED, Outcome.DROPPED_OUT)


class OutcomeRow:
    """One pupil's line with what was typed. error: why it was not written."""

    def __init__(self, row: Enrolment, typed: Any) -> None:
        self.row, self.error = row, ""
        self.seen = typed.get(f"dau-{row.pk}", str(row.seq)) if typed is not None else str(row.seq)
        self.outcome = self._cell(typed, "ket-qua", row.outcome)
        self.left_text = self._cell(typed, "thoi-hoc", formats.date(row.left_on) if row.left_on else "")
        self.left_on = self._day()

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
        if self.error or (self.outcome, self.left_on) == (self.row.outcome, self.row.left_on):
            return False
        if self.seen != str(self.row.seq):
            who, now = history.since(self.row, int(self.seen) if self.seen.isdigit() else 0)
            self.error = _("Trong lúc trang này mở, %(who)s đã ghi: %(now)s. Xem lại; ghi lần nữa thì lấy số của "
                           "bạn.") % {"who": who, "now": "; ".join(now) or "–"}
            return False
        self.row = records.correct(self.row, by=by, outcome=self.outcome, left_on=self.left_on)
        attach(self.row)
        return True


class OutcomeGrid:
    """The pupils of a class in name order."""

    def __init__(self, rows: list[Enrolment], typed: Any) -> None:
        self.rows = [OutcomeRow(row, typed) for row in rows]

    def write(self, *, by: Any) -> int:
        with transaction.atomic():
            return sum(row.write(by) for row in self.rows)

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.error)
