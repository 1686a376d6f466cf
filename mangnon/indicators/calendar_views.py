"""The page of the commune's calendar of work with children: which steps it does, and their days."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import records, sequence
from mangnon.registry.models import WorkStep
from mangnon.web import formats, history

from .coming.step import Days, built_in, calendar
from .coming_views import title_of
from .words import english

NUMBERS = ("due_days", "ahead_days", "late_days")
LONGEST = 3660
"""Days: ten years; more is a slip."""
STAMP = re.compile(r"(\d+)\.(on)?((?:\.\d+){3})")


@dataclass
class CalendarRow:
    """One step with what was typed. standing: what the commune decided, None where the file holds.  cells: what stands
    in the boxes.  drawn: the page was drawn from that, its number first, None where the sender's page told nothing.
    fault: why it was not written."""

    code: str
    days: Days
    standing: WorkStep | None
    cells: dict[str, Any]
    drawn: tuple[int, dict[str, Any]] | None = None
    fault: str = ""

    @property
    def title(self) -> str:
        return title_of(self.days)

    @property
    def own(self) -> bool:
        return self.days != built_in()[self.code]

    @property
    def now(self) -> dict[str, Any]:
        """What holds, as the boxes have it."""
        return {"held": self.days.held, **{name: str(getattr(self.days, name)) for name in NUMBERS}}

    @property
    def seq(self) -> int:
        return self.standing.seq if self.standing else 0

    @property
    def stamp(self) -> str:
        """What the page is drawn from, sent back with the form: number.on.10.30.60."""
        return ".".join([str(self.seq), "on" if self.now["held"] else "", *(self.now[name] for name in NUMBERS)])

    def read(self, typed: Mapping[str, str]) -> None:
        """Take what was typed; a box that the sender left as it was drawn shows what holds by now."""
        self.cells = {"held": f"{self.code}-held" in typed,
                      **{name: typed.get(f"{self.code}-{name}", "").strip() for name in NUMBERS}}
        found = STAMP.fullmatch(typed.get(f"{self.code}-dau", ""))
        if found:
            self.drawn = int(found[1]), {"held": bool(found[2]),
                                         **dict(zip(NUMBERS, found[3].strip(".").split("."), strict=True))}
        if self.drawn and self.cells == self.drawn[1]:
            self.cells = self.now
        self.fault = self._slip() or self._met()

    def _slip(self) -> str:
        if all(self.cells[name].isdecimal() and int(self.cells[name]) <= LONGEST for name in NUMBERS):
            return ""
        return _("Hãy gõ số ngày, từ 0 đến %(n)s, ở cả ba ô.") % {"n": formats.number(LONGEST, english=english())}

    def _met(self) -> str:
        """That somebody else changed this very row since the page was drawn, and to what."""
        if not self.differs or self.drawn is None or self.drawn[0] == self.seq:
            return ""
        who = history.since(self.standing, self.drawn[0])[0] if self.standing else _("ai đó")
        now = _("hạn %(due)s, báo trước %(ahead)s, còn nhắc %(late)s ngày") % {
            "due": self.now["due_days"], "ahead": self.now["ahead_days"], "late": self.now["late_days"]}
        return _("Trong lúc trang này mở, %(who)s đã sửa. Nay là: %(now)s. Hãy xem lại; vẫn muốn thay thì ghi lần "
                 "nữa.") % {"who": who, "now": now if self.now["held"] else _("không làm")}

    @property
    def differs(self) -> bool:
        return {name: _whole(value) for name, value in self.cells.items()} != {
            name: _whole(value) for name, value in self.now.items()}

    def keep(self, *, by: Any) -> bool:
        """Keep a row that differs from what holds."""
        if not self.differs:
            return False
        values: dict[str, Any] = {"held": self.cells["held"], **{name: int(self.cells[name]) for name in NUMBERS}}
        if self.standing:
            records.correct(self.standing, by=by, **values)
        else:
            records.create(WorkStep, by=by, step=self.code, **values)
        return True


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _rows() -> list[CalendarRow]:
    standing = {row.step: row for row in WorkStep.objects.all()}
    rows = [CalendarRow(code, own, standing.get(code), {}) for code, own in calendar().items()]
    for row in rows:
        row.cells = row.now
    return rows


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The commune's calendar: which steps it does, and their days."""
    if request.method != "POST":
        return _shown(request, _rows())
    with transaction.atomic():
        # Whoever writes at the same moment waits here, and then meets what was written.
        sequence.take()
        rows = _rows()
        for row in rows:
            row.read(request.POST)
        if any(row.fault for row in rows):
            return _shown(request, rows)
        changed = sum(row.keep(by=request.user) for row in rows)
    messages.success(request, _("Đã ghi lịch.") if changed else _("Không có gì thay đổi."))
    return redirect("indicators:coming-calendar")


def _shown(request: HttpRequest, rows: list[CalendarRow]) -> HttpResponse:
    wrong = any(row.fault for row in rows)
    return render(request, "indicators/coming_calendar.html", {"rows": rows, "wrong": wrong},
                  status=422 if wrong else 200)
