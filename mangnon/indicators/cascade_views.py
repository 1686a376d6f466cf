"""The page of a measure's cascade."""
from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit

from .cascade import cascades
from .cascade_page import cascade_page, may_name, those_left
from .lists import PER_PAGE, children_on, sees_all
from .reading_facts import FactBook
from .sight import Sight
from .views import NotSetUp, choose, units_near
from .words import heads, told


@requires(Permission.FIGURES_READ)
def cascade(request: HttpRequest, code: str) -> HttpResponse:
    """From all children of the cohort to those who met the measure; who was left at a step, for who may list them."""
    try:
        plan, unit, year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    if code not in cascades() or code not in {m.code for m in plan.document.measures}:
        raise Http404
    measure, book = plan.document.measure(code), FactBook(plan, unit, today, only=code)
    page = cascade_page(cascades()[code], measure, book, year, Sight(plan, book, request.user, only=code))
    chosen, ids = those_left(page, request.GET.get("buoc", ""), request.user, cascades()[code])
    leaf = Paginator(sorted(ids), PER_PAGE).get_page(request.GET.get("trang"))
    items = children_on(ids, book, leaf) if chosen else []
    if chosen:
        with transaction.atomic():
            audit.record(request.user, "list", "indicators", code, fields=[f"year={year}", f"step={chosen.number}"])
    return render(request, "indicators/cascade.html", {
        "page": page, "measure": measure, "label": told(measure, "label"), "unit": unit, "year": year, "today": today,
        "running": year == today.year, "years": reversed(book.years), "units": units_near(plan, request),
        "chosen": chosen, "items": items, "leaf": leaf, "heads": heads(len(ids), "trẻ"),
        "listing": may_name(request.user, cascades()[code]), "part": chosen and not sees_all(request.user),
        "crumbs": [(_("Tổng quan"), reverse("indicators:board")),
                   (code, reverse("indicators:measure", args=[code]) + f"?{request.GET.urlencode()}"),
                   (_("Còn thiếu ở bước nào"), "")]})
