from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "mangnon.plan"
    label = "plan"
    verbose_name = "Kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from . import first_steps

        hooks.nav.append(_entries)
        hooks.first_steps.append(first_steps.steps)
        hooks.row_words.update({
            "plan.Declared": _("số liệu khai"), "plan.Plan": _("kế hoạch"), "plan.Line": _("dòng của kế hoạch"),
            "plan.Milestone": _("mức của một năm"), "plan.Reading": _("cách hiểu một dòng"),
            "plan.CriterionScore": _("điểm chấm thử"), "plan.Evidence": _("minh chứng"),
            "plan.DaysOff": _("ngày nghỉ, ngày làm bù xã ghi")})


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if not request.user.is_authenticated:
        return
    if request.user.can(Permission.FIGURES_READ):
        yield {"order": 60, "label": _("Kế hoạch"), "url": reverse("plan:overview"), "exact": True}
    if request.user.can(Permission.DECLARED_WRITE):
        yield {"order": 62, "label": _("Số liệu khai"), "url": reverse("plan:declared")}
