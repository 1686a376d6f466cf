"""What the registry says in every page's header: whose register this is and how many children live there."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks
from mangnon.core.models import Counter
from mangnon.places.models import Level, Unit, below
from mangnon.plan.models import Plan
from mangnon.web.formats import number

from .models import Child


def parts(request: HttpRequest) -> dict[str, Any]:
    """The commune's name and size; the search for those who may see children."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    found: dict[str, Any] = {}
    if plan and plan.unit:
        found["unit_name"] = plan.unit.name
        if request.user.is_authenticated:
            found["unit_line"] = _size(plan.unit)
    if request.user.is_authenticated and request.user.can(Permission.IDENTITY_READ):
        found["search_url"] = reverse("registry:children")
    return found


def _size(unit: Unit) -> str:
    """7 thôn, 1.904 trẻ em; counted again when a row has changed or a day has gone."""
    today = clock.today()
    seq = Counter.objects.filter(name="seq").values_list("value", flat=True).first()
    key = f"size-{unit.pk}-{seq}-{today}"
    counts = cache.get(key)
    if counts is None:
        units = below([unit], today)
        villages = Unit.objects.filter(pk__in=units, level=Level.VILLAGE).count()
        children = Child.objects.resident_on(today, units).aged(today, 0, 15).count()
        counts = (villages, children)
        if not connection.in_atomic_block:
            # What is not committed yet may never be, and its number would be given again.
            cache.set(key, counts, 3600)
    return _("%(v)s thôn, %(c)s") % {"v": counts[0], "c": ngettext(
        "%(n)s trẻ em", "%(n)s trẻ em", counts[1]) % {"n": number(counts[1])}}


def grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """Pages of this room that record many rows at once."""
    if user.can(Permission.PLACES_WRITE):
        yield 80, _("Kiểm tra cơ sở trong năm"), _("Vệ sinh, hỗ trợ tâm lý, tiếp cận, hoạt động của mọi trường, trạm, "
                                                   "điểm vui chơi trên một bảng."), reverse(
            "registry:check-many", args=[clock.today().year])


def entries(request: HttpRequest) -> Iterable[dict[str, Any]]:
    if request.user.is_authenticated and request.user.can(Permission.IDENTITY_READ):
        yield {"order": 30, "label": _("Trẻ em"), "url": reverse("registry:children")}
    if request.user.is_authenticated and any(True for source in hooks.grids for _grid in source(request.user)):
        yield {"order": 38, "label": _("Ghi nhiều em"), "url": reverse("registry:grids")}
    if request.user.is_authenticated and request.user.can(Permission.PLACES_WRITE):
        yield {"order": 80, "label": _("Địa bàn"), "url": reverse("registry:places")}


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """The sheets of the lines that look at facilities."""
    if code in ("7", "19", "20a", "21") and user.can(Permission.PLACES_WRITE):
        year = clock.today().year
        yield _("Phiếu kiểm tra cơ sở"), reverse("registry:check-sheets", args=[year])
        yield _("Gõ lại trên bảng"), reverse("registry:check-many", args=[year])
