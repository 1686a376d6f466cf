"""Doors of the monthly sheet of changes: the thôn's own month, and the officer's table of who has sent."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, records
from mangnon.core.periods import add_months
from mangnon.places.models import Unit

from . import monthly
from .models import Child, MonthlyReport
from .views import villages

NOTE = 500


def _units(user: Any) -> Any:
    """The thôn this user answers for or looks after."""
    scope = user.scope(Permission.IDENTITY_WRITE)
    found = villages()
    if scope.everything or user.can(Permission.TASKS_GIVE):
        return found
    return found.filter(pk__in=scope.unit_ids)


@requires(Permission.IDENTITY_WRITE, Permission.TASKS_GIVE)
def table(request: HttpRequest) -> HttpResponse:
    """Who has sent which month, who not and since when; who answers for one thôn goes to its month."""
    user: Any = request.user
    units = sorted(_units(user), key=lambda unit: (len(unit.name), unit.name))
    if len(units) == 1 and not user.can(Permission.TASKS_GIVE):
        return redirect("registry:month", units[0].pk, monthly.month_of(clock.today()).strftime("%Y-%m"))
    rows = monthly.months_of(units, clock.today())
    waiting = [(report, report.counts != monthly.changes_of(report.unit, report.month).counts)
               for report in MonthlyReport.objects.filter(unit__in=units, approved_on=None, reply="").select_related(
                   "unit").order_by("month", "unit__name")]
    return render(request, "registry/months.html", {
        "rows": rows, "waiting": waiting, "today": clock.today(),
        "silent": sum(1 for row in rows if row.behind),
        "asked": monthly.first_month() < monthly.month_of(clock.today())})


def _month(text: str) -> dt.date:
    """2026-11 as its first day; 404 for anything else or a month to come."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    month = dt.date(int(found[1]), int(found[2]), 1) if found else None
    if month is None or month > clock.today():
        raise Http404
    return month


@requires(Permission.IDENTITY_WRITE, Permission.TASKS_GIVE)
@require_http_methods(["GET", "POST"])
@noted("registry.MonthlyReport")
def month(request: HttpRequest, pk: Any, text: str) -> HttpResponse:
    """One thôn's month: what the register holds of it, what is to be said besides, and the officer's answer."""
    user: Any = request.user
    unit, first, today = get_object_or_404(_units(user), pk=pk), _month(text), clock.today()
    report = MonthlyReport.objects.filter(unit=unit, month=first).first()
    scope, gives = user.scope(Permission.IDENTITY_WRITE), user.can(Permission.TASKS_GIVE)
    own = unit.pk in scope.unit_ids
    sends = own or (scope.everything and (report is None or report.sent_by == audit.actor_of(user)[0]))
    note, wrong = request.POST.get("noi-them", report.note if report else ""), ""
    if request.method == "POST":
        wrong = _act(request, unit, first, report, sends=sends, gives=gives)
        if not wrong:
            return redirect("registry:month", unit.pk, text)
        # It may have been sent again while she pressed: the page shows what she is to look at now.
        report = MonthlyReport.objects.filter(unit=unit, month=first).first()
    changes = monthly.changes_of(unit, first)
    seen = set(Child.objects.visible_to(user).filter(pk__in=[c.pk for c in changes.everyone]).values_list(
        "pk", flat=True))
    # Who left lately is still named to those who wrote it down; of long ago only who is theirs to see.
    recent = first >= add_months(monthly.month_of(today), -2)
    before = add_months(first, -1)
    return render(request, "registry/month.html", {
        "seen": seen, "recent": recent, "unit": unit, "month": first, "report": report, "changes": changes,
        "sends": sends, "own": own, "gives": gives,
        "note": note, "asking": request.POST.get("hoi-lai", ""), "wrong": wrong,
        "grew": bool(report and report.counts != changes.counts),
        "held": monthly.held(changes),
        "before": reverse("registry:month", args=[unit.pk, before.strftime("%Y-%m")]),
        "after": reverse("registry:month", args=[unit.pk, add_months(first, 1).strftime("%Y-%m")])
        if add_months(first, 1) <= today else "", "running": first == monthly.month_of(today),
        "first_month": monthly.first_month()},
        status=422 if wrong else 200)


def _act(request: HttpRequest, unit: Unit, first: dt.date, report: MonthlyReport | None, *, sends: bool, gives: bool,
         ) -> str:
    """Do what was pressed; the sentence that says why not, "" where it was done."""
    user: Any = request.user
    what, today = request.POST.get("viec", ""), clock.today()
    if what in ("gui", "khong") and sends:
        note = request.POST.get("noi-them", "").strip()
        if len(note) > NOTE:
            return _("Phần nói thêm dài quá %(n)s chữ. Hãy viết ngắn lại.") % {"n": NOTE}
        try:
            monthly.send(unit, first, by=request.user, on=today, nothing=what == "khong", note=note)
        except ValueError:
            return _("Sổ đang ghi có biến động trong tháng này, nên chưa nhận “không biến động”. Hãy xem lại danh "
                     "sách, hoặc bấm “Gửi phiếu”.")
        messages.success(request, _("Đã gửi phiếu tháng cho cán bộ trẻ em."))
        return ""
    if what in ("duyet", "hoi") and gives and report:
        return _answer(request, report, what)
    if what in ("gui", "khong") and gives and user.scope(Permission.IDENTITY_WRITE).everything:
        return _("Thôn đã tự gửi phiếu này trong lúc trang mở. Hãy xem phiếu của thôn; cần đổi thì hỏi lại thôn.")
    if what in ("gui", "khong", "duyet", "hoi"):
        raise Http404
    return _("Hãy chọn một việc: gửi phiếu hoặc không biến động.")


def _answer(request: HttpRequest, report: MonthlyReport, what: str) -> str:
    """Approve the sheet that was read, or ask back about it; the sentence that says why not, "" where it was done."""
    seen = request.POST.get("dau", "")
    expect = int(seen) if seen.isdecimal() else 0
    try:
        if what == "duyet":
            monthly.approve(report, by=request.user, on=clock.today(), expect=expect,
                            sure=request.POST.get("van-duyet", ""))
            messages.success(request, _("Đã duyệt phiếu."))
        else:
            monthly.ask_back(report, by=request.user, words=request.POST.get("hoi-lai", "").strip()[:NOTE],
                             expect=expect)
            messages.success(request, _("Đã gửi câu hỏi lại cho thôn."))
    except records.ChangedMeanwhile:
        return _("Trong lúc trang này mở, thôn đã gửi lại phiếu. Hãy xem lại rồi bấm lần nữa.")
    except monthly.Contradicted:
        return _("Phiếu nói khác sổ. Hãy xem các em trong sổ rồi đánh dấu “Vẫn duyệt”, hoặc hỏi lại thôn.")
    except ValueError:
        return _("Hãy viết điều cần hỏi lại.")
    return ""


def waiting(user: Any) -> Iterator[tuple[str, str]]:
    """(sentence, url) of months that ended without a sheet, and of sheets that wait for the officer.

    A commune that has never used the sheet is not reminded of it.
    """
    if not user.can(Permission.IDENTITY_WRITE) or not MonthlyReport.objects.exists():
        return
    today = clock.today()
    if user.can(Permission.TASKS_GIVE):
        count = MonthlyReport.objects.filter(approved_on=None, reply="").count()
        if count:
            yield _("%(n)s phiếu biến động tháng chờ duyệt") % {"n": count}, reverse("registry:months")
        return
    begun = monthly.first_month()
    for unit in _units(user):
        last = add_months(monthly.month_of(today), -1)
        asked = MonthlyReport.objects.filter(unit=unit).exclude(reply="").order_by("month").first()
        if asked:
            yield (_("Cán bộ hỏi lại phiếu tháng %(month)s của %(unit)s") % {
                "month": asked.month.strftime("%m/%Y"), "unit": unit},
                reverse("registry:month", args=[unit.pk, asked.month.strftime("%Y-%m")]))
        elif last >= begun and not MonthlyReport.objects.filter(unit=unit, month=last).exists():
            yield (_("%(unit)s chưa gửi phiếu biến động tháng %(month)s") % {
                "month": last.strftime("%m/%Y"), "unit": unit},
                reverse("registry:month", args=[unit.pk, last.strftime("%Y-%m")]))
