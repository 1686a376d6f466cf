"""The page of those who watch over the cases as a whole."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mangnon.accounts.access import noted, signed_in
from mangnon.core import clock

from . import page
from . import supervision as watching
from .deadlines import Rule
from .telling import inspects, supervises


@noted("protection.supervision")
@signed_in
def supervision(request: HttpRequest) -> HttpResponse:
    """Caseload, times, what stands still: for the chairman, the officer and the inspector; the board in large figures.

    The inspector reads the codes, each leading to the log of its case, and no page of a case.
    """
    user = request.user
    if not supervises(user):
        raise Http404
    today = clock.today()
    typed = request.GET.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= today.year else today.year
    found = watching.picture(user, year)
    reads = watching.reads_codes(user)
    shown: dict[str, Any] = {"year": year, "years": found.years, "exact": watching.exact_for(user), "reads": reads}
    if shown["exact"]:
        shown |= {
            "it": found, "states": watching.state_words(found.states), "owners": list(found.owners.items()),
            "paces": [(pace, page.label(pace.rule), limit_words(pace.rule), _span(pace.median), _span(pace.worst))
                      for pace in found.paces],
            "standing": _standing(found),
            "channels": [(label, row, sum(row)) for label, row in watching.channel_words(found.channels)],
            "months": [sum(row[m] for row in found.channels.values()) for m in range(12)],
            "logs": [] if reads or not inspects(user) else watching.cases_for(user).order_by("code").values_list(
                "code", flat=True)}
    else:
        told = watching.veiled(found)
        shown |= {
            "it": told, "states": watching.state_words(told.states),
            "paces": [(pace, page.label(pace.rule), limit_words(pace.rule), _span(pace.median))
                      for pace in told.paces],
            "channels": watching.channel_words(told.channels), "months": list(told.months.items())}
    return render(request, "protection/cases/supervision.html", shown)


def _standing(found: watching.Picture) -> list[tuple[str, Any]]:
    """What must be looked at, each with its cases."""
    return [(_("Quá hạn một bước"), found.late), (_("Quá hạn rà soát"), found.unreviewed),
            (_("Không có người phụ trách đọc được"), found.ownerless), (_("Đã từng mở lại"), found.reopened)]


def _span(span: Any) -> str:
    return "" if span is None else page.span_words(span)


def limit_words(rule: Rule) -> str:
    """The time a rule gives, in words."""
    kind, size = rule.span
    words = {"hours": _("%(n)s giờ"), "working_days": _("%(n)s ngày làm việc"), "days": _("%(n)s ngày")}
    return words[kind] % {"n": f"{size:g}"}
