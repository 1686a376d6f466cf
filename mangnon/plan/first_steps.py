"""What the plan room asks of a new commune: who answers for each line, and where it started."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.hooks import FirstStep

from .in_use import plan_in_use
from .models import Line


def steps(user: Any) -> Iterable[FirstStep]:
    """Offices and baselines of the plan's lines, for whoever may write them."""
    plan = plan_in_use()
    if plan is None or not user.can(Permission.PLAN_WRITE):
        return
    total = len(plan.document.measures)
    lines = Line.objects.filter(plan=plan)
    offices, baselines = lines.exclude(office="").count(), lines.exclude(baseline=None).count()
    yield FirstStep(
        50, _("Giao đơn vị và điền số gốc của từng dòng"),
        _("Kế hoạch trên giấy không ghi ai chịu trách nhiệm và bắt đầu từ đâu. Điền cả bảng một lần; dòng nào chưa "
          "rõ thì để trống."),
        offices == total, _("%(a)s/%(n)s dòng có đơn vị, %(b)s/%(n)s dòng có số gốc") % {
            "a": offices, "b": baselines, "n": total},
        reverse("plan:assign"), _("Giao đơn vị"))
